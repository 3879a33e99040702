//! What stands before a server's decisions: a request is changed, or answered, before the server sees it.

use pkce_conformance::{
    reference::{Reference, Surrounded, Surroundings},
    wire::{Octets, Outcome, SentRequest, StepAnswer, StepCall},
};

use crate::{Role, mutant::Mutant};

/// Changes a request, or answers it before the server sees it.
pub(super) struct Front(pub(super) fn(&mut StepCall) -> Option<StepAnswer>);

impl Surroundings for Front {
    fn before(&mut self, _: &str, step: &mut StepCall) -> Option<StepAnswer> {
        (self.0)(step)
    }
}

/// The reference behind such a front.
pub(super) fn fronted(
    name: &'static str,
    breaks: &'static [&'static str],
    says: &'static str,
    front: fn(&mut StepCall) -> Option<StepAnswer>,
) -> Mutant {
    Mutant::made(name, Role::Server, breaks, says, move |seed| {
        Box::new(Surrounded::new(Reference::new(seed).named(name), Front(front)))
    })
}

/// The authorization request, where the step is one.
pub(super) fn authorize(step: &mut StepCall) -> Option<&mut SentRequest> {
    match step {
        StepCall::Authorize(request) => Some(request),
        _ => None,
    }
}

/// The token request, where the step is one.
pub(super) fn token(step: &mut StepCall) -> Option<&mut SentRequest> {
    match step {
        StepCall::Token(request) => Some(request),
        _ => None,
    }
}

/// The first parameter of this name.
pub(super) fn value<'r>(request: &'r SentRequest, name: &str) -> Option<&'r Octets> {
    request.params.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

/// Gives each parameter of this name another value.
pub(super) fn set(request: &mut SentRequest, name: &str, value: &str) {
    for (_, known) in request.params.iter_mut().filter(|(known, _)| known == name) {
        *known = Octets::from(value);
    }
}

/// Whether a parameter of this name is there.
pub(super) fn has(parameters: &[(String, Octets)], wanted: &str) -> bool {
    parameters.iter().any(|(name, _)| name == wanted)
}

/// A 5xx, where the condition holds.
pub(super) fn breaks(condition: bool) -> Option<StepAnswer> {
    condition.then(|| StepAnswer { status: Some(500), ..StepAnswer::new(Outcome::ServerError) })
}
