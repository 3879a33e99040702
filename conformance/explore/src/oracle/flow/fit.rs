//! What a presented verifier is to a challenge that may be bound to a code.

use pkce_vectors::{Effect, requirement_ids as ids};

use super::super::{
    name::Name,
    relation::{Relation, Transform, relation},
};

/// A challenge with its method, as a request gave them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bound {
    pub(super) challenge: Vec<u8>,
    pub(super) method: Name,
}

impl Bound {
    /// The same challenge under another method.
    pub(super) fn under(&self, method: Option<&[u8]>) -> Self {
        Self { challenge: self.challenge.clone(), method: Name::of(method) }
    }
}

/// What an attempt comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fit {
    /// It has to be taken: this requirement says so.
    Right(&'static str),
    /// Taken or refused; a token is advised against by this requirement, where there is one.
    Either(Option<&'static str>),
    /// It has to be refused, and this effect goes with a token where the outcome alone does not tell.
    Wrong(&'static str, Option<Effect>),
}

impl Fit {
    pub(super) const fn is_wrong(&self) -> bool {
        matches!(self, Self::Wrong(..))
    }
}

const NOBODY_GAINS: Option<Effect> = Some(Effect::Deviation);

/// RFC 7636 §4.6, under the method that was bound (§4.5; where none was named, §4.3).
pub(super) fn fit(bound: &Bound, verifier: &[u8], plain_offered: bool) -> Fit {
    let hashed = relation(Transform::S256, verifier, &bound.challenge);
    let plain = relation(Transform::Plain, verifier, &bound.challenge);
    let unequal = Fit::Wrong(ids::RFC7636_4_6_UNEQUAL_REFUSED, None);
    let advice = |requirement| Fit::Either(Some(requirement));
    match (bound.method, hashed, plain) {
        (Name::S256, Relation::Right, _) => Fit::Right(ids::RFC7636_4_6_EQUAL_CONTINUES),
        (Name::S256, Relation::Advice(requirement), _) => advice(requirement),
        (Name::S256, Relation::OtherEncoding, _) => {
            Fit::Wrong(ids::RFC7636_4_6_UNEQUAL_REFUSED, NOBODY_GAINS)
        }
        (Name::S256, Relation::Wrong, _) => unequal,
        (Name::Plain, _, Relation::Right) if plain_offered => {
            Fit::Right(ids::RFC7636_4_6_EQUAL_CONTINUES)
        }
        (Name::Plain, _, Relation::Advice(requirement)) if plain_offered => advice(requirement),
        // S256 in the place of plain: the holder of the verifier alone gains.
        (Name::Plain, Relation::Right, _) if plain_offered => {
            Fit::Wrong(ids::RFC7636_4_6_UNEQUAL_REFUSED, NOBODY_GAINS)
        }
        (Name::Absent, _, Relation::Right) if plain_offered => {
            Fit::Right(ids::RFC7636_4_3_METHOD_DEFAULTS_TO_PLAIN)
        }
        (Name::Empty, _, Relation::Right) if plain_offered => Fit::Either(None),
        (Name::Plain | Name::Absent | Name::Empty, _, Relation::Right) => {
            Fit::Wrong(ids::RFC7636_4_4_1_PLAIN_NOT_OFFERED_NOT_HONOURED, None)
        }
        (Name::Absent | Name::Empty, Relation::Right, _) if !plain_offered => {
            advice(ids::HARDENING_OMITTED_METHOD_TAKEN_AS_S256)
        }
        (Name::NearPlain, _, Relation::Right) if plain_offered => {
            advice(ids::HARDENING_PLAIN_NEAR_MISS)
        }
        (Name::NearPlain, _, Relation::Right) => {
            Fit::Wrong(ids::RFC7636_4_4_1_PLAIN_NOT_OFFERED_NOT_HONOURED, None)
        }
        (Name::NearS256 | Name::NearPlain | Name::Other | Name::Unheard, Relation::Right, _) => {
            advice(ids::HARDENING_METHOD_NEAR_MISS_S256)
        }
        (Name::NearS256 | Name::Other | Name::Unheard, _, Relation::Right) => {
            Fit::Wrong(ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER, None)
        }
        (_, Relation::Right | Relation::Advice(_) | Relation::OtherEncoding, _)
        | (_, _, Relation::Advice(_)) => Fit::Either(None),
        _ => unequal,
    }
}

/// A request without a verifier redeems no challenge, but for that of nothing.
pub(super) fn fit_of_nothing(bound: &[Bound]) -> Fit {
    let of_nothing = |bound: &Bound| {
        relation(Transform::S256, b"", &bound.challenge)
            == Relation::Advice(ids::HARDENING_EMPTY_VERIFIER_OWN_TRANSFORM)
    };
    if bound.iter().any(of_nothing) {
        Fit::Either(Some(ids::HARDENING_EMPTY_VERIFIER_OWN_TRANSFORM))
    } else {
        Fit::Wrong(ids::RFC7636_4_5_VERIFIER_REQUIRED, None)
    }
}
