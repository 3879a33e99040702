//! Four faults, each put into a copy of the committed data on disk: the lint reads files as its users have them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use pkce_vectors::{VectorSet, lint::lint};

/// A copy of the committed data, in a folder of its own.
fn copy(name: &str) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR"));
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&to);
    fs::create_dir_all(to.join("v1")).unwrap();
    for file in ["requirements.json", "flags.json"] {
        fs::copy(from.join(file), to.join(file)).unwrap();
    }
    for file in fs::read_dir(from.join("v1")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join("v1").join(file.file_name())).unwrap();
    }
    to
}

/// The findings of one rule in a folder, as they are told.
fn told(dir: &Path, rule: &str) -> Vec<String> {
    let findings = lint(&VectorSet::from_dir(dir).unwrap(), false);
    findings.iter().filter(|f| f.rule == rule).map(ToString::to_string).collect()
}

/// Adds one vector in a file of its own.
fn add(dir: &Path, vector: &str) {
    fs::write(dir.join("v1/added.json"), format!("{{\"vectors\": [{vector}]}}")).unwrap();
}

#[test]
fn a_wrong_digest() {
    let dir = copy("wrong-digest");
    add(
        &dir,
        r#"{ "id": "derive/added", "requirement": "rfc7636-4.2-s256-formula", "comment": "one character is wrong",
             "flags": ["RightUse"], "op": "derive",
             "input": { "method": "S256", "verifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" },
             "expect": [{ "challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN" }] }"#,
    );
    assert_eq!(told(&dir, "wrong-digest").len(), 1);
}

#[test]
fn an_unused_flag() {
    let dir = copy("unused-flag");
    let path = dir.join("flags.json");
    let mut file: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    file["flags"]["NobodysFlag"] =
        serde_json::json!({ "bug_type": "none", "effect": "none", "description": "none" });
    fs::write(&path, file.to_string()).unwrap();
    assert_eq!(
        told(&dir, "unused-flag"),
        ["NobodysFlag: no vector carries the flag (unused-flag)"]
    );
}

#[test]
fn an_undefined_requirement() {
    let dir = copy("undefined-requirement");
    add(
        &dir,
        r#"{ "id": "parse-method/added", "requirement": "rfc0-1-nobodys", "comment": "nothing demands it",
             "flags": ["RightUse"], "op": "parse_method", "input": { "method": "S256" },
             "expect": [{ "method": "S256" }] }"#,
    );
    assert_eq!(
        told(&dir, "undefined-requirement"),
        ["parse-method/added: there is no requirement `rfc0-1-nobodys` (undefined-requirement)"]
    );
}

#[test]
fn a_duplicate_id() {
    let dir = copy("duplicate-id");
    let set = VectorSet::from_dir(&dir).unwrap();
    add(&dir, &serde_json::to_string(&set.vectors[0]).unwrap());
    assert_eq!(told(&dir, "duplicate-id").len(), 1);
}
