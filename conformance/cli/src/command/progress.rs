//! Progress on standard error, on a terminal only.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use pkce_report::clean;

/// What a run counts as it goes: a report counts rows, which are other things.
pub(super) const CASES: &str = "cases put to it, controls among them";

/// A bar for so many of a unit. It draws nothing where standard error is no terminal.
pub(super) fn bar(count: usize, what: &str, unit: &str, quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(count as u64);
    let template =
        format!("{{spinner}} {{msg}}: {{pos}} of {{len}} {unit} [{{elapsed}}, about {{eta}} more]");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar.set_message(clean(what).into_owned());
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
