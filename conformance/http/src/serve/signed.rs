//! What clients sign: their keys, and requests as they are once the signatures are checked.

use std::collections::HashMap;

use pkce_conformance::messages::{Endpoint, Request, Response};
use pkce_core::request::{Parameter, Parameters};
use serde_json::json;

use super::html::page;
use crate::signature::{ASSERTION_TYPE, Claims, PublicKey};

/// The keys of clients, by their ids.
pub(super) type Keys = HashMap<String, Vec<PublicKey>>;

/// The parameters that stand for a signature, and say nothing more once it is checked.
pub(super) const ON_THE_WIRE: [&str; 3] = ["client_assertion", "client_assertion_type", "request"];

/// Fills in what is signed in a request that came to `issuer`; what is signed wrongly is answered at once.
pub(super) fn checked(
    keys: &Keys,
    issuer: &str,
    mut request: Request,
) -> Result<Request, Response> {
    let Ok(parameters) = request.parameters() else { return Ok(request) };
    match request.endpoint {
        Endpoint::Authorize => {
            let Some(object) = text(&parameters, "request") else { return Ok(request) };
            let client = text(&parameters, "client_id").unwrap_or_default();
            let known = keys.get(&client).map(Vec::as_slice).unwrap_or_default();
            let names = [issuer.to_owned()];
            let read = Claims::read(known, &client, &names, &object);
            request.signed.object = Some(read.ok_or_else(not_an_object)?);
        }
        Endpoint::Token | Endpoint::Par | Endpoint::Introspect => {
            if text(&parameters, "client_assertion_type").as_deref() != Some(ASSERTION_TYPE) {
                return Ok(request);
            }
            let assertion = text(&parameters, "client_assertion").unwrap_or_default();
            let client = Claims::issuer(&assertion).unwrap_or_default();
            let known = keys.get(&client).map(Vec::as_slice).unwrap_or_default();
            // RFC 7523 §3: the token endpoint may stand for the server.
            let names = [issuer.to_owned(), format!("{issuer}{}", request.endpoint.path())];
            if !Claims::asserts(known, &client, &names, &assertion) {
                return Err(Response::json(401, &json!({ "error": "invalid_client" })));
            }
            request.signed.client = Some(client);
        }
        Endpoint::UserInfo | Endpoint::Metadata(_) => {}
    }
    Ok(request)
}

/// RFC 9101 §6.2: nobody knows whose request it is, so that no redirect tells.
fn not_an_object() -> Response {
    page(400, "invalid_request_object", "<p>The request object is not this client's.</p>")
}

fn text(parameters: &Parameters, name: &str) -> Option<String> {
    match parameters.get(name) {
        Parameter::Value(value) => String::from_utf8(value.to_vec()).ok(),
        Parameter::Missing | Parameter::Duplicate => None,
    }
}
