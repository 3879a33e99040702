//! How a client authenticates.

use pkce_conformance::wire::{ClientAuth, Octets, SentRequest, Ways};
use pkce_vectors::RoleName;

use super::site::Site;

/// The ways of a role: its operator's word, else the usual one.
pub(super) fn ways(site: &Site, role: RoleName) -> Ways {
    let usual = match (role.is_confidential(), site.clients.get(&role)) {
        (false, _) => ClientAuth::None,
        (true, Some(client)) if client.secret.is_none() => ClientAuth::Key,
        (true, _) => ClientAuth::Post,
    };
    site.file.said_of(role).auth.unwrap_or_else(|| usual.into())
}

/// A request that shows the client of a role, and nothing else.
pub(super) fn shown(site: &Site, role: RoleName) -> SentRequest {
    let mut sent = SentRequest::default();
    let Some(client) = site.clients.get(&role) else { return sent };
    let way = ways(site, role).first();
    match (way, &client.secret) {
        (ClientAuth::Basic, Some(secret)) => {
            sent.basic = Some((client.id.clone(), secret.clone()));
            return sent;
        }
        (ClientAuth::Post, Some(secret)) => {
            sent.params.push(("client_secret".to_owned(), Octets::from(&**secret)));
        }
        (ClientAuth::Key, _) => sent.key = Some(client.id.clone()),
        _ => {}
    }
    sent.params.insert(0, ("client_id".to_owned(), Octets::from(&*client.id)));
    sent
}
