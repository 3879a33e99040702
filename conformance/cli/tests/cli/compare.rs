//! `pkce compare`.

use std::fs;

use serde_json::Value;

use crate::pkce::{STRAY, Said, folder, pkce, with_data};

/// Seconds differ from run to run.
fn shown(said: &Said) -> String {
    let seconds = |line: &str| match line.split_once("; ") {
        Some((time, rest)) if time.ends_with(" s") => format!("SECONDS; {rest}"),
        _ => line.to_owned(),
    };
    said.shown().lines().map(seconds).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_crate_that_offers_little_has_a_short_row() {
    insta::assert_snapshot!(shown(&with_data(&["compare", "reference", "oauth2", "pkce"])));
}

#[test]
fn a_table_for_a_page() {
    let said = with_data(&["compare", "reference", STRAY, "--format", "markdown"]);
    insta::assert_snapshot!(shown(&said));
}

#[test]
fn a_list_of_reports() {
    let said = with_data(&["compare", "oauth2", "reference", "--format", "json"]);
    let reports: Vec<Value> = serde_json::from_str(&said.out).unwrap();
    let targets: Vec<&Value> = reports.iter().map(|report| &report["target"]).collect();
    assert_eq!(targets, ["oauth2", "reference"]);
    // One a line, without what the vectors say themselves: a table of thirty is a few megabytes.
    assert_eq!(said.out.lines().count(), 4);
    let ops = |report: &Value| -> Vec<String> {
        let rows = report["results"].as_array().unwrap();
        rows.iter().map(|row| row["op"].as_str().unwrap().to_owned()).collect()
    };
    let [oauth2, reference] = reports.as_slice() else { panic!("two") };
    let selected = |report: &Value| report["summary"]["selected"].as_u64();
    assert_eq!(selected(oauth2), selected(reference));
    assert_eq!(selected(reference), u64::try_from(ops(reference).len()).ok());
    assert!(ops(oauth2).iter().all(|op| op == "derive" || op == "generate"));
}

#[test]
fn a_target_that_cannot_be_run_leaves_the_others_their_rows() {
    let said = with_data(&["compare", "reference", "--command", "/no/such/adapter --flag"]);
    assert_eq!(said.code, 3);
    insta::assert_snapshot!(shown(&said));
}

#[test]
fn a_check_holds_each_row_to_its_known_failures() {
    let folder = folder("known-dir");
    let dir = folder.to_str().unwrap();
    let check = ["compare", "reference", STRAY, "--check", "--known-dir", dir];
    let only = ["--only", "flow/downgrade/*"];
    let said = with_data(&[&check[..], &only].concat());
    assert_eq!(said.code, 1);
    insta::assert_snapshot!(shown(&said));
    let known =
        "[[known]]\nid = \"flow/downgrade/*\"\nreason = \"the challenge is not asked for\"\n";
    let file = folder.join(STRAY.replace(':', "/")).with_extension("toml");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, known).unwrap();
    let said = with_data(&[&check[..], &only].concat());
    assert_eq!(said.code, 0, "{}", said.out);
}

#[test]
fn with_the_bundled_vectors_every_row_is_judged() {
    let said = pkce(&["compare"]);
    assert_eq!(said.code, 0, "{}", said.out);
    let longest = said.out.lines().map(|line| line.chars().count()).max();
    assert!(longest <= Some(80), "{}", said.out);
    for name in ["reference", "oauth2", "pkce", "pkce-std", "oauth2-types", "oxide-auth"] {
        assert!(said.out.contains(&format!("│ {name} ")), "{name}");
    }
}
