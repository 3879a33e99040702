//! The metadata documents.

use pkce_conformance::messages::{Headers, Response};
use pkce_vectors::MetadataDocument;
use serde_json::{Map, Value, json};

use super::Origin;
use crate::client::log::{Fetched, What};

const OAUTH: &str = "/.well-known/oauth-authorization-server";
const OPENID: &str = "/.well-known/openid-configuration";

/// Where a document lies that its well-known path only leads to.
const MOVED: &str = "/moved";

/// Whose document stands at a path, of an issuer with this path: OpenID's (`true`), OAuth's, or none.
///
/// RFC 8414 §3.1 puts the well-known part between host and path; OpenID Connect discovery appends it; clients ask for
/// both ways of both.
pub(super) fn document_of(path: &str, issuer: &str) -> Option<bool> {
    let path = path.strip_prefix(MOVED).unwrap_or(path);
    [(OAUTH, false), (OPENID, true)].into_iter().find_map(|(well_known, openid)| {
        let inserted = path.strip_prefix(well_known) == Some(issuer);
        let appended = path.strip_prefix(issuer) == Some(well_known);
        (inserted || appended).then_some(openid)
    })
}

impl Origin {
    /// Answers a request for a document.
    pub(super) fn document(&self, origin: &str, openid: bool, path: &str) -> Response {
        let says = if openid { &self.says.openid } else { &self.says.oauth };
        if says.moved && !path.starts_with(MOVED) {
            let headers = Headers::new().with("Location", format!("{origin}{MOVED}{path}"));
            return Response { status: 302, headers, body: Vec::new() };
        }
        let server = self.server;
        self.recorder.note(What::Fetched(Fetched { server, openid, found: !says.absent }));
        if says.absent {
            return Response::json(404, &json!({ "error": "not_found" }));
        }
        let later = {
            let state = &mut *self.state();
            let times = state.fetched.get_mut(usize::from(openid));
            times.is_some_and(|times| {
                *times += 1;
                *times > 1
            })
        };
        let text = self.text(says, &self.issuer(origin), later);
        let headers = Headers::new().with("Content-Type", *b"application/json");
        Response { status: 200, headers, body: text.into_bytes() }
    }

    fn text(&self, says: &MetadataDocument, issuer: &str, later: bool) -> String {
        let mut members = right(issuer);
        if self.pushed {
            let endpoint = json!(format!("{issuer}/par"));
            members.insert("pushed_authorization_request_endpoint".to_owned(), endpoint);
            members.insert("require_pushed_authorization_requests".to_owned(), json!(true));
        }
        let written = |value: &Value| self.written(value, issuer);
        for (name, value) in &says.set {
            members.insert(name.clone(), written(value));
        }
        for (name, value) in says.later.iter().filter(|_| later) {
            members.insert(name.clone(), written(value));
        }
        for name in &says.unset {
            members.remove(name);
        }
        let mut text = Value::Object(members).to_string();
        for (name, value) in &says.again {
            text.truncate(text.len().saturating_sub(1));
            let (name, value) = (json!(name).to_string(), written(value).to_string());
            text.extend([",", &*name, ":", &*value, "}"]);
        }
        text
    }

    /// A value with the places filled in.
    fn written(&self, value: &Value, issuer: &str) -> Value {
        match value {
            Value::String(text) => {
                json!(text.replace("{issuer}", issuer).replace("{other}", &self.other))
            }
            Value::Array(values) => {
                values.iter().map(|value| self.written(value, issuer)).collect()
            }
            other => other.clone(),
        }
    }
}

/// The members of a right document. Clients of OpenID read the same.
fn right(issuer: &str) -> Map<String, Value> {
    let at = |path: &str| format!("{issuer}{path}");
    let document = json!({
        "issuer": issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "registration_endpoint": at("/register"),
        "jwks_uri": at("/jwks"),
        "userinfo_endpoint": at("/userinfo"),
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "form_post"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["none", "client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "claims_supported": ["sub", "email", "email_verified", "preferred_username", "nonce"],
    });
    match document {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
