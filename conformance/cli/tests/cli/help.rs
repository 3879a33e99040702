//! Help texts.

use std::fs;

use crate::pkce::{folder, pkce};

#[test]
fn each_help_text_reads_as_it_should() {
    for words in [
        "",
        "run",
        "compare",
        "report",
        "diff",
        "targets",
        "targets install",
        "vectors",
        "vectors list",
        "vectors show",
        "vectors lint",
        "vectors draft",
        "mutants",
        "explore",
        "diagnose",
        "init",
        "check-adapter",
        "check-target",
        "serve",
        "completions",
        "man",
        "adapter",
    ] {
        let mut arguments: Vec<&str> = words.split_whitespace().collect();
        arguments.push("--help");
        let said = pkce(&arguments);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{words}");
        insta::assert_snapshot!(format!("help {words}").trim_end().replace(' ', "-"), said.out);
    }
}

#[test]
fn help_has_help() {
    assert_eq!(pkce(&["help", "--help"]).out, pkce(&["--help"]).out);
    assert_eq!(pkce(&["help", "run", "--help"]).out, pkce(&["run", "--help"]).out);
    assert_eq!(pkce(&["help", "run"]).out, pkce(&["run", "--help"]).out);
}

#[test]
fn completions_know_the_names_of_profiles_and_targets() {
    let bash = pkce(&["completions", "bash"]).out;
    let after = |option: &str| bash.split(&format!("{option})\n")).nth(1).unwrap().lines().next();
    let profiles = after("--profile").unwrap();
    for name in ["rfc9700", "mcp", "fapi-2.0"] {
        assert!(profiles.contains(name), "{profiles}");
    }
    assert!(!after("--only").unwrap().contains("compgen -f"), "a glob is no file");
    for name in ["oxide-auth", "oauthlib", "python:pkce"] {
        assert!(bash.contains(name), "{name}");
    }
}

#[test]
fn each_command_has_a_manual_page() {
    let folder = folder("man");
    let said = pkce(&["man", folder.join("man1").to_str().unwrap()]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let pages = fs::read_dir(folder.join("man1")).unwrap().count();
    assert!(said.out.starts_with(&format!("wrote {pages} pages to ")), "{}", said.out);
    assert!(pages > 20, "{pages}");
    let page = fs::read_to_string(folder.join("man1/pkce-vectors-lint.1")).unwrap();
    assert!(page.contains("pkce vectors lint") || page.contains("pkce\\-vectors\\-lint"), "{page}");
    // What stands below the options keeps its lines.
    let page = fs::read_to_string(folder.join("man1/pkce-run.1")).unwrap();
    let examples = page.split_once(".SH \"EXAMPLES\"\n.nf\n").unwrap().1;
    assert!(examples.starts_with("  pkce run reference\n  pkce run oauth2 "), "{examples}");
    assert!(page.contains(".SH \"EXIT CODES\""), "{page}");
}

#[test]
fn each_shell_has_completions() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let said = pkce(&["completions", shell]);
        assert_eq!(said.code, 0, "{shell}");
        assert!(
            said.out.contains("compare") && said.out.contains("write-known-failures"),
            "{shell}"
        );
    }
}
