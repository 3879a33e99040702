//! The token request, and what follows a refusal.

use pkce_conformance::client::{Again, Answer, Came, ClientDecisions, Login, Refusal, Setup};
use pkce_vectors::requirement_ids as ids;
use serde_json::Value;

use super::mutant::{ClientMutant, decides};

pub(super) fn mutants() -> Vec<ClientMutant> {
    vec![
        ClientMutant::new(
            "client-verifier-lost",
            &[ids::RFC7636_4_5_CLIENT_SENDS_VERIFIER],
            "a challenge is sent, and never its verifier",
            decides! {
                fn exchange(&mut self, _: &Login, _: &Came, exchange: &mut Answer) {
                    exchange.remove("code_verifier");
                }
            },
        )
        .cites(&[
            "https://github.com/dwavesystems/dwave-cloud-client/issues/605",
            "https://github.com/googleapis/google-auth-library-python-oauthlib/issues/46",
        ]),
        ClientMutant::new(
            "client-again-without-verifier",
            &[ids::RFC7636_4_5_CLIENT_SENDS_VERIFIER],
            "a code that was refused with its verifier is sent again without it",
            decides! {
                fn again(&self, sent: &Answer, refusal: Refusal) -> Again {
                    let mut again = sent.clone();
                    again.remove("code_verifier");
                    if refusal == Refusal::Refused && again != *sent { Again::With(again) } else { Again::No }
                }
            },
        )
        .cites(&["https://github.com/taylorwilsdon/google_workspace_mcp/pull/710"]),
        ClientMutant::new(
            "client-code-again",
            &[ids::RFC6749_4_1_2_CLIENT_USES_CODE_ONCE],
            "a code that was refused is sent again, with everything else",
            decides! {
                fn again(&self, sent: &Answer, refusal: Refusal) -> Again {
                    if refusal == Refusal::Refused { Again::With(sent.clone()) } else { Again::No }
                }
            },
        )
        .cites(&[
            "https://github.com/vercel/ai/pull/21024",
            "https://github.com/vercel/ai/issues/21020",
            "https://github.com/golang/oauth2/pull/803",
            "https://github.com/pomerium/ingress-controller/issues/1513",
        ]),
        ClientMutant::new(
            "client-follows-elsewhere",
            &[ids::HARDENING_VERIFIER_KEPT_APART],
            "a redirect of the token endpoint is followed to another origin, with code and verifier",
            decides! {
                fn follows(&self) -> bool {
                    true
                }
            },
        )
        .cites(&[
            "https://github.com/Gitlawb/zero/issues/729",
            "https://github.com/Gitlawb/zero/pull/741",
        ]),
        ClientMutant::new(
            "client-secret-unused",
            &[ids::RFC6749_4_1_3_CLIENT_AUTHENTICATES],
            "with PKCE the secret is dropped",
            decides! {
                fn authenticates(&self, _: &Setup, _: &mut Answer) {}
            },
        )
        .with_secret()
        .cites(&[
            "https://github.com/jkroepke/openvpn-auth-oauth2/pull/366",
            "https://github.com/Drenso/symfony-oidc/pull/95",
        ]),
        ClientMutant::new(
            "client-verifier-without-challenge",
            &[ids::OAUTH21_CLIENT_NO_STRAY_VERIFIER],
            "a verifier is sent, and no challenge was",
            decides! {
                fn method(&self, _: &Setup, _: Option<&Value>) -> Result<Option<&'static str>, String> {
                    Ok(None)
                }
                fn exchange(&mut self, _: &Login, _: &Came, exchange: &mut Answer) {
                    exchange.add("code_verifier", pkce_vectors::s256(b"for no challenge"));
                }
            },
        )
        .under("oauth-2.1"),
        ClientMutant::new(
            "client-sends-to-the-latest-server",
            &[ids::RFC9700_4_4_2_ISSUER_STORED],
            "a code goes to the server that a login was begun at last, whoever gave it",
            decides! {
                fn sends_to(&self, _: &Login, latest: &Login) -> String {
                    latest.issuer.clone()
                }
            },
        )
        .cites(&["https://github.com/nextauthjs/next-auth/security/advisories/GHSA-x445-f3h2-j279"]),
    ]
}
