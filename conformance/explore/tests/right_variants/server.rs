//! Authorization servers.

use std::{borrow::Cow, sync::Arc};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use pkce_conformance::{
    case::CaseKind,
    plan::{Filter, Plan},
    reference::{Reference, StandardLibrary},
};
use pkce_core::{
    ChallengeMethod, OAuthError, VerifyError,
    request::Parameters,
    server::{
        Asked, BoundMethod, Decisions, Destination, Duplicates, Fate, Grant, Refusal, Standard,
    },
};
use sha2::{Digest, Sha512};

use crate::{SERVER, SET, hold, raises_no_alarm};

fn server(variant: &(impl Decisions + Clone + 'static)) {
    raises_no_alarm(SERVER, || {
        Reference::with("variant", Box::new(StandardLibrary), Arc::new(variant.clone()), 5)
    });
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
