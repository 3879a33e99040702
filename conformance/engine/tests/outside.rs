//! Subjects that this house did not write: habits with which "holds" was once said of what was never judged.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;

use pkce_conformance::{
    implementation::{Answered, Declined, Implementation},
    plan::{Filter, Patterns, Plan},
    reference::{Reference, Surrounded, Surroundings},
    result::{Report, Unjudged, Verdict, WhyMissing},
    run::{RunOptions, run_fitted},
    transport::InProcess,
    wire::{About, Outcome, StepAnswer, StepCall},
};
use pkce_vectors::{Effect, Level, VectorSet};

fn report(only: &str, subject: &mut dyn Implementation) -> Report {
    let set = VectorSet::bundled().unwrap();
    let filter = Filter { only: Some(Patterns::new(&[only])), ..Filter::default() };
    let plan = Plan::new(&set, None, &filter).unwrap();
    let options = RunOptions::new("a subject", 1);
    run_fitted(&set, &plan, &mut InProcess::new(subject), &options, &mut |_| {})
}

fn s256(verifier: &[u8]) -> String {
    pkce_vectors::s256(verifier)
}

fn text(octets: &[u8]) -> Answered<&str> {
    std::str::from_utf8(octets).map_err(|_| Declined::unsupported("text alone"))
}

/// The forty lines of a library that takes strings and knows one method.
struct TextOnly(&'static [&'static str]);

impl Implementation for TextOnly {
    fn about(&self) -> About {
        About::library("text", "", self.0)
    }

    fn derive(
        &mut self,
        verifier: &[u8],
        method: Option<&[u8]>,
    ) -> Answered<pkce_conformance::implementation::Derived> {
        let _ = text(verifier)?;
        match method {
            None | Some(b"S256") => Ok(s256(verifier).into()),
            Some(_) => Err(Declined::unsupported("S256 alone")),
        }
    }

    fn verify(
        &mut self,
        verifier: &[u8],
        challenge: &[u8],
        method: Option<&[u8]>,
    ) -> Answered<bool> {
        let (_, challenge) = (text(verifier)?, text(challenge)?);
        match method {
            None | Some(b"S256") => Ok(s256(verifier) == challenge),
            Some(_) => Err(Declined::unsupported("S256 alone")),
        }
    }
}

#[test]
fn a_small_library_reaches_all_that_applies_to_it() {
    for ops in [&["verify"][..], &["derive"], &["derive", "verify"]] {
        let report = report("*", &mut TextOnly(ops));
        assert!(report.coverage.is_complete(), "{ops:?}: {:?}", report.coverage.missing);
        assert!(report.coverage.judged > 0, "{ops:?}");
        assert_eq!(report.exit_code(false), 0, "{ops:?}");
    }
}

/// Matches, or says that it cannot.
struct NeverRefuses;

impl Implementation for NeverRefuses {
    fn about(&self) -> About {
        About::library("never refuses", "", &["verify"])
    }

    fn verify(
        &mut self,
        verifier: &[u8],
        challenge: &[u8],
        method: Option<&[u8]>,
    ) -> Answered<bool> {
        let matches = method == Some(b"S256") && s256(verifier).as_bytes() == challenge;
        if matches { Ok(true) } else { Err(Declined::unsupported("not this one")) }
    }
}

#[test]
fn unsupported_in_place_of_a_refusal_hides_nothing() {
    let report = report("verify/*", &mut NeverRefuses);
    assert_eq!(report.exit_code(false), 3);
    let wrong = report.results.iter().find(|row| &*row.id == "verify/other-verifier").unwrap();
    assert_eq!(wrong.verdict, Verdict::Inconclusive);
    // What its control does not hold is another matter: octets that are not text.
    let octets = report.results.iter().find(|row| row.unjudged == Some(Unjudged::NoPlace));
    assert!(octets.is_some());
}

/// A server that says `unsupported` where it would refuse.
struct Evades(Reference);

impl Implementation for Evades {
    fn about(&self) -> About {
        self.0.about()
    }

    fn flow_open(&mut self, open: &pkce_conformance::wire::Open) -> Answered<()> {
        self.0.flow_open(open)
    }

    fn flow_step(&mut self, session: &str, step: &StepCall) -> Answered<StepAnswer> {
        let answer = self.0.flow_step(session, step)?;
        if answer.outcome == Outcome::Refused {
            return Err(Declined::unsupported("not this one"));
        }
        Ok(answer)
    }
}

#[test]
fn nor_does_it_in_flows() {
    let report = report("flow/verifier/wrong", &mut Evades(Reference::new(1)));
    assert_eq!(report.exit_code(false), 3);
    assert!(report.results.iter().all(|row| row.verdict == Verdict::Inconclusive));
}

/// A server with a database that is locked now and then.
struct Locks {
    /// Whether this token request of a session, counted from 0, meets the lock.
    is_locked: fn(usize) -> bool,
    session: String,
    requests: usize,
}

impl Locks {
    fn around(is_locked: fn(usize) -> bool) -> Surrounded<Self> {
        let locks = Self { is_locked, session: String::new(), requests: 0 };
        Surrounded::new(Reference::new(1), locks)
    }
}

impl Surroundings for Locks {
    fn before(&mut self, session: &str, step: &mut StepCall) -> Option<StepAnswer> {
        if !matches!(step, StepCall::Token(_)) {
            return None;
        }
        if self.session != session {
            session.clone_into(&mut self.session);
            self.requests = 0;
        }
        self.requests += 1;
        (self.is_locked)(self.requests - 1).then(|| StepAnswer::new(Outcome::ServerError))
    }
}

#[test]
fn a_first_use_that_failed_is_none() {
    // The first token request of each session fails: the second is the first use.
    let report = report("flow/code/replay*", &mut Locks::around(|request| request == 0));
    let rows = || report.results.iter().filter(|row| row.check.is_none());
    let bypass = rows().find(|row| row.effect == Some(Effect::Bypass));
    assert!(bypass.is_none(), "{bypass:?}");
    assert!(rows().any(|row| row.verdict == Verdict::Inconclusive));
}

#[test]
fn a_server_error_before_a_token_for_a_wrong_verifier_excuses_nothing() {
    /// Fails at the first wrong verifier, and takes any at the second try.
    struct Gives(usize);
    impl Surroundings for Gives {
        fn before(&mut self, _: &str, step: &mut StepCall) -> Option<StepAnswer> {
            if !matches!(step, StepCall::Token(_)) {
                self.0 = 0;
                return None;
            }
            self.0 += 1;
            Some(if self.0 == 1 {
                StepAnswer::new(Outcome::ServerError)
            } else {
                let token = Some("a-token".to_owned());
                StepAnswer { access_token: token, ..StepAnswer::new(Outcome::Token) }
            })
        }
    }
    let subject = &mut Surrounded::new(Reference::new(1), Gives(0));
    let report = report("flow/second-try/wrong-then-same", subject);
    let own = report.results.iter().filter(|row| row.check.is_none());
    for row in own {
        assert_eq!((row.verdict, row.effect), (Verdict::Fail, Some(Effect::Bypass)), "{row:?}");
    }
}

#[test]
fn an_error_that_does_not_come_again_is_told() {
    /// One request of the whole run fails.
    struct Once(bool);
    impl Surroundings for Once {
        fn before(&mut self, _: &str, step: &mut StepCall) -> Option<StepAnswer> {
            let meets = matches!(step, StepCall::Token(_)) && !self.0;
            self.0 |= meets;
            meets.then(|| StepAnswer::new(Outcome::ServerError))
        }
    }
    let report = report("flow/code/*", &mut Surrounded::new(Reference::new(1), Once(false)));
    let open = report.results.iter().find(|row| row.verdict != Verdict::Pass);
    assert!(open.is_none(), "{open:?}");
    assert_eq!(report.run.asked_again, 1);
}

/// Refuses every policy but one, as the protocol asks, and takes any verifier that is there.
struct AnyVerifier(Reference);

impl Implementation for AnyVerifier {
    fn about(&self) -> About {
        let mut about = self.0.about();
        about.offers.policies = None;
        about
    }

    fn flow_open(&mut self, open: &pkce_conformance::wire::Open) -> Answered<()> {
        if open.policy.pkce == pkce_conformance::wire::PkceRequired::Public {
            return self.0.flow_open(open);
        }
        Err(Declined::unsupported("PKCE is required of public clients, and that is fixed"))
    }

    fn flow_step(&mut self, session: &str, step: &StepCall) -> Answered<StepAnswer> {
        let answer = self.0.flow_step(session, step)?;
        let has_verifier = matches!(step, StepCall::Token(sent) if sent.params.iter().any(
            |(name, value)| name == "code_verifier" && !value.0.is_empty()
        ));
        if answer.outcome == Outcome::Refused && has_verifier {
            let token = Some("a-token".to_owned());
            return Ok(StepAnswer { access_token: token, ..StepAnswer::new(Outcome::Token) });
        }
        Ok(answer)
    }
}

#[test]
fn a_fixed_policy_hides_no_verifier_that_is_not_compared() {
    let report = report("flow/verifier/*", &mut AnyVerifier(Reference::new(1)));
    assert_eq!(report.exit_code(false), 1);
    let failed: BTreeSet<_> = report
        .results
        .iter()
        .filter(|row| row.verdict == Verdict::Fail && row.level == Level::Must)
        .map(|row| row.setting.unwrap().role)
        .collect();
    // Public clients under what binds them as `required` does, confidential ones as `optional`.
    assert_eq!(failed.len(), 2);
    let reasons = report.coverage.reasons();
    assert!(reasons.keys().all(|why| *why == WhyMissing::PolicyFixed), "{reasons:?}");
}
