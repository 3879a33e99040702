//! What a run takes: what the command line says, where it is silent the environment, and where that is `pkce.toml`.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

use pkce_conformance::known::KnownFailures;
use pkce_report::clean;
use pkce_vectors::VectorSet;

use super::{
    choice::one_target,
    error::CliError,
    forms::{Place, place},
    output::{Console, quoted},
};
use crate::{
    project::{Located, Project, ProjectTarget},
    subject::Target,
};

/// What the command line says.
pub(super) struct Given<'a> {
    pub(super) target: Option<&'a str>,
    pub(super) more: &'a [OsString],
    pub(super) command: &'a [OsString],
    pub(super) known: Option<&'a Path>,
    /// No failures are taken for known: they are written anew.
    pub(super) writes_known: bool,
    pub(super) has_reports: bool,
}

/// What is not said on the command line.
pub(super) struct Around {
    project: Option<Project>,
}

/// What a run takes, whoever says so.
pub(super) struct Settled {
    pub(super) target: Target,
    pub(super) known: Option<KnownFailures>,
    /// The file of the known failures.
    pub(super) known_path: Option<PathBuf>,
    /// Reports that nobody asks for on the command line.
    pub(super) reports: Vec<Place>,
    /// The file of the project, where it names the target.
    pub(super) project: Option<PathBuf>,
}

impl Around {
    /// Looks for the file of a project.
    pub(super) fn look() -> Result<Self, CliError> {
        // Where nobody knows the working folder, there is no file above it.
        let found = env::current_dir().ok().map(|folder| Project::find(&folder)).transpose()?;
        Ok(Self { project: found.flatten() })
    }

    /// The profile. One that there is not is told with its place.
    pub(super) fn profile(
        &self,
        given: Option<&str>,
        set: &VectorSet,
    ) -> Result<Option<String>, CliError> {
        if let Some(given) = given {
            return Ok(Some(given.to_owned()));
        }
        let of_file = || {
            let project = self.project.as_ref()?;
            let profile = project.profile.as_ref()?;
            Some((at(project, profile), profile.says.clone()))
        };
        let Some((place, profile)) = variable("PKCE_PROFILE").or_else(of_file) else {
            return Ok(None);
        };
        match set.catalogue.profile(Some(&profile)) {
            Ok(_) => Ok(Some(profile)),
            Err(unknown) => Err(within(place)(unknown.into())),
        }
    }

    /// The rest. A command of the file's is said before it is of use.
    pub(super) fn settle(self, given: &Given<'_>, console: Console) -> Result<Settled, CliError> {
        let (target, is_own) = self.target(given, console)?;
        // What the file says of known failures and reports is about its own target.
        let project = self.project.filter(|_| is_own);
        let known_path = if given.writes_known { None } else { known(given, project.as_ref()) };
        let known = known_path.as_ref().map(|(place, path)| {
            let read = KnownFailures::read(path).map_err(CliError::from);
            match place {
                Some(place) => read.map_err(within(place.clone())),
                None => read,
            }
        });
        let reports = if given.has_reports { Vec::new() } else { reports(project.as_ref())? };
        Ok(Settled {
            target,
            known: known.transpose()?,
            known_path: known_path.map(|(_, path)| path),
            reports,
            project: project.map(|project| project.path),
        })
    }

    /// The target, and whether the file names it.
    fn target(&self, given: &Given<'_>, console: Console) -> Result<(Target, bool), CliError> {
        if given.target.is_some() || !given.command.is_empty() {
            let target = one_target("run", given.target, given.more, given.command)?;
            return Ok((target, false));
        }
        if let Some((place, name)) = variable("PKCE_TARGET") {
            let target = Target::named(&name).map_err(CliError::from).map_err(within(place))?;
            return Ok((target, false));
        }
        if let Some((place, line)) = variable("PKCE_COMMAND") {
            let words = shlex::split(&line).filter(|words| !words.is_empty());
            let words = words.ok_or_else(|| within(place)(CliError::NoCommand))?;
            return Ok((Target::Command(words.into_iter().map(OsString::from).collect()), false));
        }
        let said =
            self.project.as_ref().and_then(|project| Some((project, project.target.as_ref()?)));
        let Some((project, target)) = said else { return Err(CliError::NoTarget) };
        let target = match &target.says {
            ProjectTarget::Command(words) => {
                let folder = project.folder.clone();
                let command = clean(&quoted(words.iter().cloned())).into_owned();
                let within = if folder.as_os_str().is_empty() {
                    String::new()
                } else {
                    format!(" in {}", folder.display())
                };
                console.say(&format!("{} runs{within}: {command}", project.path.display()));
                let words = words.iter().map(OsString::from).collect();
                Target::InFolder { words, folder }
            }
            ProjectTarget::Named(name) => {
                let is_file = Path::new(name).extension().is_some_and(|end| end == "toml");
                let path = project.place(Path::new(name));
                let name = if is_file { path.to_string_lossy().into_owned() } else { name.clone() };
                let named = Target::named(&name).map_err(CliError::from);
                named.map_err(within(at(project, target)))?
            }
        };
        Ok((target, true))
    }
}

/// The file of known failures, and where it is named if that is not the command line.
fn known(given: &Given<'_>, project: Option<&Project>) -> Option<(Option<String>, PathBuf)> {
    if let Some(path) = given.known {
        return Some((None, path.to_owned()));
    }
    if let Some((place, path)) = variable("PKCE_KNOWN") {
        return Some((Some(place), path.into()));
    }
    let project = project?;
    let known = project.known.as_ref()?;
    Some((Some(at(project, known)), project.place(&known.says)))
}

/// Reports of the environment, or else of the file.
fn reports(project: Option<&Project>) -> Result<Vec<Place>, CliError> {
    let wrong = |at: String| move |why: String| within(at)(CliError::Place(why));
    if let Some((at, list)) = variable("PKCE_REPORTS") {
        return list.split(',').map(|text| place(text.trim()).map_err(wrong(at.clone()))).collect();
    }
    let Some(project) = project else { return Ok(Vec::new()) };
    let read = |report: &Located<(String, PathBuf)>| {
        let (form, file) = &report.says;
        let text = format!("{form}={}", project.place(file).display());
        place(&text).map_err(wrong(at(project, report)))
    };
    project.reports.iter().map(read).collect()
}

/// A variable of the environment that is set to something, with its name as a place.
fn variable(name: &'static str) -> Option<(String, String)> {
    let value = env::var(name).ok().filter(|value| !value.trim().is_empty())?;
    Some((name.to_owned(), value))
}

fn at<T>(project: &Project, located: &Located<T>) -> String {
    format!("{}:{}", project.path.display(), located.line)
}

/// An error with the place that is to blame.
fn within(place: String) -> impl FnOnce(CliError) -> CliError {
    move |source| CliError::Within { place, source: Box::new(source) }
}
