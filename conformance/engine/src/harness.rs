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

mod names;
mod told;

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use pkce_vectors::{Level, LoadError, UnknownProfile, VectorSet, requirement_ids};

use crate::{
    implementation::Implementation,
    known::{KnownError, KnownFailures},
    plan::{Filter, Patterns, Plan},
    result::{CaseResult, Report, Verdict},
    run::{RunOptions, run},
    settings::Settings,
    transport::InProcess,
};
use names::Names;

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
        match self.trials(&arguments, &mut implementation) {
            Ok(trials) => libtest_mimic::run(&arguments, trials).exit_code(),
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
    fn trials(
        &self,
        arguments: &Arguments,
        implementation: &mut dyn Implementation,
    ) -> Result<Vec<Trial>, HarnessError> {
        let (set, whole) = data(arguments)?;
        let plan = self.plan(&set, implementation)?;
        let known = self.known()?;
        let nothing = plan.narrowed(&set, |_| false);
        // What no answer can change: entries that match no id.
        let mut stale = self.hold(&set, &nothing, known.as_ref(), implementation).stale;
        let names = Names::of(&set, &plan, &implementation.about());
        if arguments.list {
            let stale = stale.iter().filter(|_| whole).map(|entry| no_longer(entry));
            return Ok(names.trials().chain(stale).collect());
        }
        let asked = plan.narrowed(&set, |case| names.lets_through(case, arguments));
        let report = self.hold(&set, &asked, known.as_ref(), implementation);
        let of_rows: Vec<String> =
            report.stale.iter().filter(|entry| !stale.contains(entry)).cloned().collect();
        let mut trials: Vec<Trial> = names.ignored().collect();
        let shown = told::Shown::new(&set, self.seed);
        // A test that runs alone has nobody beside it to fail for an entry that it made stale.
        let listed = known.filter(|_| !whole && !of_rows.is_empty());
        let listed = listed.map(|known| {
            Patterns::new(&known.known.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>())
        });
        for row in report.results.iter().filter(|row| !names.is_ignored(&row.id)) {
            let passes = row.verdict == Verdict::Pass;
            if passes && listed.as_ref().is_some_and(|listed| listed.is_match(&row.id)) {
                let why = of_rows.join("\n");
                let test = Trial::test(&*row.id, move || Err(Failed::from(why)));
                trials.push(test.with_kind(row.level.as_str()));
            } else {
                trials.push(self.trial(row, &shown));
            }
        }
        if whole {
            stale.extend(of_rows);
            trials.extend(stale.iter().map(|entry| no_longer(entry)));
        }
        Ok(trials)
    }

    /// The kind is the level whatever the outcome: it is a part of the name by which a runner asks again.
    fn trial(&self, row: &CaseResult, shown: &told::Shown<'_>) -> Trial {
        let fails = if self.strict { Level::Should } else { Level::Must };
        let level = row.level.as_str();
        let test = match row.verdict {
            Verdict::Pass => Trial::test(&*row.id, || Ok(())),
            Verdict::Unsupported | Verdict::Skipped => {
                let reason = row.reason.clone().unwrap_or_default();
                let why = format!("{}: {reason}", row.verdict.as_str());
                Trial::ignorable_test(&*row.id, move || Ok(Completion::ignored_with(why)))
            }
            Verdict::Fail | Verdict::Broken | Verdict::Inconclusive if row.level >= fails => {
                let told = shown.failure(row);
                Trial::test(&*row.id, move || Err(Failed::from(told)))
            }
            Verdict::Fail | Verdict::Broken | Verdict::Inconclusive => {
                let why = told::advice(row);
                Trial::ignorable_test(&*row.id, move || Ok(Completion::ignored_with(why)))
            }
        };
        test.with_kind(level)
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

fn no_longer(entry: &str) -> Trial {
    let name = format!("known failures: {entry}");
    Trial::test(name, || Err(Failed::from("this entry no longer holds")))
}
