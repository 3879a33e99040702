//! Pairs out of public threads and pages, with what was found there.
//!
//! `published.json` has them: `method` is left out where nobody says, and `absent` where the request
//! was seen without one. `answer` has the names of the first answer, and none where there is none.

use pkce_diagnose::{Challenge, Given, Method, Value, Verdict, diagnose};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Published {
    #[serde(rename = "where")]
    place: String,
    says: String,
    verifier: String,
    challenge: String,
    method: Option<String>,
    answer: Vec<String>,
}

#[test]
fn each_pair_gets_the_answer_that_was_found() {
    let published: Vec<Published> = serde_json::from_str(include_str!("published.json")).unwrap();
    assert!(published.len() >= 20, "{}", published.len());
    for pair in published {
        let method = match pair.method.as_deref() {
            None => Method::Unsaid,
            Some("absent") => Method::Absent,
            Some(name) => Method::Named(name.into()),
        };
        let diagnosis = diagnose(&Given {
            verifiers: vec![Value::new(pair.verifier, "--verifier")],
            challenges: vec![Challenge::new(Value::new(pair.challenge, "--challenge"), method)],
            ..Given::default()
        });
        let first = diagnosis.answers.first().map(|answer| answer.ids.clone());
        assert_eq!(first.unwrap_or_default(), pair.answer, "{}: {}", pair.place, pair.says);
        let verdict = match pair.answer.first().map(String::as_str) {
            None => Verdict::Unexplained,
            Some("match-s256" | "match-plain") => Verdict::Match,
            Some(_) => Verdict::Explained,
        };
        assert_eq!(diagnosis.verdict, verdict, "{}", pair.place);
    }
}

/// The request of a thread as it stands there: the digest in hexadecimal, and no method.
#[test]
fn a_published_request_is_read_as_it_is() {
    let url = "https://login.salesforce.com/services/oauth2/authorize?client_id=3MVG97quAm&\
               redirect_uri=https://www.sfdcpanther.com/&response_type=code&\
               scope=full refresh_token&state=redirect_uri=https://www.sfdcpanther.com/&\
               code_challenge=23cc1e54c8e06b1f8d69724fdd1fca1d5b0f38313c4b3bf9f1ca4cd7865b5816";
    let given = pkce_diagnose::read(url.as_bytes(), "the text");
    let challenge = given.challenges.first().unwrap();
    assert_eq!((challenge.value.octets.len(), &challenge.method), (64, &Method::Absent));
}
