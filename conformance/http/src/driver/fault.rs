//! Why the driver got no answer.

use std::{io, net::IpAddr};

use pkce_conformance::fault::{Fault, FaultKind};

use crate::{message::WireError, signature::KeyError};

/// Why a step has no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    /// The server is not on this machine, and its operator's consent is not said.
    #[error(
        "{host} is at {address}, which is not this machine: write `operator_consents = true` under [server] if its \
         operator allows this run"
    )]
    NotHere {
        /// The host.
        host: String,
        /// Its address.
        address: IpAddr,
    },
    /// Its name has no address.
    #[error("{host} has no address: {why}; `resolve` under [server] can name one")]
    NoAddress {
        /// The host.
        host: String,
        /// Why.
        why: String,
    },
    /// Nobody listens there.
    #[error("cannot connect to {at}: {source}")]
    NoConnection {
        /// Host and port.
        at: String,
        /// Why.
        source: io::Error,
    },
    /// It does not show that it is who it is asked as.
    #[error(
        "TLS with {host} failed: {why}; where an authority of your own vouches for it, name its certificate by `ca` under \
         [server]"
    )]
    Untrusted {
        /// The host.
        host: String,
        /// Why.
        why: String,
    },
    /// No whole answer came.
    #[error("{what}: {source}")]
    Wire {
        /// The request, in words.
        what: String,
        /// Why.
        source: WireError,
    },
    /// The login went no further.
    #[error("the login is stuck: {0}")]
    Stuck(String),
    /// The file does not fit the server.
    #[error("{0}")]
    SetUp(String),
    /// Nothing can be signed.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The most requests of the file were sent.
    #[error("the {0} requests that `requests` under [pace] allows were sent")]
    Spent(usize),
}

impl Trouble {
    /// What the schedule hears.
    pub(super) fn fault(&self) -> Fault {
        let kind = match self {
            Self::Wire { source: WireError::TimedOut(_), .. } => FaultKind::TimedOut,
            Self::Wire { source: WireError::Closed, .. }
            | Self::NoConnection { .. }
            | Self::NotHere { .. }
            | Self::NoAddress { .. }
            | Self::Untrusted { .. }
            | Self::SetUp(_)
            | Self::Key(_)
            | Self::Spent(_) => FaultKind::Crashed,
            Self::Wire { .. } | Self::Stuck(_) => FaultKind::Nonsense,
        };
        Fault { kind, words: self.to_string() }
    }
}
