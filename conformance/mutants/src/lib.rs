#![forbid(unsafe_code)]
//! Mutants: implementations that are wrong in one way each. They show what the vectors catch.
//!
//! Each is the reference with one decision overridden. A *singular* mutant overrides a decision at a point where no
//! other does; where one idea has many values (accepts octet b, refuses length n), the values are members of a *family*.
//! Most stand for a published bug and cite its thread or advisory.

mod bugs;
mod comparisons;
mod families;
mod laws;
mod library;
mod matrix;
mod names;
mod server;
mod stays;
mod suites;

use std::{borrow::Cow, fmt, sync::Arc};

pub use pkce_conformance::result::Role;
use pkce_core::server::{Decisions, Standard};

use pkce_conformance::{
    implementation::Implementation,
    reference::{Library, Reference, StandardLibrary},
};

pub use bugs::{NOT_A_MUTANT, NotAMutant};
pub use laws::{kill_matrix, signatures};
pub use matrix::{Baseline, Killed, Matrix, hold, profiles};
pub use stays::STAYS;
pub use suites::{Judges, Suite, SuiteCheck, page, suites};

/// An implementation that is wrong in one way.
#[derive(Clone)]
pub struct Mutant {
    /// Its name, in words; stable.
    pub name: Cow<'static, str>,
    /// Which vectors are held against it.
    pub role: Role,
    /// The requirements that it breaks: vectors under each of them kill it.
    pub breaks: Cow<'static, [&'static str]>,
    /// Where the bug was reported.
    pub cites: &'static [&'static str],
    /// What it does wrong, in one sentence.
    pub says: Cow<'static, str>,
    /// The family of which it is a member.
    pub family: Option<&'static str>,
    /// Why it is killed by more than a quarter of the vectors that are held against it.
    pub wide: Option<&'static str>,
    /// What the vectors can't see of it.
    pub limit: Option<&'static str>,
    /// It was written after the strategies of [`explore`](pkce_explore), which never saw it.
    pub unseen: bool,
    /// The vectors that are held against it, as globs over their ids.
    held_against: Cow<'static, [String]>,
    decisions: Option<Arc<dyn Decisions>>,
    make: Make,
}

type Make = Arc<dyn Fn(u64) -> Box<dyn Implementation + Send> + Send + Sync>;

/// Every mutant: the singular ones, then the families.
#[must_use]
pub fn all() -> Vec<Mutant> {
    [server::all(), library::all(), families::all()].concat()
}

/// The mutant of this name.
#[must_use]
pub fn by_name(name: &str) -> Option<Mutant> {
    all().into_iter().find(|mutant| mutant.name == name)
}

impl Mutant {
    /// The implementation, with every draw decided by `seed`.
    #[must_use]
    pub fn implementation(&self, seed: u64) -> Box<dyn Implementation + Send> {
        (self.make)(seed)
    }

    /// What decides in its server model; nothing where it is a library, or wrong outside the server's decisions.
    #[must_use]
    pub fn decisions(&self) -> Option<Arc<dyn Decisions>> {
        self.decisions.clone()
    }

    /// A server that decides as it should not.
    fn server(
        name: impl Into<Cow<'static, str>>,
        breaks: &'static [&'static str],
        says: impl Into<Cow<'static, str>>,
        decisions: impl Decisions + 'static,
    ) -> Self {
        let name = name.into();
        let (label, decisions): (_, Arc<dyn Decisions>) = (name.clone(), Arc::new(decisions));
        let kept = Arc::clone(&decisions);
        let made = Self::made(name, Role::Server, breaks, says, move |seed| {
            let library = Box::new(StandardLibrary);
            Box::new(Reference::with(&label, library, Arc::clone(&decisions), seed))
        });
        Self { decisions: Some(kept), ..made }
    }

    /// A library that is wrong in an operation or a step of some.
    fn library(
        name: impl Into<Cow<'static, str>>,
        breaks: &'static [&'static str],
        says: impl Into<Cow<'static, str>>,
        library: impl Library + Clone + Send + Sync + 'static,
    ) -> Self {
        let name = name.into();
        let label = name.clone();
        Self::made(name, Role::Library, breaks, says, move |seed| {
            let library = Box::new(library.clone());
            Box::new(Reference::with(&label, library, Arc::new(Standard), seed))
        })
    }

    /// A library whose plain is so wrong that its control fails: it says itself that it offers plain.
    fn library_of_plain(
        name: &'static str,
        breaks: &'static [&'static str],
        says: &'static str,
        library: impl Library + Clone + Send + Sync + 'static,
    ) -> Self {
        Self::made(name, Role::Library, breaks, says, move |seed| {
            let library = Box::new(library.clone());
            Box::new(Reference::with(name, library, Arc::new(Standard), seed).offering_plain())
        })
    }

    /// Any implementation.
    fn made(
        name: impl Into<Cow<'static, str>>,
        role: Role,
        breaks: &'static [&'static str],
        says: impl Into<Cow<'static, str>>,
        make: impl Fn(u64) -> Box<dyn Implementation + Send> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            role,
            breaks: Cow::Borrowed(breaks),
            cites: &[],
            says: says.into(),
            family: None,
            wide: None,
            limit: None,
            unseen: false,
            held_against: Cow::Borrowed(&[]),
            decisions: None,
            make: Arc::new(make),
        }
    }

    fn cites(self, cites: &'static [&'static str]) -> Self {
        Self { cites, ..self }
    }

    fn wide(self, why: &'static str) -> Self {
        Self { wide: Some(why), ..self }
    }

    fn limit(self, limit: &'static str) -> Self {
        Self { limit: Some(limit), ..self }
    }

    fn unseen(self) -> Self {
        Self { unseen: true, ..self }
    }

    fn of_family(self, family: &'static str) -> Self {
        Self { family: Some(family), ..self }
    }

    fn held_against(self, globs: &[&str]) -> Self {
        let globs = globs.iter().map(|glob| (*glob).to_owned()).collect();
        Self { held_against: Cow::Owned(globs), ..self }
    }
}

/// A name is one mutant's.
impl PartialEq for Mutant {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Mutant {}

impl fmt::Debug for Mutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mutant").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A value of a type of its own that overrides what stands in the braces, and nothing else.
macro_rules! wrong {
    ($base:ident { $($body:tt)* }) => {{
        #[derive(Clone, Copy)]
        struct Wrong;
        impl $base for Wrong { $($body)* }
        Wrong
    }};
}
use wrong;
