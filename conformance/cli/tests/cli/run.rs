//! `pkce run`: reports and exit codes.

use std::{io::Write as _, process::Stdio};

use serde_json::{Value, json};

use crate::pkce::{STRAY, Said, command, data, folder, pkce, shell_adapter, with_data};

#[test]
fn a_target_that_holds() {
    insta::assert_snapshot!(with_data(&["run", "reference"]).shown());
}

#[test]
fn a_target_that_fails() {
    let run = |name: &str, more: &[&str]| with_data(&[&["run", name], more].concat()).shown();
    insta::assert_snapshot!(run(STRAY, &[]));
    insta::assert_snapshot!("should", run("mutant:replay-does-not-revoke", &[]));
    // It fails in a `must` and in a hardening.
    let by_length = "mutant:library-compares-by-length";
    insta::assert_snapshot!("with_hardening", run(by_length, &[]));
    insta::assert_snapshot!("everything", run(by_length, &["--all"]));
}

#[test]
fn a_target_that_offers_little() {
    insta::assert_snapshot!(with_data(&["run", "oauth2"]).shown());
}

#[test]
fn what_a_fixture_decides_is_told() {
    let said = with_data(&["run", "oxide-auth", "--only", "verify/appendix-b"]);
    assert_eq!(said.code, 0, "{}", said.out);
    let out = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(out.contains("decided by the adapter's fixture, so skipped: rfc6749-3.2.1"), "{out}");
}

#[test]
fn one_line_is_enough_for_the_quiet() {
    insta::assert_snapshot!(with_data(&["run", STRAY, "--quiet"]).shown());
}

#[test]
fn the_result_model() {
    let said = with_data(&["run", "reference", "--format", "json", "--only", "verify/*"]);
    insta::assert_snapshot!(said.shown());
}

#[test]
fn json_is_alone_on_stdout_in_every_profile() {
    for profile in ["rfc7636", "rfc9700", "oauth-2.1", "mcp-2025-11-25", "mcp", "fapi-2.0"] {
        let said = pkce(&["run", "reference", "--format", "json", "--profile", profile]);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{profile}");
        let report: Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!(
            report["summary"]["fail"],
            report["summary"]["failures"]["hardening"]["deviation"]
        );
    }
}

/// Verifiers, a code and a token of the reference as an adapter.
fn drawn(seed: &str) -> String {
    let client = json!({ "role": "public", "client_id": "c", "redirect_uri": "https://c/cb" });
    let policy = json!({ "pkce": "optional", "methods": ["S256"], "code_lifetime": 60 });
    let open = json!({ "session": "s", "policy": policy, "clients": [client] });
    let params = json!([["response_type", "code"], ["client_id", "c"]]);
    let step = json!({ "session": "s", "step": { "authorize": { "params": params } } });
    let asked = [
        json!({ "op": "hello", "protocol": 1 }),
        json!({ "id": 1, "op": "generate", "input": { "count": 3, "length": null } }),
        json!({ "id": 2, "op": "generate", "input": { "count": 3, "length": 128 } }),
        json!({ "id": 3, "op": "flow.open", "input": open }),
        json!({ "id": 4, "op": "flow.step", "input": step }),
    ];
    let mut adapter = command(&["adapter", "reference", "--seed", seed])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = adapter.stdin.take().unwrap();
    for line in asked {
        writeln!(stdin, "{line}").unwrap();
    }
    drop(stdin);
    let said = String::from_utf8(adapter.wait_with_output().unwrap().stdout).unwrap();
    let answers = said.lines().skip(1).map(|line| serde_json::from_str(line).unwrap());
    let answers: Vec<Value> = answers.collect();
    for pointer in ["/0/ok/verifiers/2", "/1/ok/verifiers/2", "/3/ok/code"] {
        assert!(json!(answers).pointer(pointer).is_some_and(Value::is_string), "{pointer}: {said}");
    }
    said
}

#[test]
fn the_same_seed_draws_the_same() {
    assert_eq!(drawn("7"), drawn("7"));
    let (one, other) = (drawn("7"), drawn("8"));
    // The introduction and the opened session alone are the same.
    let same = one.lines().zip(other.lines()).filter(|(one, other)| one == other);
    assert_eq!(same.count(), 2, "{one}{other}");
}

#[test]
fn a_strict_run_fails_for_a_should() {
    let only = ["--only", "flow/code/replay-revokes"];
    let run = |more: &[&str]| {
        with_data(&[&["run", "mutant:replay-does-not-revoke", "-q"], &only[..], more].concat())
    };
    assert_eq!(run(&[]).code, 0);
    insta::assert_snapshot!(run(&["--strict"]).shown());
}

/// Words stay whole, and no line is longer than the terminal but for a word that is.
#[test]
fn a_report_is_as_wide_as_its_terminal() {
    for (columns, most) in [("80", 80), ("60", 60), ("500", 100)] {
        for words in [&["run", "mutant:library-compares-by-length", "--all"][..], &["run", STRAY]] {
            let said: Said = command(words).env("COLUMNS", columns).output().unwrap().into();
            let too_long = said.out.lines().find(|line| {
                line.chars().count() > most
                    && line.trim_start().trim_start_matches("- ").contains(' ')
            });
            assert_eq!(too_long, None, "{columns}");
        }
    }
}

#[test]
fn what_breaks_is_told_by_its_cause_once() {
    let folder = folder("run-broken");
    let ops = r#""flow.open","flow.step","flow.close""#;
    let does = r#"echo "{\"id\":$id,\"ok\":{\"outcome\":\"granted\"}}""#;
    shell_adapter(&folder, ops, does);
    // From its own folder: how lines are wrapped should not depend on where that lies.
    let data = data();
    let words = ["run", "--seed", "7", "--vectors", data.to_str().unwrap(), "--", "sh"];
    let run = command(&words).arg("adapter.sh").current_dir(&folder).output();
    let said: Said = run.unwrap().into();
    assert_eq!(said.code, 1);
    insta::assert_snapshot!(said.shown());
}

/// It exits at the first request of its first process: nothing holds it to that, and the report does not keep silent.
#[test]
fn a_restart_is_told_and_fails_a_strict_run() {
    let folder = folder("run-restart");
    let mark = folder.join("mark");
    let ops = r#""check_verifier""#;
    let does = format!(
        r#"if mkdir '{}' 2>/dev/null; then exit 3; fi; case $line in
*'"verifier":"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"'*) valid=true;; *) valid=false;; esac
echo "{{\"id\":$id,\"ok\":{{\"valid\":$valid}}}}""#,
        mark.display()
    );
    let adapter = shell_adapter(&folder, ops, &does);
    let only = ["--only", "check-verifier/appendix-b", "--only", "check-verifier/length-42"];
    let run = |more: &[&str]| {
        let _ = std::fs::remove_dir(&mark);
        pkce(&[&["run"], &only[..], more, &["--", "sh", adapter.to_str().unwrap()]].concat())
    };
    let said = run(&[]);
    assert_eq!(said.code, 0, "{}", said.out);
    let told = "restarts  broke once, held when asked again: 3 cases, 1 restart\n";
    assert!(said.out.contains(told), "{}", said.out);
    let strict = run(&["--strict"]);
    assert_eq!(strict.code, 1, "{}", strict.out);
    assert!(strict.out.ends_with("fails: the target broke, and held when asked again (exit 1)\n"));
    let json = run(&["--format", "json"]);
    let report: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(report["run"]["restarts"], 1);
    assert_eq!(report["run"]["asked_again"], 3);
}

#[test]
fn a_generator_that_refuses_is_told_what_was_due() {
    let folder = folder("run-generate");
    let does = r#"echo "{\"id\":$id,\"error\":{\"reason\":\"other\"}}""#;
    let adapter = shell_adapter(&folder, r#""generate""#, does);
    let said = pkce(&["run", "--only", "generate/*", "--", "sh", adapter.to_str().unwrap()]);
    assert!(
        said.out.contains("expected 2000 verifiers; observed a refusal (other)\n"),
        "{}",
        said.out
    );
    // The place of the checkout is part of the line, and with it where the line is folded.
    let unfolded = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(unfolded.contains("(in a shell, shell)"), "{}", said.out);
}

/// What follows from a wrong S256 is told under its control, and nothing that did not leak is a leak.
#[test]
fn one_cause_is_one_finding() {
    let said = pkce(&["run", "mutant:s256-is-hex", "--only", "flow/*", "--seed", "1"]);
    let after = said.out.split_once("must rfc7636-4.6-equal-continues").unwrap().1;
    assert!(after.contains("  - flow/control/s256 lockout\n"), "{}", said.out);
    assert!(after.contains(" more that follow from it:\n"), "{}", said.out);
    assert!(!said.out.contains(" leak"), "{}", said.out);
    assert!(said.out.lines().count() < 100, "{}", said.out);
}

#[test]
fn a_list_of_the_cases_asks_nothing() {
    let said = with_data(&["run", "--list", "--only", "verify/*", "--", "/no/such/adapter"]);
    let listed = with_data(&["run", "--list", "--only", "verify/*"]);
    assert_eq!((said.code, &said.out), (0, &listed.out));
    assert!(said.out.lines().all(|line| line.starts_with("verify/")), "{}", said.out);
}

#[test]
fn a_run_that_is_told_so_ends_at_its_first_failure() {
    let said = with_data(&["run", STRAY, "--fail-fast"]);
    assert_eq!(said.code, 1);
    let last = "fails: must 1 bypass; partial: the run ended at the first failure (exit 1)\n";
    assert!(said.out.ends_with(last), "{}", said.out);
}

#[test]
fn a_target_that_cannot_be_run() {
    let mut told = String::new();
    for words in [
        &["/no/such/adapter"][..],
        &["python3 adapter.py"],
        &["true"],
        &["echo", "hello"],
        &["sleep", "60"],
    ] {
        let said = with_data(&[&["run", "--start-timeout", "0.2", "--"], words].concat());
        assert_eq!(said.code, 3, "{words:?}");
        told.push_str(&said.shown());
    }
    insta::assert_snapshot!(told);
}

/// A part of a case is about a requirement of its own, and is left out by it.
#[test]
fn what_is_skipped_is_skipped_in_parts_too() {
    let parts = |words: &[&str]| {
        let run = ["run", "reference", "--format", "json"];
        let report: Value = serde_json::from_str(&pkce(&[&run, words].concat()).out).unwrap();
        let rows = report["results"].as_array().unwrap().clone();
        rows.iter().filter(|row| row["id"].as_str().unwrap().contains('#')).count()
    };
    let of_one = "flow/verifier/wrong/public/optional#error";
    assert!(parts(&["--only", of_one]) > 0);
    assert_eq!(parts(&["--only", of_one, "--skip", "*#*"]), 0);
}
