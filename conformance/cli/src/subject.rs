//! What a name on the command line means: the reference, a bundled adapter, or a command that speaks the protocol.

pub mod listed;
pub mod live;

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
};

use pkce_vectors::VectorSet;

use listed::{Installed, NotInstalled};
use live::Live;

use crate::{
    list::{self, ListError, NoRepository},
    near::did_you_mean,
};
use pkce_conformance::{
    implementation::Implementation,
    plan::Plan,
    reference::Reference,
    result::Report,
    run::{Progress, RunOptions, run_fitted},
    transport::{InProcess, Limits, Stdio, Transport},
};
use pkce_http::FileError;
use pkce_mutants::Mutant;

/// The name of the reference implementation.
pub const REFERENCE: &str = "reference";

/// What stands before a mutant's name.
pub const MUTANT: &str = "mutant:";

/// Something that vectors are held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The reference implementation, in this process.
    Reference,
    /// A bundled adapter, in a process of its own: `pkce adapter NAME`.
    Bundled(&'static str),
    /// A mutant of the reference, in this process.
    Mutant(Box<Mutant>),
    /// An entry of the list, which is installed.
    Listed(Installed),
    /// A program that speaks the adapter protocol, with its arguments.
    Command(Vec<OsString>),
    /// The same, started in a folder of its own; an empty one is the working folder.
    InFolder {
        /// The program and its arguments.
        words: Vec<OsString>,
        /// The folder.
        folder: PathBuf,
    },
    /// A live server, which a file describes.
    Live(Box<Live>),
}

/// A target was asked for by a name that none has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no target `{name}`{near}; there are {known}, those that `pkce targets` lists, and `mutant:NAME` for each that `pkce mutants --matrix` tells; a program of yours goes behind `--`: pkce run -- {name}", near = near(name), known = known())]
pub struct UnknownTarget {
    name: String,
}

/// The target, of the list or of the mutants too, that was most likely meant.
pub(crate) fn near(name: &str) -> String {
    let listed = listed::all().unwrap_or_default().iter().map(|known| known.name.clone());
    let mutants = pkce_mutants::all().into_iter().map(|mutant| format!("{MUTANT}{}", mutant.name));
    let known: Vec<String> = names().map(str::to_owned).chain(listed).chain(mutants).collect();
    did_you_mean(name, known.iter().map(String::as_str))
}

/// A name leads to nothing that can be held.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// It is nobody's.
    #[error(transparent)]
    Unknown(#[from] UnknownTarget),
    /// It is the file of a live server, and wrong.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is the list's, and not there.
    #[error(transparent)]
    NotInstalled(#[from] NotInstalled),
    /// It is the list's, and this is not its repository.
    #[error(transparent)]
    NoRepository(#[from] NoRepository),
    /// The list itself is wrong.
    #[error(transparent)]
    List(#[from] ListError),
}

fn known() -> String {
    names().collect::<Vec<_>>().join(", ")
}

/// The names of what is built in.
pub fn names() -> impl Iterator<Item = &'static str> {
    std::iter::once(REFERENCE).chain(bundled().iter().copied())
}

#[cfg(feature = "rust-adapters")]
fn bundled() -> &'static [&'static str] {
    crate::rust_adapters::names()
}

#[cfg(not(feature = "rust-adapters"))]
fn bundled() -> &'static [&'static str] {
    &[]
}

/// The implementation that `pkce adapter NAME` serves.
#[must_use]
pub fn implementation(name: &str, seed: u64) -> Option<Box<dyn Implementation>> {
    if name == REFERENCE {
        return Some(Box::new(Reference::new(seed)));
    }
    if let Some(mutant) = name.strip_prefix(MUTANT) {
        return Some(pkce_mutants::by_name(mutant)?.implementation(seed));
    }
    #[cfg(feature = "rust-adapters")]
    return crate::rust_adapters::by_name(name);
    #[cfg(not(feature = "rust-adapters"))]
    None
}

impl Target {
    /// The target of this name.
    pub fn named(name: &str) -> Result<Self, TargetError> {
        if name == REFERENCE {
            return Ok(Self::Reference);
        }
        if let Some(mutant) = name.strip_prefix(MUTANT).and_then(pkce_mutants::by_name) {
            return Ok(Self::Mutant(Box::new(mutant)));
        }
        if let Some(name) = bundled().iter().find(|known| **known == name) {
            return Ok(Self::Bundled(name));
        }
        if Path::new(name).extension().is_some_and(|extension| extension == "toml") {
            return Ok(Self::Live(Box::new(Live::read(Path::new(name))?)));
        }
        match listed::find(name)? {
            Some(entry) => Ok(Self::Listed(entry.installed(&list::repository()?)?)),
            None => Err(UnknownTarget { name: name.to_owned() }.into()),
        }
    }

    /// What is built in.
    #[must_use]
    pub fn built_in() -> Vec<Self> {
        std::iter::once(Self::Reference)
            .chain(bundled().iter().copied().map(Self::Bundled))
            .collect()
    }

    /// How reports call it.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Reference => REFERENCE.to_owned(),
            Self::Bundled(name) => (*name).to_owned(),
            Self::Listed(installed) => installed.entry.name.clone(),
            Self::Mutant(mutant) => format!("{MUTANT}{}", mutant.name),
            Self::Live(live) => live.path.display().to_string(),
            Self::Command(words) | Self::InFolder { words, .. } => {
                let words = words.iter().map(|word| word.to_string_lossy());
                words.collect::<Vec<_>>().join(" ")
            }
        }
    }

    /// Its name, where it has one.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Command(_) | Self::InFolder { .. } => None,
            named => Some(named.label()),
        }
    }

    /// Holds a plan against it, made anew for the settings that it has.
    pub fn hold(
        &self,
        set: &VectorSet,
        plan: &Plan<'_>,
        limits: Limits,
        options: &RunOptions<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Report {
        let heeded = options.interrupted;
        self.reached(options.seed, limits, heeded, &mut |transport| {
            run_fitted(set, plan, transport, options, progress)
        })
    }

    /// Gives `told` the way to it. An interrupt ends the wait for its introduction.
    pub fn reached<T>(
        &self,
        seed: u64,
        limits: Limits,
        interrupted: &AtomicBool,
        told: &mut dyn FnMut(&mut dyn Transport) -> T,
    ) -> T {
        let mut folder = None;
        let command = match self {
            Self::Reference => return told(&mut InProcess::new(&mut Reference::new(seed))),
            Self::Mutant(mutant) => {
                let mut wrong = mutant.implementation(seed);
                return told(&mut InProcess::new(&mut *wrong));
            }
            Self::Bundled(name) => vec![own_program(), "adapter".into(), (*name).into()],
            Self::Listed(Installed { entry, root }) => {
                folder = Some(root.clone());
                let words = list::in_repository(&entry.adapter.start, root);
                words.into_iter().map(OsString::from).collect()
            }
            Self::Command(words) => words.clone(),
            Self::InFolder { words, folder: own } => {
                folder = Some(own.clone()).filter(|own| !own.as_os_str().is_empty());
                words.clone()
            }
            Self::Live(live) => return told(&mut live.driver(limits.request, interrupted)),
        };
        let mut stdio = Stdio::new(command, limits).heeding(interrupted);
        if let Some(folder) = folder {
            stdio = stdio.in_folder(folder);
        }
        told(&mut stdio)
    }
}

/// This program: a bundled adapter takes the road that every other language takes.
fn own_program() -> OsString {
    std::env::current_exe().map_or_else(|_| "pkce".into(), Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_means_a_target_that_bears_it() {
        for name in names() {
            assert_eq!(Target::named(name).unwrap().label(), name);
            assert_eq!(implementation(name, 1).unwrap().about().name, name);
        }
        assert_eq!(Target::built_in().len(), names().count());
    }

    #[test]
    fn a_mutant_is_a_target() {
        let target = Target::named("mutant:code-raced").unwrap();
        assert_eq!(target.label(), "mutant:code-raced");
        assert_eq!(implementation(&target.label(), 1).unwrap().about().name, "code-raced");
        assert!(Target::named("mutant:unheard-of").is_err());
    }

    #[test]
    fn an_unknown_name_is_told_the_known_ones() {
        let error = Target::named("fosite").unwrap_err().to_string();
        assert!(error.starts_with("there is no target `fosite`; there are reference"), "{error}");
        let error = Target::named("oaut2").unwrap_err().to_string();
        assert!(error.contains(" (did you mean `oauth2`?); there are reference"), "{error}");
    }
}
