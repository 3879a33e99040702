//! Filters: globs over ids, requirements and flags, and levels.

use globset::{Glob, GlobSet, GlobSetBuilder};
use pkce_vectors::Level;

/// Globs, any of which may match. `*` crosses slashes: ids are words, not paths.
#[derive(Debug, Clone)]
pub struct Patterns {
    globs: GlobSet,
    texts: Vec<String>,
}

impl Patterns {
    /// Compiles globs.
    pub fn new<T: AsRef<str>>(texts: &[T]) -> Result<Self, globset::Error> {
        let mut builder = GlobSetBuilder::new();
        for text in texts {
            builder.add(Glob::new(text.as_ref())?);
        }
        let texts = texts.iter().map(|text| text.as_ref().to_owned()).collect();
        Ok(Self { globs: builder.build()?, texts })
    }

    /// Whether any glob matches.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.globs.is_match(text)
    }

    /// The globs as they were written.
    #[must_use]
    pub fn texts(&self) -> &[String] {
        &self.texts
    }
}

/// What a run takes. The default takes all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only what one of these matches.
    pub only: Option<Patterns>,
    /// Nothing that one of these matches.
    pub skip: Option<Patterns>,
    /// Only requirements of at least this level.
    pub level: Option<Level>,
}

impl Filter {
    /// Whether something with this id, requirement and flags is taken.
    #[must_use]
    pub fn takes<'a>(
        &self,
        id: &str,
        requirements: impl IntoIterator<Item = &'a str>,
        flags: &[String],
        level: Level,
    ) -> bool {
        self.takes_any(&[id], requirements, flags, level)
    }

    /// The same for something with several ids.
    #[must_use]
    pub fn takes_any<'a>(
        &self,
        ids: &[&str],
        requirements: impl IntoIterator<Item = &'a str>,
        flags: &[String],
        level: Level,
    ) -> bool {
        let requirements: Vec<&str> = requirements.into_iter().collect();
        let own = requirements.first().copied();
        let matches = |patterns: &Patterns, requirements: &[&str]| {
            ids.iter().any(|id| patterns.is_match(id))
                || requirements.iter().any(|id| patterns.is_match(id))
                || flags.iter().any(|flag| patterns.is_match(flag))
        };
        self.level.is_none_or(|least| level >= least)
            && self.only.as_ref().is_none_or(|only| matches(only, &requirements))
            && !self.skip.as_ref().is_some_and(|skip| matches(skip, own.as_slice()))
    }
}
