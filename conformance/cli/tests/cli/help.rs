//! Help texts.

use crate::pkce::pkce;

#[test]
fn each_help_text_reads_as_it_should() {
    for words in [
        "",
        "run",
        "compare",
        "targets",
        "targets install",
        "vectors",
        "vectors list",
        "vectors show",
        "vectors lint",
        "vectors draft",
        "mutants",
        "explore",
        "init",
        "check-adapter",
        "completions",
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
