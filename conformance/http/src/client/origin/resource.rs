//! A protected resource that is an MCP server: what it tells of its authorization server, and as much of the protocol as a
//! client needs to see that it is in.

use pkce_conformance::messages::{Headers, Response};
use serde_json::{Value, json};

use super::Origin;
use crate::{client::log::What, serve::Asked};

/// RFC 9728 §3.1 puts the well-known part between host and path.
const WELL_KNOWN: &str = "/.well-known/oauth-protected-resource";

/// The resource, behind the issuer's own path.
const RESOURCE: &str = "/mcp";

impl Origin {
    /// The answer to a request for the resource, or for its metadata; nothing where it is for neither.
    pub(super) fn resource(&self, origin: &str, path: &str, asked: &Asked<'_>) -> Option<Response> {
        let own = format!("{}{RESOURCE}", self.says.path);
        if let Some(of) = path.strip_prefix(WELL_KNOWN)
            && asked.method == "GET"
            && (of.is_empty() || of == own)
        {
            return Some(Response::json(
                200,
                &json!({
                    "resource": format!("{origin}{own}"),
                    "authorization_servers": [self.issuer(origin)],
                    "bearer_methods_supported": ["header"],
                }),
            ));
        }
        if path != own {
            return None;
        }
        self.recorder.note(What::Other { text: format!("{} {path}", asked.method) });
        let bearer = asked.headers.text("Authorization").unwrap_or_default();
        if !bearer.to_ascii_lowercase().starts_with("bearer at-") {
            let mut response = Response::json(401, &json!({ "error": "invalid_token" }));
            let metadata = format!("Bearer resource_metadata=\"{origin}{WELL_KNOWN}{own}\"");
            response.headers.push("WWW-Authenticate", metadata);
            return Some(response);
        }
        Some(match asked.method {
            "POST" => answer(&asked.body),
            "DELETE" => Response { status: 204, headers: Headers::new(), body: Vec::new() },
            _ => Response {
                status: 405,
                headers: Headers::new().with("Allow", *b"POST, DELETE"),
                body: Vec::new(),
            },
        })
    }
}

/// A message of the protocol, answered.
fn answer(body: &[u8]) -> Response {
    let message: Value = serde_json::from_slice(body).unwrap_or_default();
    let Some(id) = message.get("id") else {
        return Response { status: 202, headers: Headers::new(), body: Vec::new() };
    };
    let method = message.get("method").and_then(Value::as_str).unwrap_or_default();
    let version = message.pointer("/params/protocolVersion").and_then(Value::as_str);
    let result = match method {
        "initialize" => json!({
            "protocolVersion": version.unwrap_or("2025-11-25"),
            "capabilities": { "tools": {} },
            "serverInfo": { "name": "pkce", "version": "1" },
        }),
        "tools/list" => json!({ "tools": [] }),
        "ping" => json!({}),
        _ => {
            let error = json!({ "code": -32601, "message": "no such method" });
            return Response::json(200, &json!({ "jsonrpc": "2.0", "id": id, "error": error }));
        }
    };
    Response::json(200, &json!({ "jsonrpc": "2.0", "id": id, "result": result }))
}
