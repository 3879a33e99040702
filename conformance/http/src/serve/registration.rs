//! Dynamic client registration (RFC 7591).

use pkce_conformance::messages::{Headers, Response};
use pkce_core::server::{Client, ClientKind, RegistrationError};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    model::{Model, NotRegistered},
    signed::Keys,
};
use crate::signature::PublicKey;

/// Where clients register.
pub(super) const PATH: &str = "/register";

/// The metadata that this server reads; what else there is, it ignores (RFC 7591 §2).
#[derive(Debug, Deserialize)]
struct Metadata {
    #[serde(default)]
    redirect_uris: Vec<String>,
    token_endpoint_auth_method: Option<String>,
    #[serde(default)]
    jwks: Value,
}

/// Registers a client under an id, and with a secret, that the caller drew.
pub(super) fn register(
    model: &mut dyn Model,
    keys: &mut Keys,
    body: &[u8],
    id: &str,
    drawn_secret: String,
) -> Response {
    let metadata: Metadata = match serde_json::from_slice(body) {
        Ok(metadata) => metadata,
        Err(error) => return refused("invalid_client_metadata", &error.to_string()),
    };
    // RFC 7591 §2: the default is client_secret_basic.
    let method = metadata.token_endpoint_auth_method.as_deref().unwrap_or("client_secret_basic");
    let own_keys = PublicKey::of_set(&metadata.jwks);
    let secret = match method {
        "none" => None,
        "client_secret_basic" | "client_secret_post" => Some(drawn_secret),
        // nb. The model knows confidential clients by a secret: this one is told to nobody.
        "private_key_jwt" if !own_keys.is_empty() => Some(drawn_secret),
        "private_key_jwt" => {
            return refused("invalid_client_metadata", "`jwks` has no key of the curve P-256");
        }
        _ => return refused("invalid_client_metadata", "that authentication is not offered"),
    };
    let kind = match &secret {
        None => ClientKind::Public,
        Some(secret) => ClientKind::Confidential { secret: secret.clone() },
    };
    let redirect_uris = metadata.redirect_uris;
    let client = Client { id: id.to_owned(), kind, redirect_uris: redirect_uris.clone() };
    match model.register(client) {
        Ok(()) => {}
        Err(NotRegistered::Refused(
            error @ (RegistrationError::NoRedirectUri | RegistrationError::BadRedirectUri),
        )) => return refused("invalid_redirect_uri", &error.to_string()),
        Err(error) => return refused("invalid_client_metadata", &error.to_string()),
    }
    let mut document = json!({
        "client_id": id,
        "redirect_uris": redirect_uris,
        "token_endpoint_auth_method": method,
        "grant_types": ["authorization_code"],
        "response_types": ["code"],
    });
    if !own_keys.is_empty() {
        keys.insert(id.to_owned(), own_keys);
    }
    let told = secret.filter(|_| method != "private_key_jwt");
    if let (Some(secret), Some(members)) = (told, document.as_object_mut()) {
        members.insert("client_secret".to_owned(), secret.into());
        // RFC 7591 §3.2.1: REQUIRED beside a secret; 0 is never.
        members.insert("client_secret_expires_at".to_owned(), 0.into());
    }
    not_stored(Response::json(201, &document))
}

fn refused(error: &str, why: &str) -> Response {
    not_stored(Response::json(400, &json!({ "error": error, "error_description": why })))
}

fn not_stored(response: Response) -> Response {
    let mut headers: Headers = response.headers;
    headers.push("Cache-Control", *b"no-store");
    Response { headers, ..response }
}
