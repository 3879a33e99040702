//! `pkce vectors` and `pkce init`.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use pkce_cli::init::{LANGUAGES, Skeleton};

use crate::pkce::{Said, command, data, folder, pkce, with_data};

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

/// The cases of a hand on the keyboard, on standard input.
fn drafted(case: &str, more: &[&str]) -> Said {
    let mut child = command(&[&["vectors", "draft"], more].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(case.as_bytes()).unwrap();
    child.wait_with_output().unwrap().into()
}

/// Every step stays; what is expected is right in each setting that is left; and the reference passes it.
#[test]
fn a_drafted_flow_passes_on_the_reference_and_the_lint() {
    let cases = [
        r#"{"steps":[{"authorize":{"params":[]}},{"token":{"params":[["code_verifier","x"]]}}]}"#,
        r#"{"steps":[{"authorize":{"params":[["code_challenge",{"s256":{"verifier":"v1"}}],["code_challenge_method","S256"]]}},
            {"token":{"params":[["code_verifier",{"verifier":"v2"}]]}}]}"#,
        r#"{"steps":[{"authorize":{"params":[["code_challenge",{"verifier":"v1"}],["code_challenge_method","plain"]]}},
            {"token":{"params":[["code_verifier",{"verifier":"v1"}]]}}]}"#,
    ];
    let copy = folder("draft");
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors");
    fs::create_dir(copy.join("v1")).unwrap();
    for part in ["requirements.json", "flags.json"] {
        fs::copy(bundled.join(part), copy.join(part)).unwrap();
    }
    for file in fs::read_dir(bundled.join("v1")).unwrap() {
        let file = file.unwrap().path();
        fs::copy(&file, copy.join("v1").join(file.file_name().unwrap())).unwrap();
    }
    let mut drafts = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        let said = drafted(case, &["--id", &format!("flow/by-hand/case-{index}")]);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{case}");
        assert_eq!(said.out.matches("\"token\"").count(), 1, "{}", said.out);
        drafts.push(said.out);
    }
    let own = format!("{{ \"flows\": [\n{}\n] }}\n", drafts.join(",\n"));
    fs::write(copy.join("v1/flow-by-hand.json"), &own).unwrap();
    let copy = copy.to_str().unwrap();
    let linted = pkce(&["vectors", "lint", copy]);
    assert_eq!(linted.code, 0, "{}", linted.out);
    let held = pkce(&["run", "reference", "--vectors", copy, "--only", "flow/by-hand/*"]);
    assert_eq!(held.code, 0, "{}{own}", held.out);
    insta::assert_snapshot!("drafts", own);
}

#[test]
fn a_draft_gets_no_id_that_the_lint_refuses() {
    let case = r#"{"op":"verify","input":{"method":"S256","challenge":"","verifier":"a"}}"#;
    let told = |id: &str| {
        let said = drafted(case, &["--id", id]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{id}");
        said.err
    };
    let told = ["Bad ID!", "flow/a/b", "verify/appendix-b"].map(told);
    insta::assert_snapshot!("draft-ids", told.join(""));
}

#[test]
fn init_quotes_a_folder_for_the_shell() {
    let folder = folder("init-quoted");
    let said = command(&["init", "python", "a 'b'/é"]).current_dir(&folder).output().unwrap();
    let said: Said = said.into();
    assert!(said.out.contains("\n  cd \"a 'b'/é\"\n"), "{}", said.out);
    assert!(folder.join("a 'b'/é/adapter.py").exists());
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
    for (language, program, file) in
        [("python", "python3", "adapter.py"), ("node", "node", "adapter.mjs")]
    {
        // Neither language is needed to work on this project.
        if Command::new(program).arg("--version").output().is_err() {
            continue;
        }
        for (kind, options) in [("library", [].as_slice()), ("server", &["--server"])] {
            let dir = folder.join(kind);
            let words = [["init", language, dir.to_str().unwrap()].as_slice(), options].concat();
            assert_eq!(pkce(&words).code, 0);
            let said = with_data(&["run", "--", program, dir.join(file).to_str().unwrap()]);
            assert_eq!(said.code, 0, "{kind}: {}{}", said.out, said.err);
            let flows_alone = said.out.contains("not among its operations: derive, verify");
            assert_eq!(flows_alone, kind == "server", "{}", said.out);
        }
    }
}

#[test]
fn a_server_to_begin_with_is_there_or_the_languages_that_have_one_are_told() {
    let help = pkce(&["init", "--help"]).out;
    let said = pkce(&["init", "ruby", "--server", folder("init-none").to_str().unwrap()]);
    let with: Vec<&str> = LANGUAGES
        .iter()
        .filter(|known| known.server.is_some())
        .map(|known| known.language)
        .collect();
    assert_eq!(said.code, 2);
    for text in [help, said.err] {
        assert!(text.contains(&with.join(", ")), "{text}");
    }
}
