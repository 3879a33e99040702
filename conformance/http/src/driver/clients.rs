//! The clients: those that the file names, and those that register (RFC 7591).

use std::{collections::BTreeMap, path::Path, time::Instant};

use pkce_conformance::messages::Headers;
use pkce_vectors::{Client, RoleName};
use serde_json::Value;

use super::{
    connections::{Connections, Outgoing},
    fault::Trouble,
    site::Endpoints,
};
use crate::target::ServerFile;

/// The client behind each role.
pub(super) fn clients(
    file: &ServerFile,
    folder: &Path,
    endpoints: &Endpoints,
    connections: &mut Connections,
    limit: std::time::Duration,
) -> Result<BTreeMap<RoleName, Client>, Trouble> {
    let mut clients = BTreeMap::new();
    for (role, entry) in &file.clients {
        let client = match &entry.register {
            Some(metadata) => {
                let Some(url) = &endpoints.registration else {
                    let why = "a client registers, and the server names no registration endpoint; write `registration` under [server]";
                    return Err(Trouble::SetUp(why.to_owned()));
                };
                let headers = Headers::new()
                    .with("Accept", *b"application/json")
                    .with("Content-Type", *b"application/json");
                let body = Value::Object(metadata.clone()).to_string().into_bytes();
                let outgoing = Outgoing {
                    method: "POST",
                    url,
                    query: b"",
                    headers: &headers,
                    body: Some(&body),
                };
                let response = connections.exchange(outgoing, Instant::now() + limit)?;
                let document: Option<Value> = serde_json::from_slice(&response.body).ok();
                let member = |name: &str| {
                    document
                        .as_ref()
                        .and_then(|document| document.get(name)?.as_str())
                        .map(str::to_owned)
                };
                let Some(id) = member("client_id") else {
                    let error = member("error").unwrap_or_default();
                    let why = format!(
                        "the client {role} was not registered: status {} {error}",
                        response.status
                    );
                    return Err(Trouble::SetUp(why));
                };
                let uris = metadata.get("redirect_uris").and_then(Value::as_array);
                let first = uris.and_then(|uris| uris.first()).and_then(Value::as_str);
                Client {
                    id,
                    redirect_uri: first.unwrap_or_default().to_owned(),
                    secret: member("client_secret").filter(|_| role.is_confidential()),
                }
            }
            None => Client {
                id: entry.id.clone().unwrap_or_default(),
                redirect_uri: entry.redirect_uri.clone().unwrap_or_default(),
                secret: match &entry.secret {
                    Some(secret) => Some(
                        secret.reveal(folder).map_err(|error| Trouble::SetUp(error.to_string()))?,
                    ),
                    None => None,
                },
            },
        };
        clients.insert(*role, client);
    }
    Ok(clients)
}
