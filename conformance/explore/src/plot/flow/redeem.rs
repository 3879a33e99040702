//! A token request.

use pkce_conformance::wire::ClientAuth;
use pkce_vectors::{
    Action, Alteration, Authentication, ClientRef, Expect, How, Request, RoleName, Step, Value,
};
use proptest::{
    prelude::*,
    sample::{Index, select},
};

use super::{Ground, Open};
use crate::plot::text::{Twist, one_of, twist, twisted, twists};

/// One attempt to redeem a code.
#[derive(Debug, Clone)]
pub(crate) struct Redeem {
    presented: Presented,
    second: Option<Presented>,
    place: Place,
    by: By,
    redirect: Redirect,
    beside: Beside,
    sent: Sent,
    race: Option<(u32, Option<Presented>)>,
}

/// Where a redemption stands in its flow.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    /// Which code is redeemed, from 1.
    pub(super) code: usize,
    /// How many codes were asked for.
    pub(super) opens: usize,
    /// The client of the case is confidential.
    pub(super) confidential: bool,
    /// The step's place.
    pub(super) index: usize,
}

/// What is sent as the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    Code,
    Changed(i32),
    LeftOut(i32),
    Empty,
}

/// What is presented as the verifier.
#[derive(Debug, Clone)]
enum Presented {
    Right,
    Twin,
    Missing,
    Empty,
    Another,
    Twisted(Vec<Twist>),
    Challenge,
    OfOther(Index),
    Secret,
    ClientId,
}

/// Where the verifier stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Body,
    Query,
    QueryBesideAnother,
    List,
    NameAlone,
}

/// Who redeems, and how the client authenticates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Own,
    Other,
    OtherKind,
    WrongSecret,
    NoSecret,
    SecretOfOther,
    VerifierAsSecret,
    Chosen(ClientAuth),
}

/// Which redirect URI is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Redirect {
    Own,
    Foreign,
    Extended,
    OfOther,
    /// Of the client of the case, whoever asks.
    OfCase,
}

/// What else the request holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Nothing,
    Unknown,
    Method(&'static str),
    OwnChallenge,
}

impl Redeem {
    /// The step that redeems code `code` of `opens`.
    pub(super) fn step(&self, at: At, opened: &Open, ground: &Ground) -> Step {
        let At { code, opens, confidential, index } = at;
        let own = if confidential { RoleName::Confidential } else { RoleName::Public };
        let by = match self.by {
            By::NoSecret | By::SecretOfOther | By::VerifierAsSecret if !confidential => By::Own,
            By::Chosen(way) if !confidential || !ground.ways.is_some_and(|ways| ways.has(way)) => {
                By::Own
            }
            by => by,
        };
        let (client, auth) = match by {
            By::Own => (ClientRef::Own, Authentication::Own),
            By::Other => (ClientRef::Other, Authentication::Own),
            By::OtherKind if confidential => {
                (ClientRef::Named(RoleName::Public), Authentication::Own)
            }
            By::OtherKind => (ClientRef::Named(RoleName::Confidential), Authentication::Own),
            By::WrongSecret => (ClientRef::Own, Authentication::Wrong),
            By::NoSecret => (ClientRef::Own, Authentication::None),
            By::SecretOfOther => (ClientRef::Own, Authentication::Of(RoleName::Confidential2)),
            By::VerifierAsSecret => (ClientRef::Own, Authentication::Verifier(format!("v{code}"))),
            By::Chosen(way) => (
                ClientRef::Own,
                match way {
                    ClientAuth::None => Authentication::Own,
                    ClientAuth::Basic => Authentication::Basic,
                    ClientAuth::Post => Authentication::Post,
                    ClientAuth::Key => Authentication::Key,
                },
            ),
        };
        let value = |presented: &Presented| presented.value(code, opened, opens, own);
        let mut params = Vec::new();
        let redirect = match self.redirect {
            Redirect::Own => None,
            Redirect::Foreign => Some(Value::from("https://client.invalid/callback")),
            Redirect::Extended => Some(Value::RedirectUri(own).followed_by("/x")),
            Redirect::OfOther => Some(Value::RedirectUri(own.other())),
            Redirect::OfCase => Some(Value::RedirectUri(own)),
        };
        params.extend(redirect.map(|value| ("redirect_uri".to_owned(), value)));
        let mut query = Vec::new();
        let mut raw = None;
        let verifier = |value| ("code_verifier".to_owned(), value);
        let first = value(&self.presented);
        match self.place {
            Place::Body => {
                params.extend(first.map(verifier));
                let second = self.second.as_ref().and_then(value);
                params.extend(second.map(verifier));
            }
            Place::Query => query.extend(first.map(verifier)),
            Place::QueryBesideAnother => {
                query.extend(first.map(verifier));
                params.push(verifier(Value::verifier("x1")));
            }
            Place::List => params.push(("code_verifier[]".to_owned(), Value::verifier("x1"))),
            Place::NameAlone => raw = Some(Value::from("code_verifier")),
        }
        let extra = |name: &str, value| (name.to_owned(), value);
        match self.beside {
            Beside::Nothing => {}
            Beside::Unknown => params.push(extra("x_unrecognized", Value::from("1"))),
            Beside::Method(name) => params.push(extra("code_challenge_method", Value::from(name))),
            Beside::OwnChallenge => {
                let made_of = value(&self.presented).unwrap_or_else(|| Value::verifier("x1"));
                params.push(extra("code_challenge", Value::s256(made_of)));
                params.push(extra("code_challenge_method", Value::from("S256")));
            }
        }
        let name = format!("c{code}");
        let altered = |how, at| {
            let alter = Box::new(Value::Code(name.clone()));
            Value::Alter(Alteration { alter, how, at: Some(at), n: None, with: None })
        };
        let instead = match self.sent {
            Sent::Code => None,
            Sent::Changed(at) => Some(altered(How::Change, at)),
            Sent::LeftOut(at) => Some(altered(How::Remove, at)),
            Sent::Empty => Some(Value::from("")),
        };
        let code = instead.is_none().then_some(name);
        params.extend(instead.map(|value| ("code".to_owned(), value)));
        let request = Request { client, auth, code, params, query, raw, ..Request::default() };
        if let Some((times, other)) = &self.race {
            let expect = vec![Expect::AtMostTokens(times - 1)];
            let other = other.as_ref().map(|other| {
                let mut unlike = request.clone();
                unlike.params.retain(|(name, _)| name != "code_verifier");
                unlike.params.extend(value(other).map(verifier));
                unlike
            });
            let tokens = std::iter::once(request).chain(other).collect();
            return Step { action: Action::Race { tokens, times: *times }, expect, setup: false };
        }
        let expect = vec![Expect::Token(Some(format!("t{index}"))), Expect::Refused];
        Step { action: Action::Token(request), expect, setup: false }
    }
}

impl Presented {
    fn value(&self, code: usize, opened: &Open, opens: usize, own: RoleName) -> Option<Value> {
        Some(match self {
            Self::Right => opened.verifier(code),
            Self::Twin => opened.twin(code),
            Self::Missing => return None,
            Self::Empty => Value::from(""),
            Self::Twisted(twists) => twisted(opened.verifier(code), twists),
            Self::Challenge => opened.challenge(code),
            Self::OfOther(index) => {
                let other = one_of(*index, opens) + 1;
                // The verifier of another code; where there is no other, of a challenge that went beside.
                Value::verifier(&if other == code {
                    format!("w{code}")
                } else {
                    format!("v{other}")
                })
            }
            Self::Secret if own.is_confidential() => Value::Secret(own),
            Self::Another | Self::Secret => Value::verifier("x1"),
            Self::ClientId => Value::ClientId(own),
        })
    }
}

/// Attempts: right, or wrong in one thing, now and then in more.
pub(super) fn redeem() -> BoxedStrategy<Redeem> {
    let of = |presented| Redeem {
        presented,
        second: None,
        place: Place::Body,
        by: By::Own,
        redirect: Redirect::Own,
        beside: Beside::Nothing,
        sent: Sent::Code,
        race: None,
    };
    let presented = prop_oneof![
        8 => Just(Presented::Right),
        6 => Just(Presented::Twin),
        6 => Just(Presented::Missing),
        3 => Just(Presented::Empty),
        5 => Just(Presented::Another),
        12 => twist().prop_map(|twist| Presented::Twisted(vec![twist])),
        1 => twists().prop_map(Presented::Twisted),
        4 => Just(Presented::Challenge),
        3 => any::<Index>().prop_map(Presented::OfOther),
        1 => select(vec![Presented::Secret, Presented::ClientId]),
    ];
    let second = prop_oneof![
        2 => Just(Presented::Another),
        2 => Just(Presented::Empty),
        2 => Just(Presented::Right),
    ];
    let place =
        select(vec![Place::Query, Place::QueryBesideAnother, Place::List, Place::NameAlone]);
    let by = select(vec![
        By::Other,
        By::OtherKind,
        By::WrongSecret,
        By::NoSecret,
        By::SecretOfOther,
        By::VerifierAsSecret,
    ]);
    let chosen = select(vec![ClientAuth::Basic, ClientAuth::Post, ClientAuth::Key]);
    let sent = select(vec![
        Sent::Changed(-4),
        Sent::LeftOut(-4),
        Sent::Changed(0),
        Sent::Changed(20),
        Sent::Empty,
    ]);
    let other = prop_oneof![
        1 => Just(None),
        1 => select(vec![Presented::Another, Presented::Missing, Presented::Right]).prop_map(Some),
    ];
    let redirect = select(vec![Redirect::Foreign, Redirect::Extended, Redirect::OfOther]);
    let beside = select(vec![
        Beside::Unknown,
        Beside::Method("plain"),
        Beside::Method("S256"),
        Beside::OwnChallenge,
    ]);
    let base = presented.prop_map(of);
    prop_oneof![
        14 => base.clone(),
        2 => (base.clone(), second).prop_map(|(redeem, second)| Redeem { second: Some(second), ..redeem }),
        2 => (base.clone(), place).prop_map(|(redeem, place)| Redeem { place, ..redeem }),
        2 => by.prop_map(move |by| Redeem { by, ..of(Presented::Right) }),
        1 => redirect.prop_map(move |redirect| Redeem { redirect, ..of(Presented::Right) }),
        2 => (base.clone(), beside).prop_map(|(redeem, beside)| Redeem { beside, ..redeem }),
        2 => (base.clone(), chosen)
            .prop_map(|(redeem, way)| Redeem { by: By::Chosen(way), ..redeem }),
        1 => base.clone().prop_map(|redeem| Redeem { by: By::WrongSecret, ..redeem }),
        1 => sent.prop_map(move |sent| Redeem { sent, ..of(Presented::Right) }),
        1 => (base, 2u32..=8, other)
            .prop_map(|(redeem, times, other)| Redeem { race: Some((times, other)), ..redeem }),
        1 => (by_and_redirect(), select(vec![Presented::Right, Presented::Missing, Presented::Another]))
            .prop_map(move |((by, redirect), presented)| Redeem { by, redirect, ..of(presented) }),
    ].boxed()
}

/// Another client that names the redirect URI of the first, as an attacker would.
fn by_and_redirect() -> BoxedStrategy<(By, Redirect)> {
    (
        select(vec![By::Other, By::OtherKind, By::WrongSecret, By::NoSecret, By::Own]),
        select(vec![Redirect::OfCase, Redirect::OfOther, Redirect::Own, Redirect::Extended]),
    )
        .boxed()
}
