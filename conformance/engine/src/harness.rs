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
//! `cargo test` then runs `verify/appendix-b` and its thousands of neighbours, and `cargo nextest run` a process for
//! each. A test fails where a `must` does not hold, and shows the vector, the sentence behind it, what was asked, and
//! how to repeat it. Advice that does not hold is told as ignored, with what was seen, and fails nothing; so is what
//! your code turns out not to offer, and a failure that is known.
//!
//! A run prints what fails and how many tests did what. `-- --format pretty` prints a line for each.
//!
//! `-- --list` asks your code nothing but what it is; what it does not offer is listed as ignored. A filter, `--exact`
//! and `--skip` run what they let through, and the controls of it.
//!
//! # Known limitations
//!
//! - In a run of all, a control is repeated after every ten vectors that rest on it; a test that runs alone has it once
//!   before and once after. An implementation that stops working half-way is therefore noticed by the first alone.
//! - Under nextest your implementation is new in each process: what it keeps from one call to the next is seen by no
//!   vector, and values of `generate` are compared within one process, never across them.
//! - A vector that your code answers as unsupported is listed as a test, since listing does not ask; it is told as
//!   ignored when it runs, which nextest counts as passed. So is advice that does not hold.
//! - The part of a vector that only a run can show (`…#exception`) is in no list, so nextest does not run it. It is
//!   advice.
//! - A check of a flow (`…#error`) is listed, and has no outcome where the answer that it is about did not come.
//! - An entry of the known failures that matches no id of the vectors fails only where everything is run, or listed;
//!   one that is listed and passes fails in every run.
//! - A panic in your code ends the whole run, not one test, unless your [`Implementation`] catches it; nextest confines
//!   it to its process.

mod failure;
mod names;
mod tested;

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use libtest_mimic::Arguments;
use pkce_vectors::{Level, LoadError, UnknownProfile, VectorSet, requirement_ids};

use crate::{
    implementation::Implementation,
    known::{KnownError, KnownFailures},
    plan::{Filter, Plan},
    result::{CaseResult, Report, Verdict},
    run::{RunOptions, run},
    settings::Settings,
    transport::InProcess,
};
use failure::{Shown, advice};
use names::Names;
use tested::{Came, Tested, in_brief, is_asked_for};

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
        let plan = self.plan(&set, implementation)?;
        Ok(self.hold(&set, &plan, self.known()?.as_ref(), implementation))
    }

    /// The body of `main` in a test with `harness = false`. Understands the arguments of `cargo test`.
    #[must_use]
    pub fn main(&self, mut implementation: impl Implementation) -> ExitCode {
        let arguments = arguments();
        let begun = Instant::now();
        match self.tests(&arguments, &mut implementation) {
            Ok(tests) if is_asked_for(&arguments) => {
                let trials = tests.into_iter().map(Tested::trial).collect();
                libtest_mimic::run(&arguments, trials).exit_code()
            }
            Ok(tests) => {
                let (text, code) = in_brief(&tests, &arguments, begun.elapsed());
                print!("{text}");
                code
            }
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::from(2)
            }
        }
    }

    /// The vectors of the profile, under the settings that the implementation says it has.
    fn plan<'a>(
        &self,
        set: &'a VectorSet,
        implementation: &dyn Implementation,
    ) -> Result<Plan<'a>, UnknownProfile> {
        let settings = Settings::said(&implementation.about().offers);
        Plan::for_settings(set, self.profile.as_deref(), &Filter::default(), settings)
    }

    fn known(&self) -> Result<Option<KnownFailures>, KnownError> {
        self.known.as_deref().map(KnownFailures::read).transpose()
    }

    fn hold(
        &self,
        set: &VectorSet,
        plan: &Plan<'_>,
        known: Option<&KnownFailures>,
        implementation: &mut dyn Implementation,
    ) -> Report {
        let target = implementation.about().name;
        let options = RunOptions {
            request_limit: Duration::from_secs(3_600),
            known,
            ..RunOptions::new(&target, self.seed)
        };
        run(set, plan, &mut InProcess::new(implementation), &options, &mut |_| {})
    }

    /// The tests that the arguments let through: listed, or held.
    fn tests(
        &self,
        arguments: &Arguments,
        implementation: &mut dyn Implementation,
    ) -> Result<Vec<Tested>, HarnessError> {
        let (set, whole) = data(arguments)?;
        let plan = self.plan(&set, implementation)?;
        let known = self.known()?;
        let known = if whole { known } else { known.map(KnownFailures::of_a_part) };
        let nothing = plan.narrowed(&set, |_| false);
        // What no answer can change: entries that match no id.
        let mut stale = self.hold(&set, &nothing, known.as_ref(), implementation).stale;
        let names = Names::of(&set, &plan, &implementation.about());
        if arguments.list {
            let stale = stale.iter().filter(|_| whole).map(|entry| no_longer(entry));
            return Ok(names.tests().chain(stale).collect());
        }
        let asked = plan.narrowed(&set, |case| names.lets_through(case, arguments));
        let report = self.hold(&set, &asked, known.as_ref(), implementation);
        let of_rows: Vec<String> =
            report.stale.iter().filter(|entry| !stale.contains(entry)).cloned().collect();
        let mut tests: Vec<Tested> = names.not_asked().collect();
        let shown = Shown::new(&set, self.seed);
        // A test that runs alone has nobody beside it to fail for an entry that it made stale.
        let listed = known.filter(|_| !whole && !of_rows.is_empty());
        for row in report.results.iter().filter(|row| !names.is_ignored(&row.id)) {
            let passes = row.verdict == Verdict::Pass;
            if passes && listed.as_ref().is_some_and(|listed| listed.lists(&row.id)) {
                let came = Came::Fails(of_rows.join("\n"));
                tests.push(Tested { name: row.id.to_string(), kind: row.level.as_str(), came });
            } else {
                tests.push(self.tested(row, &shown));
            }
        }
        if whole {
            stale.extend(of_rows);
            tests.extend(stale.iter().map(|entry| no_longer(entry)));
        }
        Ok(tests)
    }

    fn tested(&self, row: &CaseResult, shown: &Shown<'_>) -> Tested {
        let fails = if self.strict { Level::Should } else { Level::Must };
        let why = || {
            let reason = row.reason.as_deref().unwrap_or_default();
            format!("{}: {reason}", row.verdict.as_str())
        };
        let came = match row.verdict {
            Verdict::Pass => Came::Holds,
            Verdict::Skipped if row.known.is_some() => Came::Ignored("known failures", why()),
            Verdict::Unsupported => Came::Ignored("not offered", why()),
            Verdict::Skipped => Came::Ignored("that do not apply", why()),
            _ if row.level >= fails => Came::Fails(shown.failure(row)),
            _ => Came::Ignored("of advice that does not hold", advice(row)),
        };
        Tested { name: row.id.to_string(), kind: row.level.as_str(), came }
    }
}

/// The arguments. What a runner with a process for each test says is understood without the parser, which takes
/// longer than the test.
fn arguments() -> Arguments {
    let words: Vec<String> = env::args_os().skip(1).flat_map(OsString::into_string).collect();
    if let [exact, name, nocapture] = words.as_slice()
        && (exact.as_str(), nocapture.as_str()) == ("--exact", "--nocapture")
        && !name.starts_with('-')
    {
        return Arguments {
            exact: true,
            nocapture: true,
            filter: Some(name.clone()),
            test_threads: Some(1),
            ..Arguments::default()
        };
    }
    Arguments::from_args()
}

/// The vectors that the arguments can be about, and whether they are all of them. Where one test is named, it alone is
/// read: a runner with a process for each test does so thousands of times.
fn data(arguments: &Arguments) -> Result<(VectorSet, bool), LoadError> {
    if let Some(name) = arguments.filter.as_ref().filter(|_| arguments.exact) {
        let ids = names::vectors(name);
        let set = VectorSet::bundled_part(&ids, &[requirement_ids::HARDENING_UNCAUGHT_EXCEPTION])?;
        let has = |id: &&str| {
            set.vectors.iter().any(|vector| vector.id == **id)
                || set.flows.iter().any(|flow| flow.id == **id)
        };
        if ids.iter().any(has) {
            return Ok((set, false));
        }
    }
    Ok((VectorSet::bundled()?, true))
}

fn no_longer(entry: &str) -> Tested {
    let name = format!("known failures: {entry}");
    let came = Came::Fails("this entry no longer holds".to_owned());
    Tested { name, kind: "", came }
}
