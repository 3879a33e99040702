//! What a server may choose where the documents leave the choice.

use alloc::{collections::BTreeSet, string::String};
use core::time::Duration;

use crate::method::ChallengeMethod;

/// A server's choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The methods that are offered.
    pub methods: Methods,
    /// For whom PKCE is required.
    pub pkce_required: Required,
    /// How long a code lives. RFC 6749 §4.1.2:
    /// > A maximum authorization code lifetime of 10 minutes is RECOMMENDED.
    pub code_lifetime: Duration,
    /// How long a pushed request lives. RFC 9126 §2.2 suggests 5 to 600 seconds.
    pub pushed_lifetime: Duration,
    /// How long an access token lives.
    pub token_lifetime: Duration,
    /// How much state the server holds.
    pub limits: Limits,
}

impl Default for Policy {
    /// S256 alone, PKCE required for all, codes of one minute.
    fn default() -> Self {
        Self {
            methods: Methods::S256,
            pkce_required: Required::All,
            code_lifetime: Duration::from_secs(60),
            pushed_lifetime: Duration::from_secs(60),
            token_lifetime: Duration::from_secs(600),
            limits: Limits::default(),
        }
    }
}

/// The methods that a server offers. RFC 7636 §4.2:
/// > […] "S256" is Mandatory To Implement (MTI) on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Methods {
    /// S256 and nothing else.
    S256,
    /// S256, and plain for clients that can do no better.
    S256AndPlain,
}

impl Methods {
    /// Whether `method` is offered.
    #[must_use]
    pub const fn offers(self, method: ChallengeMethod) -> bool {
        match (self, method) {
            (_, ChallengeMethod::S256) | (Self::S256AndPlain, ChallengeMethod::Plain) => true,
            (Self::S256, ChallengeMethod::Plain) => false,
        }
    }

    /// The methods that are offered, the best first.
    #[must_use]
    pub const fn offered(self) -> &'static [ChallengeMethod] {
        match self {
            Self::S256 => &[ChallengeMethod::S256],
            Self::S256AndPlain => &[ChallengeMethod::S256, ChallengeMethod::Plain],
        }
    }
}

/// For whom PKCE is required.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Required {
    /// Every client.
    All,
    /// Public clients: OAuth 2.1's least.
    PublicClients,
    /// The clients of these ids, and no other.
    Clients(BTreeSet<String>),
    /// Nobody: RFC 7636 §5 lets a server serve clients that don't know of PKCE.
    None,
}

impl Required {
    /// Whether PKCE is required of the client `id`.
    #[must_use]
    pub fn of(&self, id: &str, public: bool) -> bool {
        match self {
            Self::All => true,
            Self::PublicClients => public,
            Self::Clients(ids) => ids.contains(id),
            Self::None => false,
        }
    }
}

/// How much a server holds at most.
///
/// A registration beyond the limit is refused, because clients live for ever. Codes, pushed
/// requests and tokens don't: beyond their limit the oldest is forgotten, and what is forgotten is
/// refused. So a flood can lock others out for a while; it can't exhaust memory, and it can't make
/// a code good twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Registered clients.
    pub clients: usize,
    /// Codes, spent ones too: they are how a replay is known.
    pub codes: usize,
    /// Pushed authorization requests, each of 16 KiB at most.
    pub pushed: usize,
    /// Access tokens.
    pub tokens: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { clients: 1_000, codes: 10_000, pushed: 1_000, tokens: 10_000 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn required_for_whom() {
        let one = Required::Clients(BTreeSet::from([String::from("one")]));
        assert!(Required::All.of("x", false));
        assert!(Required::PublicClients.of("x", true) && !Required::PublicClients.of("x", false));
        assert!(one.of("one", false) && !one.of("two", true));
        assert!(!Required::None.of("x", true));
    }

    #[test]
    fn s256_is_always_offered() {
        for methods in [Methods::S256, Methods::S256AndPlain] {
            assert!(methods.offers(ChallengeMethod::S256));
            assert!(methods.offered().iter().all(|method| methods.offers(*method)));
        }
        assert!(!Methods::S256.offers(ChallengeMethod::Plain));
    }
}
