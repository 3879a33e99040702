//! What holding an adapter to the rules of `PROTOCOL.md` came to.

/// One rule of the protocol, and whether an adapter keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleKept {
    /// The rule's name.
    pub name: &'static str,
    /// What `PROTOCOL.md` says.
    pub says: &'static str,
    /// What to change where it is not kept.
    pub change: &'static str,
    /// What trying it came to.
    pub outcome: RuleOutcome,
}

/// What trying one rule came to. The texts hold what the adapter said, and that is hostile text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleOutcome {
    /// The adapter keeps it.
    Kept,
    /// No implementation explains what the adapter did.
    Broken(String),
    /// The implementation itself may do what was seen, and so may the adapter: only its author knows.
    Question(String),
    /// Why it could not be tried.
    NotTried(String),
}

impl RuleKept {
    /// Whether the adapter breaks the rule.
    #[must_use]
    pub const fn is_broken(&self) -> bool {
        matches!(self.outcome, RuleOutcome::Broken(_))
    }
}
