//! What is wrong with a token request, where that is one thing, and what its refusal has to say.

use pkce_vectors::{CheckKind, requirement_ids as ids};

/// The one fault of an attempt, for the checks on its refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    WrongVerifier,
    MissingVerifier,
    Stray,
    OtherClient,
    Secret,
    Expired,
    Several,
}

impl Fault {
    /// RFC 6749 §5.2 and RFC 7636 §4.6 on the refusal of a request with this one fault.
    pub(super) fn checks(self) -> Vec<(&'static str, CheckKind)> {
        let one_of = |names: &[&str]| {
            CheckKind::Error(names.iter().map(|name| (*name).to_owned()).collect())
        };
        let mut checks = match self {
            Self::None | Self::Several => return Vec::new(),
            Self::WrongVerifier => vec![
                (ids::RFC7636_4_6_INVALID_GRANT, one_of(&["invalid_grant"])),
                (ids::HARDENING_FAPI2_MISSING_VERIFIER_ERROR, one_of(&["invalid_grant"])),
                (ids::HARDENING_FAPI2_MISSING_VERIFIER_ERROR, CheckKind::Status(vec![400])),
            ],
            Self::MissingVerifier => vec![
                (ids::HARDENING_ERROR_VALUE, one_of(&["invalid_request", "invalid_grant"])),
                (ids::HARDENING_FAPI2_MISSING_VERIFIER_ERROR, one_of(&["invalid_grant"])),
                (ids::HARDENING_FAPI2_MISSING_VERIFIER_ERROR, CheckKind::Status(vec![400])),
            ],
            Self::Stray => vec![(
                ids::OAUTH21_STRAY_VERIFIER_ERROR,
                one_of(&["invalid_request", "invalid_grant"]),
            )],
            Self::OtherClient | Self::Expired => {
                return vec![(ids::HARDENING_ERROR_VALUE, one_of(&["invalid_grant"]))];
            }
            Self::Secret => return vec![(ids::HARDENING_ERROR_VALUE, one_of(&["invalid_client"]))],
        };
        checks.extend([
            (ids::RFC6749_5_2_ERROR_PRESENT, CheckKind::Error(Vec::new())),
            (ids::HARDENING_ERROR_400, CheckKind::Status(vec![400])),
            (ids::HARDENING_ERROR_JSON, CheckKind::ContentType("application/json".to_owned())),
        ]);
        if matches!(self, Self::WrongVerifier) {
            checks.push((ids::OAUTH21_CHALLENGE_NOT_IN_RESPONSE, CheckKind::ChallengeAbsent(true)));
        }
        checks
    }
}
