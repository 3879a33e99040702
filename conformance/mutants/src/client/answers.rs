//! What is made of the answer of an authorization server.

use pkce_conformance::client::{Answer, Came, ClientDecisions, Login, Setup};
use pkce_vectors::requirement_ids as ids;
use serde_json::Value;

use super::mutant::{ClientMutant, decides};

#[expect(clippy::too_many_lines, reason = "a list")]
pub(super) fn mutants() -> Vec<ClientMutant> {
    vec![
        ClientMutant::new(
            "client-state-ignored",
            &[ids::SMART_STATE_VALIDATED],
            "an answer is taken whatever its `state`",
            decides! {
                fn takes_state(&self, _: &Login, _: &Came) -> bool {
                    true
                }
            },
        )
        .under("smart-2.2"),
        ClientMutant::new(
            "client-state-ignored-as-advice",
            &[ids::HARDENING_CLIENT_STATE_COMPARED],
            "an answer is taken whatever its `state`, where PKCE stands against it",
            decides! {
                fn takes_state(&self, _: &Login, _: &Came) -> bool {
                    true
                }
            },
        ),
        ClientMutant::new(
            "client-state-missing-taken",
            &[ids::HARDENING_CLIENT_STATE_COMPARED],
            "an answer without a `state` is taken",
            decides! {
                fn takes_state(&self, login: &Login, came: &Came) -> bool {
                    came.get("state").is_none() || came.get("state") == login.state.as_deref()
                }
            },
        ),
        ClientMutant::new(
            "client-issuer-ignored",
            &[ids::MCP_ISS_COMPARED],
            "`iss` is never looked at",
            decides! {
                fn takes_iss(&self, _: &Login, _: &Came) -> bool {
                    true
                }
            },
        )
        .of_mcp(),
        ClientMutant::new(
            "client-issuer-missing-taken",
            &[ids::RFC9207_2_4_REJECTS],
            "an answer without `iss` is taken, though the server announces it",
            decides! {
                fn takes_iss(&self, login: &Login, came: &Came) -> bool {
                    came.get("iss").is_none_or(|iss| iss == login.issuer)
                }
            },
        ),
        ClientMutant::new(
            "client-exchanges-without-a-code",
            &[ids::RFC6749_4_1_3_CLIENT_SENDS_CODE],
            "after an error the token endpoint is asked for a token without a code",
            decides! {
                fn without_code(&self, login: &Login) -> Option<Answer> {
                    let mut answer = Answer::default();
                    answer.add("grant_type", "authorization_code");
                    answer.add("code_verifier", login.verifier.clone().unwrap_or_default());
                    Some(answer)
                }
            },
        ),
        ClientMutant::new(
            "client-takes-another-grant-after-an-error",
            &[ids::OAUTH21_CLIENT_NO_STRAY_VERIFIER],
            "after an error the verifier goes into a request of another grant",
            decides! {
                fn without_code(&self, login: &Login) -> Option<Answer> {
                    let mut answer = Answer::default();
                    answer.add("grant_type", "client_credentials");
                    answer.add("code_verifier", login.verifier.clone().unwrap_or_default());
                    Some(answer)
                }
            },
        )
        .under("oauth-2.1"),
        ClientMutant::new(
            "client-asks-anyway-after-an-error",
            &[ids::HARDENING_CLIENT_NO_REQUEST_AFTER_ERROR],
            "after an error a token of another grant is asked for",
            decides! {
                fn without_code(&self, _: &Login) -> Option<Answer> {
                    let mut answer = Answer::default();
                    answer.add("grant_type", "client_credentials");
                    Some(answer)
                }
            },
        ),
        ClientMutant::new(
            "client-downgrades-to-plain",
            &[ids::RFC7636_7_2_NO_DOWNGRADE_TO_PLAIN],
            "after an error to S256 the login is begun anew by plain",
            decides! {
                fn begins_anew(&self, came: &Came) -> Option<Option<&'static str>> {
                    (came.get("error") == Some("invalid_request")).then_some(Some("plain"))
                }
            },
        ),
        ClientMutant::new(
            "client-drops-pkce-after-an-error",
            &[ids::RFC9700_2_1_1_PUBLIC_CLIENTS_USE_PKCE],
            "after an error to S256 the login is begun anew without PKCE",
            decides! {
                fn begins_anew(&self, came: &Came) -> Option<Option<&'static str>> {
                    (came.get("error") == Some("invalid_request")).then_some(None)
                }
            },
        ),
        ClientMutant::new(
            "client-takes-the-redirect's-verifier",
            &[ids::RFC7636_4_2_S256_FORMULA],
            "a verifier that the redirect brings goes to the token endpoint",
            decides! {
                fn exchange(&mut self, _: &Login, came: &Came, exchange: &mut Answer) {
                    if let Some(verifier) = came.get("code_verifier") {
                        exchange.remove("code_verifier");
                        exchange.add("code_verifier", verifier);
                    }
                }
            },
        ),
        ClientMutant::new(
            "client-drops-the-verifier-of-other-states",
            &[ids::OAUTH21_INJECTION_PREVENTED],
            "an answer with another `state` is taken, and its code is sent without a verifier",
            decides! {
                fn takes_state(&self, _: &Login, _: &Came) -> bool {
                    true
                }
                fn exchange(&mut self, login: &Login, came: &Came, exchange: &mut Answer) {
                    if came.get("state") != login.state.as_deref() {
                        exchange.remove("code_verifier");
                    }
                }
            },
        )
        .under("oauth-2.1"),
        ClientMutant::new(
            "client-nonce-ignored",
            &[ids::RFC9700_4_5_3_2_NONCE_CHECKED],
            "a client that has a nonce in the place of PKCE does not compare it",
            decides! {
                fn method(&self, _: &Setup, _: Option<&Value>) -> Result<Option<&'static str>, String> {
                    Ok(None)
                }
                fn scope(&self) -> Option<&'static str> {
                    Some("openid")
                }
                fn takes_nonce(&self, _: &Login, _: Option<&str>) -> bool {
                    true
                }
            },
        )
        .with_secret(),
        ClientMutant::new(
            "client-unannounced-state-ignored",
            &[ids::RFC9700_4_7_1_STATE_WITHOUT_PKCE],
            "an answer is taken whatever its `state`, also where nobody says that PKCE is supported",
            decides! {
                fn takes_state(&self, login: &Login, came: &Came) -> bool {
                    let listed = login.metadata.contains_key("code_challenge_methods_supported");
                    !listed || came.get("state") == login.state.as_deref()
                }
            },
        ),
    ]
}
