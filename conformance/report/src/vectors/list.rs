//! The vectors that a run would take.

use std::fmt::Write as _;

use pkce_conformance::plan::Plan;

use crate::{clean, form::forms};

/// A plan, of which the cases are listed.
pub type Cases<'a> = &'a Plan<'a>;

forms! {
    /// The forms of the list.
    Cases:
    /// Id, level and requirement, a line each.
    Terminal => terminal,
}

fn terminal(plan: Cases<'_>) -> String {
    let ids: Vec<String> = plan.cases.iter().map(|case| clean(&case.id()).into_owned()).collect();
    // One long id does not push every line out of sight.
    let width = ids.iter().map(|id| id.chars().count()).max().unwrap_or(0).min(64);
    let mut text = String::new();
    for (id, case) in ids.iter().zip(&plan.cases) {
        let (level, requirement) = (case.level.as_str(), clean(case.requirement()));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{id:width$}  {level:<9}  {requirement}");
    }
    text
}
