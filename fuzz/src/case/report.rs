//! A report in which every text is a target's own.

use std::fmt;

use arbitrary::Arbitrary;

/// What varies in such a report.
#[derive(Arbitrary, Clone, PartialEq, Eq)]
pub struct ReportCase {
    /// A row each: verdict, level and effect, by numbers that wrap around.
    pub rows: Vec<[u8; 3]>,
    /// The target could not be run.
    pub failed_to_run: bool,
    /// The run was ended early.
    pub interrupted: bool,
    /// Everything is shown.
    pub all: bool,
    /// The text.
    pub text: String,
}

impl fmt::Debug for ReportCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rows, failed_to_run, interrupted, all, text } = self;
        writeln!(f, "pkce_fuzz::properties::report(&pkce_fuzz::case::ReportCase {{")?;
        writeln!(f, "    rows: vec!{rows:?},")?;
        writeln!(f, "    failed_to_run: {failed_to_run:?},")?;
        writeln!(f, "    interrupted: {interrupted:?},")?;
        writeln!(f, "    all: {all:?},")?;
        writeln!(f, "    text: {text:?}.into(),")?;
        f.write_str("});")
    }
}
