//! What the server remembers: codes, what they are bound to, pushed requests, tokens.

use alloc::{string::String, vec::Vec};
use core::{fmt, time::Duration};

use super::store::Store;
use crate::{method::ChallengeMethod, request::Parameters};

/// A code that was issued, and all that it is bound to.
#[derive(Clone)]
pub struct Grant {
    /// The client that it was issued to.
    pub client_id: String,
    /// Where it was sent.
    pub redirect_uri: Vec<u8>,
    /// Whether the authorization request named that redirect URI.
    pub redirect_uri_sent: bool,
    /// The user agent that asked.
    pub user_agent: String,
    /// The parameters of its request, as they came, wherever they came in.
    pub asked: Parameters,
    /// The challenge.
    pub binding: Binding,
    /// When it was issued.
    pub issued: Duration,
    /// How often it was presented in vain.
    pub failures: u32,
    /// When it was first redeemed.
    pub redeemed: Option<Duration>,
    /// The names of the tokens that it gave.
    pub(super) tokens: Vec<String>,
}

/// Without the tokens' names.
impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant")
            .field("client_id", &self.client_id)
            .field("binding", &self.binding)
            .field("issued", &self.issued)
            .field("failures", &self.failures)
            .field("redeemed", &self.redeemed)
            .finish_non_exhaustive()
    }
}

/// Whether a code is bound to a challenge.
#[derive(Clone, Debug)]
pub enum Binding {
    /// To this one.
    Challenge(BoundChallenge),
    /// The authorization request had none, and needed none.
    Absent,
    /// The server has lost sight of what was asked, and checks nothing.
    /// [`Standard`](super::Standard) never gets here; published servers did.
    Lost,
}

/// What becomes of a code that was presented in vain.
#[derive(Clone, Debug)]
pub enum Fate {
    /// It stays as it is.
    Keep,
    /// It is forgotten, and refused from then on.
    Burn,
    /// It stays, bound to something else.
    Rebind(Binding),
}

/// A challenge as the server keeps it: text and method, both as the server took them.
///
/// Text and not [`CodeChallenge`](crate::CodeChallenge), so that a server with other ideas of a
/// challenge can be expressed; [`Standard`](super::Standard) keeps nothing that
/// `CodeChallenge::parse` would refuse.
#[derive(Clone)]
pub struct BoundChallenge {
    /// The method.
    pub method: BoundMethod,
    /// The text.
    pub text: Vec<u8>,
}

impl fmt::Debug for BoundChallenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BoundChallenge({:?}, [redacted])", self.method)
    }
}

/// The method of a bound challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BoundMethod {
    /// One of RFC 7636.
    Known(ChallengeMethod),
    /// Another one, by its name: RFC 7636 §6.2 lets servers offer more.
    Other(Vec<u8>),
}

impl BoundMethod {
    /// `S256`
    pub const S256: Self = Self::Known(ChallengeMethod::S256);
    /// `plain`
    pub const PLAIN: Self = Self::Known(ChallengeMethod::Plain);
}

/// Every code that the server remembers.
#[derive(Clone)]
pub struct Grants(pub(super) Store<Grant>);

impl Grants {
    /// From the oldest to the newest, spent ones too.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Grant> {
        self.0.iter()
    }
}

/// A pushed authorization request (RFC 9126).
#[derive(Clone, Debug)]
pub struct Pushed {
    /// The client that pushed it.
    pub client_id: String,
    /// Its parameters, as they came, without the secret.
    pub parameters: Parameters,
    /// When it came.
    pub issued: Duration,
    /// How long it is good.
    pub lifetime: Duration,
}

/// An access token.
#[derive(Clone, Debug)]
pub struct Token {
    /// The client that it was issued to.
    pub client_id: String,
    /// When it was issued.
    pub issued: Duration,
    /// How long it is good.
    pub lifetime: Duration,
    /// Whether it was taken back.
    pub revoked: bool,
}
