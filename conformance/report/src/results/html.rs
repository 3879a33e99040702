//! One page, without network: every target by every section of the documents, and each failure with what explains it.
//!
//! The template escapes whatever is put into it. A policy in the page itself allows the one script and the one style sheet
//! that it has, by their digests, and nothing else: neither a request nor another script.

mod diagram;
mod failing;
mod kills;
mod requirements;
mod target;

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{
    Environment,
    value::{Serde, Value},
};
use pkce_conformance::result::Report;
use serde::Serialize;

use super::Results;
use crate::{
    clean,
    date::timestamp,
    index::Index,
    section::{order, section},
    words::short,
};
use kills::Kills;
use requirements::Requirements;
use target::Target;

const PAGE: &str = include_str!("html/page.html");

const STYLE: &str = include_str!("html/page.css");

const SCRIPT: &str = include_str!("html/page.js");

/// The digest of [`STYLE`], as a policy names it.
const STYLE_DIGEST: &str = "sha256-XTVn4Wj8RHluUB3mgtTKN5DcovGm1t+ZVomtQdanP1U=";

/// The digest of [`SCRIPT`].
const SCRIPT_DIGEST: &str = "sha256-djtr1iq/M2ZVjFdoaWqivoflnyJjgsa5QxVRoH443+w=";

/// What the template is filled with.
#[derive(Serialize)]
struct Page {
    style: Value,
    script: Value,
    style_digest: &'static str,
    script_digest: &'static str,
    title: String,
    made: Vec<(String, String)>,
    profiles: BTreeSet<String>,
    languages: BTreeSet<String>,
    sections: Vec<Section>,
    targets: Vec<Target>,
    requirements: Requirements,
    kills: Option<Kills>,
}

/// A column of the matrix.
#[derive(Serialize)]
struct Section {
    key: String,
    name: String,
}

pub(super) fn render(results: Results<'_>) -> String {
    let index = Index::of(results.set);
    let sections = sections(results.reports, &index);
    let keys: BTreeMap<&str, usize> =
        sections.iter().enumerate().map(|(at, section)| (section.name.as_str(), at)).collect();
    let several = results.reports.len();
    let targets: Vec<Target> = results
        .reports
        .iter()
        .enumerate()
        .map(|(number, report)| Target::of(number, several, report, &keys, &index))
        .collect();
    let page = Page {
        style: Value::from_safe_string(STYLE.to_owned()),
        script: Value::from_safe_string(SCRIPT.to_owned()),
        style_digest: STYLE_DIGEST,
        script_digest: SCRIPT_DIGEST,
        title: title(results.reports),
        made: made(results.reports),
        profiles: targets.iter().map(|target| target.profile.clone()).collect(),
        languages: targets.iter().map(|target| target.language.clone()).collect(),
        requirements: Requirements::of(results.reports, &index),
        kills: results.kills.map(Kills::of),
        sections,
        targets,
    };
    filled(&page).unwrap_or_else(|error| {
        format!("<!doctype html><pre>{}</pre>", escaped(&error.to_string()))
    })
}

fn filled(page: &Page) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    // Its name has the ending by which the engine knows to escape.
    environment.add_template("page.html", PAGE)?;
    environment.get_template("page.html")?.render(Value::from(Serde(page)))
}

fn escaped(text: &str) -> String {
    clean(text).replace('&', "&amp;").replace('<', "&lt;")
}

fn title(reports: &[Report]) -> String {
    match reports {
        [report] => format!("PKCE: {}", clean(&report.target)),
        reports => format!("PKCE: {} implementations", reports.len()),
    }
}

/// What all reports were made with; where they differ, each of it.
fn made(reports: &[Report]) -> Vec<(String, String)> {
    let all = |of: &dyn Fn(&Report) -> String| {
        let each: BTreeSet<String> = reports.iter().map(of).collect();
        each.into_iter().collect::<Vec<_>>().join("; ")
    };
    let last = reports.iter().map(|report| report.run.started).max().unwrap_or(0);
    [
        ("made", format!("{} UTC", timestamp(last).replace('T', " "))),
        (
            "vectors",
            all(&|report| {
                format!(
                    "{}, digest {}",
                    clean(&report.vectors.version),
                    short(&report.vectors.digest)
                )
            }),
        ),
        ("profile", all(&|report| clean(&report.profile).into_owned())),
        ("pkce", all(&|report| clean(&report.tool).into_owned())),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec()
}

/// The sections that some report has a row of, in the order of a reader.
fn sections(reports: &[Report], index: &Index<'_>) -> Vec<Section> {
    let mut requirements: BTreeSet<&str> = BTreeSet::new();
    for report in reports {
        requirements.extend(report.results.iter().map(|row| &*row.requirement));
    }
    let names: BTreeSet<String> =
        requirements.into_iter().map(|id| section(index.requirement(id))).collect();
    let mut names: Vec<String> = names.into_iter().collect();
    names.sort_by_key(|name| order(name));
    let column = |(at, name)| Section { key: format!("s{at}"), name };
    names.into_iter().enumerate().map(column).collect()
}

#[cfg(test)]
mod tests {
    use base64::prelude::{BASE64_STANDARD, Engine as _};
    use sha2::{Digest as _, Sha256};

    use super::*;

    #[test]
    fn the_policy_names_what_is_in_the_page() {
        for (text, digest) in [(STYLE, STYLE_DIGEST), (SCRIPT, SCRIPT_DIGEST)] {
            assert_eq!(digest, format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text))));
        }
        assert!(!STYLE.contains("</") && !SCRIPT.contains("</"));
    }
}
