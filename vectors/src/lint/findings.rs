//! What the lint found, and the names of its rules.

use std::fmt;

/// One fault of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that it breaks, out of [`RULES`].
    pub rule: &'static str,
    /// The id of the vector, flow, requirement, profile or flag; else the file.
    pub place: String,
    /// What is wrong, and where it helps, what would be right.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.place, self.message, self.rule)
    }
}

/// Every rule by name.
pub const RULES: &[&str] = &[
    "alteration-without-effect",
    "authentication-without-secret",
    "basis-and-level",
    "binding",
    "check",
    "comment",
    "control",
    "controlled-by",
    "draw-options",
    "duplicate-id",
    "expectation",
    "id-form",
    "implied-by",
    "input-keys",
    "judged-step",
    "keyword",
    "needs",
    "no-control",
    "planned",
    "profile-circle",
    "profile-default",
    "profile-override",
    "quote",
    "race-times",
    "request-fields",
    "requirement-coverage",
    "roles-and-policies",
    "scenario-acts",
    "scenario-control",
    "scenario-questions",
    "undefined-document",
    "undefined-flag",
    "undefined-profile",
    "undefined-requirement",
    "unused-flag",
    "value-size",
    "wrong-digest",
    "wrong-verdict",
];

/// Where the rules put what they find.
#[derive(Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    pub(super) fn add(&mut self, rule: &'static str, place: &str, message: impl Into<String>) {
        debug_assert!(RULES.contains(&rule), "{rule} is not among the rules");
        self.0.push(Finding { rule, place: place.to_owned(), message: message.into() });
    }

    pub(super) fn into_vec(self) -> Vec<Finding> {
        self.0
    }
}
