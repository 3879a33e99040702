//! What a name on the command line means: the reference, a bundled adapter, or a command that speaks the protocol.

use std::ffi::OsString;

use pkce_vectors::VectorSet;

use crate::{
    implementation::Implementation,
    plan::Plan,
    reference::Reference,
    result::Report,
    run::{RunOptions, run},
    transport::{InProcess, Limits, Stdio},
};

/// The name of the reference implementation.
pub const REFERENCE: &str = "reference";

/// Something that vectors are held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The reference implementation, in this process.
    Reference,
    /// A bundled adapter, in a process of its own: `pkce adapter NAME`.
    Bundled(&'static str),
    /// A program that speaks the adapter protocol, with its arguments.
    Command(Vec<OsString>),
}

/// A target was asked for by a name that none has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no target `{name}`; there are {known}; a program of yours goes behind `--`: pkce run -- {name}", known = known())]
pub struct UnknownTarget {
    name: String,
}

fn known() -> String {
    names().collect::<Vec<_>>().join(", ")
}

/// Every name that [`Target::named`] knows.
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
    #[cfg(feature = "rust-adapters")]
    return crate::rust_adapters::by_name(name);
    #[cfg(not(feature = "rust-adapters"))]
    None
}

impl Target {
    /// The target of this name.
    pub fn named(name: &str) -> Result<Self, UnknownTarget> {
        if name == REFERENCE {
            return Ok(Self::Reference);
        }
        let bundled = bundled().iter().find(|known| **known == name);
        bundled
            .map(|name| Self::Bundled(name))
            .ok_or_else(|| UnknownTarget { name: name.to_owned() })
    }

    /// Every target that has a name.
    #[must_use]
    pub fn all() -> Vec<Self> {
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
            Self::Command(words) => {
                let words = words.iter().map(|word| word.to_string_lossy());
                words.collect::<Vec<_>>().join(" ")
            }
        }
    }

    /// Its name, where it has one.
    #[must_use]
    pub const fn name(&self) -> Option<&'static str> {
        match self {
            Self::Reference => Some(REFERENCE),
            Self::Bundled(name) => Some(name),
            Self::Command(_) => None,
        }
    }

    /// Holds a plan against it. `progress` hears how many of the plan's entries are done.
    pub fn hold(
        &self,
        set: &VectorSet,
        plan: &Plan<'_>,
        limits: Limits,
        options: &RunOptions<'_>,
        progress: &mut dyn FnMut(usize),
    ) -> Report {
        let command = match self {
            Self::Reference => {
                let mut reference = Reference::new(options.seed);
                return run(set, plan, &mut InProcess::new(&mut reference), options, progress);
            }
            Self::Bundled(name) => vec![own_program(), "adapter".into(), (*name).into()],
            Self::Command(words) => words.clone(),
        };
        let mut stdio = Stdio::new(command, limits).heeding(options.interrupted);
        run(set, plan, &mut stdio, options, progress)
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
        assert_eq!(Target::all().len(), names().count());
    }

    #[test]
    fn an_unknown_name_is_told_the_known_ones() {
        let error = Target::named("oauth3").unwrap_err().to_string();
        assert!(error.starts_with("there is no target `oauth3`; there are reference"), "{error}");
    }
}
