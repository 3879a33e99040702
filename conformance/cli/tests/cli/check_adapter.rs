//! `pkce check-adapter`.
#![cfg(unix)]

use std::fs;

use crate::pkce::{Said, folder, pkce};

fn check(command: &[&str]) -> Said {
    pkce(&[&["check-adapter", "--timeout", "10", "--"], command].concat())
}

#[test]
fn the_reference_and_the_bundled_adapters_keep_the_protocol() {
    for name in ["reference", "oauth2", "oauth2-types", "oxide-auth", "pkce", "pkce-std"] {
        let said = check(&[env!("CARGO_BIN_EXE_pkce"), "adapter", name]);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{name}: {}", said.out);
        if name == "reference" {
            insta::assert_snapshot!(said.shown());
        }
    }
}

#[test]
fn each_new_adapter_keeps_the_protocol() {
    for (language, program, file) in
        [("python", "python3", "adapter.py"), ("node", "node", "adapter.mjs")]
    {
        for (kind, options) in [("library", [].as_slice()), ("server", &["--server"])] {
            let dir = folder(&format!("check-{language}-{kind}"));
            let file = dir.join(file);
            let words = [["init", language, dir.to_str().unwrap()].as_slice(), options].concat();
            assert_eq!(pkce(&words).code, 0);
            let said = check(&[program, file.to_str().unwrap()]);
            // A machine without the language has nothing to check.
            if !said.out.contains("cannot start") {
                assert_eq!(said.code, 0, "{language} {kind}: {}", said.out);
                assert!(!said.out.contains("\nask "), "{language} {kind}: {}", said.out);
            }
        }
    }
}

#[test]
fn an_adapter_that_does_not_start_is_asked_nothing() {
    let said = check(&["/no/such/adapter"]);
    assert_eq!(said.code, 1);
    insta::assert_snapshot!(said.shown());
}

#[test]
fn each_fault_is_told_by_its_check() {
    let hello =
        r#"{"protocol":1,"name":"x","version":"","language":"shell","ops":["derive","nap"]}"#;
    // It answers everything alike, whatever it is asked, and stays when its input ends.
    let alike = format!(
        "read -r line\necho '{hello}'\nwhile read -r line; do echo '{{\"id\":101,\"ok\":{{}}}}'; done\nexec sleep 30\n"
    );
    let file = folder("check-faults").join("alike.sh");
    fs::write(&file, alike).unwrap();
    let said = check(&["sh", file.to_str().unwrap()]);
    assert_eq!(said.code, 1);
    // Whether a shell reads 8 MiB in its time is the machine's affair.
    let shown = said.shown();
    let is_other = |rule: &&str| !rule.contains("  large input  ");
    let told: Vec<&str> = rules(&shown).into_iter().filter(is_other).collect();
    insta::assert_snapshot!(told.concat());
}

/// What is told, a piece for each rule: it begins at the first column, and its further lines do not.
fn rules(said: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = vec![0];
    let ends = said.match_indices('\n').map(|(end, _)| end + 1);
    starts.extend(ends.filter(|start| !said[*start..].starts_with(' ')));
    let ends = starts.iter().skip(1);
    starts.iter().zip(ends).filter_map(|(start, end)| said.get(*start..*end)).collect()
}
