//! What the loader says of wrong data: which file, which place, and what would be right.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use pkce_vectors::VectorSet;

/// A copy of the small set, in a folder of its own.
fn copy(name: &str) -> PathBuf {
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join("load").join(name);
    let _ = fs::remove_dir_all(&to);
    fs::create_dir_all(to.join("v1")).unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample");
    for file in ["requirements.json", "flags.json", "v1/flows.json", "v1/library.json"] {
        fs::copy(from.join(file), to.join(file)).unwrap();
    }
    to
}

/// The error of a folder, without the part of its path that differs from machine to machine.
fn error(dir: &Path) -> String {
    let error = VectorSet::from_dir(dir).unwrap_err().to_string();
    error.replace(&dir.display().to_string(), "DIR")
}

/// The error after `from` gave way to `to` once in one file.
fn edited(name: &str, file: &str, from: &str, to: &str) -> String {
    let dir = copy(name);
    let path = dir.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    error(&dir)
}

#[test]
fn files_and_folders() {
    let gone = copy("gone");
    fs::remove_dir_all(&gone).unwrap();
    insta::assert_snapshot!("folder_missing", error(&gone));

    let dir = copy("file-missing");
    fs::remove_file(dir.join("flags.json")).unwrap();
    insta::assert_snapshot!("file_missing", error(&dir));

    let dir = copy("v1-missing");
    fs::remove_dir_all(dir.join("v1")).unwrap();
    insta::assert_snapshot!("v1_missing", error(&dir));

    let dir = copy("no-vector");
    for file in ["v1/flows.json", "v1/library.json"] {
        fs::write(dir.join(file), "{}").unwrap();
    }
    insta::assert_snapshot!("no_vector", error(&dir));

    let dir = copy("not-text");
    fs::write(dir.join("v1/library.json"), b"{\"vectors\": [\xff]}").unwrap();
    insta::assert_snapshot!("not_text", error(&dir));
}

#[test]
fn a_file_that_names_the_schema_of_another() {
    let told =
        |file: &str, own: &str, other: &str| edited(&format!("schema-of-{own}"), file, own, other);
    let all = [
        told("requirements.json", "requirements.schema", "flags.schema"),
        told("flags.json", "flags.schema", "requirements.schema"),
        told("v1/library.json", "vectors.schema", "nonexistent.schema"),
    ];
    // An address is as good as a path.
    let path = "../../../schema/vectors.schema.json";
    let address = "https://example.org/vectors.schema.json";
    let dir = copy("schema-by-address");
    let file = dir.join("v1/library.json");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace(path, address)).unwrap();
    assert!(VectorSet::from_dir(&dir).is_ok());
    insta::assert_snapshot!("schema_of_another", all.join("\n"));
}

#[test]
fn text_that_is_no_json() {
    let dir = copy("truncated");
    let path = dir.join("v1/library.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, &text[..text.len() / 2]).unwrap();
    insta::assert_snapshot!("truncated", error(&dir));

    let dir = copy("more-after-it");
    let path = dir.join("flags.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}{{}}")).unwrap();
    insta::assert_snapshot!("more_after_it", error(&dir));

    let dir = copy("empty");
    fs::write(dir.join("requirements.json"), "").unwrap();
    insta::assert_snapshot!("empty", error(&dir));
}

#[test]
fn keys() {
    let library = |name, from, to| edited(name, "v1/library.json", from, to);
    let flows = |name, from, to| edited(name, "v1/flows.json", from, to);
    insta::assert_snapshot!(
        "unknown_key",
        library(
            "unknown-key",
            r#""comment": "another verifier""#,
            r#""coment": "another verifier""#
        )
    );
    insta::assert_snapshot!(
        "missing_key",
        library("missing-key", r#""comment": "another verifier", "#, "")
    );
    insta::assert_snapshot!(
        "unknown_input",
        library("unknown-input", r#""verifier_hex": "ff""#, r#""verifier_b64": "_w""#)
    );
    insta::assert_snapshot!(
        "twice",
        library("twice", r#""verifier_hex": "ff""#, r#""verifier": "a", "verifier_hex": "ff""#)
    );
    insta::assert_snapshot!(
        "flag_twice",
        edited("flag-twice", "flags.json", "\"WrongVerifier\"", "\"RightUse\"")
    );
    insta::assert_snapshot!(
        "unknown_in_check",
        flows("unknown-in-check", r#""no-store": true"#, r#""no-store": true, "cached": 1"#)
    );
    insta::assert_snapshot!(
        "check_of_two_kinds",
        flows("check-of-two-kinds", r#""no-store": true"#, r#""no-store": true, "status": [200]"#)
    );
    insta::assert_snapshot!(
        "check_of_no_kind",
        flows("check-of-no-kind", r#", "no-store": true"#, "")
    );
    insta::assert_snapshot!(
        "step_of_two_actions",
        flows("step-of-two-actions", r#"{ "wait":"#, r#"{ "metadata": {}, "wait":"#)
    );
}

#[test]
fn values() {
    let library = |name, from, to| edited(name, "v1/library.json", from, to);
    let flows = |name, from, to| edited(name, "v1/flows.json", from, to);
    insta::assert_snapshot!(
        "wrong_type",
        edited("wrong-type", "requirements.json", r#""quote": "SHOULD send""#, r#""quote": 7"#)
    );
    insta::assert_snapshot!(
        "unknown_level",
        edited("unknown-level", "requirements.json", r#""should""#, r#""SHOULD""#)
    );
    insta::assert_snapshot!("unknown_op", library("unknown-op", r#""derive","#, r#""hash","#));
    insta::assert_snapshot!("odd_hex", library("odd-hex", r#""ff""#, r#""fff""#));
    insta::assert_snapshot!(
        "huge_repeat",
        library("huge-repeat", r#"["a", 43]"#, r#"["a", 4000000000]"#)
    );
    insta::assert_snapshot!(
        "unknown_outcome",
        library("unknown-outcome", r#"{ "match": false }"#, r#""rejected""#)
    );
    insta::assert_snapshot!("unknown_how", flows("unknown-how", r#""change""#, r#""shuffle""#));
    insta::assert_snapshot!("argument_missing", flows("argument-missing", r#", "at": -1"#, ""));
    insta::assert_snapshot!(
        "wrong_type_deep_inside",
        flows("wrong-type-deep-inside", r#""length": 64"#, r#""length": "64""#)
    );
    insta::assert_snapshot!("unknown_auth", flows("unknown-auth", r#""wrong","#, r#""secret","#));
    insta::assert_snapshot!("unknown_client", flows("unknown-client", r#""other""#, r#""third""#));
    insta::assert_snapshot!(
        "unknown_policy",
        flows("unknown-policy", r#"["required"]"#, r#"["never"]"#)
    );
}
