//! Filters: globs over ids, requirements and flags, and levels.

use pkce_vectors::Level;
use wildmatch::WildMatch;

use super::shard::Shard;
use crate::case::Case;

/// Globs, any of which may match: `*` stands for any text, slashes included, and `?` for one character.
#[derive(Debug, Clone)]
pub struct Patterns(Vec<WildMatch>);

impl Patterns {
    /// Reads globs.
    #[must_use]
    pub fn new<T: AsRef<str>>(texts: &[T]) -> Self {
        Self(texts.iter().map(|text| WildMatch::new(text.as_ref())).collect())
    }

    /// Whether any glob matches.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.0.iter().any(|glob| glob.matches(text))
    }

    /// Whether any glob matches a requirement that a case is held to, the vector behind it, or one of its flags.
    #[must_use]
    pub fn name(&self, case: &Case<'_>, requirement: &str) -> bool {
        let mut names = [requirement, case.vector_id()].into_iter();
        names.any(|name| self.is_match(name)) || case.flags().iter().any(|flag| self.is_match(flag))
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
    /// Only what is in this shard, with every control.
    pub shard: Option<Shard>,
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

    /// Whether something is neither skipped nor below the level.
    pub(crate) fn leaves(&self, id: &str, requirement: &str, level: Level) -> bool {
        let skipped = |skip: &Patterns| skip.is_match(id) || skip.is_match(requirement);
        self.level.is_none_or(|least| level >= least) && !self.skip.as_ref().is_some_and(skipped)
    }
}
