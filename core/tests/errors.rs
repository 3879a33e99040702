//! What every error says: the fault and its place in lower case, without a full stop; and no two say the same.

use std::{collections::BTreeSet, error::Error};

use pkce_core::{
    ChallengeError, ChallengeMethod, MethodError, VerifierError, VerifyError,
    client::ClientError,
    request::{FormError, ParameterError},
    server::{AuthorizationError, Destination, Refusal, RegistrationError, Shape, TokenError},
};

#[test]
fn errors_say_what_and_where() {
    let mut told = BTreeSet::new();
    for (error, part) in errors() {
        let text = error.to_string();
        assert!(text.contains(part), "{text}, and not {part}");
        assert!(text.starts_with(|first: char| first.is_ascii_lowercase()), "{text}");
        assert!(!text.ends_with('.'), "{text}");
        assert!(told.insert(text.clone()), "two errors say: {text}");
    }
}

#[test]
fn an_error_around_another_says_what_that_one_says() {
    let (verifier, challenge) =
        (VerifierError::BadByte { offset: 17 }, ChallengeError::BadByte { offset: 17 });
    let parameter = ParameterError::Missing { name: "code" };
    let shape =
        Shape { status: 400, content_type: "", cache_control: None, www_authenticate: None };
    let same: [(&dyn Error, &dyn Error); 8] = [
        (&VerifyError::Verifier(verifier), &verifier),
        (&VerifyError::Challenge(challenge), &challenge),
        (&Refusal::Verifier(VerifyError::Mismatch), &VerifyError::Mismatch),
        (&Refusal::Challenge(challenge), &challenge),
        (&Refusal::Method(MethodError::Unknown), &MethodError::Unknown),
        (&Refusal::Parameter(parameter), &parameter),
        (
            &AuthorizationError {
                error: None,
                refusal: Refusal::ClientUnknown,
                destination: Destination::Page,
                state: None,
            },
            &Refusal::ClientUnknown,
        ),
        (&TokenError { error: None, refusal: Refusal::CodeExpired, shape }, &Refusal::CodeExpired),
    ];
    for (outer, inner) in same {
        assert_eq!(outer.to_string(), inner.to_string());
    }
}

#[test]
fn a_method_is_shown_by_its_registered_name() {
    assert_eq!(ChallengeMethod::S256.to_string(), "S256");
    assert_eq!(ChallengeMethod::Plain.to_string(), "plain");
}

/// Every error of the crate that says something of its own, with a part of what it says.
fn errors() -> Vec<(Box<dyn Error>, &'static str)> {
    vec![
        (Box::new(VerifierError::TooShort { length: 42 }), "42 octets, fewer than 43"),
        (Box::new(VerifierError::TooLong { length: 129 }), "129 octets, more than 128"),
        (Box::new(VerifierError::BadByte { offset: 17 }), "octet 17 is not an unreserved"),
        (Box::new(ChallengeError::TooShort { length: 42 }), "42 octets, fewer than 43"),
        (Box::new(ChallengeError::TooLong { length: 44 }), "44 octets, more than"),
        (Box::new(ChallengeError::BadByte { offset: 17 }), "octet 17 is not of"),
        (Box::new(ChallengeError::NotCanonical), "stray bits"),
        (Box::new(MethodError::Empty), "empty"),
        (Box::new(MethodError::Unknown), "neither S256 nor plain"),
        (Box::new(VerifyError::Mismatch), "does not match"),
        (Box::new(FormError::TooLong { length: 65_537 }), "65537 octets, more than 65536"),
        (Box::new(FormError::TooMany), "more than 256 parameters"),
        (Box::new(ParameterError::Missing { name: "code" }), "code is missing"),
        (Box::new(ParameterError::Duplicate { name: "code" }), "code was sent more than once"),
        (Box::new(ClientError::PkceUnsupported), "does not name code_challenge_methods_supported"),
        (Box::new(ClientError::MethodUnsupported), "no challenge method"),
        (Box::new(ClientError::Downgrade), "plain after S256"),
        (Box::new(ClientError::OtherIssuer), "another issuer"),
        (Box::new(ClientError::OtherTokenEndpoint), "token endpoint"),
        (Box::new(Refusal::ClientUnknown), "no client has this id"),
        (Box::new(Refusal::ClientUnnamed), "does not name its client"),
        (Box::new(Refusal::ClientUnauthenticated), "not authenticated"),
        (Box::new(Refusal::TwoCredentials), "in two ways"),
        (Box::new(Refusal::RedirectUriUnregistered), "redirect uri is not registered"),
        (Box::new(Refusal::ResponseTypeUnsupported), "response type"),
        (Box::new(Refusal::RequestUriUnknown), "names no request"),
        (Box::new(Refusal::RequestObjectOfOtherClient), "another client's"),
        (Box::new(Refusal::RequestUriPushed), "may not name another"),
        (Box::new(Refusal::RequestTooLong), "pushed request is too long"),
        (Box::new(Refusal::ChallengeRequired), "challenge required"),
        (Box::new(Refusal::MethodWithoutChallenge), "without a challenge"),
        (Box::new(Refusal::MethodNotOffered), "transform algorithm not supported"),
        (Box::new(Refusal::GrantTypeUnsupported), "grant type"),
        (Box::new(Refusal::CodeUnknown), "code is not known"),
        (Box::new(Refusal::CodeOfOtherClient), "another client"),
        (Box::new(Refusal::CodeExpired), "expired"),
        (Box::new(Refusal::CodeReplayed), "used before"),
        (Box::new(Refusal::RedirectUriDiffers), "not the authorization request's"),
        (Box::new(Refusal::VerifierMissing), "code_verifier is missing"),
        (Box::new(Refusal::VerifierStray), "without a code_challenge"),
        (Box::new(Refusal::Internal), "server failed"),
        (Box::new(RegistrationError::NoId), "has no id"),
        (Box::new(RegistrationError::IdInUse), "has this id"),
        (Box::new(RegistrationError::NoSecret), "has no secret"),
        (Box::new(RegistrationError::NoRedirectUri), "has no redirect uri"),
        (Box::new(RegistrationError::BadRedirectUri), "has a fragment"),
        (Box::new(RegistrationError::TooLong), "registration is too long"),
        (Box::new(RegistrationError::Full), "as many clients"),
    ]
}
