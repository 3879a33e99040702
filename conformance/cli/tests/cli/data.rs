//! `pkce vectors` and `pkce init`.

use std::{fs, process::Command};

use pkce_cli::init::{LANGUAGES, Skeleton};

use crate::pkce::{data, folder, pkce, with_data};

#[test]
fn a_list_tells_what_a_run_takes() {
    let data = data();
    let list = ["vectors", "list", "--vectors", data.to_str().unwrap()];
    insta::assert_snapshot!(pkce(&list).shown());
    let must =
        pkce(&[&list[..], &["--level", "must", "--profile", "base", "--skip", "flow/*"]].concat());
    insta::assert_snapshot!("list-of-a-part", must.shown());
}

#[test]
fn a_vector_is_shown_with_its_reasons() {
    let data = data();
    for id in
        ["verify/length-42", "flow/downgrade/verifier-without-challenge/public/optional#error"]
    {
        let said = pkce(&["vectors", "show", id, "--vectors", data.to_str().unwrap()]);
        insta::assert_snapshot!(said.shown());
    }
}

#[test]
fn a_lint_is_clean_or_says_where() {
    assert_eq!(pkce(&["vectors", "lint"]).code, 0);
    let data = data();
    insta::assert_snapshot!(pkce(&["vectors", "lint", data.to_str().unwrap(), "--strict"]).shown());

    let copy = folder("lint");
    fs::create_dir(copy.join("v1")).unwrap();
    for part in ["requirements.json", "flags.json", "v1/library.json"] {
        fs::copy(data.join(part), copy.join(part)).unwrap();
    }
    let said = pkce(&["vectors", "lint", copy.to_str().unwrap()]);
    assert_eq!(said.code, 1);
    insta::assert_snapshot!("lint-of-a-part", said.shown());
}

#[test]
fn init_writes_once_and_says_how_to_go_on() {
    let folder = folder("init");
    let dir = folder.join("new");
    let first = pkce(&["init", "python", dir.to_str().unwrap()]);
    insta::assert_snapshot!("init", first.shown());
    let second = pkce(&["init", "python", dir.to_str().unwrap()]);
    insta::assert_snapshot!("init-again", second.shown());
}

#[test]
fn each_language_is_written_whole_or_not_at_all() {
    for Skeleton { language, files, run, .. } in LANGUAGES {
        let dir = folder(&format!("init-{language}"));
        let first = pkce(&["init", language, dir.to_str().unwrap()]);
        assert_eq!(first.code, 0, "{language}: {}", first.err);
        assert!(first.out.contains(&format!("pkce run -- {run}\n")), "{language}: {}", first.out);
        for file in *files {
            assert_eq!(fs::read_to_string(dir.join(file.path)).unwrap(), file.text, "{language}");
        }
        // The last alone is in the way, and the others stay unwritten.
        let (last, others) = files.split_last().unwrap();
        for file in others {
            fs::remove_file(dir.join(file.path)).unwrap();
        }
        let second = pkce(&["init", language, dir.to_str().unwrap()]);
        assert_eq!(second.code, 2, "{language}");
        assert!(second.err.contains(last.path), "{language}: {}", second.err);
        assert!(others.iter().all(|file| !dir.join(file.path).exists()), "{language}");
    }
}

#[test]
fn a_new_adapter_runs_as_it_is() {
    let folder = folder("init-run");
    let dir = folder.to_str().unwrap();
    for (language, program, file) in
        [("python", "python3", "adapter.py"), ("node", "node", "adapter.mjs")]
    {
        // Neither language is needed to work on this project.
        if Command::new(program).arg("--version").output().is_err() {
            continue;
        }
        assert_eq!(pkce(&["init", language, dir]).code, 0);
        let said = with_data(&["run", "--", program, folder.join(file).to_str().unwrap()]);
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    }
}
