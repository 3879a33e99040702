//! A look at a server before there is a file: what its metadata document names.

use std::{sync::Arc, time::Duration};

use super::{connections::Connections, discovery::endpoints, gate::Gate};
use crate::target::{HttpUrl, ServerEntry};

/// The endpoints that a document names, by their names in a target file; otherwise why there are none.
///
/// It asks servers on this machine alone.
pub fn look(issuer: &str) -> Result<Vec<(&'static str, String)>, String> {
    let issuer = HttpUrl::try_from(issuer.to_owned())?;
    let entry = ServerEntry { issuer: Some(issuer), ..ServerEntry::default() };
    let mut connections = Connections::new(Arc::new(Gate::default()));
    let found =
        endpoints(&entry, &mut connections, LIMIT).map_err(|trouble| trouble.to_string())?;
    let optional = [
        ("par", found.par),
        ("registration", found.registration),
        ("userinfo", found.userinfo),
        ("introspection", found.introspection),
    ];
    let optional = optional.into_iter().filter_map(|(name, url)| Some((name, url?.to_string())));
    let two = [("authorize", found.authorize), ("token", found.token)];
    Ok(two.map(|(name, url)| (name, url.to_string())).into_iter().chain(optional).collect())
}

const LIMIT: Duration = Duration::from_secs(5);
