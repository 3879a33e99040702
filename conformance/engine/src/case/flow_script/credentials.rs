//! What a client shows of itself at the token and the pushed authorization request endpoint.

/// A client's authentication (RFC 6749 §2.3.1), by the way that the subject takes it.
pub(super) enum Credentials {
    None,
    Basic(String, String),
    Body(String),
    Key(String),
}

impl Credentials {
    /// What stands beside the parameters: HTTP Basic, or whose key signs.
    pub(super) fn beside(&self) -> (Option<(String, String)>, Option<String>) {
        match self {
            Self::Basic(id, secret) => (Some((id.clone(), secret.clone())), None),
            Self::Key(id) => (None, Some(id.clone())),
            Self::None | Self::Body(_) => (None, None),
        }
    }

    /// What stands among the parameters.
    pub(super) fn in_body(&self) -> Option<(&'static str, String)> {
        match self {
            Self::Body(secret) => Some(("client_secret", secret.clone())),
            Self::None | Self::Basic(..) | Self::Key(_) => None,
        }
    }
}
