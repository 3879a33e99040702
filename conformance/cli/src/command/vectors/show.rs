//! `pkce vectors show`.

use std::{fmt::Write as _, path::PathBuf};

use pkce_vectors::{Requirement, VectorSet};
use serde::Serialize;

use crate::command::{error::CliError, output::Console};
use pkce_conformance::draft;
use pkce_report::{clean, explain};

/// Show one vector or flow, with the requirement behind it and what its flags mean
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pkce vectors show flow/downgrade/verifier-without-challenge
  pkce vectors show flow/control/s256/public/optional    as a report names the case")]
pub(in crate::command) struct Args {
    /// The id, as a report or `pkce vectors list` tells it
    id: String,
    /// Read the vectors from this folder, which has requirements.json, flags.json and v1/
    #[arg(long, value_name = "DIR")]
    vectors: Option<PathBuf>,
}

/// What an id names.
enum Shown<'s> {
    Vector(&'s pkce_vectors::Vector),
    Flow(&'s pkce_vectors::Flow),
}

pub(super) fn show(args: &Args, console: Console) -> Result<u8, CliError> {
    let set = match &args.vectors {
        Some(dir) => VectorSet::from_dir(dir)?,
        None => VectorSet::bundled()?,
    };
    let shown = find(&set, &args.id).ok_or_else(|| CliError::UnknownVector {
        id: args.id.clone(),
        near: near(&set, &args.id),
    })?;
    console.print(&match shown {
        Shown::Vector(vector) => explained(&set, vector, &vector.requirement, &[], &vector.flags),
        Shown::Flow(flow) => {
            let checks: Vec<&str> =
                flow.checks.iter().map(|check| check.requirement.as_str()).collect();
            explained(&set, flow, &flow.requirement, &checks, &flow.flags)
        }
    })?;
    Ok(0)
}

/// The vector of this id, or of the case or check that a report names.
fn find<'s>(set: &'s VectorSet, id: &str) -> Option<Shown<'s>> {
    let id = id.split('#').next().unwrap_or_default();
    if let Some(vector) = set.vectors.iter().find(|vector| vector.id == id) {
        return Some(Shown::Vector(vector));
    }
    let of_case = |flow: &&pkce_vectors::Flow| {
        let Some(rest) = id.strip_prefix(&flow.id) else { return false };
        // Nothing, or role and policy.
        rest.is_empty() || rest.starts_with('/') && rest.split('/').count() == 3
    };
    // An id may begin with another one: the longest is meant.
    set.flows.iter().filter(of_case).max_by_key(|flow| flow.id.len()).map(Shown::Flow)
}

/// Ids that share the longest beginning with one that does not exist.
fn near(set: &VectorSet, id: &str) -> String {
    let ids = || set.vectors.iter().map(|v| &v.id).chain(set.flows.iter().map(|flow| &flow.id));
    let shared = |known: &str| known.chars().zip(id.chars()).take_while(|(a, b)| a == b).count();
    let longest = ids().map(|known| shared(known)).max().unwrap_or(0);
    if longest < 4 {
        return String::new();
    }
    let near: Vec<&str> =
        ids().filter(|known| shared(known) == longest).map(String::as_str).take(3).collect();
    format!("; near it: {}", near.join(", "))
}

fn explained(
    set: &VectorSet,
    shown: &impl Serialize,
    requirement: &str,
    checks: &[&str],
    flags: &[String],
) -> String {
    let mut text = draft::written(shown) + "\n";
    // Writing to a String cannot fail.
    let _ = writeln!(text);
    let mut told = vec![requirement];
    told.extend(checks);
    told.dedup();
    for id in told {
        if let Some(known) = set.catalogue.requirement(id) {
            let _ = writeln!(text, "requirement {}", clean(id));
            explain::requirement(&mut text, known, usize::MAX);
            let _ = writeln!(text, "  binds: {}\n", binding(set, known));
        }
    }
    for name in flags {
        if let Some(flag) = set.flags.get(name) {
            let _ = writeln!(text, "flag {}: {}", clean(name), clean(&flag.bug_type));
            let _ = writeln!(text, "  {}", clean(&flag.description));
            let _ = writeln!(text, "  effect: {}", clean(&flag.effect));
            for told in flag.cves.iter().chain(&flag.links) {
                let _ = writeln!(text, "  {}", clean(told));
            }
        }
    }
    text
}

/// The profiles in which a requirement binds, each with its level there.
fn binding(set: &VectorSet, known: &Requirement) -> String {
    let levels = set.catalogue.profiles.iter().filter_map(|profile| {
        let level = *set.catalogue.binding(profile).get(known.id.as_str())?;
        Some(format!("{} in {}", level.as_str(), clean(&profile.id)))
    });
    levels.collect::<Vec<_>>().join(", ")
}
