//! Implementations that differ where the documents leave the choice: none of them may raise a `must` failure.
//!
//! Each overrides one decision of the reference. The other half of the proof, that wrong implementations are caught,
//! is the business of the mutants.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{
    borrow::Cow,
    sync::{Arc, LazyLock, atomic::AtomicBool},
    time::Duration,
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use pkce_conformance::{
    case::CaseKind,
    implementation::{Answered, Declined, Derived},
    plan::{Filter, Patterns, Plan},
    reference::{Library, Reference, StandardLibrary},
    result::{Report, Verdict},
    run::{RunOptions, run},
    transport::InProcess,
    wire::Reason,
};
use pkce_core::{
    ChallengeMethod, OAuthError, VerifyError,
    request::Parameters,
    server::{
        Asked, BoundMethod, Decisions, Destination, Duplicates, Fate, Grant, Refusal, Standard,
    },
    transform,
};
use pkce_vectors::{Level, VectorSet};
use sha2::{Digest, Sha512};

static SET: LazyLock<VectorSet> = LazyLock::new(|| VectorSet::bundled().unwrap());

/// Library operations don't touch a server's decisions, nor the reverse: each is held to its own vectors.
fn report(ids: &str, profile: &str, variant: &mut Reference) -> Report {
    let filter = match ids {
        LIBRARY => Filter { skip: Some(Patterns::new(&[SERVER])), ..Filter::default() },
        other => Filter { only: Some(Patterns::new(&[other])), ..Filter::default() },
    };
    hold(&Plan::new(&SET, Some(profile), &filter).unwrap(), variant)
}

fn hold(plan: &Plan<'_>, variant: &mut Reference) -> Report {
    let options = RunOptions {
        target: "variant",
        seed: 3,
        request_limit: Duration::from_secs(10),
        strict_reasons: false,
        known: None,
        interrupted: &AtomicBool::new(false),
    };
    run(&SET, plan, &mut InProcess::new(variant), &options, &mut |_| {})
}

const LIBRARY: &str = "library";
const SERVER: &str = "flow/*";

/// No `must` fails in any profile, and every applicable one is judged.
fn raises_no_alarm(ids: &str, make: impl Fn() -> Reference) {
    for profile in &SET.catalogue.profiles {
        let report = report(ids, &profile.id, &mut make());
        let alarms: Vec<_> = report
            .results
            .iter()
            .filter(|row| row.level == Level::Must && row.verdict != Verdict::Pass)
            .filter(|row| row.verdict != Verdict::Unsupported)
            .filter(|row| row.verdict != Verdict::Skipped)
            .collect();
        assert!(alarms.is_empty(), "{}: {alarms:#?}", profile.id);
        assert_eq!(report.exit_code(false), 0, "{}", profile.id);
    }
}

fn library(variant: &(impl Library + Send + Clone + 'static)) {
    raises_no_alarm(LIBRARY, || {
        Reference::with("variant", Box::new(variant.clone()), Arc::new(Standard), 5)
    });
}

fn server(variant: &(impl Decisions + Clone + 'static)) {
    raises_no_alarm(SERVER, || {
        Reference::with("variant", Box::new(StandardLibrary), Arc::new(variant.clone()), 5)
    });
}

/// A unit struct with one overridden decision.
macro_rules! variant {
    ($name:ident: $base:path { $($body:tt)* }) => {
        #[derive(Clone)]
        struct $name;
        impl $base for $name { $($body)* }
    };
}

fn unknown_method() -> Declined {
    Declined::refused(Reason::MethodUnsupported, "no such method")
}

#[test]
fn a_library_compares_without_checking_syntax() {
    variant!(Compares: Library {
        fn verify(&mut self, verifier: &[u8], challenge: &[u8], method: Option<&[u8]>) -> Answered<bool> {
            match method {
                Some(b"S256") => Ok(transform::s256(verifier) == *challenge),
                Some(b"plain") | None => Ok(verifier == challenge),
                Some(_) => Err(unknown_method()),
            }
        }
    });
    library(&Compares);
}

#[test]
fn a_library_derives_from_anything() {
    variant!(Derives: Library {
        fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
            match method {
                Some(b"S256") => {
                    Ok(String::from_utf8_lossy(&transform::s256(verifier)).into_owned().into())
                }
                Some(b"plain") | None => Ok(String::from_utf8_lossy(verifier).into_owned().into()),
                Some(_) => Err(unknown_method()),
            }
        }
    });
    library(&Derives);
}

#[test]
fn a_library_refuses_plain() {
    variant!(NoPlain: Library {
        fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
            if method == Some(b"S256") { StandardLibrary.derive(verifier, method) } else { Err(unknown_method()) }
        }
        fn verify(&mut self, verifier: &[u8], challenge: &[u8], method: Option<&[u8]>) -> Answered<bool> {
            if method == Some(b"S256") {
                StandardLibrary.verify(verifier, challenge, method)
            } else {
                Err(unknown_method())
            }
        }
        fn parse_method(&mut self, method: Option<&[u8]>) -> Answered<String> {
            if method == Some(b"S256") { Ok("S256".to_owned()) } else { Err(unknown_method()) }
        }
    });
    library(&NoPlain);
}

#[test]
fn a_library_keeps_unknown_method_names() {
    variant!(Keeps: Library {
        fn parse_method(&mut self, method: Option<&[u8]>) -> Answered<String> {
            Ok(method.map_or("plain".into(), String::from_utf8_lossy).into_owned())
        }
    });
    library(&Keeps);
}

#[test]
fn a_library_offers_two_operations() {
    fn not_here() -> Declined {
        Declined::unsupported("not in this library")
    }
    variant!(Two: Library {
        fn check_verifier(&mut self, _: &[u8]) -> Answered<bool> { Err(not_here()) }
        fn check_challenge(&mut self, _: &[u8], _: Option<&[u8]>) -> Answered<bool> { Err(not_here()) }
        fn parse_method(&mut self, _: Option<&[u8]>) -> Answered<String> { Err(not_here()) }
        fn generate(&mut self, _: u32, _: Option<u32>) -> Answered<Vec<String>> { Err(not_here()) }
    });
    library(&Two);
}

#[test]
fn a_library_generates_128_characters_whatever_is_asked() {
    variant!(Long: Library {
        fn generate(&mut self, count: u32, _: Option<u32>) -> Answered<Vec<String>> {
            StandardLibrary.generate(count, Some(128))
        }
    });
    library(&Long);
}

#[test]
fn a_library_gives_other_reasons() {
    variant!(Other: Library {
        fn verify(&mut self, verifier: &[u8], challenge: &[u8], method: Option<&[u8]>) -> Answered<bool> {
            match StandardLibrary.verify(verifier, challenge, method) {
                Ok(true) => Ok(true),
                _ => Err(Declined::refused(Reason::Missing, "no")),
            }
        }
    });
    library(&Other);
}

#[test]
fn a_server_keeps_the_code_of_a_wrong_verifier() {
    variant!(Keeps: Decisions {
        fn fate(&self, _: Refusal, _: &Grant) -> Fate { Fate::Keep }
    });
    server(&Keeps);
}

#[test]
fn a_server_burns_the_code_whatever_was_wrong() {
    variant!(Burns: Decisions {
        fn fate(&self, _: Refusal, _: &Grant) -> Fate { Fate::Burn }
    });
    server(&Burns);
}

#[test]
fn a_server_takes_the_first_of_duplicates() {
    variant!(First: Decisions {
        fn duplicate(&self, _: &str) -> Duplicates { Duplicates::First }
    });
    server(&First);
}

#[test]
fn a_server_takes_the_last_of_duplicates() {
    variant!(Last: Decisions {
        fn duplicate(&self, _: &str) -> Duplicates { Duplicates::Last }
    });
    server(&Last);
}

#[test]
fn a_server_takes_an_omitted_method_as_s256_where_plain_is_off() {
    variant!(Takes: Decisions {
        fn method_when_omitted(&self, asked: &Asked<'_>) -> Result<BoundMethod, Refusal> {
            if asked.policy.methods.offers(ChallengeMethod::Plain) {
                Standard.method_when_omitted(asked)
            } else {
                Ok(BoundMethod::S256)
            }
        }
    });
    server(&Takes);
}

#[test]
fn a_server_strips_control_characters() {
    variant!(Strips: Decisions {
        fn value<'a>(&self, _: &str, value: &'a [u8]) -> Cow<'a, [u8]> {
            value.iter().copied().filter(|octet| !octet.is_ascii_control()).collect::<Vec<u8>>().into()
        }
    });
    server(&Strips);
}

#[test]
fn a_server_trims_white_space() {
    variant!(Trims: Decisions {
        fn value<'a>(&self, _: &str, value: &'a [u8]) -> Cow<'a, [u8]> { value.trim_ascii().into() }
    });
    server(&Trims);
}

#[test]
fn a_server_shows_an_error_page_in_place_of_a_redirect() {
    variant!(Pages: Decisions {
        fn error_destination(&self, _: Refusal, _: Option<&[u8]>, _: bool) -> Destination {
            Destination::Page
        }
    });
    server(&Pages);
}

#[test]
fn a_server_answers_invalid_request_to_a_missing_and_a_stray_verifier() {
    variant!(Requests: Decisions {
        fn error_code(&self, refusal: Refusal) -> Option<OAuthError> {
            match refusal {
                Refusal::VerifierMissing | Refusal::VerifierStray => Some(OAuthError::InvalidRequest),
                other => Standard.error_code(other),
            }
        }
    });
    server(&Requests);
}

#[test]
fn a_server_answers_invalid_grant_to_a_missing_and_a_stray_verifier() {
    variant!(Grants: Decisions {
        fn error_code(&self, refusal: Refusal) -> Option<OAuthError> {
            match refusal {
                Refusal::VerifierMissing | Refusal::VerifierStray => Some(OAuthError::InvalidGrant),
                other => Standard.error_code(other),
            }
        }
    });
    server(&Grants);
}

#[test]
fn a_server_compares_without_checking_syntax() {
    variant!(Compares: Decisions {
        fn verifier_syntax(&self, _: &[u8]) -> Result<(), VerifyError> { Ok(()) }
        fn challenge_syntax(&self, _: &BoundMethod, _: &[u8]) -> Result<(), Refusal> { Ok(()) }
    });
    server(&Compares);
}

#[test]
fn a_server_refuses_a_challenge_beside_a_pushed_request() {
    variant!(Refuses: Decisions {
        fn parameters_of_pushed(&self, pushed: &Parameters, query: &Parameters) -> Result<Parameters, Refusal> {
            match query.values("code_challenge").next() {
                Some(_) => Err(Refusal::RequestUriUnknown),
                None => Standard.parameters_of_pushed(pushed, query),
            }
        }
    });
    server(&Refuses);
}

#[test]
fn a_server_binds_a_challenge_beside_a_pushed_request_without_one() {
    variant!(Binds: Decisions {
        fn parameters_of_pushed(&self, pushed: &Parameters, query: &Parameters) -> Result<Parameters, Refusal> {
            let mut parameters = Standard.parameters_of_pushed(pushed, query)?;
            if pushed.values("code_challenge").next().is_none() {
                for name in ["code_challenge", "code_challenge_method"] {
                    for value in query.values(name) {
                        parameters.push(name, value);
                    }
                }
            }
            Ok(parameters)
        }
    });
    server(&Binds);
}

#[test]
fn a_server_offers_s512() {
    variant!(S512: Decisions {
        fn method_named(&self, name: &[u8], asked: &Asked<'_>) -> Result<BoundMethod, Refusal> {
            if name == b"S512" { Ok(BoundMethod::Other(name.into())) } else { Standard.method_named(name, asked) }
        }
        fn challenge_syntax(&self, method: &BoundMethod, text: &[u8]) -> Result<(), Refusal> {
            match method {
                BoundMethod::Other(_) if text.len() == 86 => Ok(()),
                other => Standard.challenge_syntax(other, text),
            }
        }
        fn transform(&self, method: &BoundMethod, verifier: &[u8]) -> Option<Vec<u8>> {
            match method {
                BoundMethod::Other(_) => {
                    Some(BASE64_URL_SAFE_NO_PAD.encode(Sha512::digest(verifier)).into())
                }
                BoundMethod::Known(_) => Standard.transform(method, verifier),
            }
        }
    });
    server(&S512);
}

#[test]
fn a_server_offers_no_plain() {
    variant!(NoPlain: Decisions {
        fn method_offered(&self, method: ChallengeMethod, asked: &Asked<'_>) -> Result<BoundMethod, Refusal> {
            match method {
                ChallengeMethod::Plain => Err(Refusal::MethodNotOffered),
                ChallengeMethod::S256 => Standard.method_offered(method, asked),
            }
        }
    });
    // A target that cannot offer plain says so; then no vector asks it to.
    for profile in &SET.catalogue.profiles {
        let mut plan = Plan::new(&SET, Some(&profile.id), &Filter::default()).unwrap();
        plan.entries.retain(|entry| match entry.case.kind {
            CaseKind::Flow(_, setting) => !setting.plain,
            CaseKind::Library(_) => true,
        });
        let report = hold(
            &plan,
            &mut Reference::with("variant", Box::new(StandardLibrary), Arc::new(NoPlain), 5),
        );
        assert_eq!(report.exit_code(false), 0, "{}: {:#?}", profile.id, report.summary);
    }
}

#[test]
fn a_server_refuses_a_method_without_a_challenge() {
    variant!(Refuses: Decisions {
        fn method_without_challenge(&self, _: &Asked<'_>) -> Result<(), Refusal> {
            Err(Refusal::MethodWithoutChallenge)
        }
    });
    server(&Refuses);
}

#[test]
fn a_server_overlooks_a_method_without_a_challenge() {
    variant!(Overlooks: Decisions {
        fn method_without_challenge(&self, _: &Asked<'_>) -> Result<(), Refusal> { Ok(()) }
    });
    server(&Overlooks);
}

#[test]
fn a_server_refuses_an_omitted_method_even_where_plain_is_on() {
    variant!(Refuses: Decisions {
        fn method_when_omitted(&self, _: &Asked<'_>) -> Result<BoundMethod, Refusal> {
            Err(Refusal::MethodNotOffered)
        }
    });
    server(&Refuses);
}

#[test]
fn a_server_never_revokes() {
    variant!(Never: Decisions {
        fn revokes(&self, _: bool) -> bool { false }
    });
    server(&Never);
}
