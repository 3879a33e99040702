//! What is wrong with a token request, where that is one thing, and what its refusal has to say.

use pkce_vectors::CheckKind;

use crate::oracle::rule;

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
                (rule::INVALID_GRANT, one_of(&["invalid_grant"])),
                (rule::FAPI_ERROR, one_of(&["invalid_grant"])),
                (rule::FAPI_ERROR, CheckKind::Status(vec![400])),
            ],
            Self::MissingVerifier => vec![
                (rule::ERROR_VALUE, one_of(&["invalid_request", "invalid_grant"])),
                (rule::FAPI_ERROR, one_of(&["invalid_grant"])),
                (rule::FAPI_ERROR, CheckKind::Status(vec![400])),
            ],
            Self::Stray => vec![(rule::STRAY_ERROR, one_of(&["invalid_request", "invalid_grant"]))],
            Self::OtherClient | Self::Expired => {
                return vec![(rule::ERROR_VALUE, one_of(&["invalid_grant"]))];
            }
            Self::Secret => return vec![(rule::ERROR_VALUE, one_of(&["invalid_client"]))],
        };
        checks.extend([
            (rule::REFUSAL_ERROR, CheckKind::Error(Vec::new())),
            (rule::ERROR_400, CheckKind::Status(vec![400])),
            (rule::ERROR_JSON, CheckKind::ContentType("application/json".to_owned())),
        ]);
        if matches!(self, Self::WrongVerifier) {
            checks.push((rule::CHALLENGE_SHOWN, CheckKind::ChallengeAbsent(true)));
        }
        checks
    }
}
