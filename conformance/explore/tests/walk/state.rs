//! A moment of the small world: the server with all that it holds, and a ledger of what was asked of it.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    time::Duration,
};

use pkce_core::server::{AuthorizationServer, Binding, BoundMethod, Grant};
use pkce_vectors::RoleName;

use super::{
    breach::{Breach, Demand},
    event::{Ask, CODES, Slot},
};

/// What passes in one step of the clock: more than a code's lifetime, and a pushed request's.
pub(crate) const TICK: Duration = Duration::from_secs(61);

/// A moment. Two of them are the same where no later event tells them apart.
#[derive(Clone)]
pub(crate) struct State {
    /// The place of its setting among the world's.
    pub(crate) setting: usize,
    pub(crate) server: AuthorizationServer,
    pub(crate) now: Duration,
    /// How many events lie behind; no part of what makes two moments the same.
    pub(crate) events: usize,
    /// The codes that were given, by slot.
    pub(crate) codes: [Option<Code>; CODES as usize],
    pub(crate) pushed: Option<PushedAs>,
    /// A token that should not have been given: the end.
    pub(crate) breach: Option<Breach>,
    key: Key,
}

/// A code, as the ledger has it.
#[derive(Clone)]
pub(crate) struct Code {
    pub(crate) name: String,
    pub(crate) client: RoleName,
    pub(crate) demand: Demand,
    /// Whether the second user agent asked.
    pub(crate) elsewhere: bool,
    pub(crate) issued: Duration,
    /// Whether the other code was given before.
    pub(crate) second: bool,
    /// How many tokens it gave.
    pub(crate) tokens: u8,
}

/// A pushed request, as the ledger has it.
#[derive(Clone)]
pub(crate) struct PushedAs {
    pub(crate) name: String,
    pub(crate) slot: Slot,
    pub(crate) client: RoleName,
    pub(crate) ask: Ask,
}

/// What is left of a moment when names, hours and what nothing can depend on are taken out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Key {
    setting: usize,
    codes: [Option<CodeKey>; CODES as usize],
    pushed: Option<(RoleName, Ask)>,
    /// Which of two codes is the older.
    second: Option<bool>,
    breach: Option<Breach>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum CodeKey {
    /// The server knows it no more: whatever comes, it is refused.
    Gone,
    Known {
        client: RoleName,
        demand: Demand,
        elsewhere: bool,
        tokens: u8,
        binding: u64,
        /// In steps of the clock; nothing tells two from one.
        age: u64,
        redeemed: Option<u64>,
        /// Nothing tells the second failure from the first.
        failed: bool,
    },
}

impl State {
    pub(crate) fn new(setting: usize, server: AuthorizationServer) -> Self {
        let first = Self {
            setting,
            server,
            now: Duration::from_secs(1),
            events: 0,
            codes: [const { None }; CODES as usize],
            pushed: None,
            breach: None,
            key: Key::default(),
        };
        first.settled()
    }

    /// The same after an event.
    pub(crate) fn settled(mut self) -> Self {
        let codes = self.codes.each_ref().map(|code| code.as_ref().map(|code| self.code_key(code)));
        let [first, second] = &self.codes;
        let second = first.as_ref().zip(second.as_ref()).map(|(first, _)| first.second);
        let second = second.filter(|_| !codes.contains(&Some(CodeKey::Gone)));
        let pushed = self.usable().map(|pushed| (pushed.client, pushed.ask));
        self.key = Key { setting: self.setting, codes, pushed, second, breach: self.breach };
        self
    }

    /// The first slot for a code that is neither given nor to come of a pushed request.
    pub(crate) fn next_slot(&self) -> Option<Slot> {
        let taken = self.usable().map(|pushed| pushed.slot);
        (0..CODES).find(|slot| self.code(*slot).is_none() && Some(*slot) != taken)
    }

    /// The pushed request, while a code can come of it.
    pub(crate) fn usable(&self) -> Option<&PushedAs> {
        let pushed = self.pushed.as_ref().filter(|pushed| self.code(pushed.slot).is_none())?;
        let known = self.server.pushed_request(&pushed.name)?;
        (self.age(known.issued) == 0).then_some(pushed)
    }

    pub(crate) fn code(&self, slot: Slot) -> Option<&Code> {
        self.codes.get(usize::from(slot))?.as_ref()
    }

    /// Whether the clock makes a difference: there is something that can expire.
    pub(crate) fn has_young(&self) -> bool {
        let young = |key: &CodeKey| matches!(key, CodeKey::Known { age: 0, .. });
        self.key.codes.iter().flatten().any(young) || self.usable().is_some()
    }

    /// The client of a code that the server still knows. What it has forgotten it refuses before any decision.
    pub(crate) fn owner(&self, slot: Slot) -> Option<RoleName> {
        match self.key.codes.get(usize::from(slot))?.as_ref()? {
            CodeKey::Known { client, .. } => Some(*client),
            CodeKey::Gone => None,
        }
    }

    fn code_key(&self, code: &Code) -> CodeKey {
        let Some(grant) = self.server.grant(&code.name) else { return CodeKey::Gone };
        CodeKey::Known {
            client: code.client,
            demand: code.demand,
            elsewhere: code.elsewhere,
            tokens: code.tokens,
            binding: binding(grant),
            age: self.age(grant.issued),
            redeemed: grant.redeemed.map(|redeemed| self.age(redeemed)),
            failed: grant.failures > 0,
        }
    }

    fn age(&self, since: Duration) -> u64 {
        u64::from(self.now.saturating_sub(since) >= TICK)
    }
}

/// A challenge in few octets.
fn binding(grant: &Grant) -> u64 {
    let mut hasher = DefaultHasher::new();
    std::mem::discriminant(&grant.binding).hash(&mut hasher);
    if let Binding::Challenge(challenge) = &grant.binding {
        (challenge.method == BoundMethod::S256).hash(&mut hasher);
        (challenge.method == BoundMethod::PLAIN).hash(&mut hasher);
        challenge.text.hash(&mut hasher);
    }
    hasher.finish()
}

impl Hash for State {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.key.fmt(f)
    }
}
