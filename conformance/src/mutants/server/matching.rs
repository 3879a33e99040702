//! Matching where equality is wanted.

use pkce_core::server::{Client, Decisions};

use super::Mutant;
use crate::mutants::wrong;

pub(super) fn mutants() -> Vec<Mutant> {
    let mutants = vec![
        Mutant::server(
            "redirect-uri-registered-by-its-beginning",
            &["rfc6749-4.1.2.1-no-redirect-to-unregistered-uri"],
            "a redirect URI that begins with the registered one is registered",
            wrong!(Decisions {
                fn redirect_uri_registered(&self, client: &Client, redirect_uri: &[u8]) -> bool {
                    client.redirect_uris.iter().any(|known| redirect_uri.starts_with(known.as_bytes()))
                }
            }),
        ),
    ];
    mutants.into_iter().map(Mutant::unseen).collect()
}
