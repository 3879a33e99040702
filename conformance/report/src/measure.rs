//! Which mutants exploring finds, and which it misses.

use std::fmt::Write as _;

use pkce_conformance::result::{Found, Role, Share};

use crate::{
    form::forms,
    style::{NAME, paint},
    words::many,
};

/// What came of exploring mutants.
#[derive(Debug, Clone, Copy)]
pub struct Measured<'a> {
    /// A row each.
    pub found: &'a [Found],
    /// How many cases were drawn for each, at most.
    pub cases: usize,
    /// The seed.
    pub seed: u64,
}

forms! {
    /// The forms of such a measurement.
    Measured:
    /// Counts, with the name of each that was missed.
    Terminal => terminal,
}

fn terminal(measured: Measured<'_>) -> String {
    let Measured { found, cases, seed } = measured;
    let mut text = String::new();
    let cut_short = found.iter().filter(|found| !found.whole).count();
    if cut_short > 0 {
        let _ = writeln!(text, "interrupted: {} not explored", many(cut_short, "mutant"));
    }
    for role in [Role::Library, Role::Server] {
        let share = Share::of(found, role);
        if share.of == 0 {
            continue;
        }
        let missed =
            found.iter().filter(|found| found.role == role && found.by.is_none() && found.whole);
        for one in missed {
            let _ = writeln!(text, "not found: {} ({})", one.mutant, role.as_str());
        }
        let Share { found, of } = share;
        let percent = found * 100 / of;
        let told = format!("{}: {found} of {of} mutants found, {percent} %", role.as_str());
        let _ = writeln!(text, "{}; at most {cases} cases each, seed {seed}", paint(NAME, told));
    }
    let Share { found, of } = Share::of_unseen(found);
    if of > 0 {
        let _ = writeln!(text, "{found} of the {of} that were written after the strategies");
    }
    text
}
