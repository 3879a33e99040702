//! Every vector as a named test of your own Rust code: one dev-dependency, one trait, one `main`.
//!
//! In `Cargo.toml`:
//!
//! ```toml
//! [dev-dependencies]
//! pkce-conformance = { version = "0.1" }
//!
//! [[test]]
//! name = "pkce"
//! harness = false
//! ```
//!
//! In `tests/pkce.rs`:
//!
//! ```no_run
//! use pkce_conformance::{
//!     harness::Harness,
//!     implementation::{Answered, Implementation},
//!     wire::About,
//! };
//!
//! struct Mine;
//!
//! impl Implementation for Mine {
//!     fn about(&self) -> About {
//!         About::library("mine", env!("CARGO_PKG_VERSION"), &["verify"])
//!     }
//!
//!     fn verify(&mut self, verifier: &[u8], challenge: &[u8], method: Option<&[u8]>) -> Answered<bool> {
//!         # let _ = (verifier, challenge, method);
//!         // the call of your own code
//!         # Ok(false)
//!     }
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     Harness::new().profile("rfc9700").main(Mine)
//! }
//! ```
//!
//! `cargo test` then lists `verify/appendix-b` and its thousands of neighbours. A test fails where a `must` does not hold; advice
//! is printed with the test's kind and fails nothing. What your code does not offer is listed as ignored.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use libtest_mimic::{Arguments, Failed, Trial};
use pkce_vectors::{Level, LoadError, UnknownProfile, VectorSet};

use crate::{
    implementation::Implementation,
    known::{KnownError, KnownFailures},
    plan::{Filter, Plan},
    result::{CaseResult, Report, Verdict},
    run::{RunOptions, run},
    transport::InProcess,
};

/// How the vectors are held against an implementation in this process.
#[derive(Debug, Clone, Default)]
pub struct Harness {
    profile: Option<String>,
    known: Option<PathBuf>,
    seed: u64,
    strict: bool,
}

/// The vectors cannot be held.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HarnessError {
    /// Those that this crate brings cannot be used.
    #[error(transparent)]
    Vectors(#[from] LoadError),
    /// No profile has this name.
    #[error(transparent)]
    Profile(#[from] UnknownProfile),
    /// The file of known failures cannot be used.
    #[error(transparent)]
    Known(#[from] KnownError),
}

impl Harness {
    /// The default profile, no known failures, advice that fails nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Another profile than the default one.
    #[must_use]
    pub fn profile(mut self, name: &str) -> Self {
        self.profile = Some(name.to_owned());
        self
    }

    /// A file of known failures; its path is relative to the crate's folder, as `cargo test` runs there.
    #[must_use]
    pub fn known_failures(mut self, path: impl AsRef<Path>) -> Self {
        self.known = Some(path.as_ref().to_owned());
        self
    }

    /// The seed of every draw; 0 if not set, so that runs repeat.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// A `should` that does not hold fails too.
    #[must_use]
    pub const fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Holds the vectors against an implementation, and returns the report.
    ///
    /// Nothing is asked of it where the harness itself is told something wrong.
    pub fn report(&self, implementation: &mut dyn Implementation) -> Result<Report, HarnessError> {
        let set = VectorSet::bundled()?;
        let plan = Plan::new(&set, self.profile.as_deref(), &Filter::default())?;
        let known = self.known.as_deref().map(KnownFailures::read).transpose()?;
        let target = implementation.about().name;
        let options = RunOptions {
            request_limit: Duration::from_secs(3_600),
            known: known.as_ref(),
            ..RunOptions::new(&target, self.seed)
        };
        Ok(run(&set, &plan, &mut InProcess::new(implementation), &options, &mut |_| {}))
    }

    /// The body of `main` in a test with `harness = false`. Understands the arguments of `cargo test`.
    #[must_use]
    pub fn main(&self, mut implementation: impl Implementation) -> ExitCode {
        let arguments = Arguments::from_args();
        match self.report(&mut implementation) {
            Ok(report) => libtest_mimic::run(&arguments, self.trials(report)).exit_code(),
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::from(2)
            }
        }
    }

    fn trials(&self, report: Report) -> Vec<Trial> {
        let fails = if self.strict { Level::Should } else { Level::Must };
        let stale = report.stale.into_iter().map(|entry| {
            let name = format!("known failures: {entry}");
            Trial::test(name, move || Err(Failed::from("this entry no longer holds")))
        });
        let rows = report.results.into_iter().map(|row| trial(row, fails));
        rows.chain(stale).collect()
    }
}

fn trial(row: CaseResult, fails: Level) -> Trial {
    let name = row.id.to_string();
    let level = row.level.as_str();
    let counts = row.level >= fails;
    match row.verdict {
        Verdict::Pass => Trial::test(name, || Ok(())).with_kind(level),
        Verdict::Unsupported | Verdict::Skipped => {
            Trial::test(name, || Ok(())).with_kind(row.verdict.as_str()).with_ignored_flag(true)
        }
        Verdict::Fail | Verdict::Broken | Verdict::Inconclusive if counts => {
            Trial::test(name, move || Err(Failed::from(told(&row)))).with_kind(level)
        }
        // Advice: told by the kind, and by `pkce run`.
        Verdict::Fail | Verdict::Broken | Verdict::Inconclusive => {
            Trial::test(name, || Ok(())).with_kind(format!("advice: {level} does not hold"))
        }
    }
}

fn told(row: &CaseResult) -> String {
    let part = |name: &str, text: &Option<String>| {
        text.as_ref().map_or(String::new(), |text| format!("\n  {name}: {text}"))
    };
    format!(
        "{} under {}{}{}{}",
        row.verdict.as_str(),
        row.requirement,
        part("expected", &row.expected),
        part("observed", &row.observed),
        part("because", &row.reason),
    )
}
