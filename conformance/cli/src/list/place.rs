//! Where the list's implementations are: the repository, and what of an adapter is there.

use std::{
    env, io,
    path::{Path, PathBuf},
};

use super::{Adapter, Language, PATH};

/// Neither the current folder nor one above it is the repository.
#[derive(Debug, thiserror::Error)]
pub enum NoRepository {
    /// None of them holds the list.
    #[error(
        "no {PATH} in this folder or above it; what the list names runs from a checkout of the repository: clone it, and run pkce there"
    )]
    NotFound,
    /// The current folder is unknown.
    #[error("the current folder is unknown: {0}")]
    Nowhere(io::Error),
}

/// The repository's root, from the current folder upwards.
pub fn repository() -> Result<PathBuf, NoRepository> {
    let here = env::current_dir().map_err(NoRepository::Nowhere)?;
    let root = here.ancestors().find(|folder| folder.join(PATH).is_file());
    root.map(Path::to_owned).ok_or(NoRepository::NotFound)
}

/// A command's words, with the program made absolute where it is a path.
#[must_use]
pub fn in_repository(command: &str, root: &Path) -> Vec<String> {
    let mut words: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
    if let Some(program) = words.first_mut().filter(|program| program.contains('/')) {
        *program = root.join(&*program).to_string_lossy().into_owned();
    }
    words
}

/// What an adapter lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// A program that no package manager of ours brings.
    Program(String),
    /// A file or folder of the repository's, which installing makes.
    Path(PathBuf),
}

impl Adapter {
    /// The first thing that it lacks; nothing where it is installed.
    #[must_use]
    pub fn missing(&self, root: &Path) -> Option<Missing> {
        let mut words = self.start.split_whitespace();
        let program = words.next().unwrap_or_default();
        if !program.contains('/') && !on_path(program) {
            return Some(Missing::Program(program.to_owned()));
        }
        // Java's class path is several places in one word, and one may be every archive of a folder.
        let places =
            words.flat_map(|word| word.split(':')).map(|place| place.trim_end_matches("/*"));
        let ours = std::iter::once(program).chain(places);
        let ours = ours.filter(|place| place.starts_with("conformance/"));
        let folder = self.language.install_folder().filter(|_| !self.install.is_empty());
        let absent = ours.chain(folder).map(|place| root.join(place)).find(|place| !place.exists());
        absent.map(Missing::Path)
    }
}

impl Language {
    const fn install_folder(self) -> Option<&'static str> {
        match self {
            Self::Go => Some("conformance/adapters/go/bin"),
            Self::Java => Some("conformance/adapters/java/target"),
            Self::JavaScript => Some("conformance/adapters/javascript/node_modules"),
            Self::Python => Some("conformance/adapters/python/.venv"),
            // What these start is named in the command that starts it.
            Self::Rust | Self::Shell => None,
        }
    }
}

fn on_path(program: &str) -> bool {
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(&name).is_file()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn adapter(language: Language, start: &str) -> Adapter {
        Adapter {
            name: "x".to_owned(),
            version: "1".to_owned(),
            language,
            install: vec!["true".to_owned()],
            start: start.to_owned(),
            home: String::new(),
            ci: false,
        }
    }

    #[test]
    fn what_is_missing_is_told_one_after_the_other() {
        let root = env::temp_dir().join(format!("pkce-place-{}", std::process::id()));
        let java = adapter(
            Language::Java,
            "sh -cp conformance/adapters/java/target/classes:conformance/adapters/java/target/lib/* Nimbus",
        );
        for folder in
            ["conformance/adapters/java/target/classes", "conformance/adapters/java/target/lib"]
        {
            assert_eq!(java.missing(&root), Some(Missing::Path(root.join(folder))));
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        assert_eq!(java.missing(&root), None);
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn a_program_that_the_system_lacks_is_named() {
        let program = "no-such-program-anywhere";
        let missing = adapter(Language::Shell, program).missing(Path::new("/"));
        assert_eq!(missing, Some(Missing::Program(program.to_owned())));
    }

    #[test]
    fn a_program_that_is_a_path_does_not_depend_on_the_current_folder() {
        assert_eq!(in_repository("a/b c/d", Path::new("/r")), ["/r/a/b", "c/d"]);
        assert_eq!(in_repository("node c/d", Path::new("/r")), ["node", "c/d"]);
    }
}
