//! A small world around the server model: three clients, three verifiers, a clock, and codes that every run repeats.

use std::time::Duration;

use arbitrary::Arbitrary;
use pkce_core::{
    policy::{Methods, Policy, Required},
    request::Parameters,
    server::{AuthorizationServer, Client, ClientKind, Credentials},
};
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng as _};

mod issued;

pub use issued::{Issued, issued};

/// A client of this world.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A public client.
    Public,
    /// Another public client.
    Neighbour,
    /// A confidential client.
    Confidential,
}

impl Who {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Public, Self::Neighbour, Self::Confidential];

    /// `client_id`
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Neighbour => "neighbour",
            Self::Confidential => "confidential",
        }
    }

    /// The one registered redirect URI.
    #[must_use]
    pub const fn redirect_uri(self) -> &'static str {
        match self {
            Self::Public => "https://public.example/cb",
            Self::Neighbour => "https://neighbour.example/cb",
            Self::Confidential => "https://confidential.example/cb",
        }
    }

    /// The secret; a public client has none.
    #[must_use]
    pub const fn secret(self) -> Option<&'static str> {
        match self {
            Self::Public | Self::Neighbour => None,
            Self::Confidential => Some(SECRET),
        }
    }

    /// How this client authenticates.
    #[must_use]
    pub fn credentials(self) -> Credentials {
        self.secret().map_or(Credentials::Absent, |secret| self.basic(secret))
    }

    /// HTTP Basic with this secret.
    #[must_use]
    pub fn basic(self, secret: &str) -> Credentials {
        Credentials::Basic { client_id: self.id().into(), secret: secret.into() }
    }
}

/// The confidential client's secret: long enough that it could be a verifier.
pub const SECRET: &str =
    "a-secret-of-at-least-forty-three-characters-so-that-it-could-be-a-verifier";

/// RFC 7636 Appendix B's verifier, one of 56 characters, and the shortest odd one.
pub const VERIFIERS: [&str; 3] = [
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    "3641a2d12d66101249cdf7a79c000c1f8c05d2aafcf14bf146497bed",
    "~..~..~..~..~..~..~..~..~..~..~..~..~..~..~",
];

/// How long a code lives here, in seconds.
pub const CODE_LIFETIME: u64 = 60;

/// What the server offers and requires.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choices {
    /// Whether `plain` is offered beside S256.
    pub plain: bool,
    /// Whether PKCE is required of every client.
    pub required: bool,
}

impl Choices {
    /// All four.
    pub const ALL: [Self; 4] = [
        Self { plain: false, required: false },
        Self { plain: false, required: true },
        Self { plain: true, required: false },
        Self { plain: true, required: true },
    ];

    fn policy(self) -> Policy {
        Policy {
            methods: if self.plain { Methods::S256AndPlain } else { Methods::S256 },
            pkce_required: if self.required { Required::All } else { Required::None },
            code_lifetime: Duration::from_secs(CODE_LIFETIME),
            ..Policy::default()
        }
    }
}

/// The server, the clock and the generator.
#[derive(Clone)]
pub struct World {
    /// The server.
    pub server: AuthorizationServer,
    /// The time.
    pub now: Duration,
    /// Draws the codes: the same ones in every world.
    pub rng: ChaCha8Rng,
}

impl World {
    /// A server with these choices, and all its clients registered.
    #[must_use]
    pub fn new(choices: Choices) -> Self {
        let mut server = AuthorizationServer::new(choices.policy());
        for who in Who::ALL {
            let kind = match who.secret() {
                None => ClientKind::Public,
                Some(secret) => ClientKind::Confidential { secret: secret.into() },
            };
            let redirect_uris = vec![who.redirect_uri().into()];
            let registered = server.register(Client { id: who.id().into(), kind, redirect_uris });
            assert_eq!(registered, Ok(()));
        }
        Self { server, now: Duration::ZERO, rng: ChaCha8Rng::from_seed([1; 32]) }
    }

    /// An authorization request with everything that is not PKCE.
    #[must_use]
    pub fn query(who: Who) -> Parameters {
        let (id, redirect_uri) = (who.id(), who.redirect_uri());
        [
            ("response_type", "code"),
            ("client_id", id),
            ("redirect_uri", redirect_uri),
            ("state", "xyz"),
        ]
        .into_iter()
        .collect()
    }

    /// A token request with everything that is not PKCE and not authentication.
    #[must_use]
    pub fn body(who: Who, code: &str) -> Parameters {
        let (id, redirect_uri) = (who.id(), who.redirect_uri());
        [
            ("grant_type", "authorization_code"),
            ("client_id", id),
            ("code", code),
            ("redirect_uri", redirect_uri),
        ]
        .into_iter()
        .collect()
    }
}
