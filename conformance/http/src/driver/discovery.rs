//! Where the endpoints are: by the file's word, or by the metadata document (RFC 8414, OpenID Connect Discovery).

use std::{collections::BTreeMap, time::Instant};

use pkce_conformance::messages::{Endpoint, Headers, Response};
use pkce_vectors::MetadataOf;
use serde_json::Value;
use url::Url;

use super::{
    connections::{Connections, Outgoing},
    fault::Trouble,
    site::Endpoints,
};
use crate::target::ServerEntry;

/// The endpoints; what the file names overrides what the document says.
pub(super) fn endpoints(
    entry: &ServerEntry,
    connections: &mut Connections,
    limit: std::time::Duration,
) -> Result<Endpoints, Trouble> {
    let mut found = None;
    if let Some(issuer) = &entry.issuer {
        let urls = documents(&issuer.0, entry.discovery.as_deref())?;
        for url in urls {
            let headers = Headers::new().with("Accept", *b"application/json");
            let outgoing =
                Outgoing { method: "GET", url: &url, query: b"", headers: &headers, body: None };
            let response = connections.exchange(outgoing, Instant::now() + limit)?;
            if let Some(document) = document(&response) {
                found = Some((url, document));
                break;
            }
        }
    }
    let named = |member: &str| -> Result<Option<Url>, Trouble> {
        let Some((at, document)) = &found else { return Ok(None) };
        let Some(text) = document.get(member).and_then(Value::as_str) else { return Ok(None) };
        let wrong = |why: &str| {
            Err(Trouble::SetUp(format!("the metadata at {at} says {member} = {text:?}, {why}")))
        };
        let Ok(url) = Url::parse(text) else { return wrong("which is no URL") };
        if url.host_str() != at.host_str() && !(is_here(&url) && is_here(at)) {
            // Secrets go to endpoints: the document alone does not decide on another host.
            return wrong("on another host; name that endpoint under [server] if it is right");
        }
        if at.scheme() == "https" && url.scheme() != "https" {
            return wrong(
                "without TLS, which the document itself has; name that endpoint under [server] if it is right",
            );
        }
        Ok(Some(url))
    };
    let either = |own: &Option<crate::target::HttpUrl>, member: &str| match own {
        Some(url) => Ok(Some(url.0.clone())),
        None => named(member),
    };
    let missing = |name: &str| {
        Trouble::SetUp(format!(
            "no metadata document names the {name} endpoint; write `{name}` under [server]"
        ))
    };
    let token = either(&entry.token, "token_endpoint")?.ok_or_else(|| missing("token"))?;
    let issuer = found.as_ref().and_then(|(_, document)| document.get("issuer")?.as_str());
    Ok(Endpoints {
        // RFC 7523 §3: the token endpoint may stand for the server where there is no better name.
        audience: issuer.map_or_else(|| token.to_string(), str::to_owned),
        authorize: either(&entry.authorize, "authorization_endpoint")?
            .ok_or_else(|| missing("authorize"))?,
        token,
        par: either(&entry.par, "pushed_authorization_request_endpoint")?,
        registration: either(&entry.registration, "registration_endpoint")?,
        userinfo: either(&entry.userinfo, "userinfo_endpoint")?,
        introspection: either(&entry.introspection, "introspection_endpoint")?,
        metadata: metadata(entry, found.map(|(url, _)| url)),
    })
}

/// Where each document may be: the usual one where it was found.
fn metadata(entry: &ServerEntry, found: Option<Url>) -> BTreeMap<MetadataOf, Vec<Url>> {
    let mut all = BTreeMap::new();
    let Some(issuer) = entry.issuer.as_ref().map(|issuer| &issuer.0) else { return all };
    // A file that asks for none, or for a path of its own, says where documents are.
    if entry.discovery.is_none() {
        let own = issuer.path().trim_end_matches('/');
        let openid = Endpoint::Metadata(MetadataOf::Openid).path();
        let smart = Endpoint::Metadata(MetadataOf::Smart).path();
        let inserted = (!own.is_empty()).then(|| at(issuer, &format!("{openid}{own}")));
        let appended = at(issuer, &format!("{own}{openid}"));
        all.insert(MetadataOf::Openid, [appended].into_iter().chain(inserted).collect());
        all.insert(MetadataOf::Smart, vec![at(issuer, &format!("{own}{smart}"))]);
    }
    all.insert(MetadataOf::Oauth, found.into_iter().collect());
    all
}

/// A path on the issuer's host.
fn at(issuer: &Url, path: &str) -> Url {
    let mut url = issuer.clone();
    url.set_query(None);
    url.set_path(path);
    url
}

/// `localhost` and the addresses of loopback are one host in a document.
fn is_here(url: &Url) -> bool {
    matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

/// Where the document may be, in order.
fn documents(issuer: &Url, paths: Option<&[String]>) -> Result<Vec<Url>, Trouble> {
    let at = |path: &str| at(issuer, path);
    if let Some(paths) = paths {
        let wrong = paths.iter().find(|path| !path.starts_with('/'));
        if let Some(path) = wrong {
            return Err(Trouble::SetUp(format!(
                "`discovery` has {path:?}; a path begins with a slash"
            )));
        }
        return Ok(paths.iter().map(|path| at(path)).collect());
    }
    let own = issuer.path().trim_end_matches('/');
    let oauth = Endpoint::Metadata(MetadataOf::Oauth).path();
    let openid = Endpoint::Metadata(MetadataOf::Openid).path();
    let mut all = vec![
        // RFC 8414 §3.1 inserts; OpenID Connect Discovery §4.1 appends; some do the one for the other.
        at(&format!("{oauth}{own}")),
        at(&format!("{own}{openid}")),
    ];
    if !own.is_empty() {
        all.push(at(&format!("{own}{oauth}")));
        all.push(at(&format!("{openid}{own}")));
    }
    Ok(all)
}

/// A 404 may carry JSON too: only 200 counts.
fn document(response: &Response) -> Option<Value> {
    let document: Value = serde_json::from_slice(&response.body).ok()?;
    let is_one = document.get("authorization_endpoint").is_some();
    (response.status == 200 && is_one).then_some(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_sought_where_servers_put_it() {
        let issuer = Url::parse("http://127.0.0.1:1/realms/a/").unwrap();
        let paths = |issuer: &Url| -> Vec<String> {
            documents(issuer, None).unwrap().iter().map(|url| url.path().to_owned()).collect()
        };
        assert_eq!(
            paths(&issuer),
            [
                "/.well-known/oauth-authorization-server/realms/a",
                "/realms/a/.well-known/openid-configuration",
                "/realms/a/.well-known/oauth-authorization-server",
                "/.well-known/openid-configuration/realms/a",
            ]
        );
        assert_eq!(paths(&Url::parse("http://127.0.0.1:1").unwrap()).len(), 2);
        assert_eq!(documents(&issuer, Some(&[])).unwrap(), []);
        assert!(documents(&issuer, Some(&["x".to_owned()])).is_err());
    }
}
