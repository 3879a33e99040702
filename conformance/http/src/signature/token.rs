//! The compact form: header, claims and signature.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::key::{KeyError, PublicKey, SigningKey};

/// The claims under a signature. `kind` is the `typ` of the header.
pub(super) fn signed(key: &SigningKey, kind: &str, claims: &str) -> Result<String, KeyError> {
    let header = json!({ "alg": "ES256", "typ": kind, "kid": key.public().id() }).to_string();
    let mut token = BASE64_URL_SAFE_NO_PAD.encode(header);
    token.push('.');
    BASE64_URL_SAFE_NO_PAD.encode_string(claims, &mut token);
    let signature = key.sign(token.as_bytes())?;
    token.push('.');
    BASE64_URL_SAFE_NO_PAD.encode_string(signature, &mut token);
    Ok(token)
}

/// The claims of a token that one of these keys signed.
pub(super) fn read(keys: &[PublicKey], token: &str) -> Option<Vec<u8>> {
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let header: Value = serde_json::from_slice(&decoded(header)?).ok()?;
    // RFC 8725 §3.1: the algorithm is ours to choose, not the token's.
    if header.get("alg").and_then(Value::as_str) != Some("ES256") {
        return None;
    }
    let signature = decoded(signature)?;
    let is_signed = keys.iter().any(|key| key.made(&signature, signed.as_bytes()));
    is_signed.then(|| decoded(claims)).flatten()
}

/// The claims of a token, whoever made it.
pub(super) fn unchecked(token: &str) -> Option<Vec<u8>> {
    decoded(token.split('.').nth(1)?)
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(text).ok()
}
