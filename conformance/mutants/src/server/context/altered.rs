//! Codes and verifiers that are nearly right, or none.

use std::collections::HashMap;

use pkce_conformance::{
    reference::{Reference, Surrounded, Surroundings},
    wire::{Outcome, StepAnswer, StepCall},
};
use pkce_core::{
    VerifyError,
    server::{Decisions, Standard},
};
use pkce_vectors::requirement_ids as ids;

use crate::{
    Role,
    mutant::{Mutant, wrong},
    server::front::{breaks, fronted, set, token, value},
};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::made(
            "code-compared-by-prefix",
            Role::Server,
            &[ids::RFC6749_4_1_3_CODE_VALID, ids::OAUTH21_NO_REVOCATION_ON_INVALID_REPLAY],
            "the first half of a code finds what it was issued for, and the rest is not looked \
             at",
            |seed| {
                let reference = Reference::new(seed).named("code-compared-by-prefix");
                Box::new(Surrounded::new(reference, Prefixes::new(false)))
            },
        ),
        Mutant::made(
            "replay-acts-before-code-is-known",
            Role::Server,
            &[ids::OAUTH21_NO_REVOCATION_ON_INVALID_REPLAY],
            "the first half of a spent code is a replay, and takes its tokens back before the \
             rest is looked at",
            |seed| {
                let reference = Reference::new(seed).named("replay-acts-before-code-is-known");
                Box::new(Surrounded::new(reference, Prefixes::new(true)))
            },
        )
        .cites(&["https://github.com/cloudflare/workers-oauth-provider/pull/225"]),
        fronted(
            "empty-code-server-error",
            &[ids::HARDENING_SERVER_ERROR],
            "a token request with an empty code breaks the token endpoint",
            |step| breaks(value(token(step)?, "code").is_some_and(|code| code.0.is_empty())),
        )
        .cites(&["https://github.com/spring-attic/spring-authorization-server/issues/1671"]),
        Mutant::server(
            "empty-verifier-transformed",
            &[ids::HARDENING_EMPTY_VERIFIER_OWN_TRANSFORM],
            "a verifier that is sent empty is transformed like any other, and is the one of \
             the hash of nothing",
            wrong!(Decisions {
                fn empty_is_omitted(&self, name: &str) -> bool {
                    name != "code_verifier"
                }
                fn verifier_syntax(&self, verifier: &[u8]) -> Result<(), VerifyError> {
                    if verifier.is_empty() { Ok(()) } else { Standard.verifier_syntax(verifier) }
                }
            }),
        ),
    ]
}

/// The codes of each session, and whether they were redeemed: looked up by their first half.
struct Prefixes {
    /// Only spent ones are found so.
    spent_alone: bool,
    codes: HashMap<String, Vec<(String, bool)>>,
}

impl Prefixes {
    fn new(spent_alone: bool) -> Self {
        Self { spent_alone, codes: HashMap::new() }
    }
}

impl Surroundings for Prefixes {
    fn before(&mut self, session: &str, step: &mut StepCall) -> Option<StepAnswer> {
        let request = token(step)?;
        let sent = value(request, "code")?.as_text()?.to_owned();
        let found = self.codes.get(session)?.iter().find(|(code, spent)| {
            (*spent || !self.spent_alone)
                && sent.get(..code.len() / 2) == code.get(..code.len() / 2)
        })?;
        set(request, "code", &found.0);
        None
    }

    fn after(&mut self, session: &str, step: &StepCall, answer: &mut StepAnswer) {
        let codes = self.codes.entry(session.to_owned()).or_default();
        codes.extend(answer.code.clone().map(|code| (code, false)));
        if let StepCall::Token(request) = step
            && answer.outcome == Outcome::Token
            && let Some(sent) = value(request, "code")
            && let Some((_, spent)) =
                codes.iter_mut().find(|(code, _)| sent.as_text() == Some(code))
        {
            *spent = true;
        }
    }

    fn closed(&mut self, session: &str) {
        self.codes.remove(session);
    }
}
