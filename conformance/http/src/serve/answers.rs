//! Whatever answers requests that come to a listener.

use pkce_conformance::messages::Response;

use super::site::{Asked, Site};

/// A site, or a server of another kind.
pub(crate) trait Answers: Send + Sync {
    /// Answers a request that came to `issuer`.
    fn answer(&self, issuer: &str, asked: Asked<'_>) -> Said;
}

/// What comes of a request.
pub(crate) enum Said {
    /// An answer.
    Response(Response),
    /// None: the connection ends.
    HangUp,
}

impl Answers for Site {
    fn answer(&self, issuer: &str, asked: Asked<'_>) -> Said {
        Said::Response(Self::answer(self, issuer, asked))
    }
}
