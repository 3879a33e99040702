//! Known failures, from the command line.

use std::fs;

use crate::pkce::{STRAY, folder, pkce, with_data};

#[test]
fn what_is_written_turns_the_next_run_green_until_something_changes() {
    let file = folder("known").join("known.toml");
    let name = file.to_str().unwrap();
    let globs = ["*wrong*", "*replay*", "*downgrade*"];
    let only: Vec<&str> = globs.iter().flat_map(|glob| ["--only", glob]).collect();
    let run = |target: &str, more: &[&str]| {
        with_data(&[&["run", target, "--strict"], &only[..], more].concat())
    };
    let first = run(STRAY, &["--write-known-failures", name]);
    assert_eq!(first.code, 1, "{}", first.out);
    assert!(first.err.contains("give each entry its reason"), "{}", first.err);
    insta::assert_snapshot!("written", fs::read_to_string(&file).unwrap());

    let second = run(STRAY, &["--known", name]);
    insta::assert_snapshot!("known", second.shown());
    assert_eq!(second.code, 0);

    let fixed = run("reference", &["--known", name]);
    assert_eq!(fixed.code, 1);
    insta::assert_snapshot!("fixed", fixed.shown());

    let again = run(STRAY, &["--write-known-failures", name]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is not overwritten"), "{}", again.err);
}

/// What a failed control leaves undecided is listed beside it: the file holds whatever is drawn.
#[test]
fn a_control_that_fails_is_listed_with_all_that_it_guards() {
    let file = folder("known-control").join("known.toml");
    let name = file.to_str().unwrap();
    let run = |seed: &str, more: &[&str]| {
        let run = ["run", "mutant:s256-is-hex", "--only", "flow/verifier/*", "--seed", seed];
        pkce(&[&run, more].concat())
    };
    assert_eq!(run("1", &["--write-known-failures", name]).code, 1);
    let again = run("2", &["--known", name]);
    assert_eq!(again.code, 0, "{}", again.out);

    let right = folder("known-nothing").join("known.toml");
    let of_reference = ["run", "reference", "--only", "flow/verifier/*", "--write-known-failures"];
    let said = pkce(&[&of_reference[..], &[right.to_str().unwrap()]].concat());
    assert!(said.err.contains("was not written: nothing failed"), "{}", said.err);
    assert!(!right.exists());
}
