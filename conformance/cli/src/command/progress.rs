//! Progress on standard error, on a terminal only.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use pkce_report::clean;

/// A bar for so many cases. It draws nothing where standard error is no terminal.
pub(super) fn bar(cases: usize, what: &str, quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(cases as u64);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {pos}/{len} [{elapsed}]") {
        bar.set_style(style);
    }
    bar.set_message(clean(what).into_owned());
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
