//! The list of implementations behind the adapter protocol: what each is, how to install it and how to start it.

mod place;

use serde::Deserialize;

pub use place::{Missing, NoRepository, in_repository, repository};

/// The list's place in the repository.
pub const PATH: &str = "conformance/adapters/list.toml";

const TEXT: &str = include_str!("../../adapters/list.toml");

/// One implementation with its adapter.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adapter {
    /// The implementation's name, unique within its language.
    pub name: String,
    /// The version that is pinned; empty where the system brings it along.
    pub version: String,
    /// The language it is written in.
    pub language: Language,
    /// The commands that install it, in order; their words hold no spaces.
    pub install: Vec<String>,
    /// The command that starts its adapter; its words hold no spaces.
    pub start: String,
    /// Its home page.
    pub home: String,
    /// Whether `.ci/run` installs and holds it.
    #[serde(default)]
    pub ci: bool,
}

/// A language of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[value(rename_all = "lowercase")]
pub enum Language {
    /// Go.
    Go,
    /// Java.
    Java,
    /// `JavaScript` and `TypeScript`.
    JavaScript,
    /// Python.
    Python,
    /// Rust: outside the crates that are bundled.
    Rust,
    /// A POSIX shell and its programs.
    #[serde(rename = "shell")]
    Shell,
}

impl Language {
    /// Its name, as the list writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Go => "Go",
            Self::Java => "Java",
            Self::JavaScript => "JavaScript",
            Self::Python => "Python",
            Self::Rust => "Rust",
            Self::Shell => "shell",
        }
    }
}

/// The list cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// It is not of the form that [`Adapter`] has. The message tells line and column.
    #[error("{file}: {message}")]
    Form {
        /// Which file.
        file: String,
        /// What is wrong, and where.
        message: String,
    },
    /// An entry cannot be used.
    #[error("{file}:{line}: {message}")]
    Entry {
        /// Which file.
        file: String,
        /// The line on which the entry begins.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
}

/// The list that this program was built with.
pub fn built_in() -> Result<Vec<Adapter>, ListError> {
    parse(PATH, TEXT)
}

/// Reads a list's text; `file` is for errors.
pub fn parse(file: &str, text: &str) -> Result<Vec<Adapter>, ListError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Listed {
        adapter: Vec<toml::Spanned<Adapter>>,
    }
    let form = |error: toml::de::Error| ListError::Form {
        file: file.to_owned(),
        message: error.to_string(),
    };
    let list: Listed = toml::from_str(text).map_err(form)?;
    let mut adapters: Vec<Adapter> = Vec::new();
    for entry in list.adapter {
        let before = text.get(..entry.span().start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let adapter = entry.into_inner();
        if let Some(message) = fault(&adapter, &adapters) {
            return Err(ListError::Entry { file: file.to_owned(), line, message });
        }
        adapters.push(adapter);
    }
    Ok(adapters)
}

/// What makes an entry useless beside those before it.
fn fault(adapter: &Adapter, before: &[Adapter]) -> Option<String> {
    let Adapter { name, version, language, install, start, home, .. } = adapter;
    if name.is_empty() || name.contains([' ', ':']) {
        return Some(format!("`{name}` is no name: at least one character, no space, no colon"));
    }
    let twin = |known: &Adapter| known.name == *name && known.language == *language;
    if before.iter().any(twin) {
        return Some(format!("`{name}` is listed twice for {}", language.as_str()));
    }
    if install.iter().chain([start]).any(|command| command.trim().is_empty()) {
        return Some(format!("a command of `{name}` is empty"));
    }
    if version.is_empty() != install.is_empty() {
        return Some(format!("`{name}` has a version and nothing to install it, or the reverse"));
    }
    if !home.starts_with("https://") {
        return Some(format!("the home page of `{name}` is no https address"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = r#"
[[adapter]]
name = "oauthlib"
version = "4.0.1"
language = "Python"
install = ["pip install oauthlib"]
start = "python3 adapter.py"
home = "https://github.com/oauthlib/oauthlib"
"#;

    #[test]
    fn the_list_can_be_used() {
        assert!(built_in().unwrap().iter().any(|adapter| adapter.name == "oauthlib"));
    }

    #[test]
    fn a_fault_is_told_with_file_and_line() {
        for (from, to, told) in [
            ("home", "hme", "c.toml: TOML parse error at line 8, column 1"),
            ("\"Python\"", "\"Pyhton\"", "c.toml: TOML parse error at line 5, column 12"),
            ("\"4.0.1\"", "\"\"", "c.toml:2: `oauthlib` has a version and nothing to install it"),
            ("\"python3 adapter.py\"", "\" \"", "c.toml:2: a command of `oauthlib` is empty"),
            ("\"oauthlib\"", "\"oauth lib\"", "c.toml:2: `oauth lib` is no name"),
            ("https", "ftp", "c.toml:2: the home page of `oauthlib` is no https address"),
        ] {
            let error = parse("c.toml", &ENTRY.replace(from, to)).unwrap_err().to_string();
            assert!(error.starts_with(told), "{from} to {to}: {error}");
        }
        let error = parse("c.toml", &ENTRY.repeat(2)).unwrap_err().to_string();
        assert_eq!(error, "c.toml:10: `oauthlib` is listed twice for Python");
    }
}
