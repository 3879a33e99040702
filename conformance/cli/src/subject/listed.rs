//! Targets of the list of adapters, by the names that the command line has for them.

use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
};

use crate::list::{self, Adapter, ListError, Missing};

/// An entry of the list with its name on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The entry's own name, or `python:pkce` where that is also another target's.
    pub name: String,
    /// The entry.
    pub adapter: Adapter,
}

static ALL: LazyLock<Result<Vec<Listed>, ListError>> = LazyLock::new(|| {
    let adapters = list::built_in()?;
    let named = |adapter: &Adapter| {
        let same = adapters.iter().filter(|other| other.name == adapter.name).count();
        let taken = same > 1 || super::names().any(|name| name == adapter.name);
        let name = if taken { qualified(adapter) } else { adapter.name.clone() };
        Listed { name, adapter: adapter.clone() }
    };
    Ok(adapters.iter().map(named).collect())
});

fn qualified(adapter: &Adapter) -> String {
    format!("{}:{}", adapter.language.as_str().to_lowercase(), adapter.name)
}

/// Every entry of the list.
pub fn all() -> Result<&'static [Listed], ListError> {
    ALL.as_deref().map_err(Clone::clone)
}

/// The entry of this name; `LANGUAGE:NAME` is always one.
pub fn find(name: &str) -> Result<Option<&'static Listed>, ListError> {
    let is = |known: &&Listed| known.name == name || qualified(&known.adapter) == name;
    Ok(all()?.iter().find(is))
}

/// An entry cannot be run as things are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotInstalled {
    /// Installing would help.
    #[error("`{0}` is not installed; pkce targets install {0}")]
    Package(String),
    /// Something is needed that is not ours to install.
    #[error("`{name}` needs `{program}`, which is not on the PATH")]
    Program {
        /// The target.
        name: String,
        /// The program.
        program: String,
    },
}

/// An entry that is installed in a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// The entry.
    pub entry: &'static Listed,
    /// The repository's root, at which its commands run.
    pub root: PathBuf,
}

impl Listed {
    /// The entry as it is installed there.
    pub fn installed(&'static self, root: &Path) -> Result<Installed, NotInstalled> {
        let name = self.name.clone();
        match self.adapter.missing(root) {
            None => Ok(Installed { entry: self, root: root.to_owned() }),
            Some(Missing::Program(program)) => Err(NotInstalled::Program { name, program }),
            Some(Missing::Path(_)) => Err(NotInstalled::Package(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_targets_share_a_name() {
        let mut names: Vec<&str> = all().unwrap().iter().map(|known| known.name.as_str()).collect();
        names.extend(super::super::names());
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn each_entry_is_found_by_its_name_and_with_its_language() {
        for known in all().unwrap() {
            assert_eq!(find(&known.name).unwrap(), Some(known));
            assert_eq!(find(&qualified(&known.adapter)).unwrap(), Some(known));
        }
        assert_eq!(find("python:no-such").unwrap(), None);
    }
}
