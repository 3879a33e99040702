//! The judge, on logs that were written by hand.

use pkce_conformance::result::{Unjudged, Verdict};
use pkce_vectors::{Asks, Effect, Scenario, VectorSet, s256};

use super::{Facts, Sight, judge};
use crate::client::log::{
    Authentication, Authorization, Event, Exchange, Fetched, Log, Returned, TokenSaid, What,
};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

fn scenario(id: &str) -> Scenario {
    let set = VectorSet::bundled().unwrap();
    set.scenarios.into_iter().find(|scenario| scenario.id == id).unwrap()
}

fn facts() -> Facts {
    Facts {
        went_through: true,
        reads_metadata: true,
        uses_pkce: true,
        can_s256: true,
        ..Facts::default()
    }
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn fetched(openid: bool, found: bool) -> What {
    What::Fetched(Fetched { server: 0, openid, found })
}

fn authorization(login: u8, parameters: &[(&str, &str)], code: &str) -> What {
    What::Authorization(Box::new(Authorization {
        login: Some(login),
        parameters: pairs(parameters),
        code: Some(code.to_owned()),
        ..Authorization::default()
    }))
}

fn exchange(parameters: &[(&str, &str)], answer: TokenSaid) -> What {
    let mut sent = pairs(&[("grant_type", "authorization_code")]);
    sent.extend(pairs(parameters));
    What::Exchange(Box::new(Exchange { parameters: sent, answer, ..Exchange::default() }))
}

fn returned(login: u8, codes: &[&str]) -> What {
    let codes = codes.iter().map(|code| (*code).to_owned()).collect();
    What::Returned(Returned { login, codes, ..Returned::default() })
}

fn ended(login: u8) -> What {
    What::Ended { login, token: true }
}

fn log(events: Vec<What>) -> Log {
    let event = |what| Event { process: 0, what };
    Log { events: events.into_iter().map(event).collect(), ..Log::default() }
}

/// A login as it should be.
fn login(number: u8, verifier: &str) -> Vec<What> {
    let (challenge, code) = (s256(verifier.as_bytes()), format!("code-{number}"));
    let request = [
        ("response_type", "code"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
        ("state", "a-state"),
    ];
    vec![
        fetched(false, true),
        authorization(number, &request, &code),
        returned(number, &[&code]),
        exchange(&[("code", &code), ("code_verifier", verifier)], TokenSaid::Token),
        ended(number),
    ]
}

#[track_caller]
fn verdict(asks: Asks, id: &str, events: Vec<What>, facts: &Facts) -> Verdict {
    let (scenario, log) = (scenario(id), log(events));
    judge(asks, &Sight::of(&scenario, &log, facts)).verdict
}

const CONTROL: &str = "client/control/s256";

#[test]
fn a_right_login_passes_every_question_of_the_control() {
    for question in scenario(CONTROL).judged {
        let judged = verdict(question.asks, CONTROL, login(1, VERIFIER), &facts());
        assert_ne!(judged, Verdict::Fail, "{}", question.asks.as_str());
    }
}

#[test]
fn an_abstention_needs_a_control() {
    let id = "client/metadata/field-missing";
    let none = || vec![fetched(false, true)];
    assert_eq!(verdict(Asks::NoRequest, id, none(), &facts()), Verdict::Pass);
    let unknown = Facts { went_through: false, ..facts() };
    assert_eq!(verdict(Asks::NoRequest, id, none(), &unknown), Verdict::Skipped);
    assert_eq!(verdict(Asks::NoRequest, id, Vec::new(), &facts()), Verdict::Skipped);
    assert_eq!(verdict(Asks::NoRequest, id, login(1, VERIFIER), &facts()), Verdict::Fail);
}

#[test]
fn the_document_that_was_read_counts() {
    let id = "client/metadata/oauth-field-missing";
    let mut oauth = login(1, VERIFIER);
    assert_eq!(verdict(Asks::NoRequest, id, oauth.clone(), &facts()), Verdict::Fail);
    oauth[0] = fetched(true, true);
    assert_eq!(verdict(Asks::NoRequest, id, oauth, &facts()), Verdict::Skipped);
}

#[test]
fn one_request_sent_twice_is_one() {
    let mut events = login(1, VERIFIER);
    events.insert(1, events[1].clone());
    for asks in [Asks::ChallengePerRequest, Asks::VerifierDistinct] {
        assert_eq!(verdict(asks, "client/many/thirty", events.clone(), &facts()), Verdict::Skipped);
    }
}

#[test]
fn a_verifier_that_comes_again_after_its_login_fails() {
    let events = [login(1, VERIFIER), login(2, VERIFIER)].concat();
    for asks in [Asks::ChallengePerTransaction, Asks::ChallengePerRequest, Asks::VerifierDistinct] {
        assert_eq!(verdict(asks, "client/many/thirty", events.clone(), &facts()), Verdict::Fail);
    }
    let other = s256(b"another");
    let events = [login(1, VERIFIER), login(2, &other)].concat();
    assert_eq!(
        verdict(Asks::ChallengePerRequest, "client/many/thirty", events, &facts()),
        Verdict::Pass
    );
}

#[test]
fn a_verifier_of_a_pending_login_is_no_must() {
    let (first, second) = (login(1, VERIFIER), login(2, VERIFIER));
    let events = vec![
        first[0].clone(),
        first[1].clone(),
        second[1].clone(),
        first[2].clone(),
        first[3].clone(),
    ];
    let id = "client/many/overlap";
    assert_eq!(verdict(Asks::ChallengePerTransaction, id, events.clone(), &facts()), Verdict::Pass);
    assert_eq!(verdict(Asks::ChallengePerRequest, id, events, &facts()), Verdict::Fail);
}

#[test]
fn a_transports_own_retry_is_one_use_of_a_code() {
    let id = "client/token/invalid-grant-once";
    let again = |answer| {
        let mut events = login(1, VERIFIER);
        let sent = [("code", "code-1"), ("code_verifier", VERIFIER)];
        events.insert(3, exchange(&sent, answer));
        verdict(Asks::CodeOnce, id, events, &facts())
    };
    assert_eq!(again(TokenSaid::Unavailable), Verdict::Pass);
    assert_eq!(again(TokenSaid::Redirected), Verdict::Pass);
    assert_eq!(again(TokenSaid::Unauthorized), Verdict::Pass);
    assert_eq!(again(TokenSaid::Refused), Verdict::Fail);
}

#[test]
fn a_code_without_its_verifier_the_second_time_is_a_bypass() {
    let mut events = login(1, VERIFIER);
    events[3] = exchange(&[("code", "code-1"), ("code_verifier", VERIFIER)], TokenSaid::Refused);
    events.push(exchange(&[("code", "code-1")], TokenSaid::Refused));
    let (scenario, log) = (scenario("client/token/invalid-grant-once"), log(events));
    let facts = facts();
    let judged = judge(Asks::VerifierAgain, &Sight::of(&scenario, &log, &facts));
    assert_eq!((judged.verdict, judged.effect), (Verdict::Fail, Some(Effect::Bypass)));
}

#[test]
fn a_confidential_client_with_a_nonce_may_do_without() {
    let request = [("response_type", "code"), ("scope", "openid"), ("nonce", "n")];
    let mut sent = Exchange { authentication: Authentication::Basic, ..Exchange::default() };
    sent.parameters = pairs(&[("grant_type", "authorization_code"), ("code", "c")]);
    let events = || {
        vec![
            fetched(true, true),
            authorization(1, &request, "c"),
            returned(1, &["c"]),
            What::Exchange(Box::new(sent.clone())),
        ]
    };
    let facts = Facts {
        is_confidential: true,
        has_nonce: true,
        uses_pkce: false,
        can_s256: false,
        ..facts()
    };
    for asks in [Asks::ChallengeOrNonce, Asks::ChallengeUnlessNonce] {
        assert_eq!(verdict(asks, CONTROL, events(), &facts), Verdict::Pass);
    }
    for asks in [Asks::ChallengeOfConfidential, Asks::ChallengeBesideNonce, Asks::ChallengeOfAll] {
        assert_eq!(verdict(asks, CONTROL, events(), &facts), Verdict::Fail);
    }
    for asks in [Asks::ChallengeOfPublic, Asks::ChallengeWithPkce] {
        assert_eq!(verdict(asks, CONTROL, events(), &facts), Verdict::Skipped);
    }
}

#[test]
fn plain_is_a_downgrade_for_who_can_do_more() {
    let plain = [("response_type", "code"), ("code_challenge", VERIFIER)];
    let events = || vec![fetched(false, true), authorization(1, &plain, "c")];
    let id = "client/metadata/plain-alone";
    assert_eq!(verdict(Asks::PlainIfUnavoidable, id, events(), &facts()), Verdict::Fail);
    let incapable = Facts { can_s256: false, ..facts() };
    assert_eq!(verdict(Asks::PlainIfUnavoidable, id, events(), &incapable), Verdict::Skipped);
}

#[test]
fn a_foreign_code_goes_with_ones_own_verifier() {
    let injected = |verifier: &str| {
        let mut events = login(1, VERIFIER);
        events[2] = returned(1, &["foreign"]);
        let sent = [("code", "foreign"), ("code_verifier", verifier)];
        events[3] = exchange(&sent, TokenSaid::Refused);
        verdict(Asks::OwnVerifier, "client/authorize/code-injected", events, &facts())
    };
    assert_eq!(injected(VERIFIER), Verdict::Pass);
    assert_eq!(injected(&s256(b"not its own")), Verdict::Fail);
    assert_eq!(injected(""), Verdict::Fail);
}

#[test]
fn a_verifier_is_found_where_state_decodes_to_it() {
    use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
    let state = format!("e30.{}.sig", BASE64URL.encode(format!("{{\"v\":\"{VERIFIER}\"}}")));
    let with = |state: &str| {
        let mut events = login(1, VERIFIER);
        if let What::Authorization(request) = &mut events[1] {
            request.parameters.retain(|(name, _)| name != "state");
            request.parameters.extend(pairs(&[("state", state)]));
        }
        verdict(Asks::VerifierNotInState, "client/leaks/verifier", events, &facts())
    };
    assert_eq!(with(&state), Verdict::Fail);
    assert_eq!(with(VERIFIER), Verdict::Fail);
    assert_eq!(with("a-state"), Verdict::Pass);
}

#[test]
fn what_is_not_asked_says_so() {
    let (scenario, log) = (scenario(CONTROL), log(login(1, VERIFIER)));
    let facts = facts();
    let sight = Sight::of(&scenario, &log, &facts);
    let unjudged = |asks| judge(asks, &sight).detail.and_then(|detail| detail.unjudged);
    assert_eq!(unjudged(Asks::SecretUsed), Some(Unjudged::NotOffered));
    assert_eq!(unjudged(Asks::NoTokenRequest), Some(Unjudged::NotExercised));
}
