//! What the user agent, and whoever sits before it, does.

use serde::{Deserialize, Serialize};

/// One thing that happens. Logins have numbers from 1, within a process of the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// A login is begun, opened, and its answer given to the client.
    Login(u8),
    /// The client is told to begin a login: the next one in number.
    Begin(u8),
    /// The same, with the second server.
    BeginAtSecond(u8),
    /// The user agent opens the link of a login, and holds the answer back.
    Open(u8),
    /// The client gets the answer of a login.
    Return(u8),
    /// The client gets an answer that nobody asked for: a code of somebody else's under a `state` that it never sent.
    Forge(u8),
    /// The client gets the answer of a login as if the second server had given it: a code of the second server's, at the
    /// redirect URI that is the first one's too.
    ReturnFromSecond(u8),
}

impl Act {
    /// The login that it is about.
    #[must_use]
    pub const fn login(self) -> u8 {
        match self {
            Self::Login(login)
            | Self::Begin(login)
            | Self::BeginAtSecond(login)
            | Self::Open(login)
            | Self::Return(login)
            | Self::Forge(login)
            | Self::ReturnFromSecond(login) => login,
        }
    }

    /// Whether it begins its login.
    #[must_use]
    pub const fn begins(self) -> bool {
        matches!(self, Self::Login(_) | Self::Begin(_) | Self::BeginAtSecond(_))
    }
}
