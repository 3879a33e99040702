//! What holding an adapter to the rules of `PROTOCOL.md` came to.

/// One rule of the protocol, and whether an adapter keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleKept {
    /// The rule's name.
    pub name: &'static str,
    /// What `PROTOCOL.md` says.
    pub says: &'static str,
    /// What the adapter did instead; `None` where it keeps the rule.
    pub fault: Option<String>,
}
