//! Events as the requests that they are.

use pkce_core::{request::Parameters, server::Credentials};

use crate::{
    case::{Beside, Challenge, Login, RedirectUri, Verifier},
    oracle,
    world::{SECRET, VERIFIERS, Who, World},
};

/// A verifier by its number.
pub(super) fn verifier(number: u8) -> &'static str {
    let [first, second, third] = VERIFIERS;
    match number % 3 {
        0 => first,
        1 => second,
        _ => third,
    }
}

fn s256(number: u8) -> String {
    oracle::s256(verifier(number).as_bytes())
}

/// An authorization request.
pub(super) fn query(who: Who, challenge: Challenge) -> Parameters {
    let mut query = World::query(who);
    let mut say = |text: String, method: Option<&str>| {
        query.push("code_challenge", text);
        if let Some(method) = method {
            query.push("code_challenge_method", method);
        }
    };
    match challenge {
        Challenge::Unchallenged => {}
        Challenge::EmptyChallenge => say(String::new(), None),
        Challenge::S256Of(number) => say(s256(number), Some("S256")),
        Challenge::PlainOf(number) => say(verifier(number).to_owned(), Some("plain")),
        Challenge::MethodOmitted(number) => say(verifier(number).to_owned(), None),
        Challenge::MethodMisspelt(number) => say(s256(number), Some("s256")),
        Challenge::ChallengedTwice(first, second) => {
            say(s256(first), Some("S256"));
            say(s256(second), None);
        }
        Challenge::MethodAlone => query.push("code_challenge_method", "S256"),
    }
    query
}

/// An authorization request that names a pushed one.
pub(super) fn pushed_query(who: Who, request_uri: &str, beside: Beside) -> Parameters {
    let mut query: Parameters =
        [("client_id", who.id()), ("request_uri", request_uri)].into_iter().collect();
    if let Beside::Another(number) = beside {
        query.push("code_challenge", s256(number));
        query.push("code_challenge_method", "S256");
    }
    query
}

/// The header of a request.
pub(super) fn credentials(who: Who, login: Login) -> Credentials {
    match login {
        Login::Own => who.credentials(),
        Login::Anonymous => Credentials::Absent,
        Login::WrongSecret => who.basic(&SECRET.to_uppercase()),
        Login::VerifierAsSecret(number) => who.basic(verifier(number)),
    }
}

/// Whether that is the client's own way.
pub(super) fn is_own(who: Who, login: Login) -> bool {
    match login {
        Login::Own => true,
        Login::Anonymous => who.secret().is_none(),
        Login::WrongSecret | Login::VerifierAsSecret(_) => false,
    }
}

/// Everything that is sent as `code_verifier`.
pub(super) fn verifiers(sent: Verifier) -> Vec<Vec<u8>> {
    let octets = |number: u8| verifier(number).as_bytes().to_vec();
    match sent {
        Verifier::Unverified => Vec::new(),
        Verifier::EmptyVerifier => vec![Vec::new()],
        Verifier::Whole(number) => vec![octets(number)],
        Verifier::Edited(number, at, byte) => {
            let mut edited = octets(number);
            let place = usize::from(at) % edited.len();
            if let Some(octet) = edited.get_mut(place) {
                *octet = byte;
            }
            vec![edited]
        }
        Verifier::Extended(number, byte) => vec![[&*octets(number), &[byte]].concat()],
        Verifier::Cut(number, length) => {
            vec![octets(number).into_iter().take(usize::from(length)).collect()]
        }
        Verifier::ChallengeItself(number) => vec![s256(number).into_bytes()],
        Verifier::VerifiedTwice(first, second) => vec![octets(first), octets(second)],
    }
}

/// The redirect URI of a token request.
pub(super) fn redirect_uri(who: Who, sent: RedirectUri) -> Option<&'static str> {
    match sent {
        RedirectUri::Same => Some(who.redirect_uri()),
        RedirectUri::Omitted => None,
        RedirectUri::Wrong => Some("https://elsewhere.example/cb"),
    }
}
