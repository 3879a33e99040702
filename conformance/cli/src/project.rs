//! `pkce.toml`: what a run of a project of the user's takes, where nothing else says so.

use std::{
    collections::BTreeMap,
    fs::File,
    io,
    ops::Range,
    path::{Path, PathBuf},
};

use pkce_conformance::bounded;
use serde::Deserialize;
use toml::Spanned;

/// The name of the file.
pub const NAME: &str = "pkce.toml";

/// What stands in the folder that is a project's outermost.
const EDGE: &str = ".git";

/// The file of a project, as it was found.
#[derive(Debug, Clone)]
pub struct Project {
    /// The file, as errors name it.
    pub path: PathBuf,
    /// Its folder, which every path in it starts from; empty where that is the working folder.
    pub folder: PathBuf,
    /// What is held.
    pub target: Option<Located<ProjectTarget>>,
    /// The profile that it is judged by.
    pub profile: Option<Located<String>>,
    /// The file of its known failures.
    pub known: Option<Located<PathBuf>>,
    /// The reports that are written, each as `FORMAT=FILE`.
    pub reports: Vec<Located<(String, PathBuf)>>,
}

/// Something that the file says, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// The line, counted from 1.
    pub line: usize,
    /// What it says.
    pub says: T,
}

/// What the file names as the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProjectTarget {
    /// A target by its name, or the file of a live server.
    Named(String),
    /// A command that speaks the adapter protocol, with its arguments.
    Command(Vec<String>),
}

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// It cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is no TOML, or has another key.
    #[error("{}: {message}", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        message: String,
    },
    /// It says something that cannot be.
    #[error("{}:{line}: {message}", path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// What is wrong there.
        message: &'static str,
    },
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    target: Option<Spanned<String>>,
    command: Option<Spanned<Words>>,
    profile: Option<Spanned<String>>,
    known: Option<Spanned<PathBuf>>,
    #[serde(default)]
    reports: BTreeMap<String, Spanned<PathBuf>>,
}

/// A command: its words, or one line of them as a shell splits it.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a command is a list of words, or a text of them")]
enum Words {
    List(Vec<String>),
    Line(String),
}

impl Project {
    /// The file in a folder or in one above it, up to that in which a repository begins.
    pub fn find(from: &Path) -> Result<Option<Self>, ProjectError> {
        for folder in from.ancestors() {
            let path = folder.join(NAME);
            if path.is_file() {
                let own = folder == from;
                let (path, folder) =
                    if own { (NAME.into(), "".into()) } else { (path, folder.to_owned()) };
                let text = File::open(from.join(&path)).and_then(bounded::read);
                return match text {
                    Ok(text) => Self::parse(path, folder, &text).map(Some),
                    Err(source) => Err(ProjectError::Unreadable { path, source }),
                };
            }
            if folder.join(EDGE).exists() {
                return Ok(None);
            }
        }
        Ok(None)
    }

    /// Reads the file's text.
    fn parse(path: PathBuf, folder: PathBuf, text: &str) -> Result<Self, ProjectError> {
        let written: Written = match toml::from_str(text) {
            Ok(written) => written,
            Err(error) => return Err(ProjectError::Form { path, message: error.to_string() }),
        };
        let line = |span: Range<usize>| {
            text.get(..span.start).unwrap_or_default().matches('\n').count() + 1
        };
        let target = match (written.target, written.command) {
            (None, None) => Ok(None),
            (Some(target), None) => {
                let line = line(target.span());
                Ok(Some(Located { line, says: ProjectTarget::Named(target.into_inner()) }))
            }
            (None, Some(command)) => {
                let line = line(command.span());
                let words = command.into_inner().words();
                let says = words.map(ProjectTarget::Command);
                says.map(|says| Some(Located { line, says })).map_err(|message| (line, message))
            }
            (Some(_), Some(command)) => {
                Err((line(command.span()), "there is a target too; a project has one of them"))
            }
        };
        let target = match target {
            Ok(target) => target,
            Err((line, message)) => return Err(ProjectError::Wrong { path, line, message }),
        };
        let reports = written.reports.into_iter().map(|(form, file)| Located {
            line: line(file.span()),
            says: (form, file.into_inner()),
        });
        let mut reports: Vec<Located<(String, PathBuf)>> = reports.collect();
        reports.sort_by_key(|report| report.line);
        Ok(Self {
            target,
            profile: written
                .profile
                .map(|profile| Located { line: line(profile.span()), says: profile.into_inner() }),
            known: written
                .known
                .map(|known| Located { line: line(known.span()), says: known.into_inner() }),
            reports,
            path,
            folder,
        })
    }

    /// A path of the file's, from the working folder.
    #[must_use]
    pub fn place(&self, path: &Path) -> PathBuf {
        self.folder.join(path)
    }
}

impl Words {
    fn words(self) -> Result<Vec<String>, &'static str> {
        let words = match self {
            Self::List(words) => words,
            Self::Line(line) => {
                shlex::split(&line).ok_or("a quotation mark of the command is not closed")?
            }
        };
        if words.first().is_none_or(|program| program.trim().is_empty()) {
            return Err("the command is empty");
        }
        Ok(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Project, String> {
        Project::parse(NAME.into(), PathBuf::new(), text).map_err(|error| error.to_string())
    }

    #[test]
    fn a_command_is_a_list_or_a_line() {
        for text in
            [r#"command = ["python3", "my adapter.py"]"#, r#"command = "python3 'my adapter.py'""#]
        {
            let words = ["python3", "my adapter.py"].map(str::to_owned).to_vec();
            let says = ProjectTarget::Command(words);
            assert_eq!(parse(text).unwrap().target, Some(Located { line: 1, says }));
        }
    }

    #[test]
    fn each_thing_has_its_line() {
        let project = parse(
            "# mine\ntarget = \"server.toml\"\nprofile = \"mcp\"\nknown = \"k.toml\"\n\n[reports]\nsarif = \"a\"\njunit = \"b\"\n",
        );
        let project = project.unwrap();
        assert_eq!(project.target.unwrap().line, 2);
        assert_eq!(project.profile.unwrap().line, 3);
        assert_eq!(project.known.unwrap().line, 4);
        let reports: Vec<_> = project.reports.iter().map(|r| (r.line, r.says.0.as_str())).collect();
        assert_eq!(reports, [(7, "sarif"), (8, "junit")]);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, told) in [
            ("target = \"a\"\ncommand = \"b\"\n", "pkce.toml:2: there is a target too"),
            ("\ncommand = []\n", "pkce.toml:2: the command is empty"),
            ("command = \"  \"", "pkce.toml:1: the command is empty"),
            ("command = \"a 'b\"", "pkce.toml:1: a quotation mark of the command is not closed"),
            ("\n\nprofil = \"mcp\"", "line 3"),
            ("profile = 7", "line 1"),
            ("command = 7", "a command is a list of words, or a text of them"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(told), "{text}: {error}");
        }
    }
}
