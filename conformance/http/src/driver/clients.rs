//! The clients: those that the file names, and those that register (RFC 7591).

use std::{collections::BTreeMap, path::Path, time::Instant};

use pkce_conformance::messages::Headers;
use pkce_vectors::{Client, RoleName};
use serde_json::{Map, Value};

use super::{
    connections::{Connections, Outgoing},
    fault::Trouble,
    site::Endpoints,
};
use crate::{
    signature::SigningKey,
    target::{ClientEntry, Secret, ServerFile},
};

/// The clients of a run, and what they sign with.
#[derive(Default)]
pub(super) struct Clients {
    /// The client behind each role.
    pub(super) known: BTreeMap<RoleName, Client>,
    /// The keys of those that have one.
    pub(super) keys: BTreeMap<RoleName, SigningKey>,
}

/// Reads them, or registers them.
pub(super) fn clients(
    file: &ServerFile,
    folder: &Path,
    endpoints: &Endpoints,
    connections: &mut Connections,
    limit: std::time::Duration,
) -> Result<Clients, Trouble> {
    let mut clients = Clients::default();
    for (role, entry) in &file.clients {
        let key = key(entry, folder)?;
        let client = match &entry.register {
            Some(metadata) => {
                let metadata = with_key(metadata.clone(), key.as_ref());
                let until = Instant::now() + limit;
                registered(*role, &metadata, endpoints, connections, until)?
            }
            None => Client {
                id: entry.id.clone().unwrap_or_default(),
                redirect_uri: entry.redirect_uri.clone().unwrap_or_default(),
                secret: revealed(entry.secret.as_ref(), folder)?,
            },
        };
        clients.known.insert(*role, client);
        if let Some(key) = key {
            clients.keys.insert(*role, key);
        }
    }
    Ok(clients)
}

fn revealed(secret: Option<&Secret>, folder: &Path) -> Result<Option<String>, Trouble> {
    let revealed = secret.map(|secret| secret.reveal(folder)).transpose();
    revealed.map_err(|error| Trouble::SetUp(error.to_string()))
}

/// The key that the file names, or one that is drawn for the run.
fn key(entry: &ClientEntry, folder: &Path) -> Result<Option<SigningKey>, Trouble> {
    Ok(match revealed(entry.key.as_ref(), folder)? {
        Some(pem) => Some(SigningKey::from_pem(&pem)?),
        None if entry.signs() => Some(SigningKey::draw()?),
        None => None,
    })
}

/// The metadata with the other half of the key, unless they name keys themselves.
fn with_key(mut metadata: Map<String, Value>, key: Option<&SigningKey>) -> Map<String, Value> {
    let names_one = ["jwks", "jwks_uri"].iter().any(|name| metadata.contains_key(*name));
    if let Some(key) = key.filter(|_| !names_one) {
        metadata.insert("jwks".to_owned(), key.public().set());
    }
    metadata
}

fn registered(
    role: RoleName,
    metadata: &Map<String, Value>,
    endpoints: &Endpoints,
    connections: &mut Connections,
    until: Instant,
) -> Result<Client, Trouble> {
    let Some(url) = &endpoints.registration else {
        let why = "a client registers, and the server names no registration endpoint; write `registration` under [server]";
        return Err(Trouble::SetUp(why.to_owned()));
    };
    let headers = Headers::new()
        .with("Accept", *b"application/json")
        .with("Content-Type", *b"application/json");
    let body = Value::Object(metadata.clone()).to_string().into_bytes();
    let outgoing =
        Outgoing { method: "POST", url, query: b"", headers: &headers, body: Some(&body) };
    let response = connections.exchange(outgoing, until)?;
    let document: Option<Value> = serde_json::from_slice(&response.body).ok();
    let member = |name: &str| {
        document.as_ref().and_then(|document| document.get(name)?.as_str()).map(str::to_owned)
    };
    let Some(id) = member("client_id") else {
        let error = member("error").unwrap_or_default();
        let status = response.status;
        let why = format!("the client {role} was not registered: status {status} {error}");
        return Err(Trouble::SetUp(why));
    };
    let uris = metadata.get("redirect_uris").and_then(Value::as_array);
    let first = uris.and_then(|uris| uris.first()).and_then(Value::as_str);
    Ok(Client {
        id,
        redirect_uri: first.unwrap_or_default().to_owned(),
        secret: member("client_secret").filter(|_| role.is_confidential()),
    })
}
