//! Checks: what is asked of an answer beyond its outcome.

use serde::{Deserialize, Serialize};

/// Something asked of the answer to one step, with a requirement and a verdict of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Check {
    /// Which step, counted from 0.
    pub step: usize,
    /// The id of the requirement behind it.
    pub requirement: String,
    /// What is asked.
    pub kind: CheckKind,
}

/// What a check asks. It is judged where the answer has the outcome that the check is about, and the target
/// tells what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckKind {
    /// A refusal's `error` is one of these. An empty list: any, but it is there. A missing one is wrong in a 400 or 401
    /// with a JSON body, and in a redirect to the client.
    Error(Vec<String>),
    /// A refusal's HTTP status is one of these.
    Status(Vec<u16>),
    /// Whether `state` comes back as it was sent, where the answer is redirected to the client.
    State(bool),
    /// True: a refusal is redirected to the client. False: it is not redirected to the redirect URI that was sent.
    Redirect(bool),
    /// A token comes with `Cache-Control: no-store`.
    NoStore(bool),
    /// The answer's content type.
    ContentType(String),
    /// The answer does not contain the challenge that was sent, neither as it is nor in an encoding that anyone can undo.
    ChallengeAbsent(bool),
}

impl CheckKind {
    /// The name used in result ids.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Error(_) => "error",
            Self::Status(_) => "status",
            Self::State(_) => "state",
            Self::Redirect(_) => "redirect",
            Self::NoStore(_) => "no-store",
            Self::ContentType(_) => "content-type",
            Self::ChallengeAbsent(_) => "challenge-absent",
        }
    }
}

/// A check as it is written: one kind beside the two keys that each check has.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    step: usize,
    requirement: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<Vec<u16>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    state: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    redirect: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    no_store: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    challenge_absent: Option<bool>,
}

impl TryFrom<Written> for Check {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let kinds = [
            written.error.map(CheckKind::Error),
            written.status.map(CheckKind::Status),
            written.state.map(CheckKind::State),
            written.redirect.map(CheckKind::Redirect),
            written.no_store.map(CheckKind::NoStore),
            written.content_type.map(CheckKind::ContentType),
            written.challenge_absent.map(CheckKind::ChallengeAbsent),
        ];
        let mut asked = kinds.into_iter().flatten();
        let (Some(kind), None) = (asked.next(), asked.next()) else {
            return Err("a check asks one thing beside step and requirement");
        };
        Ok(Self { step: written.step, requirement: written.requirement, kind })
    }
}

impl From<Check> for Written {
    fn from(check: Check) -> Self {
        let mut written =
            Self { step: check.step, requirement: check.requirement, ..Self::default() };
        match check.kind {
            CheckKind::Error(errors) => written.error = Some(errors),
            CheckKind::Status(codes) => written.status = Some(codes),
            CheckKind::State(wanted) => written.state = Some(wanted),
            CheckKind::Redirect(wanted) => written.redirect = Some(wanted),
            CheckKind::NoStore(wanted) => written.no_store = Some(wanted),
            CheckKind::ContentType(kind) => written.content_type = Some(kind),
            CheckKind::ChallengeAbsent(wanted) => written.challenge_absent = Some(wanted),
        }
        written
    }
}
