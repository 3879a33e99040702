//! Known failures, from the command line.

use std::fs;

use crate::pkce::{STRAY, Said, command, data, folder, pkce, shell_adapter, with_data};

#[test]
fn what_is_written_turns_the_next_run_green_until_something_changes() {
    // From its own folder: how lines are wrapped should not depend on where that lies.
    let folder = folder("known");
    let (file, name) = (folder.join("known.toml"), "known.toml");
    let globs = ["*wrong*", "*replay*", "*downgrade*"];
    let only: Vec<&str> = globs.iter().flat_map(|glob| ["--only", glob]).collect();
    let run = |target: &str, more: &[&str]| -> Said {
        let words = [&["run", target, "--strict", "--seed", "7"], &only[..], more].concat();
        let run = command(&words).arg("--vectors").arg(data()).current_dir(&folder).output();
        run.unwrap().into()
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

/// What a failed control leaves undecided was not judged: it is in no file, and keeps a run from being green.
#[test]
fn a_control_that_fails_leaves_the_rest_undecided() {
    let file = folder("known-control").join("known.toml");
    let name = file.to_str().unwrap();
    let run = |seed: &str, more: &[&str]| {
        let run = ["run", "mutant:s256-is-hex", "--only", "flow/verifier/*", "--seed", seed];
        pkce(&[&run, more].concat())
    };
    let first = run("1", &["--write-known-failures", name]);
    assert_eq!(first.code, 1);
    assert!(first.err.contains(" of level must that stayed inconclusive"), "{}", first.err);
    let again = run("2", &["--known", name]);
    assert_eq!(again.code, 3, "{}", again.out);

    let right = folder("known-nothing").join("known.toml");
    let of_reference = ["run", "reference", "--only", "flow/verifier/*", "--write-known-failures"];
    let said = pkce(&[&of_reference[..], &[right.to_str().unwrap()]].concat());
    assert!(said.err.contains("was not written: nothing failed"), "{}", said.err);
    assert!(!right.exists());
}

/// A target that crashes at every question is not frozen into one that holds.
#[test]
fn what_breaks_is_in_no_file_and_is_not_judged_for_being_known() {
    let folder = folder("known-broken");
    let adapter = shell_adapter(&folder, r#""check_verifier""#, "exit 3");
    let file = folder.join("known.toml");
    let run = |more: &[&str]| {
        let run = ["run", "--only", "check-verifier/length-4*"];
        pkce(&[&run[..], more, &["--", "sh", adapter.to_str().unwrap()]].concat())
    };
    let first = run(&["--write-known-failures", file.to_str().unwrap()]);
    assert_eq!(first.code, 1);
    assert!(!file.exists());
    assert!(first.err.contains("was not written: nothing failed"), "{}", first.err);
    assert!(first.err.contains("rows left out: 12 broken"), "{}", first.err);
    // By hand it can be listed; then nothing is judged, and the run says so.
    fs::write(&file, "[[known]]\nid = \"*\"\nreason = \"it crashes\"\n").unwrap();
    let listed = run(&["--known", file.to_str().unwrap()]);
    assert_eq!(listed.code, 3, "{}", listed.out);
    assert!(listed.out.ends_with("undecided: nothing was judged (exit 3)\n"), "{}", listed.out);
}

/// `--show` goes for every list.
#[test]
fn what_no_longer_holds_is_shown_as_far_as_is_asked() {
    let file = folder("known-shown").join("known.toml");
    fs::write(&file, "[[known]]\nid = \"*\"\nreason = \"x\"\n").unwrap();
    let run = |more: &[&str]| {
        let run = ["run", "reference", "--known", file.to_str().unwrap()];
        with_data(&[&run, more].concat()).out.matches("known.toml:1:").count()
    };
    assert_eq!((run(&["--show", "2"]), run(&[])), (2, 5));
    assert!(run(&["--all"]) > 20);
}
