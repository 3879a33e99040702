//! What a decision may look at.

use core::time::Duration;

use super::{Binding, Client, Grant};
use crate::{
    policy::Policy,
    request::{AuthorizationRequest, Parameter, Parameters},
};

/// An authorization request whose client and redirect URI are known.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The server's policy.
    pub policy: &'a Policy,
    /// The client that asks.
    pub client: &'a Client,
    /// The parameters as the server reads them.
    pub request: AuthorizationRequest<'a>,
    /// The parameters as they came.
    pub sent: &'a Parameters,
}

/// How a client shows at the token or PAR endpoint who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It only names itself.
    Named,
    /// Its secret is in an `Authorization` header (RFC 6749 §2.3.1).
    Basic,
    /// Its secret is in the body.
    Body,
    /// An assertion was signed with its key (RFC 7523 §2.2).
    Key,
}

/// A client that says who it is.
#[derive(Clone, Copy, Debug)]
pub struct Login<'a> {
    /// The client that it says it is.
    pub client: &'a Client,
    /// The secret, from the header or from the body.
    pub secret: Option<&'a [u8]>,
    /// The way in which it says so.
    pub way: Way,
    /// The verifier beside it.
    pub verifier: Parameter<'a>,
    /// The parameters as they came.
    pub sent: &'a Parameters,
}

/// A token request at the point where the verifier is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Proof<'a> {
    /// The server's policy.
    pub policy: &'a Policy,
    /// The client that asks.
    pub client: &'a Client,
    /// How it showed who it is.
    pub way: Way,
    /// The code.
    pub grant: &'a Grant,
    /// The challenge that the verifier must answer.
    pub binding: &'a Binding,
    /// `code_verifier`
    pub verifier: Parameter<'a>,
    /// `code_challenge_method`, which has no business here
    pub method: Parameter<'a>,
    /// The parameters as they came.
    pub sent: &'a Parameters,
    /// The time.
    pub now: Duration,
}
