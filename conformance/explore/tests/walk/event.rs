//! What can happen in the small world: each event is one request, or the clock's.

use pkce_vectors::{Alteration, Authentication, How, RoleName, Value};

/// One of the two codes: what it is asked with has names of its own.
pub(crate) type Slot = u8;

/// How many codes the world sees.
pub(crate) const CODES: Slot = 2;

/// The two clients: a public and a confidential one.
pub(crate) const CLIENTS: [RoleName; 2] = [RoleName::Public, RoleName::Confidential];

/// One thing that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Event {
    /// An authorization request, of one of two user agents.
    Authorize { slot: Slot, client: RoleName, ask: Ask, elsewhere: bool },
    /// The same, pushed.
    Push { slot: Slot, client: RoleName, ask: Ask },
    /// An authorization request that stands for the pushed one.
    Redirect { slot: Slot, client: RoleName, beside: Beside, elsewhere: bool },
    /// A token request.
    Token { slot: Slot, client: RoleName, login: Login, show: Show, uri: Uri },
    /// A code's lifetime passes.
    Wait,
}

/// What an authorization request says of PKCE. The text of every challenge is the S256 of the slot's verifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Ask {
    S256,
    Plain,
    Nothing,
    Empty,
    MethodAlone,
    MethodOmitted,
    MethodEmpty,
    MethodUnknown,
    MethodTwice,
    Twice,
    EmptyFirst,
}

/// What the query says beside the name of a pushed request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Beside {
    Nothing,
    /// The challenge of the stranger's verifier.
    Challenge,
    EmptyChallenge,
    /// `plain`
    Method,
}

/// What a token request says of its verifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Show {
    Right,
    /// The stranger's, well formed.
    Wrong,
    Missing,
    Empty,
    /// The one of the other code.
    Other,
    /// The S256 of the right one: what went over the wire as a challenge.
    Challenge,
    /// The same, with `plain` named beside it.
    ChallengeAsPlain,
    /// The stranger's, with its challenge beside it.
    WithChallenge,
    /// The stranger's, and a second one as wrong.
    TwoWrong,
}

/// How a client says who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Login {
    Own,
    None,
    Wrong,
    /// The right verifier in the place of the secret.
    Verifier,
}

/// The redirect URI of a token request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Uri {
    /// Registered for this client.
    Of(RoleName),
    Empty,
    /// Registered for this client, and more.
    Beyond(RoleName),
}

/// How much is wrong with one token request at most. A client that has no business with the code is a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Faults {
    One,
    /// Its verifier, and one thing more.
    Two,
}

/// Parameters by name, symbolic as in a flow.
pub(crate) type Params = Vec<(String, Value)>;

impl Ask {
    /// The least faulty first, so that the first trace of a length is the plainest.
    pub(crate) const ALL: [Self; 11] = [
        Self::S256,
        Self::Plain,
        Self::Nothing,
        Self::Empty,
        Self::MethodAlone,
        Self::MethodOmitted,
        Self::MethodEmpty,
        Self::MethodUnknown,
        Self::MethodTwice,
        Self::Twice,
        Self::EmptyFirst,
    ];

    pub(crate) fn params(self, slot: Slot) -> Params {
        let challenge = || Value::s256(right(slot));
        let (challenges, methods) = match self {
            Self::S256 => (vec![challenge()], vec!["S256".into()]),
            Self::Plain => (vec![challenge()], vec!["plain".into()]),
            Self::Nothing => (Vec::new(), Vec::new()),
            Self::Empty => (vec!["".into()], Vec::new()),
            Self::MethodAlone => (Vec::new(), vec!["S256".into()]),
            Self::MethodOmitted => (vec![challenge()], Vec::new()),
            Self::MethodEmpty => (vec![challenge()], vec!["".into()]),
            Self::MethodUnknown => (vec![challenge()], vec![unguessable()]),
            Self::MethodTwice => (vec![challenge()], vec!["S256".into(), "plain".into()]),
            Self::Twice => (vec![challenge(), Value::s256(wrong())], vec!["S256".into()]),
            Self::EmptyFirst => (vec!["".into(), challenge()], vec!["S256".into()]),
        };
        named(challenges, methods)
    }
}

impl Beside {
    pub(crate) const ALL: [Self; 4] =
        [Self::Nothing, Self::Challenge, Self::EmptyChallenge, Self::Method];

    pub(crate) fn params(self) -> Params {
        match self {
            Self::Nothing => Vec::new(),
            Self::Challenge => named(vec![Value::s256(wrong())], vec!["S256".into()]),
            Self::EmptyChallenge => named(vec!["".into()], Vec::new()),
            Self::Method => named(Vec::new(), vec!["plain".into()]),
        }
    }
}

impl Show {
    pub(crate) const ALL: [Self; 9] = [
        Self::Right,
        Self::Wrong,
        Self::Missing,
        Self::Empty,
        Self::Other,
        Self::Challenge,
        Self::ChallengeAsPlain,
        Self::WithChallenge,
        Self::TwoWrong,
    ];

    pub(crate) fn params(self, slot: Slot) -> Params {
        let verifiers = match self {
            Self::Missing => Vec::new(),
            Self::Empty => vec!["".into()],
            Self::Right => vec![right(slot)],
            Self::Wrong | Self::WithChallenge => vec![wrong()],
            Self::Other => vec![right(CODES - 1 - slot)],
            Self::Challenge | Self::ChallengeAsPlain => vec![Value::s256(right(slot))],
            Self::TwoWrong => vec![wrong(), Value::verifier("another")],
        };
        let verifiers = verifiers.into_iter().map(|value| ("code_verifier".to_owned(), value));
        let beside = match self {
            Self::ChallengeAsPlain => named(Vec::new(), vec!["plain".into()]),
            Self::WithChallenge => named(vec![Value::s256(wrong())], vec!["S256".into()]),
            _ => Vec::new(),
        };
        verifiers.chain(beside).collect()
    }
}

impl Login {
    pub(crate) const ALL: [Self; 4] = [Self::Own, Self::None, Self::Wrong, Self::Verifier];

    pub(crate) fn authentication(self, slot: Slot) -> Authentication {
        match self {
            Self::Own => Authentication::Own,
            Self::None => Authentication::None,
            Self::Wrong => Authentication::Wrong,
            Self::Verifier => Authentication::Verifier(name(slot)),
        }
    }
}

impl Uri {
    /// The value that takes the place of what the client itself would send, where it is another.
    pub(crate) fn value(self, client: RoleName) -> Option<Value> {
        match self {
            Self::Of(role) if role == client => None,
            Self::Of(role) => Some(Value::RedirectUri(role)),
            Self::Empty => Some("".into()),
            Self::Beyond(role) => Some(Value::RedirectUri(role).followed_by("/x")),
        }
    }
}

fn named(challenges: Vec<Value>, methods: Vec<Value>) -> Params {
    let challenges = challenges.into_iter().map(|value| ("code_challenge".to_owned(), value));
    let methods = methods.into_iter().map(|value| ("code_challenge_method".to_owned(), value));
    challenges.chain(methods).collect()
}

fn name(slot: Slot) -> String {
    format!("v{}", slot + 1)
}

fn right(slot: Slot) -> Value {
    Value::verifier(&name(slot))
}

fn wrong() -> Value {
    Value::verifier("wrong")
}

/// A method's name that no server knows.
fn unguessable() -> Value {
    let alter = Box::new(Value::verifier("name"));
    Value::Alter(Alteration { alter, how: How::Prefix, at: None, n: Some(16), with: None })
}
