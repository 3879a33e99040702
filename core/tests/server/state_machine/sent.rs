//! How a step goes on the wire.

use pkce_core::{
    ChallengeMethod, CodeChallenge, CodeVerifier, request::Parameters, server::Credentials,
};

use super::{CLIENTS, Challenge, Login, RedirectUri, VERIFIERS, Verifier};
use crate::world::{World, changed, own};

pub(super) fn query(client: usize, challenge: Challenge) -> Parameters {
    let s256 = |verifier: usize| s256(VERIFIERS[verifier]);
    let (text, method) = match challenge {
        Challenge::None => (None, None),
        Challenge::Empty => (Some(String::new()), None),
        Challenge::S256(verifier) => (Some(s256(verifier)), Some("S256")),
        Challenge::Plain(verifier) => (Some(VERIFIERS[verifier].into()), Some("plain")),
        Challenge::MethodOmitted(verifier) => (Some(VERIFIERS[verifier].into()), None),
        Challenge::MethodUnknown(verifier) => (Some(s256(verifier)), Some("s256")),
    };
    let mut query = World::query(CLIENTS[client], []);
    for (name, value) in [("code_challenge", text.as_deref()), ("code_challenge_method", method)] {
        if let Some(value) = value {
            query.push(name, value);
        }
    }
    query
}

pub(super) fn token_body(
    client: usize,
    code: &str,
    verifier: Verifier,
    redirect_uri: RedirectUri,
) -> Parameters {
    let of = |verifier: usize| VERIFIERS[verifier].to_owned();
    let text = match verifier {
        Verifier::None => None,
        Verifier::Empty => Some(String::new()),
        Verifier::Of(verifier) | Verifier::Twice(verifier) => Some(of(verifier)),
        Verifier::Changed(verifier) => Some(changed(&of(verifier))),
        Verifier::ChallengeOf(verifier) => Some(s256(&of(verifier))),
    };
    let mut body = World::token_body(CLIENTS[client], code, text.as_deref());
    if let Verifier::Twice(verifier) = verifier {
        body.push("code_verifier", changed(&of(verifier)));
    }
    match redirect_uri {
        RedirectUri::Own => {}
        RedirectUri::Omitted => body.remove("redirect_uri"),
        RedirectUri::Wrong => {
            body.remove("redirect_uri");
            body.push("redirect_uri", "https://public.example/other");
        }
    }
    body
}

pub(super) fn credentials(client: usize, login: Login) -> Credentials {
    let id = CLIENTS[client];
    let with = |secret: &str| Credentials::Basic { client_id: id.into(), secret: secret.into() };
    match login {
        Login::Own => own(id),
        Login::None => Credentials::Absent,
        Login::WrongSecret => with("wrong"),
        Login::VerifierAsSecret(verifier) => with(VERIFIERS[verifier]),
    }
}

fn s256(verifier: &str) -> String {
    let verifier = CodeVerifier::parse(verifier).unwrap();
    CodeChallenge::derive(ChallengeMethod::S256, &verifier).to_text().to_string()
}
