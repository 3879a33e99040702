//! The challenge, its method, and what else the authorization request has.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use pkce_conformance::client::{Answer, ClientDecisions, Draw, Login, Setup};
use pkce_vectors::{requirement_ids as ids, s256, sha256_hex};
use serde_json::Value;

use super::mutant::{ClientMutant, decides};

/// A member of the family of challenges that are no S256 of their verifier.
fn encoded(name: &'static str, says: &'static str, encode: fn(&str) -> String) -> ClientMutant {
    #[derive(Clone)]
    struct Encoded(fn(&str) -> String);
    impl ClientDecisions for Encoded {
        fn challenge(&mut self, _: &str, verifier: &str) -> Option<String> {
            Some((self.0)(verifier))
        }
    }
    ClientMutant::new(name, &[ids::RFC7636_4_2_S256_FORMULA], says, move || Encoded(encode))
        .of_family("client-challenge-encoded")
}

#[expect(clippy::too_many_lines, reason = "a list")]
pub(super) fn mutants() -> Vec<ClientMutant> {
    vec![
        encoded("client-challenge-padded", "the challenge ends with `=`", |verifier| {
            format!("{}=", s256(verifier.as_bytes()))
        })
        .cites(&["https://github.com/googleapis/oauth2client/issues/674"]),
        encoded("client-challenge-hex", "the challenge is the digest in hexadecimal", |verifier| {
            sha256_hex(verifier.as_bytes())
        })
            .cites(&["https://github.com/SandeepVashishtha/Eventra/pull/18234"]),
        encoded(
            "client-challenge-base64-of-hex",
            "the challenge is the base64url of the digest in hexadecimal",
            |verifier| BASE64_URL_SAFE_NO_PAD.encode(sha256_hex(verifier.as_bytes())),
        )
        .cites(&["https://github.com/barryf/micropublish/pull/55"]),
        encoded(
            "client-challenge-of-another-verifier",
            "two verifiers are made: the first is kept, and the challenge is the second's",
            |verifier| s256(format!("{verifier}2").as_bytes()),
        )
        .cites(&["https://github.com/rh-aiservices-bu/litemaas/pull/116"]),
        ClientMutant::new(
            "client-method-without-challenge",
            &[ids::RFC7636_4_3_CLIENT_SENDS_CHALLENGE],
            "the authorization request has the method, and no challenge",
            decides! {
                fn request(&mut self, _: &Login, request: &mut Answer) {
                    request.remove("code_challenge");
                }
            },
        )
        .cites(&["https://github.com/xdevplatform/twitter-api-typescript-sdk/issues/90"]),
        ClientMutant::new(
            "client-method-unnamed",
            &[ids::RFC7636_7_2_NO_PLAIN],
            "a challenge by S256 goes without its method, and so counts as plain",
            decides! {
                fn request(&mut self, _: &Login, request: &mut Answer) {
                    request.remove("code_challenge_method");
                }
            },
        ),
        ClientMutant::new(
            "client-method-unnamed-in-oauth-2.1",
            &[ids::OAUTH21_METHOD_SENT],
            "plain goes without its method, which OAuth 2.1 demands",
            decides! {
                fn method(&self, _: &Setup, _: Option<&Value>) -> Result<Option<&'static str>, String> {
                    Ok(Some("plain"))
                }
                fn request(&mut self, _: &Login, request: &mut Answer) {
                    request.remove("code_challenge_method");
                }
            },
        )
        .under("oauth-2.1"),
        ClientMutant::new(
            "client-plain",
            &[ids::RFC9700_2_1_1_VERIFIER_NOT_EXPOSED],
            "every challenge goes by plain",
            decides! {
                fn method(&self, _: &Setup, _: Option<&Value>) -> Result<Option<&'static str>, String> {
                    Ok(Some("plain"))
                }
            },
        )
        .cites(&["https://github.com/better-auth/better-auth/pull/9645"]),
        ClientMutant::new(
            "client-without-pkce",
            &[ids::RFC9700_2_1_1_PUBLIC_CLIENTS_USE_PKCE],
            "a native client sends no part of PKCE",
            decides! {
                fn method(&self, _: &Setup, _: Option<&Value>) -> Result<Option<&'static str>, String> {
                    Ok(None)
                }
            },
        )
        .cites(&["https://nvd.nist.gov/vuln/detail/CVE-2020-7692"]),
        ClientMutant::new(
            "client-with-secret-without-pkce",
            &[
                ids::RFC9700_2_1_1_INJECTION_PREVENTED,
                ids::RFC9700_2_1_1_CONFIDENTIAL_CLIENTS_USE_PKCE,
            ],
            "a client with a secret sends no part of PKCE",
            decides! {
                fn method(&self, setup: &Setup, _: Option<&Value>) -> Result<Option<&'static str>, String> {
                    Ok(setup.client_secret.is_none().then_some("S256"))
                }
            },
        )
        .with_secret()
        .cites(&["https://github.com/spring-projects/spring-security/issues/16391"]),
        ClientMutant::new(
            "client-parameter-twice",
            &[ids::RFC6749_3_1_PARAMETERS_SENT_ONCE],
            "the client's id stands in the authorization request twice",
            decides! {
                fn request(&mut self, _: &Login, request: &mut Answer) {
                    let again = request.parameters.iter().find(|(name, _)| name == "client_id").cloned();
                    request.parameters.extend(again);
                }
            },
        ),
        ClientMutant::new(
            "client-relies-on-unannounced-pkce",
            &[ids::RFC9700_4_7_1_SUPPORT_ENSURED],
            "there is neither `state` nor nonce, whatever the metadata say of PKCE",
            decides! {
                fn state(&mut self, _: Option<&str>, _: &mut Draw<'_>) -> Option<String> {
                    None
                }
            },
        ),
    ]
}
