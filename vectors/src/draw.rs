//! Evaluation: a seed and a case give every symbolic value its octets, the same ones each time.

use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use sha2::{Digest, Sha256};

use crate::{
    digest::s256,
    role::RoleName,
    value::{DrawOptions, Value},
};

/// The verifier of RFC 7636 Appendix B.
pub const APPENDIX_B_VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// What a target tells of one client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// `client_id`.
    pub id: String,
    /// The registered redirect URI.
    pub redirect_uri: String,
    /// A confidential client's secret.
    pub secret: Option<String>,
}

/// The values of one case: verifiers drawn so far, and the clients behind the roles.
///
/// A draw depends on the seed, the case's id and the verifier's name alone, so that one case can be repeated
/// without those before it.
#[derive(Debug, Clone)]
pub struct Bindings {
    seed: u64,
    case: String,
    verifiers: BTreeMap<String, Vec<u8>>,
    codes: BTreeMap<String, String>,
    clients: BTreeMap<RoleName, Client>,
}

/// A flow names what is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnboundName {
    /// A client, or a secret.
    #[error("the target has no client (or no secret) for the role {0}")]
    Client(&'static str),
    /// A code that no step got.
    #[error("no step got the code `{0}`")]
    Code(String),
}

impl Bindings {
    /// Bindings for one case, with the clients that the target offers.
    #[must_use]
    pub fn new(seed: u64, case: &str, clients: BTreeMap<RoleName, Client>) -> Self {
        Self {
            seed,
            case: case.to_owned(),
            verifiers: BTreeMap::new(),
            codes: BTreeMap::new(),
            clients,
        }
    }

    /// Fixes a verifier instead of drawing it.
    pub fn set_verifier(&mut self, name: &str, value: &[u8]) {
        self.verifiers.insert(name.to_owned(), value.to_vec());
    }

    /// A step got a code.
    pub fn set_code(&mut self, name: &str, code: &str) {
        self.codes.insert(name.to_owned(), code.to_owned());
    }

    /// The client behind a role, if the target has one.
    #[must_use]
    pub fn client(&self, role: RoleName) -> Option<&Client> {
        self.clients.get(&role)
    }

    /// The octets of a value.
    pub fn evaluate(&mut self, value: &Value) -> Result<Vec<u8>, UnboundName> {
        Ok(match value {
            Value::Text(text) => text.clone().into_bytes(),
            Value::Hex(bytes) => bytes.clone(),
            Value::Repeat(text, count) => text.repeat(*count as usize).into_bytes(),
            Value::Verifier(options) => self.verifier(options),
            Value::S256(inner) => s256(&self.evaluate(inner)?).into_bytes(),
            Value::Alter(alteration) => {
                let bytes = self.evaluate(&alteration.alter)?;
                let with = match &alteration.with {
                    Some(with) => self.evaluate(with)?,
                    None => Vec::new(),
                };
                alteration.apply(&bytes, &with)
            }
            Value::Concat(values) => {
                let mut out = Vec::new();
                for value in values {
                    out.extend(self.evaluate(value)?);
                }
                out
            }
            Value::Code(name) => {
                let code = self.codes.get(name).cloned();
                code.ok_or_else(|| UnboundName::Code(name.clone()))?.into_bytes()
            }
            Value::RedirectUri(role) => self.known(*role)?.redirect_uri.clone().into_bytes(),
            Value::ClientId(role) => self.known(*role)?.id.clone().into_bytes(),
            Value::Secret(role) => {
                let secret = self.known(*role)?.secret.clone();
                secret.ok_or(UnboundName::Client(role.as_str()))?.into_bytes()
            }
        })
    }

    /// Every verifier drawn so far: what our own harness may show in a report.
    pub fn drawn(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.verifiers.iter().map(|(name, value)| (name.as_str(), value.as_slice()))
    }

    fn known(&self, role: RoleName) -> Result<&Client, UnboundName> {
        self.clients.get(&role).ok_or(UnboundName::Client(role.as_str()))
    }

    fn verifier(&mut self, options: &DrawOptions) -> Vec<u8> {
        if let Some(known) = self.verifiers.get(&options.verifier) {
            return known.clone();
        }
        let drawn = draw(&mut self.generator(&options.verifier), options);
        self.verifiers.insert(options.verifier.clone(), drawn.clone());
        drawn
    }

    fn generator(&self, name: &str) -> ChaCha8Rng {
        let mut hash = Sha256::new();
        hash.update(self.seed.to_be_bytes());
        hash.update((self.case.len() as u64).to_be_bytes());
        hash.update(&self.case);
        hash.update(name);
        ChaCha8Rng::from_seed(hash.finalize().into())
    }
}

fn draw(rng: &mut ChaCha8Rng, options: &DrawOptions) -> Vec<u8> {
    // The loader refuses options that no value meets; with one character wanted of 43, a draw meets it
    // with odds of about one half, so the bound is never reached by chance.
    for _ in 0..100_000 {
        let value = draw_once(rng, options);
        let challenge = s256(&value);
        let wanted = options.challenge_has.as_deref().unwrap_or("");
        let unwanted = options.challenge_lacks.as_deref().unwrap_or("");
        if wanted.chars().all(|c| challenge.contains(c))
            && !unwanted.chars().any(|c| challenge.contains(c))
        {
            return value;
        }
    }
    Vec::new()
}

fn draw_once(rng: &mut ChaCha8Rng, options: &DrawOptions) -> Vec<u8> {
    let Some(alphabet) = options.alphabet.as_deref().map(str::as_bytes) else {
        // RFC 7636 §4.1:
        // > It is RECOMMENDED that the output of a suitable random number generator be used to create a
        // > 32-octet sequence. The octet sequence is then base64url-encoded to produce a 43-octet URL safe
        // > string to use as the code verifier.
        let length = options.length.unwrap_or(43) as usize;
        let mut octets = vec![0; length.div_ceil(4) * 3];
        rng.fill_bytes(&mut octets);
        if length == 43 {
            octets.truncate(32);
        }
        let mut text = BASE64_URL_SAFE_NO_PAD.encode(octets).into_bytes();
        text.truncate(length);
        return text;
    };
    let length = options.length.unwrap_or(43) as usize;
    (0..length)
        .map(|_| {
            let index = rng.next_u64() % alphabet.len().max(1) as u64;
            alphabet.get(usize::try_from(index).unwrap_or(0)).copied().unwrap_or(b'A')
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{alter::How, value::Alteration};

    fn bindings(seed: u64, case: &str) -> Bindings {
        let client = Client {
            id: "c".to_owned(),
            redirect_uri: "https://client.example/".to_owned(),
            secret: None,
        };
        Bindings::new(seed, case, BTreeMap::from([(RoleName::Public, client)]))
    }

    fn value(json: &str) -> Value {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_same_seed_and_case_draw_the_same() {
        let v1 = Value::verifier("v1");
        let drawn = |seed, case| bindings(seed, case).evaluate(&v1).unwrap();
        assert_eq!(drawn(1, "a"), drawn(1, "a"));
        assert_ne!(drawn(1, "a"), drawn(2, "a"));
        assert_ne!(drawn(1, "a"), drawn(1, "b"));
    }

    #[test]
    fn a_name_is_drawn_once_whatever_was_drawn_before() {
        let (v1, v2) = (Value::verifier("v1"), Value::verifier("v2"));
        let mut one = bindings(1, "a");
        let mut other = bindings(1, "a");
        let first = one.evaluate(&v1).unwrap();
        let second = other.evaluate(&v2).unwrap();
        assert_ne!(first, second);
        assert_eq!(one.evaluate(&v1).unwrap(), first);
        assert_eq!(one.evaluate(&v2).unwrap(), second);
        assert_eq!(one.drawn().count(), 2);
    }

    #[test]
    fn a_draw_without_options_is_32_octets_in_base64url() {
        let drawn = bindings(1, "a").evaluate(&Value::verifier("v1")).unwrap();
        assert_eq!(drawn.len(), 43);
        assert_eq!(BASE64_URL_SAFE_NO_PAD.decode(drawn).unwrap().len(), 32);
    }

    #[test]
    fn options_are_kept() {
        for length in [1, 2, 3, 4, 42, 43, 44, 128, 4096] {
            let json = format!(r#"{{"verifier":"v1","length":{length}}}"#);
            assert_eq!(bindings(1, "a").evaluate(&value(&json)).unwrap().len(), length);
        }
        let drawn = bindings(1, "a")
            .evaluate(&value(r#"{"verifier":"v1","length":100,"alphabet":"~."}"#))
            .unwrap();
        assert_eq!(drawn.len(), 100);
        assert!(drawn.iter().all(|byte| b"~.".contains(byte)));
        for seed in 0..20 {
            let json = r#"{"verifier":"v1","challenge_has":"-","challenge_lacks":"_"}"#;
            let challenge = s256(&bindings(seed, "a").evaluate(&value(json)).unwrap());
            assert!(challenge.contains('-') && !challenge.contains('_'), "{challenge}");
        }
    }

    #[test]
    fn values_are_put_together() {
        let mut bindings = bindings(1, "a");
        bindings.set_verifier("v1", APPENDIX_B_VERIFIER.as_bytes());
        let mut text = |json| String::from_utf8(bindings.evaluate(&value(json)).unwrap()).unwrap();
        assert_eq!(
            text(r#"{"s256":{"verifier":"v1"}}"#),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
        assert_eq!(text(r#"{"concat":["a",{"hex":"62"},{"repeat":["cd",2]}]}"#), "abcdcd");
        assert_eq!(text(r#"{"alter":"abc","how":"replace","at":1,"with":{"hex":"7e"}}"#), "a~c");
        assert_eq!(text(r#"{"redirect_uri":"public"}"#), "https://client.example/");
        assert_eq!(text(r#"{"client_id":"public"}"#), "c");
    }

    #[test]
    fn a_client_that_is_not_there_is_told() {
        let mut bindings = bindings(1, "a");
        assert!(bindings.evaluate(&Value::ClientId(RoleName::Confidential)).is_err());
        assert!(bindings.evaluate(&Value::Secret(RoleName::Public)).is_err());
    }

    #[test]
    fn what_is_altered_is_evaluated_first() {
        let alteration = Alteration {
            alter: Box::new(Value::verifier("v1")),
            how: How::Prefix,
            at: None,
            n: Some(5),
            with: None,
        };
        let mut bindings = bindings(1, "a");
        let prefix = bindings.evaluate(&Value::Alter(alteration)).unwrap();
        assert!(bindings.evaluate(&Value::verifier("v1")).unwrap().starts_with(&prefix));
    }
}
