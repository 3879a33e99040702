//! A token request: the verifier of RFC 7636 §4.6, and the code of RFC 6749 §4.1.2 and §4.1.3.

use pkce_vectors::{CheckKind, Expect, requirement_ids as ids};

use super::{
    Code, Sent, Spent, Stage, Tried,
    circumstances::Circumstances,
    fault::Fault,
    fit::Fit,
    proof::{Verifiers, proof},
};
use crate::oracle::rule::Rule;

/// One attempt on a code.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    pub(super) fit: Fit,
    /// Further requirements that a token breaks.
    also: Vec<&'static str>,
    /// The verifier was given more than once, and one of them is right.
    repeats: bool,
    /// The only fault is this one.
    fault: Fault,
    doubtful: bool,
}

impl Attempt {
    /// The code does not exist.
    pub(super) const fn on_nothing() -> Self {
        Self {
            fit: Fit::Either(None),
            also: Vec::new(),
            repeats: false,
            fault: Fault::Several,
            doubtful: true,
        }
    }

    pub(super) fn of(
        code: &Code,
        around: &Circumstances<'_>,
        body: &Sent,
        query: &Sent,
        name_alone: bool,
    ) -> Self {
        let verifiers = Verifiers::of(body, query, name_alone);
        let (fit, fault) = proof(code, around, body, &verifiers);
        let redirect =
            body.iter().find(|(name, _)| name == "redirect_uri").map(|(_, value)| value.as_slice());
        let elsewhere = redirect.is_some() && redirect != around.redirect_of_code;
        // Whoever is let through with more than one fault is blamed for the first.
        let faults = [
            (code.role != around.role, ids::RFC6749_4_1_3_CODE_BOUND_TO_CLIENT, Fault::OtherClient),
            (!around.authenticates, ids::RFC6749_3_2_1_SECRET_NOT_REPLACED, Fault::Secret),
            (elsewhere, ids::RFC6749_4_1_3_REDIRECT_URI_SAME, Fault::Several),
            (code.expired, ids::RFC6749_4_1_2_CODE_EXPIRES, Fault::Expired),
        ];
        let mut found = faults.into_iter().filter(|(is, ..)| *is);
        let (fit, fault) = match (found.next(), found.next()) {
            (None, _) => (fit, fault),
            (Some((_, requirement, fault)), more) => {
                let alone = more.is_none() && matches!(fit, Fit::Right(_));
                (Fit::Wrong(requirement, None), if alone { fault } else { Fault::Several })
            }
        };
        let also = match fit {
            Fit::Wrong(
                ids::RFC7636_4_5_VERIFIER_REQUIRED | ids::RFC9700_4_8_VERIFIER_NEEDS_CHALLENGE,
                _,
            ) => vec![ids::OAUTH21_VERIFIER_IFF_CHALLENGE],
            Fit::Wrong(ids::RFC7636_4_4_1_MISSING_CHALLENGE_REFUSED, _)
            | Fit::Either(Some(ids::HARDENING_PKCE_NOT_REQUIRED_OF_PUBLIC))
                if !around.role.is_confidential() && around.strict =>
            {
                vec![ids::OAUTH21_NO_CHALLENGE_NO_TOKEN]
            }
            _ => Vec::new(),
        };
        let repeats = verifiers.sent > 1 && !verifiers.empties && !fit.is_wrong();
        Self { fit, also, repeats, fault, doubtful: code.doubtful }
    }

    /// The same where the client itself may be refused, for a reason that is not the verifier's.
    pub(super) fn or_refused(self) -> Self {
        let fit = match self.fit {
            Fit::Right(_) => Fit::Either(None),
            other => other,
        };
        Self { fit, fault: Fault::Several, ..self }
    }

    /// What is right, given what happened to the code before.
    pub(super) fn stage(&self, code: &Code, token: &Expect) -> Stage {
        let token = || token.clone();
        let both = || vec![token(), Expect::Refused];
        let refused = || [Expect::Refused];
        if self.doubtful {
            return Stage { right: both(), ..Stage::default() };
        }
        let mut stage = Stage::default();
        match (&self.fit, code.spent, code.tried) {
            (Fit::Wrong(requirement, effect), ..) => {
                stage.right = refused().to_vec();
                stage.rules.push(Rule { effect: *effect, ..Rule::of(requirement, refused()) });
                stage.rules.extend(self.also.iter().map(|id| Rule::of(id, refused())));
                if code.spent == Spent::No && code.tried == Tried::No {
                    stage.checks = self.fault.checks();
                }
            }
            (Fit::Right(_), Spent::Surely, _) => {
                stage.right = refused().to_vec();
                stage.rules.push(Rule::of(ids::RFC6749_4_1_2_SECOND_USE_DENIED, refused()));
                stage.checks = grant_errors();
            }
            (Fit::Right(ids::RFC7636_5_CLIENTS_WITHOUT_PKCE), Spent::No, Tried::No) => {
                stage.right = both();
                stage.rules.push(Rule::of(ids::RFC7636_5_CLIENTS_WITHOUT_PKCE, [token()]));
            }
            (Fit::Right(requirement), Spent::No, Tried::No) => {
                stage.right = vec![token()];
                stage.rules.push(Rule::of(requirement, [token()]));
                stage.checks = vec![
                    (ids::RFC6749_5_1_NO_STORE, CheckKind::NoStore(true)),
                    (
                        ids::HARDENING_TOKEN_JSON,
                        CheckKind::ContentType("application/json".to_owned()),
                    ),
                    (ids::OAUTH21_CHALLENGE_NOT_IN_RESPONSE, CheckKind::ChallengeAbsent(true)),
                ];
            }
            (Fit::Right(_), Spent::No, Tried::WrongVerifier) => {
                stage.right = both();
                stage
                    .rules
                    .push(Rule::deviation(ids::HARDENING_CODE_SURVIVES_WRONG_VERIFIER, refused()));
            }
            (Fit::Either(advice), Spent::No, Tried::No) => {
                stage.right = both();
                let advice =
                    if self.repeats { Some(ids::HARDENING_DUPLICATE_PARAMETER) } else { *advice };
                stage.rules.extend(advice.map(|id| advised(id, &token())));
                stage.rules.extend(self.also.iter().map(|id| Rule::of(id, refused())));
            }
            _ => stage.right = both(),
        }
        stage
    }

    /// Of requests at the same moment, how many may get a token, and what more would break.
    pub(super) fn at_most(&self, code: &Code) -> (u32, Option<&'static str>) {
        match (&self.fit, code.spent) {
            _ if self.doubtful => (1, None),
            (Fit::Wrong(requirement, _), _) => (0, Some(requirement)),
            (Fit::Right(_), Spent::Surely) => (0, Some(ids::RFC6749_4_1_2_SECOND_USE_DENIED)),
            (Fit::Right(_), _) => (1, Some(ids::RFC6749_4_1_2_SECOND_USE_DENIED)),
            (Fit::Either(_), _) => (1, None),
        }
    }

    /// What the attempt does to the code.
    pub(super) fn leaves(&self, code: &mut Code) {
        match self.fit {
            _ if self.doubtful => {}
            Fit::Right(_) if code.spent == Spent::Surely => code.replays.valid = true,
            Fit::Right(_) if code.spent == Spent::No && code.tried == Tried::No => {
                code.spent = Spent::Surely;
            }
            Fit::Wrong(..) if code.spent == Spent::Surely => code.replays.wrong = true,
            Fit::Wrong(..) => {
                code.tried = match (code.tried, self.fault) {
                    (Tried::No, Fault::WrongVerifier) => Tried::WrongVerifier,
                    _ => Tried::Otherwise,
                };
            }
            Fit::Either(_) if code.spent == Spent::Surely => code.replays.doubtful = true,
            Fit::Right(_) | Fit::Either(_) => code.spent = code.spent.max_perhaps(),
        }
    }
}

/// Advice against a token, or for one.
fn advised(requirement: &'static str, token: &Expect) -> Rule {
    match requirement {
        ids::HARDENING_EMPTY_PARAMETER => Rule::lockout(requirement, [token.clone()]),
        // A token without PKCE, under a policy that nobody said: advice, with the effect of the token itself.
        ids::HARDENING_PKCE_NOT_REQUIRED_OF_PUBLIC | ids::HARDENING_REQUIRED_CONFIDENTIAL => {
            Rule::of(requirement, [Expect::Refused])
        }
        _ => Rule::deviation(requirement, [Expect::Refused]),
    }
}

/// A spent code.
fn grant_errors() -> Vec<(&'static str, CheckKind)> {
    vec![
        (ids::HARDENING_ERROR_VALUE, CheckKind::Error(vec!["invalid_grant".to_owned()])),
        (ids::HARDENING_ERROR_400, CheckKind::Status(vec![400])),
    ]
}
