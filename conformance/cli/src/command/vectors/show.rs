//! `pkce vectors show`.

use std::path::PathBuf;

use pkce_vectors::VectorSet;

use super::scenarios;
use crate::command::{error::CliError, output::Console};
use pkce_report::{
    render,
    vectors::show::{Entry, Explained, Form},
};

/// Show one vector, flow or scenario, with the requirement behind it and what its flags mean
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pkce vectors show flow/downgrade/verifier-without-challenge
  pkce vectors show flow/control/s256/public/optional    as a report names the case")]
pub(in crate::command) struct Args {
    /// The id, as a report or `pkce vectors list` tells it
    id: String,
    /// Read the vectors from this folder, which has requirements.json, flags.json and v1/
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    vectors: Option<PathBuf>,
}

pub(super) fn show(args: &Args, console: Console) -> Result<u8, CliError> {
    let set = match &args.vectors {
        Some(dir) => VectorSet::from_dir(dir)?,
        None => VectorSet::bundled()?,
    };
    if let Some(scenario) = scenarios::find(&set, &args.id) {
        console.print(&scenarios::show(&set, scenario))?;
        return Ok(0);
    }
    let entry = find(&set, &args.id).ok_or_else(|| CliError::UnknownVector {
        id: args.id.clone(),
        near: near(&set, &args.id),
    })?;
    let shown = Explained { set: &set, entry, columns: Console::columns() };
    console.print(&render(Form::Terminal, shown))?;
    Ok(0)
}

/// The vector of this id, or of the case or check that a report names.
fn find<'s>(set: &'s VectorSet, id: &str) -> Option<Entry<'s>> {
    let id = id.split('#').next().unwrap_or_default();
    if let Some(vector) = set.vectors.iter().find(|vector| vector.id == id) {
        return Some(Entry::Vector(vector));
    }
    let of_case = |flow: &&pkce_vectors::Flow| {
        let Some(rest) = id.strip_prefix(&flow.id) else { return false };
        // Nothing, or role and policy.
        rest.is_empty() || rest.starts_with('/') && rest.split('/').count() == 3
    };
    // An id may begin with another one: the longest is meant.
    set.flows.iter().filter(of_case).max_by_key(|flow| flow.id.len()).map(Entry::Flow)
}

/// Ids that share the longest beginning with one that does not exist.
fn near(set: &VectorSet, id: &str) -> String {
    let ids = || {
        let cases = set.vectors.iter().map(|v| &v.id).chain(set.flows.iter().map(|flow| &flow.id));
        cases.chain(set.scenarios.iter().map(|scenario| &scenario.id))
    };
    let shared = |known: &str| known.chars().zip(id.chars()).take_while(|(a, b)| a == b).count();
    if let Some(meant) = crate::near::near(id, ids().map(String::as_str)) {
        return format!(" (did you mean `{meant}`?)");
    }
    let longest = ids().map(|known| shared(known)).max().unwrap_or(0);
    if longest < 4 {
        return String::new();
    }
    let near: Vec<&str> =
        ids().filter(|known| shared(known) == longest).map(String::as_str).take(3).collect();
    format!(" (near it: {})", near.join(", "))
}
