//! What a client signs, put into the request that goes on the wire.

use std::sync::atomic::{AtomicU64, Ordering};

use pkce_conformance::wire::{Octets, SentRequest};
use pkce_vectors::RoleName;

use super::{fault::Trouble, mask::Mask, site::Site};
use crate::signature::{ASSERTION_TYPE, Claims, SigningKey};

/// A request with its signatures, or why it cannot be made.
pub(super) enum Signed {
    /// What is sent.
    Sent(SentRequest),
    /// The request cannot be sent to this server.
    Unsupported(&'static str),
}

/// Signs what the request says is signed: an assertion of its client (RFC 7523 §2.2), its parameters as an object (RFC 9101).
pub(super) fn signed(site: &Site, sent: &SentRequest, mask: &mut Mask) -> Result<Signed, Trouble> {
    let mut sent = sent.clone();
    if let Some(client) = sent.key.take() {
        let Some(key) = key_of(site, &client) else {
            return Ok(Signed::Unsupported("this client has no key"));
        };
        let token = claims(site, &client).assertion(key)?;
        mask.add(&token, "$ASSERTION");
        let params =
            [("client_assertion_type", ASSERTION_TYPE), ("client_assertion", token.as_str())];
        sent.params.extend(params.map(|(name, value)| (name.to_owned(), Octets::from(value))));
    }
    if let Some(object) = sent.request_object.take() {
        let client = sent.params.iter().chain(&object).find(|(name, _)| name == "client_id");
        let client = client.and_then(|(_, id)| id.as_text()).unwrap_or_default().to_owned();
        let Some(key) = key_of(site, &client) else {
            return Ok(Signed::Unsupported("this client has no key to sign a request object"));
        };
        let Some(token) = claims(site, &client).object(key, &object) else {
            return Ok(Signed::Unsupported("a request object holds nothing but text"));
        };
        sent.params.push(("request".to_owned(), Octets::from(&*token?)));
    }
    Ok(Signed::Sent(sent))
}

fn key_of<'s>(site: &'s Site, client: &str) -> Option<&'s SigningKey> {
    let is =
        |(role, known): (&RoleName, &pkce_vectors::Client)| (known.id == client).then_some(*role);
    site.keys.get(&site.clients.iter().find_map(is)?)
}

fn claims<'c>(site: &'c Site, client: &'c str) -> Claims<'c> {
    static SIGNED: AtomicU64 = AtomicU64::new(0);

    let number = SIGNED.fetch_add(1, Ordering::Relaxed);
    let id = format!("{number} {:?}", std::time::SystemTime::now());
    let id = pkce_vectors::s256(id.as_bytes());
    Claims { client, audience: &site.endpoints.audience, id }
}
