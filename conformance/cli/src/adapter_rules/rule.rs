//! What a rule is, and what trying it comes to.

use super::conversation::Conversation;

/// One rule of `PROTOCOL.md`.
pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) says: &'static str,
    /// What its author changes where an adapter does not keep it.
    pub(super) change: &'static str,
    /// Whether trying it may leave the process in a state that is of no use to another rule.
    pub(super) ends: bool,
    pub(super) run: fn(&mut Conversation<'_>) -> Tried,
}

/// What trying a rule comes to; the error is what the adapter did instead.
pub(super) type Tried = Result<Seen, String>;

/// A rule that no answer breaks.
pub(super) enum Seen {
    /// The adapter keeps it.
    Kept,
    /// What the implementation itself may do, and the adapter too.
    Doubt(String),
    /// Why it could not be tried.
    Nothing(String),
}

impl Seen {
    pub(super) fn nothing(why: &str) -> Self {
        Self::Nothing(why.to_owned())
    }
}
