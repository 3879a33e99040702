//! The challenge in what is redirected, encoded: a form that looks opaque and that anyone can undo.

use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use pkce_core::server::{Binding, Decisions, Grant};

use crate::{mutant::Mutant, text};

type Encode = fn(&[u8]) -> Vec<u8>;

pub(super) fn mutants() -> Vec<Mutant> {
    let mutants = [
        ("base64url", "base64url of a JSON object", of_json as Encode),
        ("base64", "base64", (|challenge| BASE64_STANDARD.encode(challenge).into()) as Encode),
        ("hex", "hexadecimal", text::hex as Encode),
        ("percent", "percent-encoding, one time too many", percent as Encode),
        ("token", "a token that is signed and not encrypted", token as Encode),
    ]
    .map(|(name, words, encode)| {
        Mutant::server(
            format!("challenge-in-{name}-beside-code"),
            &[
                "rfc7636-4.4-challenge-not-extractable",
                "rfc7636-7.2-plain-challenge-in-code-encrypted",
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
    BASE64_URL_SAFE_NO_PAD.encode(json).into()
}

fn token(challenge: &[u8]) -> Vec<u8> {
    let head = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#).into_bytes();
    [head, of_json(challenge), b"c2lnbmF0dXJl".to_vec()].join(b".".as_slice())
}

fn percent(challenge: &[u8]) -> Vec<u8> {
    challenge.iter().flat_map(|octet| format!("%{octet:02X}").into_bytes()).collect()
}
