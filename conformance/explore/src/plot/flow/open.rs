//! An authorization request, pushed or not.

use pkce_vectors::{Action, ClientRef, Expect, Request, Step, Value};
use proptest::{prelude::*, sample::select};

use super::Ground;
use crate::plot::{
    library::{By, Made, made},
    method::{Method, any_method, registered, unregistered},
    text::{Base, any_base, legal},
    twin::twin,
};

/// One request for a code.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    base: Base,
    challenge: Made,
    challenges: Challenges,
    method: Method,
    methods: Methods,
    way: Way,
    beside: Beside,
    /// The code whose verifier it shares, where that is another one.
    of: Option<usize>,
    /// What a twin of the base has in its middle.
    twin: Option<Vec<u8>>,
}

/// Which challenges are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Challenges {
    One,
    None,
    Empty,
    OneThenOther,
    OneTwice,
    EmptyThenOne,
    OneThenEmpty,
}

/// Which methods are sent.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Methods {
    Once,
    Twice,
    ThenOther(Method),
    BeforeOther(Method),
}

/// How the request comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Direct,
    UserAgent(&'static str),
    ByOther,
    Post,
    Object,
    ObjectBesideChallenge,
    Pushed(Query),
    PushedByOther,
}

/// What the query holds beside a pushed request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Query {
    Nothing,
    Challenge,
    EmptyChallenge,
    Method(&'static str),
}

/// What else the request holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Nothing,
    Unknown,
    MethodFirst,
    Elsewhere,
    /// A parameter that has nothing to do with PKCE.
    Param(&'static str, &'static str),
    Hybrid,
    NoState,
}

impl Open {
    /// The same request once more, with the same challenge.
    pub(super) fn again(&self, code: usize) -> Self {
        Self { of: Some(self.of.unwrap_or(code)), ..self.clone() }
    }

    /// The name of the verifier that belongs to code `code`.
    fn name(&self, code: usize) -> String {
        format!("v{}", self.of.unwrap_or(code))
    }

    /// The value of the verifier that belongs to the challenge.
    pub(super) fn verifier(&self, code: usize) -> Value {
        self.base.again(&self.name(code))
    }

    /// A value that some conversion makes the verifier; the verifier itself where there is none.
    pub(super) fn twin(&self, code: usize) -> Value {
        match &self.twin {
            Some(inner) => Base::with_middle(&self.name(code), inner),
            None => self.verifier(code),
        }
    }

    /// The challenge as it was sent.
    pub(super) fn challenge(&self, code: usize) -> Value {
        self.challenge.of(self.verifier(code), &self.method)
    }

    /// The steps that ask for code `code`.
    pub(super) fn steps(&self, code: usize, ground: &Ground, par: bool, steps: &mut Vec<Step>) {
        let both = |acceptance| vec![acceptance, Expect::Refused];
        let step = |action, expect| Step { action, expect, setup: false };
        let omit = match self.beside {
            Beside::NoState => vec!["state".to_owned()],
            _ => Vec::new(),
        };
        let request = Request { params: self.params(code), omit, ..Request::default() };
        let code_expected = both(Expect::Code(Some(format!("c{code}"))));
        let (query, client) = match self.way {
            Way::Pushed(query) if par => (query, ClientRef::Own),
            Way::PushedByOther if par => (Query::Nothing, ClientRef::Other),
            other => {
                let user_agent = match other {
                    Way::UserAgent(name) => Some(name.to_owned()),
                    _ => None,
                };
                let client = if other == Way::ByOther { ClientRef::Other } else { ClientRef::Own };
                let request = Request { user_agent, client, ..request };
                let request = match other {
                    Way::Post if ground.post => Request { post: true, ..request },
                    Way::Object | Way::ObjectBesideChallenge if ground.object => {
                        let query =
                            if other == Way::Object { Query::Nothing } else { Query::Challenge };
                        let object = Some(request.params);
                        Request { params: query.params(code), request_object: object, ..request }
                    }
                    _ => request,
                };
                steps.push(step(Action::Authorize(request), code_expected));
                return;
            }
        };
        let name = format!("r{code}");
        steps.push(step(Action::Par(request), both(Expect::RequestUri(Some(name.clone())))));
        let params = query.params(code);
        let authorize = Request { client, request_uri: Some(name), params, ..Request::default() };
        steps.push(step(Action::Authorize(authorize), code_expected));
    }

    fn params(&self, code: usize) -> Vec<(String, Value)> {
        let name = self.name(code);
        let drawn = if self.of.is_some_and(|of| of != code) {
            self.base.again(&name)
        } else {
            self.base.first(&name)
        };
        let own = self.challenge.of(drawn, &self.method);
        let again = || self.challenge(code);
        let other = || Value::s256(Value::verifier(&format!("w{code}")));
        let empty = || Value::from("");
        let challenges = match self.challenges {
            Challenges::One => vec![own],
            Challenges::None => Vec::new(),
            Challenges::Empty => vec![empty()],
            Challenges::OneThenOther => vec![own, other()],
            Challenges::OneTwice => vec![own, again()],
            Challenges::EmptyThenOne => vec![empty(), own],
            Challenges::OneThenEmpty => vec![own, empty()],
        };
        let methods = match &self.methods {
            Methods::Once => vec![&self.method],
            Methods::Twice => vec![&self.method, &self.method],
            Methods::ThenOther(other) => vec![&self.method, other],
            Methods::BeforeOther(other) => vec![other, &self.method],
        };
        let challenges = challenges.into_iter().map(|value| ("code_challenge".to_owned(), value));
        let method = |text: &Vec<u8>| match std::str::from_utf8(text) {
            Ok(text) => Value::from(text),
            Err(_) => Value::Hex(text.clone()),
        };
        let methods = methods.into_iter().flatten();
        let methods = methods.map(|text| ("code_challenge_method".to_owned(), method(text)));
        let mut params: Vec<_> = if self.beside == Beside::MethodFirst {
            methods.chain(challenges).collect()
        } else {
            challenges.chain(methods).collect()
        };
        match self.beside {
            Beside::Unknown => params.push(("x_unrecognized".to_owned(), Value::from("1"))),
            Beside::Elsewhere => {
                params.push((
                    "redirect_uri".to_owned(),
                    Value::from("https://client.invalid/callback"),
                ));
            }
            Beside::Param(name, value) => params.push((name.to_owned(), Value::from(value))),
            Beside::Hybrid => {
                for (name, value) in [
                    ("response_type", "code id_token"),
                    ("scope", "openid"),
                    ("nonce", "a-nonce-of-one-request"),
                ] {
                    params.push((name.to_owned(), Value::from(value)));
                }
            }
            Beside::Nothing | Beside::MethodFirst | Beside::NoState => {}
        }
        params
    }
}

impl Query {
    fn params(self, code: usize) -> Vec<(String, Value)> {
        let challenge = |value| ("code_challenge".to_owned(), value);
        let method = |name| ("code_challenge_method".to_owned(), Value::from(name));
        match self {
            Self::Nothing => Vec::new(),
            Self::Challenge => {
                vec![challenge(Value::s256(Value::verifier(&format!("w{code}")))), method("S256")]
            }
            Self::EmptyChallenge => vec![challenge(Value::from(""))],
            Self::Method(name) => vec![method(name)],
        }
    }
}

/// Requests for a code: most are right, or wrong in one thing.
pub(super) fn open() -> BoxedStrategy<Open> {
    let right = || {
        (legal(), prop_oneof![4 => Just(Some(b"S256".to_vec())), 1 => registered()]).prop_map(
            |(base, method)| Open {
                base,
                challenge: Made { by: By::Method, twists: Vec::new() },
                challenges: Challenges::One,
                method,
                methods: Methods::Once,
                way: Way::Direct,
                beside: Beside::Nothing,
                of: None,
                twin: None,
            },
        )
    };
    let challenges = || {
        prop_oneof![
            3 => Just(Challenges::None),
            2 => Just(Challenges::Empty),
            1 => select(vec![
                Challenges::OneThenOther,
                Challenges::OneTwice,
                Challenges::EmptyThenOne,
                Challenges::OneThenEmpty,
            ]),
        ]
    };
    let methods = || {
        prop_oneof![
            1 => Just(Methods::Twice),
            2 => registered().prop_map(Methods::ThenOther),
            2 => registered().prop_map(Methods::BeforeOther),
        ]
    };
    let query = prop_oneof![
        3 => Just(Query::Nothing),
        2 => Just(Query::Challenge),
        1 => Just(Query::EmptyChallenge),
        1 => select(vec!["plain", "S256"]).prop_map(Query::Method),
    ];
    let way = move || {
        prop_oneof![
            4 => query.clone().prop_map(Way::Pushed),
            2 => select(vec!["a", "b"]).prop_map(Way::UserAgent),
            1 => Just(Way::PushedByOther),
            2 => Just(Way::ByOther),
            2 => Just(Way::Post),
            2 => Just(Way::Object),
            1 => Just(Way::ObjectBesideChallenge),
        ]
    };
    let beside = || {
        select(vec![
            Beside::Unknown,
            Beside::MethodFirst,
            Beside::Elsewhere,
            Beside::Param("scope", "openid"),
            Beside::Param("scope", "openid offline_access"),
            Beside::Param("prompt", "login"),
            Beside::Param("prompt", "consent"),
            Beside::Param("prompt", "none"),
            Beside::Param("response_mode", "form_post"),
            Beside::Param("state", "one-state-of-many-requests"),
            Beside::Hybrid,
            Beside::NoState,
        ])
    };
    let odd = (any_base(), made(), any_method(), (challenges(), methods(), way(), beside()));
    prop_oneof![
        8 => right(),
        3 => (right(), way()).prop_map(|(open, way)| Open { way, ..open }),
        3 => (right(), challenges()).prop_map(|(open, challenges)| Open { challenges, ..open }),
        1 => (right(), challenges(), way()).prop_map(|(open, challenges, way)| {
            Open { challenges, way, ..open }
        }),
        2 => (right(), any_method()).prop_map(|(open, method)| Open { method, ..open }),
        1 => (right(), any_method(), made()).prop_map(|(open, method, challenge)| {
            Open { challenge, method, ..open }
        }),
        1 => (right(), any_method(), way()).prop_map(|(open, method, way)| {
            Open { method, way, ..open }
        }),
        1 => (right(), methods()).prop_map(|(open, methods)| Open { methods, ..open }),
        2 => (right(), made()).prop_map(|(open, challenge)| Open { challenge, ..open }),
        3 => (right(), twin()).prop_map(|(open, (exotic, other))| Open {
            base: open.base.clone().around_middle(other),
            twin: Some(exotic),
            ..open
        }),
        4 => (right(), unregistered(), any::<bool>()).prop_map(|(open, method, plain)| {
            let by = if plain { By::Plain } else { By::S256 };
            Open { method, challenge: Made { by, twists: Vec::new() }, ..open }
        }),
        2 => (right(), any_base()).prop_map(|(open, base)| Open { base, ..open }),
        6 => (right(), beside()).prop_map(|(open, beside)| Open { beside, ..open }),
        1 => odd.prop_map(|(base, challenge, method, (challenges, methods, way, beside))| Open {
            base, challenge, challenges, method, methods, way, beside, of: None, twin: None,
        }),
    ]
    .boxed()
}
