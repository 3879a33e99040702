//! `pkce targets`, and the list's names in `run` and `compare`.
//!
//! Each test has a repository of its own with nothing installed, and a PATH that holds what the test put there.
#![cfg(unix)]

use std::{
    fmt::Write as _,
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use crate::pkce::{Said, command, data, folder};

/// A checkout as it is before anything is installed, and a folder of programs.
fn checkout(name: &str) -> PathBuf {
    let root = folder(name);
    for part in ["conformance/adapters", "deep/below", "programs"] {
        fs::create_dir_all(root.join(part)).unwrap();
    }
    fs::write(root.join("conformance/adapters/list.toml"), "").unwrap();
    root
}

fn pkce_in(root: &Path, arguments: &[&str]) -> Said {
    let mut command = command(arguments);
    command.current_dir(root.join("deep/below")).env("PATH", root.join("programs"));
    command.output().unwrap().into()
}

fn program(root: &Path, name: &str, script: &str) {
    let file = root.join("programs").join(name);
    fs::write(&file, format!("#!/bin/sh\nset -e\nPATH=/usr/bin:/bin\n{script}\n")).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
}

/// A `go` whose "build" is the reference behind a shell script.
fn fake_go(root: &Path) {
    let pkce = env!("CARGO_BIN_EXE_pkce");
    let script = format!(
        "echo \"go $*, in $PWD\"\nmkdir -p conformance/adapters/go/bin\ncd conformance/adapters/go/bin\n\
         for name in oauth2 fosite; do\nprintf '#!/bin/sh\\nexec {pkce} adapter reference\\n' >$name\nchmod +x $name\ndone"
    );
    program(root, "go", &script);
}

#[test]
fn the_list_tells_what_would_install_each() {
    let root = checkout("targets-list");
    program(&root, "bash", "exit 1");
    let said = pkce_in(&root, &["targets"]);
    let some = ["reference", "oxide-auth", "python:pkce", "oauthlib", "oauth4webapi", "openssl"];
    let is_one = |line: &&str| some.iter().any(|name| line.starts_with(&format!("{name} ")));
    // The table is as wide as the list wants.
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<_> = said.out.lines().filter(is_one).map(words).collect();
    insta::assert_snapshot!(lines.join("\n"));
    assert!(said.out.contains("\n\n`pkce targets install NAME` installs one"), "{}", said.out);
    assert!(said.out.lines().all(|line| line.chars().count() <= 80), "{}", said.out);
}

#[test]
fn outside_a_checkout_only_what_is_built_in_can_be_had() {
    let folder = PathBuf::from("/");
    let outside =
        |words: &[&str]| -> Said { command(words).current_dir(&folder).output().unwrap().into() };
    let why = "no conformance/adapters/list.toml in this folder";
    for words in [&["run", "oauthlib"][..], &["compare", "--language", "python"]] {
        let said = outside(words);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{words:?}");
        assert!(said.err.contains(why), "{}", said.err);
    }
    let listed = outside(&["targets"]);
    assert_eq!((listed.code, listed.err.as_str()), (0, ""));
    assert!(listed.out.contains("built in") && listed.out.contains("from a checkout"));
    assert_eq!(listed.out.matches("clone the repository").count(), 1, "{}", listed.out);
    // 3, as a crate or two have no `verify`.
    let compared = outside(&["compare", "--all", "--quiet", "--only", "verify/appendix-b*"]);
    assert_eq!(compared.code, 3, "{}", compared.err);
    assert!(compared.err.contains(why) && compared.out.contains("oxide-auth"));
}

#[test]
fn what_is_not_installed_is_not_run() {
    let root = checkout("targets-missing");
    let mut told = String::new();
    for words in [
        &["run", "oauthlib"][..],
        &["run", "oauth4webapi"],
        &["compare", "reference", "ory/fosite"],
        &["compare", "--language", "shell"],
        &["targets", "install", "reference"],
        &["targets", "install", "--language", "cobol"],
        &["targets", "install", "msal"],
    ] {
        let said = pkce_in(&root, words);
        assert_eq!(said.out, "", "{words:?}");
        writeln!(told, "$ pkce {}\n{}", words.join(" "), said.shown()).unwrap();
    }
    insta::assert_snapshot!(told);
}

#[test]
fn what_is_installed_is_run() {
    let root = checkout("targets-install");
    fake_go(&root);
    let said = pkce_in(&root, &["targets", "install", "golang.org/x/oauth2", "ory/fosite"]);
    insta::assert_snapshot!(said.shown());
    let data = data();
    let only = ["--vectors", data.to_str().unwrap(), "--seed", "7"];
    let run = pkce_in(&root, &[&["run", "ory/fosite", "--quiet"], &only[..]].concat());
    assert_eq!(run.code, 0, "{}", run.shown());
    let compare = pkce_in(&root, &[&["compare", "--language", "GO"], &only[..]].concat());
    assert_eq!(compare.code, 0, "{}", compare.shown());
    assert!(compare.out.contains("│ ory/fosite "), "{}", compare.out);
    assert!(compare.err.contains("left out: `zitadel/oidc` is not installed"), "{}", compare.err);
    let all = pkce_in(&root, &[&["compare", "--all"], &only[..]].concat());
    for name in ["reference", "oxide-auth", "golang.org/x/oauth2"] {
        assert!(all.out.contains(&format!("│ {name} ")), "{name}: {}", all.out);
    }
}

#[test]
fn known_failures_are_found_by_the_lists_names() {
    let root = checkout("targets-known");
    fake_go(&root);
    assert_eq!(pkce_in(&root, &["targets", "install", "ory/fosite"]).code, 0);
    fs::create_dir_all(root.join("known/ory")).unwrap();
    let stale = "[[known]]\nid = \"verify/*\"\nreason = \"x\"\n";
    fs::write(root.join("known/ory/fosite.toml"), stale).unwrap();
    let known = root.join("known");
    let check = ["compare", "ory/fosite", "--check", "--known-dir", known.to_str().unwrap()];
    let said = pkce_in(&root, &[&check[..], &["--vectors", data().to_str().unwrap()]].concat());
    assert_eq!(said.code, 1, "a listed failure that passes: {}", said.out);
}

#[test]
fn a_package_manager_that_fails_is_told() {
    let root = checkout("targets-failing");
    program(&root, "go", "echo 'no network' >&2; exit 7");
    insta::assert_snapshot!(pkce_in(&root, &["targets", "install", "ory/fosite"]).shown());
    program(&root, "go", "true");
    let said = pkce_in(&root, &["targets", "install", "ory/fosite"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("every command went well, and yet `ory/fosite` is not installed"));
}
