//! A client's pair of keys on the curve P-256.

use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _,
        UnparsedPublicKey,
    },
};
use rustls::pki_types::{PrivatePkcs8KeyDer, pem::PemObject as _};
use serde_json::{Value, json};

/// A private key that signs for a client.
pub struct SigningKey {
    pair: EcdsaKeyPair,
    pkcs8: Vec<u8>,
}

/// The key that checks what a client signed: a point, uncompressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(Vec<u8>);

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It is written otherwise, or on another curve.
    #[error(
        "the key is no PKCS#8 key of the curve P-256 in PEM; make one: openssl genpkey -algorithm EC -pkeyopt \
         ec_paramgen_curve:P-256"
    )]
    NotOne,
    /// No random octets are there.
    #[error("the system gives no random octets")]
    NoRandomness,
}

/// The octet that marks a point with both coordinates (SEC 1 §2.3.3).
const UNCOMPRESSED: u8 = 4;

/// A coordinate, in octets.
const COORDINATE: usize = 32;

impl SigningKey {
    /// A key that nobody had before.
    pub fn draw() -> Result<Self, KeyError> {
        let document =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        Self::of_pkcs8(document.map_err(|_| KeyError::NoRandomness)?.as_ref())
    }

    /// The key in a PEM text.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let key = PrivatePkcs8KeyDer::from_pem_slice(text.as_bytes());
        Self::of_pkcs8(key.map_err(|_| KeyError::NotOne)?.secret_pkcs8_der())
    }

    fn of_pkcs8(pkcs8: &[u8]) -> Result<Self, KeyError> {
        let (kind, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let pair = EcdsaKeyPair::from_pkcs8(kind, pkcs8, &random).map_err(|_| KeyError::NotOne)?;
        Ok(Self { pair, pkcs8: pkcs8.to_vec() })
    }

    /// The key as a PEM text: a secret.
    #[must_use]
    pub fn pem(&self) -> String {
        format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            BASE64_STANDARD.encode(&self.pkcs8)
        )
    }

    /// Its other half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.pair.public_key().as_ref().to_vec())
    }

    /// The signature of these octets.
    pub(super) fn sign(&self, octets: &[u8]) -> Result<Vec<u8>, KeyError> {
        let signature = self.pair.sign(&SystemRandom::new(), octets);
        Ok(signature.map_err(|_| KeyError::NoRandomness)?.as_ref().to_vec())
    }
}

impl PublicKey {
    /// The keys of a set (RFC 7517 §5) that are of this curve; others are passed over.
    #[must_use]
    pub fn of_set(set: &Value) -> Vec<Self> {
        let keys = set.get("keys").and_then(Value::as_array);
        keys.into_iter().flatten().filter_map(Self::of_jwk).collect()
    }

    fn of_jwk(jwk: &Value) -> Option<Self> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        if (text("kty"), text("crv")) != (Some("EC"), Some("P-256")) {
            return None;
        }
        let mut point = vec![UNCOMPRESSED];
        for name in ["x", "y"] {
            let coordinate = BASE64_URL_SAFE_NO_PAD.decode(text(name)?).ok()?;
            if coordinate.len() != COORDINATE {
                return None;
            }
            point.extend(coordinate);
        }
        Some(Self(point))
    }

    /// The key as a set of one, as it is registered (RFC 7591 §2, `jwks`).
    #[must_use]
    pub fn set(&self) -> Value {
        let half = |at: usize| {
            let octets = self.0.iter().skip(1 + at * COORDINATE).take(COORDINATE).copied();
            BASE64_URL_SAFE_NO_PAD.encode(octets.collect::<Vec<u8>>())
        };
        let key = json!({
            "kty": "EC", "crv": "P-256", "x": half(0), "y": half(1),
            "use": "sig", "alg": "ES256", "kid": self.id(),
        });
        json!({ "keys": [key] })
    }

    /// What a signature names it by.
    pub(super) fn id(&self) -> String {
        pkce_vectors::s256(&self.0)
    }

    pub(super) fn made(&self, signature: &[u8], octets: &[u8]) -> bool {
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &self.0);
        key.verify(octets, signature).is_ok()
    }
}
