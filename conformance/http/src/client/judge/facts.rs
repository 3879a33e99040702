//! What is known of a client from its other scenarios: the control, above all.

use pkce_vectors::Scenario;

use super::sight::Sight;
use crate::client::log::{Authentication, Log};

/// What the judge of one scenario knows of the client beside its log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Facts {
    /// It was given a secret.
    pub given_secret: bool,
    /// In the control it made an authorization request, and sent its code to the token endpoint.
    pub went_through: bool,
    /// It asked for metadata in the control.
    pub reads_metadata: bool,
    /// It sends some part of PKCE in the control.
    pub uses_pkce: bool,
    /// It sends a challenge by S256 in the control.
    pub can_s256: bool,
    /// It authenticates at the token endpoint.
    pub is_confidential: bool,
    /// It asks for an ID token with a nonce.
    pub has_nonce: bool,
    /// It stopped at a wrong `iss` that was announced: so it looks at `iss`.
    pub looks_at_iss: bool,
    /// Support of PKCE by the server is known to it beforehand.
    pub knows_support: bool,
}

impl Facts {
    /// What a control shows.
    #[must_use]
    pub fn of_control(control: &Scenario, log: &Log, given_secret: bool) -> Self {
        let facts = Self { given_secret, ..Self::default() };
        let sight = Sight::of(control, log, &facts);
        let exchanges = &sight.exchanges;
        let authenticates = exchanges
            .iter()
            .any(|exchange| exchange.request.authentication != Authentication::None);
        Self {
            went_through: !sight.authorizations.is_empty() && !exchanges.is_empty(),
            reads_metadata: sight.asked_for_metadata(),
            uses_pkce: sight.uses_pkce_here(),
            can_s256: sight.authorizations.iter().any(|request| request.method() == Some("S256")),
            is_confidential: authenticates,
            has_nonce: sight.authorizations.iter().any(|request| request.has_nonce()),
            ..facts
        }
    }
}
