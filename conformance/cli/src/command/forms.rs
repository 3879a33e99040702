//! The forms of results as the command line names them, and the files that they go to.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{ValueEnum, ValueHint};
use pkce_conformance::result::Report;
use pkce_report::{
    comparison::{self, Comparison},
    render,
    results::{self, Kill, Results, read_kills},
    run::{self, Run, View},
};
use pkce_vectors::VectorSet;

use super::{
    error::CliError,
    output::{look_at, write_file},
};

/// A form of one report, or of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Terminal,
    /// The result model, with every row; its schema is conformance/schema/result.schema.json
    Json,
    /// `JUnit` XML, for CI servers
    Junit,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Commands of a GitHub workflow, which annotate a file
    Annotations,
    /// A page in Markdown, such as the summary of a job
    Markdown,
    /// One page without network, for a browser
    Html,
    /// What an endpoint of shields.io answers
    Badge,
    /// The badge as a picture
    BadgeSvg,
}

/// What is shown in a form.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) reports: &'a [Report],
    pub(super) set: &'a VectorSet,
    pub(super) view: View,
    pub(super) anchor: &'a str,
    pub(super) kills: Option<&'a [Kill]>,
    /// How long all of them took.
    pub(super) seconds: f64,
}

impl Format {
    /// The text, with colours where the form has them.
    pub(super) fn text(self, shown: Shown<'_>) -> String {
        let Shown { reports, set, view, anchor, kills, seconds } = shown;
        let results = Results { reports, set, anchor, kills };
        let form = match (self, reports) {
            (Self::Terminal, [report]) => {
                return render(run::Form::Terminal, Run { report, set, view });
            }
            (Self::Json, [report]) => return render(run::Form::Json, Run { report, set, view }),
            (Self::Terminal | Self::Json, reports) => {
                let shown = Comparison { reports, seconds, columns: view.columns };
                let terminal = self == Self::Terminal;
                let form =
                    if terminal { comparison::Form::Terminal } else { comparison::Form::Json };
                return render(form, shown);
            }
            (Self::Junit, _) => results::Form::Junit,
            (Self::Sarif, _) => results::Form::Sarif,
            (Self::Annotations, _) => results::Form::Annotations,
            (Self::Markdown, _) => results::Form::Markdown,
            (Self::Html, _) => results::Form::Html,
            (Self::Badge, _) => results::Form::Badge,
            (Self::BadgeSvg, _) => results::Form::BadgeSvg,
        };
        render(form, results)
    }

    /// The text for a file, which has no colours.
    fn text_for_file(self, shown: Shown<'_>) -> String {
        let text = self.text(shown);
        match self {
            Self::Terminal => anstream::adapter::strip_str(&text).to_string(),
            _ => text,
        }
    }

    /// Writes a whole file, or none.
    pub(super) fn write(self, path: &Path, shown: Shown<'_>) -> Result<(), CliError> {
        write_file(path, &self.text_for_file(shown))
    }
}

/// Reports beside the one that is printed.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Report")]
pub(super) struct Beside {
    /// Write a report in this form to this file, beside the one that is printed; may be given again
    #[arg(long = "report", value_name = "FORMAT=FILE", value_parser = place, value_hint = ValueHint::Other)]
    places: Vec<Place>,
    /// Put failures into the first line of this file, in SARIF and annotations
    /// [default: the known failures, or a file that the command names, or pkce.toml]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    anchor: Option<PathBuf>,
    /// Show in a page which vectors catch which mutant, as `pkce mutants --format json` wrote it to this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    kills: Option<PathBuf>,
}

/// A form and the file that it goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    format: Format,
    path: PathBuf,
}

/// Reads `FORMAT=FILE`.
pub(super) fn place(text: &str) -> Result<Place, String> {
    let known = || {
        let names = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        names.map(|name| name.get_name().to_owned()).collect::<Vec<_>>().join(", ")
    };
    let Some((format, path)) = text.split_once('=') else {
        return Err(format!("a form and a file, such as junit=report.xml; forms are {}", known()));
    };
    let format = Format::from_str(format, false)
        .map_err(|_| format!("there is no form `{format}`; there are {}", known()))?;
    if path.is_empty() {
        return Err("there is no file behind `=`".to_owned());
    }
    Ok(Place { format, path: path.into() })
}

impl Beside {
    /// Whether the command line names a report.
    pub(super) const fn has_places(&self) -> bool {
        !self.places.is_empty()
    }

    /// The same with these reports too.
    pub(super) fn with(&self, places: Vec<Place>) -> Self {
        let mut beside = self.clone();
        beside.places.extend(places);
        beside
    }

    /// Looks at the files before there is something to write. `others` are places of other things.
    pub(super) fn look(&self, others: &[&Path]) -> Result<(), CliError> {
        let mut taken: Vec<&Path> = others.to_vec();
        for Place { path, .. } in &self.places {
            if taken.contains(&path.as_path()) {
                return Err(CliError::OneFileForTwo { path: path.clone() });
            }
            look_at(path)?;
            taken.push(path);
        }
        Ok(())
    }

    /// The kill matrix that a page shows.
    pub(super) fn kills(&self) -> Result<Option<Vec<Kill>>, CliError> {
        let Some(path) = &self.kills else { return Ok(None) };
        let text = fs::read_to_string(path)
            .map_err(|source| CliError::Read { path: path.clone(), source })?;
        let read = read_kills(&text);
        Ok(Some(read.map_err(|source| CliError::NoReport { path: path.clone(), source })?))
    }

    /// Writes each. One that cannot be written keeps none of the others from its file; the first error is told.
    pub(super) fn write(&self, shown: Shown<'_>) -> Result<(), CliError> {
        let written: Vec<_> =
            self.places.iter().map(|place| place.format.write(&place.path, shown)).collect();
        written.into_iter().collect()
    }

    /// The file to which failures are anchored, as a path from here. `likely` are others that it may be, the likeliest
    /// first.
    pub(super) fn anchor<'p>(&self, likely: impl IntoIterator<Item = &'p Path>) -> String {
        let likely = likely.into_iter().find(|path| path.is_file()).map(Path::to_owned);
        let path = self.anchor.clone().or(likely).unwrap_or_else(|| ANCHOR.into());
        let here = std::env::current_dir().unwrap_or_default();
        let relative = path.strip_prefix(here).unwrap_or(&path);
        let relative = relative.strip_prefix(".").unwrap_or(relative);
        relative.to_string_lossy().into_owned()
    }
}

/// The file of a project's own that is named where none is known to be there.
const ANCHOR: &str = "pkce.toml";
