//! A target that answers anything.

use std::fmt;

use arbitrary::Arbitrary;

/// What a target says, one answer after the other, and then from the beginning again.
#[derive(Arbitrary, Clone, PartialEq, Eq)]
pub struct RunCase {
    /// The answers.
    pub answers: Vec<Said>,
    /// What it calls itself, and every text that it says.
    pub text: String,
}

/// One answer, in the text of the case.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The reference's answer.
    Right,
    /// `{"match"}`
    Match(bool),
    /// `{"valid"}`
    Valid(bool),
    /// `{"challenge"}`, with a method or without.
    Challenge(bool),
    /// `{"method"}`
    Method,
    /// So many times the text as verifiers.
    Verifiers(u8),
    /// A step's answer: which outcome, which members.
    Step(u8, u8),
    /// So many answers to steps.
    Steps(u8),
    /// `{}`
    Nothing,
    /// An error.
    Failed(u8),
    /// `unsupported`
    Unsupported,
    /// It broke.
    Broke,
}

impl fmt::Debug for RunCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "use pkce_fuzz::case::{{RunCase, Said::*}};")?;
        writeln!(f, "pkce_fuzz::properties::run(&RunCase {{")?;
        writeln!(f, "    answers: vec!{:?},", self.answers)?;
        writeln!(f, "    text: {:?}.into(),", self.text)?;
        f.write_str("});")
    }
}
