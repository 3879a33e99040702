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

/// A client that says who it is.
#[derive(Clone, Copy, Debug)]
pub struct Login<'a> {
    /// The client that it says it is.
    pub client: &'a Client,
    /// The secret, from the header or from the body.
    pub secret: Option<&'a [u8]>,
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
    /// Whether it sent a secret.
    pub secret_sent: bool,
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
