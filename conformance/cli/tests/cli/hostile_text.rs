//! What a target says of itself and in its answers never steers the reader's terminal.

use serde_json::Value;

use crate::pkce::{Said, with_data};

/// Clears the screen, reverses what follows, and pretends to be another line.
const NAME: &str = r"a\u001b[2J\u202e\u009b31m\r\nholds: every must\u2028\u0007|<b>";

fn run(format: &[&str]) -> Said {
    let hello = format!(
        r#"{{"protocol":1,"name":"{NAME}","version":"{NAME}","language":"{NAME}","ops":["verify"],"not_ours":["{NAME}"]}}"#
    );
    // Its first answer is about a control: everything after it is told with its reason.
    let script = format!(
        r#"read hello; printf '%s\n' "$0"; while read line; do printf '{{"id":%s,"error":{{"reason":"mismatch","message":"{NAME}"}}}}\n' "$(printf %s "$line" | tr -dc '0-9,' | cut -d, -f1 | head -c 1)"; done"#
    )
    .replace(r"\u", r"\\u")
    .replace(r"\r", r"\\r")
    .replace(r"\nholds", r"\\nholds");
    with_data(&[&["run", "--timeout", "2"], format, &["--", "sh", "-c", &script, &hello]].concat())
}

fn misleads(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn a_terminal_report_shows_it_escaped() {
    let said = run(&["--all"]);
    assert!(
        said.out.contains(r"a\u{1b}[2J\u{202e}\u{9b}31m\r\nholds: every must\u{2028}"),
        "{}",
        said.out
    );
    assert!(!said.out.replace('\n', "").contains(misleads), "{:?}", said.out);
    assert!(!said.err.replace('\n', "").contains(misleads), "{:?}", said.err);
}

#[test]
fn json_holds_it_escaped_and_whole() {
    let said = run(&["--format", "json"]);
    assert!(!said.out.replace('\n', "").contains(misleads));
    let report: Value = serde_json::from_str(&said.out).unwrap();
    let name: String = serde_json::from_str(&format!("\"{NAME}\"")).unwrap();
    assert_eq!(report["about"]["name"], name);
}
