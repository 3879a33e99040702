//! How a verifier is made, how long it lives, and where else it goes.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use pkce_conformance::client::{Answer, Came, ClientDecisions, Draw, Login};
use pkce_vectors::{requirement_ids as ids, s256};

use super::mutant::{ClientMutant, decides};

/// A member of the family of verifiers that the grammar does not take.
fn illegal(
    name: &'static str,
    says: &'static str,
    make: fn(&str) -> String,
    cites: &'static [&'static str],
) -> ClientMutant {
    #[derive(Clone)]
    struct Illegal(fn(&str) -> String);
    impl ClientDecisions for Illegal {
        fn verifier(&mut self, _: u64, draw: &mut Draw<'_>) -> String {
            (self.0)(&s256(&draw()))
        }
        fn challenge(&mut self, _: &str, verifier: &str) -> Option<String> {
            Some(s256(verifier.as_bytes()))
        }
    }
    ClientMutant::new(name, &[ids::RFC7636_4_1_VERIFIER_GRAMMAR], says, move || Illegal(make))
        .of_family("client-verifier-illegal")
        .cites(cites)
}

fn first(text: &str, count: usize) -> String {
    text.chars().cycle().take(count).collect()
}

/// A verifier that is drawn once, and kept.
#[derive(Clone, Default)]
struct Kept {
    verifier: Option<String>,
    /// It is forgotten when it was sent.
    until_sent: bool,
}

impl ClientDecisions for Kept {
    fn verifier(&mut self, _: u64, draw: &mut Draw<'_>) -> String {
        self.verifier.get_or_insert_with(|| s256(&draw())).clone()
    }

    fn exchange(&mut self, _: &Login, _: &Came, _: &mut Answer) {
        if self.until_sent {
            self.verifier = None;
        }
    }
}

#[expect(clippy::too_many_lines, reason = "a list")]
pub(super) fn mutants() -> Vec<ClientMutant> {
    let mut mutants = vec![
        illegal(
            "client-verifier-of-32",
            "a verifier has 32 characters",
            |drawn| first(drawn, 32),
            &["https://github.com/AzureAD/microsoft-authentication-library-for-js/issues/1501"],
        ),
        illegal(
            "client-verifier-uuid",
            "a verifier is a UUID of 36 characters",
            |drawn| first(&drawn.to_lowercase().replace('_', "-"), 36),
            &["https://github.com/zitadel/oidc/issues/125"],
        ),
        illegal(
            "client-verifier-of-134",
            "a verifier has 134 characters",
            |drawn| first(drawn, 134),
            &["https://github.com/dnplus/streamlit-oauth/issues/25"],
        ),
        illegal(
            "client-verifier-standard-alphabet",
            "a verifier has `+`, `/` and `=`",
            |drawn| format!("{drawn}+/="),
            &["https://github.com/erlef/oidcc/pull/199"],
        ),
    ];
    mutants.extend([
        ClientMutant::new(
            "client-verifier-constant",
            &[ids::RFC9700_2_1_1_CHALLENGE_PER_TRANSACTION],
            "the verifier is fixed in the source",
            decides! {
                fn verifier(&mut self, _: u64, _: &mut Draw<'_>) -> String {
                    s256(b"fixed in the source")
                }
            },
        )
        .cites(&["https://github.com/casdoor/casdoor/pull/4924"]),
        ClientMutant::new(
            "client-verifier-of-the-process",
            &[ids::RFC9700_2_1_1_CHALLENGE_PER_TRANSACTION],
            "one verifier is drawn for the life of the process",
            Kept::default,
        )
        .cites(&[
            "https://github.com/tinyauthapp/tinyauth/issues/420",
            "https://github.com/teal-fm/piper/issues/1",
        ]),
        ClientMutant::new(
            "client-verifier-kept-until-sent",
            &[ids::OAUTH21_FRESH_CHALLENGE_AFTER_ERROR],
            "a verifier that was not sent is used for the next login",
            || Kept { verifier: None, until_sent: true },
        )
        .under("oauth-2.1")
        .cites(&["https://github.com/auth0/express-openid-connect/issues/299"]),
        ClientMutant::new(
            "client-verifier-is-the-state",
            &[ids::HARDENING_CLIENT_VERIFIER_NOT_IN_STATE],
            "the verifier is the `state`",
            decides! {
                fn state(&mut self, verifier: Option<&str>, _: &mut Draw<'_>) -> Option<String> {
                    verifier.map(str::to_owned)
                }
            },
        )
        .of_family("client-verifier-in-state")
        .cites(&["https://github.com/NousResearch/hermes-agent/issues/10693"]),
        ClientMutant::new(
            "client-verifier-in-signed-state",
            &[ids::HARDENING_CLIENT_VERIFIER_NOT_IN_STATE],
            "the `state` is a signed token that anyone can read, with the verifier in it",
            decides! {
                fn state(&mut self, verifier: Option<&str>, draw: &mut Draw<'_>) -> Option<String> {
                    let claims = format!("{{\"verifier\":\"{}\"}}", verifier.unwrap_or_default());
                    let part = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
                    let head = part("{\"alg\":\"HS256\"}");
                    Some(format!("{head}.{}.{}", part(&claims), s256(&draw())))
                }
            },
        )
        .of_family("client-verifier-in-state")
        .cites(&["https://github.com/yc-software/qm/pull/880"]),
        ClientMutant::new(
            "client-verifier-in-the-link",
            &[ids::HARDENING_CLIENT_VERIFIER_NOT_ELSEWHERE],
            "the authorization request has the verifier beside its challenge",
            decides! {
                fn request(&mut self, login: &Login, request: &mut Answer) {
                    request.add("code_verifier", login.verifier.clone().unwrap_or_default());
                }
            },
        )
        .of_family("client-verifier-shown"),
        ClientMutant::new(
            "client-verifier-in-a-header",
            &[ids::HARDENING_CLIENT_VERIFIER_NOT_ELSEWHERE],
            "the token request has the verifier in a header field, too",
            decides! {
                fn fields(&self, login: &Login) -> Vec<(String, String)> {
                    vec![("X-Verifier".to_owned(), login.verifier.clone().unwrap_or_default())]
                }
            },
        )
        .of_family("client-verifier-shown"),
        ClientMutant::new(
            "client-verifier-printed",
            &[ids::HARDENING_CLIENT_VERIFIER_NOT_PRINTED],
            "the token request is printed with its verifier",
            decides! {
                fn prints(&self, exchange: &Answer) -> Option<String> {
                    Some(format!("token request: {:?}", exchange.parameters))
                }
            },
        )
        .cites(&["https://github.com/TA2k/ioBroker.vw-connect/pull/413"]),
        ClientMutant::new(
            "client-one-slot",
            &[ids::HARDENING_CLIENT_LOGINS_KEPT_APART],
            "there is one place for the verifier of every login: the latest",
            decides! {
                fn place(&self, _: &Login) -> String {
                    "the one".to_owned()
                }
            },
        )
        .cites(&[
            "https://github.com/supabase/supabase-js/issues/2557",
            "https://github.com/nextauthjs/next-auth/issues/13439",
            "https://github.com/n8n-io/n8n/issues/34961",
            "https://github.com/cloudflare/agents/pull/1666",
        ]),
    ]);
    mutants
}
