//! What the server model answers, as responses.

use pkce_core::{
    error::OAuthError,
    request::FormError,
    server::{
        AuthorizationError, AuthorizationResponse, Destination, PushResponse, Shape, TokenError,
        TokenResponse,
    },
};
use serde_json::{Map, Value, json};

use super::{endpoint::Endpoint, headers::Headers, location::location, response::Response};

/// What an authorization request is answered.
pub(super) fn authorization(
    answer: &Result<AuthorizationResponse, AuthorizationError>,
) -> Response {
    match answer {
        Ok(response) => {
            let code: (&[u8], &[u8]) = (b"code", response.code.as_bytes());
            let extra =
                response.extra.iter().map(|(name, value)| (name.as_bytes(), value.as_slice()));
            let pairs = [code].into_iter().chain(state(response.state.as_deref())).chain(extra);
            redirect(&response.redirect_uri, pairs)
        }
        Err(error) => match &error.destination {
            Destination::Redirect(uri) => {
                let name: Option<(&[u8], &[u8])> =
                    error.error.map(|error| (&b"error"[..], error.as_str().as_bytes()));
                redirect(uri, name.into_iter().chain(state(error.state.as_deref())))
            }
            Destination::Page => page(error.error),
        },
    }
}

fn state(state: Option<&[u8]>) -> Option<(&[u8], &[u8])> {
    state.map(|state| (&b"state"[..], state))
}

fn redirect<'p>(uri: &[u8], pairs: impl Iterator<Item = (&'p [u8], &'p [u8])>) -> Response {
    Response {
        status: 302,
        headers: Headers::new()
            .with("Location", location(uri, pairs))
            // What it carries is for one reader.
            .with("Cache-Control", *b"no-store"),
        body: Vec::new(),
    }
}

/// A page is text for the resource owner: nobody reads an `error` out of it.
fn page(error: Option<OAuthError>) -> Response {
    let name = error.map_or("", |error| error.as_str());
    Response {
        status: if error == Some(OAuthError::ServerError) { 500 } else { 400 },
        headers: Headers::new().with("Content-Type", *b"text/html"),
        body: format!("The authorization request was refused: {name}.").into_bytes(),
    }
}

/// What a pushed authorization request is answered (RFC 9126 §2.2, §2.3).
pub(super) fn pushed(answer: &Result<PushResponse, TokenError>) -> Response {
    match answer {
        Ok(response) => shaped(
            response.shape,
            &json!({
                "request_uri": response.request_uri,
                "expires_in": response.expires_in.as_secs(),
            }),
        ),
        Err(error) => refusal(error),
    }
}

/// What a token request is answered (RFC 6749 §5.1, §5.2).
pub(super) fn token(answer: &Result<TokenResponse, TokenError>) -> Response {
    match answer {
        Ok(response) => {
            let mut body = Map::new();
            body.insert("access_token".to_owned(), response.access_token.clone().into());
            body.insert("token_type".to_owned(), response.token_type.into());
            body.insert("expires_in".to_owned(), response.expires_in.as_secs().into());
            for (name, value) in &response.extra {
                body.insert(name.clone(), String::from_utf8_lossy(value).into());
            }
            shaped(response.shape, &Value::Object(body))
        }
        Err(error) => refusal(error),
    }
}

/// Whether a token is good (RFC 7662 §2.2).
pub(super) fn introspection(active: bool) -> Response {
    Response::json(200, &json!({ "active": active }))
}

/// What a protected resource answers to a token (RFC 6750 §3).
pub(super) fn resource(active: bool) -> Response {
    if active {
        return Response::json(200, &json!({}));
    }
    let challenge = "Bearer error=\"invalid_token\"";
    Response {
        status: 401,
        headers: Headers::new().with("WWW-Authenticate", challenge),
        body: Vec::new(),
    }
}

/// A form that is not read: a page at the authorization endpoint, since nobody knows whose request it was.
pub(super) fn bad_form(endpoint: Endpoint, error: FormError) -> Response {
    let error = error.oauth_error();
    match endpoint {
        Endpoint::Authorize => page(Some(error)),
        _ => Response::json(400, &json!({ "error": error.as_str() })),
    }
}

fn refusal(error: &TokenError) -> Response {
    let body = match error.error {
        Some(error) => json!({ "error": error.as_str() }),
        None => json!({}),
    };
    shaped(error.shape, &body)
}

fn shaped(shape: Shape, body: &Value) -> Response {
    let mut headers = Headers::new().with("Content-Type", shape.content_type.as_bytes());
    let more =
        [("Cache-Control", shape.cache_control), ("WWW-Authenticate", shape.www_authenticate)];
    for (name, value) in more {
        if let Some(value) = value {
            headers.push(name, value.as_bytes());
        }
    }
    Response { status: shape.status, headers, body: body.to_string().into_bytes() }
}
