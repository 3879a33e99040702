//! What other suites' checks would catch of the same mutants.

use std::{collections::BTreeSet, fmt::Write as _};

use pkce_vectors::Level;
use serde::Deserialize;

use super::{
    Role,
    bugs::{NOT_A_MUTANT, NotAMutant},
    matrix::Matrix,
    mutant::Mutant,
};
use pkce_conformance::plan::Patterns;

/// A suite, by what it checks of PKCE.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suite {
    /// What it calls itself.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// Which version was read, and of when it is.
    pub version: String,
    /// Its checks.
    #[serde(rename = "check")]
    pub checks: Vec<SuiteCheck>,
}

/// One check of a suite.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuiteCheck {
    /// What it sends and asserts.
    pub does: String,
    /// Whom it holds to account.
    pub judges: Judges,
    /// It is no check of PKCE, but of the code that PKCE protects.
    #[serde(default)]
    pub beside: bool,
    /// The vectors, and with `#` their checks, that send and assert as much, as globs.
    pub like: Vec<String>,
    /// Why there is none, or what the comparison leaves out.
    pub note: Option<String>,
}

/// Whom a check holds to account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Judges {
    /// An authorization server.
    Server,
    /// A client.
    Client,
}

/// The suites, as `suites.toml` has them.
pub fn suites() -> Result<Vec<Suite>, toml::de::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        suite: Vec<Suite>,
    }
    Ok(toml::from_str::<File>(include_str!("suites.toml"))?.suite)
}

impl SuiteCheck {
    /// Everything in the matrix that it is like.
    #[must_use]
    pub fn equals<'a>(&self, matrix: &'a Matrix) -> BTreeSet<&'a str> {
        let patterns = Patterns::new(&self.like);
        matrix.vectors.iter().map(String::as_str).filter(|id| patterns.is_match(id)).collect()
    }
}

/// Of so many mutants, so many are killed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Share {
    killed: usize,
    of: usize,
}

impl Share {
    fn count(&mut self, killed: bool) {
        self.killed += usize::from(killed);
        self.of += 1;
    }

    fn written(self) -> String {
        let percent = (self.killed * 100 + self.of / 2).checked_div(self.of).unwrap_or_default();
        format!("{} of {} ({percent} %)", self.killed, self.of)
    }
}

/// The shares of the singular mutants that these vectors kill: servers, of those the ones that break a `must`, and
/// libraries.
fn shares(mutants: &[Mutant], matrix: &Matrix, kills: impl Fn(&str) -> bool) -> [Share; 3] {
    let [mut servers, mut of_must, mut libraries] = [Share::default(); 3];
    for (mutant, row) in mutants.iter().zip(&matrix.killed) {
        if mutant.family.is_some() {
            continue;
        }
        let killed = row.vectors.iter().any(|id| kills(id));
        match mutant.role {
            Role::Library => libraries.count(killed),
            Role::Server => {
                servers.count(killed);
                if row.level() == Some(Level::Must) {
                    of_must.count(killed);
                }
            }
        }
    }
    [servers, of_must, libraries]
}

/// The page `MUTANTS.md`.
#[must_use]
pub fn page(mutants: &[Mutant], matrix: &Matrix, suites: &[Suite]) -> String {
    let mut text = HEAD.to_owned();
    text.push_str(
        "| suite | checks of PKCE | servers | servers that break a `must` | libraries |\n",
    );
    text.push_str("|---|---:|---:|---:|---:|\n");
    let mut row = |name: &str, checks: String, [servers, must, libraries]: [Share; 3]| {
        let (servers, must, libraries) = (servers.written(), must.written(), libraries.written());
        let _ = writeln!(text, "| {name} | {checks} | {servers} | {must} | {libraries} |");
    };
    let mut all = BTreeSet::new();
    for suite in suites {
        let equals: BTreeSet<&str> =
            suite.checks.iter().flat_map(|check| check.equals(matrix)).collect();
        let name = format!("[{}]({})", suite.name, suite.url);
        let killed = shares(mutants, matrix, |id| equals.contains(id));
        let of_pkce = suite.checks.iter().filter(|check| !check.beside).count();
        row(&name, of_pkce.to_string(), killed);
        all.extend(equals);
    }
    row("all of them together", String::new(), shares(mutants, matrix, |id| all.contains(id)));
    let vectors = matrix.vectors.iter().filter(|id| !id.contains('#')).count();
    row("the vectors of this repository", vectors.to_string(), shares(mutants, matrix, |_| true));
    text.push_str(LIMITS);
    text.push_str(WITHOUT);
    for NotAMutant { bug, source, why } in NOT_A_MUTANT {
        let bug = source.map_or_else(|| (*bug).to_owned(), |url| format!("[{bug}]({url})"));
        let _ = writeln!(text, "| {bug} | {why} |");
    }
    text.push_str("\n## What each check is like\n");
    for suite in suites {
        let _ = writeln!(text, "\n### {}\n\nRead at: {}.\n", suite.name, suite.version);
        text.push_str("| check | judges | is like |\n|---|---|---|\n");
        for check in &suite.checks {
            let judges = if check.judges == Judges::Server { "servers" } else { "clients" };
            let like: Vec<String> = check.like.iter().map(|glob| format!("`{glob}`")).collect();
            let note = check.note.iter().map(|note| format!("*{note}*"));
            let like: Vec<String> = like.into_iter().chain(note).collect();
            let does = if check.beside { "beside PKCE: " } else { "" };
            let _ = writeln!(text, "| {does}{} | {judges} | {} |", check.does, like.join(", "));
        }
    }
    text
}

const HEAD: &str = "\
# What suites catch of the same mutants

Written by `pkce mutants --suites`; a test holds this page to what the command writes.

[Mutants](src/mutants) are the reference with one decision taken wrongly, a published bug where there is one. Held
against them are the checks that other suites make of PKCE, each by what it sends and asserts. Those suites have other
purposes than this one, profiles, certification, threat models, a product, and serve them well: the table says how far
their checks of PKCE reach, not what the suites are worth.

";

const LIMITS: &str = "
## How it is computed

Each check of a suite stands for the vectors of this repository that send and assert the same or more (below). A mutant
is killed by the suite if one of these turns fail or broken for it, as `pkce mutants` finds. Only singular mutants
count, not families; the second column of servers takes those that the vectors kill under a `must`, and leaves advice
out.

- In doubt the other suite is favoured: a value that is drawn at random there gets every vector that such a draw may
  come upon, \"rejected\" gets the vector whatever the status and `error` that it asserts beside, a warning counts as a
  failure, and each vector runs for public and confidential clients, where PKCE is optional and where it is required,
  whichever of these the suite runs.
- The checks were read in the suites' sources, at the versions that are named below, the newest in November 2026. What
  they have beside PKCE, of `state`, scopes, keys or TLS, is not listed, but for the second use, the life and the
  binding of codes: each suite has what it checks of these, which kills mutants and is not counted among its checks of
  PKCE. ONC's and MCP's have none.
- None of these suites drives a library. The column says what they would catch if the library stood behind a server,
  or drew and derived for a client, that they run against; checks of clients judge no server.
- The mutants were written beside the vectors, which kill all of them by law: the last row is no measure of what no
  mutant is like. `pkce explore` and the fuzz targets look there.
";

const WITHOUT: &str = "
## Published bugs that have no mutant

| bug | why |
|---|---|
";
