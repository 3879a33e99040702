//! A row of a report: what came of one case, or of a part of it.

use std::{borrow::Cow, sync::Arc};

use pkce_vectors::{Effect, Level, PolicyName, RoleName};
use serde::{Deserialize, Serialize};

use super::{
    asked::Asked,
    verdict::{Unjudged, Verdict},
};
use crate::fault::FaultKind;

/// One row. There are as many as cases, so what rows have in common they share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseResult {
    /// The vector's id; for a flow with role and policy; for a check with `#` and its kind.
    pub id: Arc<str>,
    /// The vector's or flow's id.
    pub vector: Arc<str>,
    /// Of a flow: the client and the policy that it ran under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<RowSetting>,
    /// Of a part of a case, which has a requirement of its own: the kind of check, or `exception`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<Cow<'static, str>>,
    /// The requirement behind it.
    pub requirement: Arc<str>,
    /// The requirement's level in this profile.
    pub level: Level,
    /// `derive`, `verify`, …, or `flow`.
    pub op: Cow<'static, str>,
    /// The verdict.
    pub verdict: Verdict,
    /// Who gains by a failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// The step of a flow at which expected and observed part, counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// What would have been right; where the verdict is not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What came; where the verdict is not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<String>,
    /// Why the case was not judged, or what broke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why the case has no pass and no fail, where it is neither broken nor inconclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unjudged: Option<Unjudged>,
    /// How the target broke, where the verdict is broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<FaultKind>,
    /// The failure is known: listed with a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<KnownRow>,
    /// What was asked; where the case failed, or a transcript is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Box<Asked>>,
    /// Lines for a shell that show the failure, up to the step of it; where its transport knows them. What nobody else should
    /// read is a variable in them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_hand: Vec<String>,
    /// What was answered, at each step of a flow; of the case's own row, where a transcript is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Vec<String>>,
    /// The case under which this failure is told: it has the same cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folded_under: Option<String>,
    /// A refusal for another reason than the input's fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_reason: Option<String>,
    /// How long the case took, in microseconds; of the case's own row, where it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub micros: Option<u64>,
    /// The case was under way when the target broke, and was asked again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub asked_again: bool,
}

impl CaseResult {
    /// A row with a verdict, and with nothing beside it.
    #[must_use]
    pub fn new(
        [id, vector, requirement]: [Arc<str>; 3],
        level: Level,
        op: Cow<'static, str>,
        verdict: Verdict,
    ) -> Self {
        Self {
            id,
            vector,
            setting: None,
            check: None,
            requirement,
            level,
            op,
            verdict,
            effect: None,
            step: None,
            expected: None,
            observed: None,
            reason: None,
            unjudged: None,
            fault: None,
            known: None,
            asked: None,
            by_hand: Vec::new(),
            answered: None,
            folded_under: None,
            other_reason: None,
            micros: None,
            asked_again: false,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// The surroundings of a flow, as a row tells them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowSetting {
    /// The kind of client.
    pub role: RoleName,
    /// For whom PKCE is required.
    pub policy: PolicyName,
}

/// What the file of known failures says of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownRow {
    /// Why it is known.
    pub reason: String,
    /// Where it is discussed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The verdict without the file.
    pub was: Verdict,
}
