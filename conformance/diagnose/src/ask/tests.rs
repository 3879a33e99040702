use super::*;
use crate::{
    diagnosis::{By, Diagnosis},
    given::{Beside, Challenge, Method, Value},
};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const OTHER: &str = "3641a2d12d66101249cdf7a79c000c1f8c05d2aafcf14bf146497bed";
const OF_OTHER: &str = "6fdkQaPm51l13DSukcAH3Mdx7_ntecHYd1vi3n0hMZY";

fn asked(verifiers: &[&str], challenges: &[(&str, Method)]) -> Diagnosis {
    let challenge =
        |(text, method): &(&str, Method)| Challenge::new(Value::new(*text, "c"), method.clone());
    diagnose(&Given {
        verifiers: verifiers.iter().map(|text| Value::new(*text, "v")).collect(),
        challenges: challenges.iter().map(challenge).collect(),
        ..Given::default()
    })
}

fn one(verifier: &str, challenge: &str, method: Method) -> (Verdict, Vec<Vec<&'static str>>) {
    let diagnosis = asked(&[verifier], &[(challenge, method)]);
    (diagnosis.verdict, diagnosis.answers.iter().map(|answer| answer.ids.clone()).collect())
}

fn s256() -> Method {
    Method::Named(b"S256".to_vec())
}

#[test]
fn a_right_pair_is_called_right() {
    for method in [s256(), Method::Unsaid] {
        let found = one(VERIFIER, CHALLENGE, method);
        assert_eq!(found, (Verdict::Match, vec![vec!["match-s256"]]));
    }
    for method in [Method::Named(b"plain".to_vec()), Method::Absent, Method::Unsaid] {
        assert_eq!(one(VERIFIER, VERIFIER, method), (Verdict::Match, vec![vec!["match-plain"]]));
    }
}

#[test]
fn what_matches_has_places_to_look_at() {
    let diagnosis = asked(&[VERIFIER], &[(CHALLENGE, Method::Unsaid)]);
    assert!(diagnosis.look.iter().any(|look| look.says.contains("method may be lost")));
    let known = asked(&[VERIFIER], &[(CHALLENGE, s256())]);
    assert!(known.look.len() < diagnosis.look.len());
    assert!(asked(&[VERIFIER], &[(OF_OTHER, s256())]).look.is_empty());
}

#[test]
fn the_method_decides() {
    let lost = vec![vec!["s256-in-place-of-plain"]];
    assert_eq!(one(VERIFIER, CHALLENGE, Method::Absent), (Verdict::Explained, lost.clone()));
    let plain = Method::Named(b"plain".to_vec());
    assert_eq!(one(VERIFIER, CHALLENGE, plain), (Verdict::Explained, lost));
    let near = Method::Named(b"s256".to_vec());
    let named = (Verdict::Explained, vec![vec!["method-name"]]);
    assert_eq!(one(VERIFIER, CHALLENGE, near), named);
    let both = vec![vec!["plain-in-place-of-s256"], vec!["challenge-sent-again"]];
    assert_eq!(one(VERIFIER, VERIFIER, s256()), (Verdict::Explained, both));
    let hex = "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3";
    let two = vec![vec!["hex"], vec!["s256-in-place-of-plain"]];
    assert_eq!(one(VERIFIER, hex, Method::Absent), (Verdict::Explained, two));
}

#[test]
fn halves_that_were_exchanged() {
    assert_eq!(one(CHALLENGE, VERIFIER, s256()).1, [["swapped"]]);
    let padded = format!("{CHALLENGE}=");
    assert_eq!(one(&padded, VERIFIER, s256()).1[0], ["swapped", "padded"]);
}

#[test]
fn several_are_held_crosswise() {
    let pairs = [(OF_OTHER, s256()), (CHALLENGE, s256())];
    let diagnosis = asked(&[VERIFIER, OTHER], &pairs);
    let told: Vec<_> =
        diagnosis.answers.iter().map(|answer| (answer.verifier, answer.challenge)).collect();
    assert_eq!((diagnosis.verdict, told), (Verdict::Match, vec![(1, 2), (2, 1)]));
    let idle = asked(&[VERIFIER, OTHER], &[(CHALLENGE, s256())]);
    assert_eq!((idle.verdict, idle.answers.len()), (Verdict::Unexplained, 1));
    let half = asked(&[VERIFIER], &[(CHALLENGE, s256()), (&format!("{CHALLENGE}="), s256())]);
    assert_eq!(half.verdict, Verdict::Explained);
    assert_eq!((half.answers[1].challenge, half.answers[1].ids[0]), (2, "padded"));
}

#[test]
fn values_that_were_not_set() {
    assert_eq!(one("undefined", CHALLENGE, s256()).1[0], ["verifier-unset"]);
    assert_eq!(one("", CHALLENGE, s256()).1[0], ["verifier-unset"]);
    assert_eq!(one("null", "null", Method::Unsaid).0, Verdict::Explained);
    assert_eq!(one("", "", Method::Absent).0, Verdict::Explained);
    assert_eq!(one(VERIFIER, "undefined", s256()).1, [["undefined-sent"]]);
    assert_eq!(one(VERIFIER, "", s256()).1, [["empty-challenge"]]);
}

#[test]
fn values_of_other_parameters() {
    let beside = |name, octets: &str| Beside { name, octets: octets.into() };
    let ask = |verifier: &str, challenge: &str| {
        let given = Given {
            verifiers: vec![Value::new(verifier, "v")],
            challenges: vec![Challenge::new(Value::new(challenge, "c"), s256())],
            beside: vec![beside("code", "SplxlOBeZQQYbYS6WxSbIA"), beside("state", OTHER)],
            notes: Vec::new(),
        };
        diagnose(&given)
    };
    let code = ask("SplxlOBeZQQYbYS6WxSbIA", CHALLENGE);
    assert_eq!(code.answers[0].says, "the value of `code` was sent in the verifier's place");
    assert_eq!(code.verifiers[0].s256, None);
    let state = ask(VERIFIER, OF_OTHER);
    assert_eq!(
        state.answers[0].says,
        "the challenge was derived of `state`, and not of the verifier"
    );
    let sent = ask(VERIFIER, OTHER);
    assert_eq!(sent.answers[0].says, "the value of `state` was sent in the challenge's place");
}

#[test]
fn the_worked_example_is_known() {
    assert_eq!(one(OTHER, CHALLENGE, s256()).1, [["worked-example"]]);
    assert_eq!(one(VERIFIER, OF_OTHER, s256()).1, [["worked-example"]]);
}

#[test]
fn one_character_that_was_copied_wrongly() {
    let mut wrong = OF_OTHER.to_owned();
    wrong.replace_range(9..10, "l");
    assert_eq!(one(OTHER, &wrong, s256()).1, [["one-character-other"]]);
    assert_eq!(one(&OTHER[1..], OF_OTHER, s256()).1, [["one-character-missing"]]);
    assert_eq!(one(OTHER, &format!("<{OF_OTHER}>"), s256()).1, [["more-around-challenge"]]);
}

#[test]
fn a_challenge_out_of_an_authorization_request_is_the_clients() {
    let mut given = crate::read(
        format!("?response_type=code&code_challenge={CHALLENGE}%3D&code_challenge_method=S256")
            .as_bytes(),
        "it",
    );
    given.verifiers.push(Value::new(VERIFIER, "--verifier"));
    let diagnosis = diagnose(&given);
    assert_eq!((diagnosis.answers[0].ids[0], diagnosis.answers[0].by), ("padded", By::Client));
    let bare = asked(&[VERIFIER], &[(&format!("{CHALLENGE}="), s256())]);
    assert_eq!(bare.answers[0].by, By::Either);
}

#[test]
fn unrelated_values_are_not_explained() {
    let none = "elU6u5zyqQT2f92GRQUq6PautAeNDf4DQPayyR0ek_c";
    assert_eq!(one(OTHER, none, Method::Unsaid), (Verdict::Unexplained, Vec::new()));
}

#[test]
fn more_than_is_taken_is_told() {
    let many: Vec<String> = (0..40).map(|n| format!("{n:043}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let diagnosis = asked(&many, &[(CHALLENGE, s256())]);
    assert_eq!(diagnosis.verifiers.len(), MOST_VALUES);
    assert_eq!(diagnosis.notes, ["8 more verifiers were given, and are left out"]);
}

#[test]
fn every_requirement_of_an_answer_is_named_beforehand() {
    let hex = format!("{CHALLENGE}=");
    for (verifier, challenge) in [(VERIFIER, hex.as_str()), ("", CHALLENGE), (OTHER, CHALLENGE)] {
        for answer in asked(&[verifier], &[(challenge, s256())]).answers {
            assert!(answer.requirements.iter().all(|id| requirements().contains(id)));
        }
    }
}
