//! Events at an authorization server, in any order.

use std::fmt;

use arbitrary::Arbitrary;

use crate::world::{Choices, Who};

/// A policy and what happens under it.
#[derive(Arbitrary, Clone, PartialEq, Eq)]
pub struct FlowCase {
    /// What the server offers and requires.
    pub choices: Choices,
    /// What happens. Codes, pushed requests and verifiers are named by numbers, which wrap around.
    pub events: Vec<Event>,
}

/// One request, or time that passes.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// An authorization request.
    Authorize {
        /// Who asks.
        who: Who,
        /// What it says of PKCE.
        challenge: Challenge,
    },
    /// A pushed authorization request.
    Push {
        /// Who pushes.
        who: Who,
        /// How it authenticates.
        login: Login,
        /// What it says of PKCE.
        challenge: Challenge,
    },
    /// An authorization request with a `request_uri`.
    AuthorizePushed {
        /// Who asks.
        who: Who,
        /// Which pushed request.
        pushed: u8,
        /// What the query says of PKCE beside it.
        beside: Beside,
    },
    /// A token request.
    Redeem {
        /// Who asks.
        who: Who,
        /// How it authenticates.
        login: Login,
        /// Which code.
        code: u8,
        /// What is sent as verifier.
        verifier: Verifier,
        /// What is sent as redirect URI.
        redirect_uri: RedirectUri,
    },
    /// The same token request twice in a row, with the client's own login and redirect URI.
    RedeemTwice {
        /// Who asks.
        who: Who,
        /// Which code.
        code: u8,
        /// What is sent as verifier.
        verifier: Verifier,
    },
    /// So many seconds pass.
    Wait(u8),
}

/// What an authorization request says of PKCE.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// Nothing.
    Unchallenged,
    /// An empty challenge.
    EmptyChallenge,
    /// S256 of this verifier.
    S256Of(u8),
    /// This verifier, as plain.
    PlainOf(u8),
    /// This verifier, without a method.
    MethodOmitted(u8),
    /// S256 of this verifier, under the name `s256`.
    MethodMisspelt(u8),
    /// S256 of the first verifier, then of the second.
    ChallengedTwice(u8, u8),
    /// A method alone.
    MethodAlone,
}

/// What the query says beside a `request_uri`.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Nothing.
    Nothing,
    /// S256 of this verifier.
    Another(u8),
}

/// How a client authenticates.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login {
    /// As it should.
    Own,
    /// Not at all.
    Anonymous,
    /// With a wrong secret.
    WrongSecret,
    /// With this verifier as its secret.
    VerifierAsSecret(u8),
}

/// What a token request sends as verifier.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verifier {
    /// Nothing.
    Unverified,
    /// An empty one.
    EmptyVerifier,
    /// This one.
    Whole(u8),
    /// This one, the octet at this place replaced.
    Edited(u8, u8, u8),
    /// This one, with an octet appended.
    Extended(u8, u8),
    /// So much of this one.
    Cut(u8, u8),
    /// This one's S256 challenge.
    ChallengeItself(u8),
    /// The first, then the second.
    VerifiedTwice(u8, u8),
}

/// What a token request sends as redirect URI.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectUri {
    /// The one of the authorization request.
    Same,
    /// None.
    Omitted,
    /// Another one.
    Wrong,
}

impl fmt::Debug for FlowCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in [
            "use pkce_fuzz::case::{Beside::*, Challenge::*, Event::*, FlowCase, Login::*, RedirectUri::*, Verifier::*};",
            "use pkce_fuzz::world::{Choices, Who::*};",
            "pkce_fuzz::properties::flow(&FlowCase {",
        ] {
            writeln!(f, "{line}")?;
        }
        writeln!(f, "    choices: {:?},", self.choices)?;
        writeln!(f, "    events: vec![")?;
        for event in &self.events {
            writeln!(f, "        {event:?},")?;
        }
        f.write_str("    ],\n});")
    }
}
