//! What is known of a server once it was reached: shared by every thread of a run, and changed by none.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use pkce_vectors::{Client, MetadataOf, RoleName};
use url::Url;

use super::{form::Values, gate::Gate, mask::Mask, pace::Pace, trace::Trace};
use crate::{signature::SigningKey, target::ServerFile};

/// A server that was reached.
pub(super) struct Site {
    pub(super) file: ServerFile,
    /// Where relative paths of the file start, and where its commands run.
    pub(super) folder: PathBuf,
    pub(super) endpoints: Endpoints,
    pub(super) clients: BTreeMap<RoleName, Client>,
    /// The keys of those that sign.
    pub(super) keys: BTreeMap<RoleName, SigningKey>,
    /// User name and password.
    pub(super) values: Values,
    /// The origins that a password may go to.
    pub(super) passwords_to: BTreeSet<String>,
    /// Secrets that are known before the first flow.
    pub(super) mask: Mask,
    pub(super) gate: Arc<Gate>,
    pub(super) pace: Arc<Pace>,
    pub(super) trace: Option<Arc<Trace>>,
    /// How long one exchange may take.
    pub(super) limit: Duration,
}

/// Where its endpoints are.
#[derive(Debug, Clone)]
pub(super) struct Endpoints {
    /// What the server calls itself, for what is signed for it: its issuer; where nobody says it, its token endpoint.
    pub(super) audience: String,
    pub(super) authorize: Url,
    pub(super) token: Url,
    pub(super) par: Option<Url>,
    pub(super) registration: Option<Url>,
    pub(super) userinfo: Option<Url>,
    pub(super) introspection: Option<Url>,
    /// Where its metadata documents may be, in the order in which they are tried.
    pub(super) metadata: BTreeMap<MetadataOf, Vec<Url>>,
}

impl Site {
    /// Whether an answer of the authorization endpoint goes to a client here: to a redirect URI that is registered, or to the
    /// one that was sent.
    pub(super) fn is_client(&self, location: &str, sent: Option<&str>) -> bool {
        let registered = self.clients.values().map(|client| client.redirect_uri.as_str());
        registered.chain(sent).any(|uri| leads_to(location, uri))
    }

    /// Whether a page elsewhere may be visited on the way through a login.
    pub(super) fn may_visit(&self, url: &Url) -> bool {
        matches!(url.scheme(), "http" | "https")
            && (self.gate.is_loopback(url) || self.passwords_to.contains(&origin(url)))
    }
}

/// Whether a location is this URI with parameters added to it.
fn leads_to(location: &str, uri: &str) -> bool {
    let added = location.strip_prefix(uri).filter(|_| !uri.is_empty());
    added.is_some_and(|added| {
        let added =
            added.strip_prefix('/').filter(|_| uri.matches('/').count() < 3).unwrap_or(added);
        added.is_empty() || added.starts_with(['?', '&', '#'])
    })
}

/// Scheme, host and port.
pub(super) fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}
