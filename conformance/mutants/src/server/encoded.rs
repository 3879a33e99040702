//! The challenge in what is redirected, encoded: a form that looks opaque and that anyone can undo.

use pkce_core::server::{Binding, Decisions, Grant};

use super::Mutant;
use pkce_vectors::{
    requirement_ids as ids,
    transformations::{escapes, spelling},
};

type Encode = fn(&[u8]) -> Vec<u8>;

pub(super) fn mutants() -> Vec<Mutant> {
    let mutants = [
        ("base64url", "base64url of a JSON object", of_json as Encode),
        ("base64", "base64", spelling::standard_base64 as Encode),
        ("hex", "hexadecimal", spelling::hex as Encode),
        (
            "percent",
            "percent-encoding, one time too many",
            escapes::percent_encoded_whole as Encode,
        ),
        ("token", "a token that is signed and not encrypted", token as Encode),
    ]
    .map(|(name, words, encode)| {
        Mutant::server(
            format!("challenge-in-{name}-beside-code"),
            &[
                ids::RFC7636_4_4_CHALLENGE_NOT_EXTRACTABLE,
                ids::RFC7636_7_2_PLAIN_CHALLENGE_IN_CODE_ENCRYPTED,
            ],
            format!("the redirect shows the challenge in {words}"),
            Shows(encode),
        )
        .of_family("challenge-encoded-beside-code")
        .held_against(&["flow/answers/*"])
        .unseen()
    });
    mutants.into()
}

#[derive(Clone, Copy)]
struct Shows(Encode);

impl Decisions for Shows {
    fn beside_code(&self, grant: &Grant) -> Vec<(String, Vec<u8>)> {
        match &grant.binding {
            Binding::Challenge(known) => vec![("session".to_owned(), (self.0)(&known.text))],
            Binding::Absent | Binding::Lost => Vec::new(),
        }
    }
}

fn of_json(challenge: &[u8]) -> Vec<u8> {
    let challenge = String::from_utf8_lossy(challenge);
    let json = serde_json::json!({ "code_challenge": challenge }).to_string();
    spelling::base64url(json.as_bytes())
}

fn token(challenge: &[u8]) -> Vec<u8> {
    let head = spelling::base64url(br#"{"alg":"HS256"}"#);
    [head, of_json(challenge), b"c2lnbmF0dXJl".to_vec()].join(b".".as_slice())
}
