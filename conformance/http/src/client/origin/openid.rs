//! What OpenID Connect adds: ID tokens, the key that signs them, and a user.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use serde_json::{Value, json};

/// The key of the servers of one run. It is drawn when the run begins.
pub(in crate::client) struct Keys(SigningKey);

impl Keys {
    /// A key out of 32 octets that the system drew; nothing where they make no key, which chance hardly brings about.
    pub(in crate::client) fn of(octets: &[u8; 32]) -> Option<Self> {
        SigningKey::from_slice(octets).ok().map(Self)
    }

    /// The set of keys, as `jwks_uri` shows it.
    pub(super) fn set(&self) -> Value {
        let point = self.0.verifying_key().to_encoded_point(false);
        let coordinate = |octets: Option<&[u8]>| {
            octets.map(|octets| BASE64URL.encode(octets)).unwrap_or_default()
        };
        let (x, y) = (point.x().map(|x| &x[..]), point.y().map(|y| &y[..]));
        json!({ "keys": [{
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "1",
            "x": coordinate(x), "y": coordinate(y),
        }] })
    }

    /// An ID token for the user.
    pub(super) fn id_token(&self, issuer: &str, client_id: &str, nonce: Option<&str>) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let mut claims = user();
        if let Value::Object(members) = &mut claims {
            let mut add = |name: &str, value: Value| members.insert(name.to_owned(), value);
            add("iss", json!(issuer));
            add("aud", json!(client_id));
            add("iat", json!(now));
            add("auth_time", json!(now));
            add("exp", json!(now + 3600));
            if let Some(nonce) = nonce {
                add("nonce", json!(nonce));
            }
        }
        let part = |value: &Value| BASE64URL.encode(value.to_string());
        let head = part(&json!({ "alg": "ES256", "typ": "JWT", "kid": "1" }));
        let signed = format!("{head}.{}", part(&claims));
        let signature: Signature = self.0.sign(signed.as_bytes());
        format!("{signed}.{}", BASE64URL.encode(signature.to_bytes()))
    }
}

/// The user who logs in.
pub(super) fn user() -> Value {
    json!({
        "sub": "somebody",
        "name": "Somebody",
        "preferred_username": "somebody",
        "email": "somebody@example.com",
        "email_verified": true,
    })
}
