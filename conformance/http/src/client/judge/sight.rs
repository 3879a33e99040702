//! A log, as the judge sees it: requests folded, codes followed to the requests that they were made for.

use std::{collections::BTreeMap, ops::Deref};

use pkce_vectors::{MetadataDocument, Scenario};

use super::facts::Facts;
use crate::client::log::{Authorization, Exchange, Fetched, Log, Returned, What};

/// A log with what follows from it.
pub struct Sight<'l> {
    pub(super) scenario: &'l Scenario,
    pub(super) log: &'l Log,
    pub(super) facts: &'l Facts,
    /// Authorization requests; those that are one request stand here once.
    pub(super) authorizations: Vec<Asked<'l>>,
    /// Token requests of the code grant.
    pub(super) exchanges: Vec<Exchanged<'l>>,
}

/// An authorization request.
#[derive(Clone, Copy)]
pub(super) struct Asked<'l> {
    /// Its place among all events.
    pub(super) at: usize,
    pub(super) process: u8,
    pub(super) request: &'l Authorization,
}

/// A token request.
#[derive(Clone, Copy)]
pub(super) struct Exchanged<'l> {
    pub(super) at: usize,
    pub(super) request: &'l Exchange,
    /// The index of the authorization request that its code was made for; nothing for somebody else's code.
    pub(super) of: Option<usize>,
}

impl Deref for Asked<'_> {
    type Target = Authorization;

    fn deref(&self) -> &Authorization {
        self.request
    }
}

impl Deref for Exchanged<'_> {
    type Target = Exchange;

    fn deref(&self) -> &Exchange {
        self.request
    }
}

impl Authorization {
    /// A nonce that stands for something: OpenID Connect was asked for.
    pub(super) fn has_nonce(&self) -> bool {
        let scope = self.get("scope").unwrap_or_default();
        self.get("nonce").is_some() && scope.split(' ').any(|word| word == "openid")
    }
}

impl<'l> Sight<'l> {
    /// Looks at a log.
    #[must_use]
    pub fn of(scenario: &'l Scenario, log: &'l Log, facts: &'l Facts) -> Self {
        let mut authorizations: Vec<Asked<'_>> = Vec::new();
        let mut by_code = BTreeMap::new();
        for (at, event) in log.events.iter().enumerate() {
            let What::Authorization(request) = &event.what else { continue };
            if !has_code(request) {
                continue;
            }
            let process = event.process;
            let asked = Asked { at, process, request: request.as_ref() };
            // An exchange in between ends what can be the same request.
            let ended = |before: &Asked<'_>| {
                let since = log.events.get(before.at..at).unwrap_or_default();
                since.iter().any(|event| matches!(event.what, What::Exchange(_)))
            };
            let known =
                authorizations.iter().position(|before| is_same(before, &asked) && !ended(before));
            let index = known.unwrap_or_else(|| {
                authorizations.push(asked);
                authorizations.len() - 1
            });
            if let Some(code) = &request.code {
                by_code.insert(code.as_str(), index);
            }
        }
        let exchanges = log.events.iter().enumerate().filter_map(|(at, event)| {
            let What::Exchange(request) = &event.what else { return None };
            let of = request.get("code").and_then(|code| by_code.get(code).copied());
            let exchanged = Exchanged { at, request: request.as_ref(), of };
            request.is_of_code().then_some(exchanged)
        });
        let exchanges = exchanges.collect();
        Self { scenario, log, facts, authorizations, exchanges }
    }

    /// The authorization request that an exchange belongs to.
    pub(super) fn authorization_of(&self, exchange: &Exchanged<'_>) -> Option<&Asked<'l>> {
        self.authorizations.get(exchange.of?)
    }

    /// The first exchange of the code of an authorization request.
    pub(super) fn exchange_of(&self, index: usize) -> Option<&Exchanged<'l>> {
        self.exchanges.iter().find(|exchange| exchange.of == Some(index))
    }

    /// Authorization requests that send a challenge.
    pub(super) fn challenged(&self) -> impl Iterator<Item = &Asked<'l>> {
        self.authorizations.iter().filter(|request| request.challenge().is_some())
    }

    /// Every verifier that was sent, once each.
    pub(super) fn verifiers(&self) -> Vec<&'l str> {
        let sent = self.exchanges.iter().filter_map(|exchange| exchange.request.verifier());
        let mut verifiers: Vec<&str> = sent.collect();
        verifiers.sort_unstable();
        verifiers.dedup();
        verifiers
    }

    pub(super) fn uses_pkce_here(&self) -> bool {
        let in_request = |request: &Asked<'_>| {
            request.get("code_challenge").is_some()
                || request.get("code_challenge_method").is_some()
        };
        self.authorizations.iter().any(in_request)
            || self.exchanges.iter().any(|exchange| exchange.verifier().is_some())
    }

    /// A public client shows no authentication at the token endpoint; where it sent nothing there, the control speaks.
    pub(super) fn is_confidential(&self) -> bool {
        self.facts.is_confidential
    }

    pub(super) fn fetched(&self) -> impl Iterator<Item = &'l Fetched> {
        self.log.events.iter().filter_map(|event| match &event.what {
            What::Fetched(fetched) => Some(fetched),
            _ => None,
        })
    }

    pub(super) fn asked_for_metadata(&self) -> bool {
        self.fetched().next().is_some()
    }

    /// The documents of the first server that the client read.
    pub(super) fn documents_read(&self) -> Vec<&'l MetadataDocument> {
        let read = |openid: bool| {
            self.fetched().any(|known| known.openid == openid && known.server == 0 && known.found)
        };
        let server = &self.scenario.server;
        let both = [(false, &server.oauth), (true, &server.openid)];
        both.into_iter().filter(|(openid, _)| read(*openid)).map(|(_, document)| document).collect()
    }

    /// Whether a document that the client read lists S256. Where it read two, either may have counted.
    pub(super) fn s256_is_announced(&self) -> bool {
        let lists = |document: &&MetadataDocument| {
            document.methods().is_some_and(|methods| methods.contains(&"S256"))
        };
        self.documents_read().iter().any(lists)
    }

    /// Whether a document that the client read announces `iss` (RFC 9207 §3).
    pub(in crate::client) fn announces_iss(&self) -> bool {
        const ANNOUNCED: &str = "authorization_response_iss_parameter_supported";
        let announces = |document: &&MetadataDocument| {
            document.set.get(ANNOUNCED).is_some_and(|value| value == true)
        };
        self.documents_read().iter().any(announces)
    }

    /// Whether a code came to the token endpoint.
    pub(in crate::client) fn sent_a_code(&self) -> bool {
        !self.exchanges.is_empty()
    }

    pub(super) fn returned(&self) -> impl Iterator<Item = (usize, &'l Returned)> {
        self.log.events.iter().enumerate().filter_map(|(at, event)| match &event.what {
            What::Returned(returned) => Some((at, returned)),
            _ => None,
        })
    }

    /// Token requests of every grant.
    pub(super) fn token_requests(&self) -> impl Iterator<Item = (usize, &'l Exchange)> {
        self.log.events.iter().enumerate().filter_map(|(at, event)| match &event.what {
            What::Exchange(exchange) => Some((at, exchange.as_ref())),
            _ => None,
        })
    }

    /// Whether the client tells what it has at all.
    pub(super) fn tells_of_tokens(&self) -> bool {
        self.log.events.iter().any(|event| matches!(event.what, What::Ended { .. }))
    }

    /// Whether the client said, after this event, that it has a token.
    pub(super) fn token_used_after(&self, at: usize) -> bool {
        let rest = self.log.events.get(at..).unwrap_or_default();
        rest.iter().any(|event| matches!(event.what, What::Ended { token: true, .. }))
    }
}

/// Only what asks for a code is looked at.
fn has_code(request: &Authorization) -> bool {
    let kind = request.get("response_type").unwrap_or("code");
    kind.split(' ').any(|word| word == "code")
}

/// One request that is sent again is one: the user agent's doing, or a preflight's. A loopback port apart.
fn is_same(one: &Asked<'_>, other: &Asked<'_>) -> bool {
    let without_port = |request: &Asked<'_>| {
        let uri = url::Url::parse(request.get("redirect_uri").unwrap_or_default());
        uri.ok().map(|mut uri| {
            if uri
                .host_str()
                .is_some_and(|host| matches!(host, "127.0.0.1" | "localhost" | "[::1]"))
            {
                let _ = uri.set_port(None);
            }
            uri
        })
    };
    one.process == other.process
        && one.server == other.server
        && one.challenge() == other.challenge()
        && one.get("state") == other.get("state")
        && one.request_uri == other.request_uri
        && one.login == other.login
        && without_port(one) == without_port(other)
}
