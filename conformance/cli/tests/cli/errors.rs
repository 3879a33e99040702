//! Wrong usage and wrong files: exit code 2, with what to do.

use std::{fmt::Write as _, fs};

use crate::pkce::{data, folder, pkce, with_data};

#[test]
fn wrong_usage_says_what_would_be_right() {
    let calls: &[&[&str]] = &[
        &[],
        &["comparr"],
        &["run"],
        &["run", "oauth3"],
        &["run", "oaut2"],
        &["run", "mutant:s256-is-hx"],
        &["run", "python3", "adapter.py"],
        &["run", "node", "--import", "x", "adapter.mjs"],
        &["run", "oauth2", "--write-advice"],
        &["explore", "python3", "a b.py"],
        &["check-adapter", "python3", "adapter.py"],
        &["mutants", "s256-is-hx"],
        &["targets", "install", "oauthlb"],
        &["run", "oauth2", "--", "true"],
        &["run", "reference", "--profile", "rfc763"],
        &["run", "reference", "--profile", "mpc"],
        &["explore", "reference", "--profile", "mpc"],
        &["run", "reference", "--level", "shall"],
        &["run", "reference", "--only", "verifi/*"],
        &["run", "reference", "--skip", "nothing-like-it"],
        &["run", "reference", "--only", "verify/*", "--skip", "verify/*"],
        &["run", "reference", "--timeout", "0"],
        &["run", "reference", "--timeout", "ten"],
        &["run", "reference", "--seed", "x"],
        &["run", "reference", "--known", "/no/such/file.toml"],
        &["run", "reference", "--vectors", "/no/such/folder"],
        &["compare", "--command", " "],
        &["compare", "reference", "oauth3"],
        &["compare", "--check", "--known-dir", "/no/such/folder"],
        &["vectors", "lint", "/no/such/folder"],
        &["vectors", "show", "flow/control/s255"],
        &["vectors", "show", "verify/no-such-fault-at-all"],
        &["init", "pyton"],
        &["adapter", "oauth3"],
    ];
    let mut told = String::new();
    for words in calls {
        let said = pkce(words);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{words:?}");
        write!(told, "$ pkce {}\n{}\n", words.join(" "), said.err).unwrap();
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_wrong_known_failures_file_is_refused_with_its_place() {
    let file = folder("wrong-known").join("known.toml");
    let mut told = String::new();
    for text in [
        "[[known]\nid = 1\n",
        "[[known]]\nid = \"verify/*\"\nreason = \" \"\n",
        "[[known]]\nid = \"verify/*\"\nreason = \"x\"\nwhy = \"y\"\n",
        "[[known]]\nid = \"a\"\nreason = \"x\"\n\n[[known]]\nreason = \"x\"\n",
        "# one\n[[known]]\nid = \"a\"\nrequirement = \"b\"\nreason = \"x\"\n",
    ] {
        fs::write(&file, text).unwrap();
        let said = with_data(&["run", "reference", "--known", file.to_str().unwrap()]);
        assert_eq!(said.code, 2, "{text}");
        writeln!(told, "{text}{}", said.shown()).unwrap();
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_wrong_vector_file_is_refused_with_its_place() {
    let mut told = String::new();
    for (file, from, to) in [
        ("v1/library.json", "\"comment\"", "\"coment\""),
        ("v1/library.json", "rfc7636-4.2-s256", "rfc7636-4.2-s257"),
        ("v1/library.json", "E9Melhoa", "E9Melhob"),
        ("flags.json", "\"flags\": {", "\"flags\": "),
        ("requirements.json", "\"should\"", "\"ought\""),
    ] {
        let copy = folder("wrong-vectors");
        fs::create_dir(copy.join("v1")).unwrap();
        for part in ["requirements.json", "flags.json", "v1/library.json", "v1/flows.json"] {
            let text = fs::read_to_string(data().join(part)).unwrap();
            let text = if part == file { text.replacen(from, to, 1) } else { text };
            fs::write(copy.join(part), text).unwrap();
        }
        let said = pkce(&["run", "reference", "--vectors", copy.to_str().unwrap()]);
        assert_eq!(said.code, 2, "{from} to {to}");
        write!(told, "{file}: {from} to {to}\n{}\n", said.shown()).unwrap();
    }
    insta::assert_snapshot!(told);
}
