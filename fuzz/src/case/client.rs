//! What a client decides.

use std::fmt;

use arbitrary::Arbitrary;

/// A server's metadata, and authorization requests to it.
#[derive(Arbitrary, Clone, PartialEq, Eq)]
pub struct ClientCase {
    /// Which document's rule holds.
    pub rule: Rule,
    /// `code_challenge_methods_supported`; `None` where it is absent.
    pub supported: Option<Vec<Listed>>,
    /// One authorization request after the other.
    pub attempts: Vec<Attempt>,
}

/// Which document's rule holds where metadata says nothing.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// RFC 7636.
    Rfc7636,
    /// MCP authorization.
    Mcp,
}

/// A name in `code_challenge_methods_supported`.
#[derive(Arbitrary, Clone, Debug, PartialEq, Eq)]
pub enum Listed {
    /// `S256`
    S256,
    /// `plain`
    Plain,
    /// Any other.
    Other(String),
}

/// One authorization request, up to the verifier.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What the client can do.
    pub capable: Capable,
    /// Where the code came from.
    pub answer: Elsewhere,
}

/// What a client can do.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capable {
    /// It can hash.
    OfS256,
    /// It can't.
    OfPlainAlone,
    /// It can't, and knows that the server offers plain.
    OfPlainAndKnows,
}

/// Where the code came from.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// From the server that was asked.
    Nowhere,
    /// From another issuer.
    OtherIssuer,
    /// The verifier is meant for another token endpoint.
    OtherEndpoint,
}

impl fmt::Debug for ClientCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "use pkce_fuzz::case::{{Attempt, Capable::*, ClientCase, Elsewhere::*, Listed, Rule}};"
        )?;
        writeln!(f, "pkce_fuzz::properties::client(&ClientCase {{")?;
        writeln!(f, "    rule: Rule::{:?},", self.rule)?;
        match &self.supported {
            None => writeln!(f, "    supported: None,")?,
            Some(names) => {
                write!(f, "    supported: Some(vec![")?;
                for name in names {
                    match name {
                        Listed::Other(text) => write!(f, "Listed::Other({text:?}.into()), ")?,
                        known => write!(f, "Listed::{known:?}, ")?,
                    }
                }
                writeln!(f, "]),")?;
            }
        }
        writeln!(f, "    attempts: vec!{:?},", self.attempts)?;
        f.write_str("});")
    }
}
