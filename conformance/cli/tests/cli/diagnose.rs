//! `pkce diagnose`: what it says of pairs, of texts that were pasted, and of what it was not given.

use std::{fmt::Write as _, fs, io::Write as _, path::Path, process::Stdio};

use jsonschema::Validator;
use serde_json::Value;

use crate::pkce::{Said, command, pkce};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const OTHER: &str = "3641a2d12d66101249cdf7a79c000c1f8c05d2aafcf14bf146497bed";
const NONE: &str = "elU6u5zyqQT2f92GRQUq6PautAeNDf4DQPayyR0ek_c";

fn piped(arguments: &[&str], text: &[u8]) -> Said {
    let mut child = command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // What reads no further than it must may be done before all is written.
    let _ = stdin.write_all(text);
    drop(stdin);
    child.wait_with_output().unwrap().into()
}

/// Without the lines into which a terminal breaks it.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn pair(verifier: &str, challenge: &str, more: &[&str]) -> Said {
    pkce(&[&["diagnose", "--verifier", verifier, "--challenge", challenge], more].concat())
}

#[test]
fn a_pair_is_explained() {
    let padded = format!("{CHALLENGE}=");
    let hex = "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3";
    for (name, said) in [
        ("match", pair(VERIFIER, CHALLENGE, &["--method", "S256"])),
        ("padded", pair(VERIFIER, &padded, &[])),
        (
            "two-mistakes",
            pair(
                "4d9213fb-d68b-49d1-a2c9-486e5a0b4e14",
                "NI0pn-uhGzr3CzlJcnc5s8QjXVL1EywfwVCy-1gw9bg=",
                &[],
            ),
        ),
        ("method-lost", pair(VERIFIER, hex, &["--method", "none"])),
        ("swapped", pair(CHALLENGE, VERIFIER, &["--method", "S256"])),
        ("unexplained", pair(OTHER, NONE, &["--method", "S256"])),
        ("short", pair("undefined", CHALLENGE, &["--method", "s256"])),
        (
            "crosswise",
            pkce(&[
                "diagnose",
                "--verifier",
                VERIFIER,
                "--verifier",
                OTHER,
                "--challenge",
                "6fdkQaPm51l13DSukcAH3Mdx7_ntecHYd1vi3n0hMZY",
                "--challenge",
                &padded,
            ]),
        ),
    ] {
        insta::assert_snapshot!(name, said.shown());
    }
}

const PASTED: &str = "GET https://as.example/authorize?response_type=code&client_id=app\
    &state=af0ifjsldkj&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM%3D\
    &code_challenge_method=S256&redirect_uri=https%3A%2F%2Fapp.example%2Fcb\n\n\
    curl -X POST https://as.example/token -u app:pa55word -H 'Cookie: session=c00kie' \\\n  \
    -d 'grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&client_secret=s3cr3t' \\\n  \
    -d 'code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'\n";

#[test]
fn a_pasted_text_is_read() {
    let said = piped(&["diagnose", "-"], PASTED.as_bytes());
    insta::assert_snapshot!("pasted", said.shown());
    let cut = PASTED.strip_suffix("FOEjXk'\n").unwrap();
    insta::assert_snapshot!("pasted-cut", piped(&["diagnose", "-"], cut.as_bytes()).shown());
    let twice = format!(
        "https://app.example/cb?code_verifier={VERIFIER}&code_challenge={CHALLENGE}\
         &code_verifier={OTHER}&code_challenge={NONE}"
    );
    insta::assert_snapshot!("pasted-twice", pkce(&["diagnose", &twice]).shown());
}

/// Neither the pair nor what stands beside it.
#[test]
fn no_value_is_echoed() {
    let secrets = [
        VERIFIER,
        "SplxlOBeZQQYbYS6WxSbIA",
        "s3cr3t",
        "pa55word",
        "c00kie",
        "af0ifjsldkj",
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM%3D",
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=",
    ];
    let code_as_verifier = PASTED.replace(VERIFIER, "SplxlOBeZQQYbYS6WxSbIA");
    let no_verifier = PASTED.replace("code_verifier", "verifier");
    for text in [PASTED, &code_as_verifier, &no_verifier] {
        for format in ["terminal", "json"] {
            let said = piped(&["diagnose", "-", "--format", format], text.as_bytes());
            for secret in secrets {
                assert!(!said.out.contains(secret) && !said.err.contains(secret), "{secret}");
            }
        }
    }
    let said = piped(&["diagnose", "-"], code_as_verifier.as_bytes());
    let told = one_line(&said.out);
    assert!(told.contains("The value of `code` was sent in the verifier's place"), "{told}");
}

#[test]
fn values_come_from_standard_input_too() {
    let lines = format!("{VERIFIER}\r\n{CHALLENGE}\n");
    let said = piped(&["diagnose", "--verifier", "-", "--challenge", "-"], lines.as_bytes());
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    let words = piped(&["diagnose", "-"], lines.as_bytes());
    assert_eq!(words.code, 0, "{}", words.out);
    let told = one_line(&words.out);
    assert!(told.contains("its first word was taken for the verifier"), "{told}");
    let halves = piped(&["diagnose", "--verifier", VERIFIER, "-"], b"code_challenge=abc");
    assert_eq!(halves.code, 1, "{}", halves.out);
}

#[test]
fn what_is_missing_is_named() {
    let mut told = String::new();
    for words in [
        &["diagnose"][..],
        &["diagnose", "--verifier", VERIFIER],
        &["diagnose", "--challenge", CHALLENGE, "code=abc&client_secret=hush"],
        &["diagnose", "curl https://as.example/token -d 'code=abc"],
        &[
            "diagnose",
            "--verifier",
            VERIFIER,
            "--challenge",
            CHALLENGE,
            "--method",
            "S256",
            "--method",
            "plain",
        ],
        &["diagnose", "--method", "S256"],
        &["diagnose", "-", "-"],
        &["diagnose", "-", "--verifier", "-"],
        &["diagnose", "--verifier", "-", "--challenge", "-"],
    ] {
        let said = pkce(words);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{words:?}");
        write!(told, "$ pkce {}\n{}\n", words.join(" "), said.err).unwrap();
    }
    insta::assert_snapshot!("missing", told);
}

#[test]
fn values_that_are_hostile() {
    let escapes = "code_verifier=\u{1b}[31m\u{202e}&code_challenge=\u{7}";
    let huge = "a".repeat(1 << 20);
    for text in [
        b"code_verifier=\xff\xfe&code_challenge=\xc0".to_vec(),
        format!("code_verifier={huge}&code_challenge={huge}b").into_bytes(),
        b"code_verifier=&code_challenge=".to_vec(),
        escapes.as_bytes().to_vec(),
    ] {
        let said = piped(&["diagnose", "-"], &text);
        assert_eq!((said.code, said.err.as_str()), (1, ""));
        assert!(!said.out.contains('\u{1b}') && !said.out.contains('\u{202e}'));
        assert!(said.out.len() < 20_000);
    }
    let said = piped(&["diagnose", "-"], &vec![b'a'; 5 << 20]);
    assert_eq!(said.code, 2);
    assert_eq!(said.err, "error: cannot read standard input: larger than 4 MiB\n");
}

#[test]
fn what_is_written_for_machines_has_its_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/diagnosis.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let schema: Validator = jsonschema::draft202012::new(&schema).unwrap();
    for said in [
        pair(VERIFIER, CHALLENGE, &["--format", "json"]),
        pair(VERIFIER, &format!("{CHALLENGE}="), &["--format", "json", "--method", "none"]),
        pair(OTHER, NONE, &["--format", "json", "--method", "s256"]),
        pair("", "undefined", &["--format", "json"]),
        piped(&["diagnose", "-", "--format", "json"], PASTED.as_bytes()),
    ] {
        let value: Value = serde_json::from_str(&said.out).unwrap();
        let faults: Vec<String> =
            schema.iter_errors(&value).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}\n{}", said.out);
        assert_eq!(value["exit_code"], said.code);
    }
}
