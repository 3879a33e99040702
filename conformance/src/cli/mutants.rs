//! `pkce mutants`: what the vectors catch, and which of them catch it.

use std::{collections::BTreeMap, fmt::Write as _, time::Instant};

use clap::ValueEnum;
use pkce_vectors::{Level, VectorSet};
use serde::Serialize;

use super::{
    error::CliError,
    output::{Console, print_raw},
    progress,
};
use crate::mutants::{Findings, Matrix, Mutant, catalogue, hold, page, signatures, suites};

/// Show that the vectors catch wrong implementations
///
/// Each mutant is the reference with one decision taken wrongly: a published bug where there is one. It is killed when
/// a vector under each requirement that it breaks turns fail. `pkce run mutant:NAME` shows one as any other target.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only these mutants, or all members of these families
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// The form of the report
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Terminal)]
    format: Format,
    /// Tell for each mutant which vectors kill it
    #[arg(long)]
    matrix: bool,
    /// Tell as a Markdown page what other suites' checks of PKCE would kill
    #[arg(long, conflicts_with_all = ["names", "format", "matrix"])]
    suites: bool,
    /// What decides every draw
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Terminal,
    /// Every mutant with the vectors that kill it
    Json,
}

pub(super) fn mutants(args: &Args, console: Console) -> Result<u8, CliError> {
    let began = Instant::now();
    let set = VectorSet::bundled()?;
    let mutants = chosen(&args.names)?;
    let quiet = args.suites || args.format == Format::Json;
    let bar = progress::bar(mutants.len(), "mutants", quiet);
    let (matrix, _) = hold(&set, &mutants, args.seed, &|| bar.inc(1));
    bar.finish_and_clear();
    let findings = Findings::of(&mutants, &matrix);
    if args.suites {
        print_raw(&page(&mutants, &matrix, &suites()?))?;
        return Ok(0);
    }
    match args.format {
        Format::Json => print_raw(&json(&mutants, &matrix))?,
        Format::Terminal => {
            let detailed = args.matrix || !args.names.is_empty();
            let mut text = String::new();
            if detailed {
                details(&mut text, &mutants, &matrix, args.matrix);
            }
            families(&mut text, &mutants, &matrix);
            summary(&mut text, &mutants, &matrix, &findings, args.names.is_empty());
            let _ = writeln!(text, "{:.1} s", began.elapsed().as_secs_f64());
            console.print(&text)?;
        }
    }
    let alive = !findings.survivors.is_empty() || !findings.by_accident.is_empty();
    Ok(u8::from(alive))
}

/// The mutants of these names; all where there are none.
fn chosen(names: &[String]) -> Result<Vec<Mutant>, CliError> {
    let all = catalogue();
    let is = |mutant: &Mutant, name: &str| mutant.name == name || mutant.family == Some(name);
    if let Some(unknown) = names.iter().find(|name| !all.iter().any(|mutant| is(mutant, name))) {
        return Err(CliError::NoMutant(unknown.clone()));
    }
    let wanted = |mutant: &Mutant| names.is_empty() || names.iter().any(|name| is(mutant, name));
    Ok(all.into_iter().filter(wanted).collect())
}

fn details(text: &mut String, mutants: &[Mutant], matrix: &Matrix, with_vectors: bool) {
    for (mutant, killed) in mutants.iter().zip(&matrix.killed) {
        let level = killed.level().map_or("survives", Level::as_str);
        let Mutant { name, says, .. } = mutant;
        let role = mutant.role.as_str();
        let _ = writeln!(
            text,
            "{name} ({role}, {level}, {} of {} rows)",
            killed.rows.len(),
            killed.judged
        );
        let _ = writeln!(text, "  {says}");
        let notes = [("limit", mutant.limit), ("wide", mutant.wide)];
        let notes = notes.into_iter().filter_map(|(label, note)| Some((label, note?)));
        let breaks = mutant.breaks.iter().map(|id| ("breaks", *id));
        let cites = mutant.cites.iter().map(|url| ("cites", *url));
        for (label, line) in breaks.chain(cites).chain(notes) {
            let _ = writeln!(text, "  {label} {line}");
        }
        if with_vectors {
            for vector in &killed.vectors {
                let _ = writeln!(text, "    {vector}");
            }
        }
    }
}

fn families(text: &mut String, mutants: &[Mutant], matrix: &Matrix) {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (mutant, killed) in mutants.iter().zip(&matrix.killed) {
        if let Some(family) = mutant.family {
            let count = counts.entry(family).or_default();
            count.0 += usize::from(killed.is_killed(mutant));
            count.1 += 1;
        }
    }
    for (family, (killed, members)) in counts {
        let _ = writeln!(text, "family {family}: {killed} of {members} killed");
    }
}

fn summary(
    text: &mut String,
    mutants: &[Mutant],
    matrix: &Matrix,
    findings: &Findings,
    whole: bool,
) {
    for name in &findings.survivors {
        let _ = writeln!(text, "survives: {name}");
    }
    for (name, alive) in &findings.by_accident {
        let _ = writeln!(text, "killed only by accident: {name}, not under {}", alive.join(", "));
    }
    if whole {
        for names in &findings.same_signature {
            let _ = writeln!(text, "killed by the same rows: {}", names.join(", "));
        }
        for name in &findings.unexplained {
            let _ = writeln!(text, "more than a quarter of the rows, or said so and fewer: {name}");
        }
        for id in &findings.idle {
            let _ = writeln!(text, "kills nothing: {id}");
        }
        for glob in &findings.stale {
            let _ = writeln!(text, "said to kill nothing, and does: {glob}");
        }
    }
    let singular = |mutant: &&Mutant| mutant.family.is_none();
    let held = mutants.iter().filter(singular).count();
    let killed = mutants.iter().zip(&matrix.killed);
    let killed =
        killed.filter(|(mutant, killed)| singular(mutant) && killed.is_killed(mutant)).count();
    let signatures = signatures(mutants, matrix);
    if held > 0 {
        let _ = writeln!(text, "{killed} of {held} killed, with {signatures} distinct signatures");
    }
}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    role: &'a str,
    family: Option<&'a str>,
    says: &'a str,
    breaks: &'a [&'static str],
    cites: &'a [&'static str],
    limit: Option<&'a str>,
    killed: bool,
    level: Option<&'a str>,
    profiles: &'a [String],
    vectors: Vec<&'a str>,
}

fn json(mutants: &[Mutant], matrix: &Matrix) -> String {
    let rows: Vec<Row<'_>> = mutants
        .iter()
        .zip(&matrix.killed)
        .map(|(mutant, killed)| Row {
            name: &mutant.name,
            role: mutant.role.as_str(),
            family: mutant.family,
            says: &mutant.says,
            breaks: &mutant.breaks,
            cites: mutant.cites,
            limit: mutant.limit,
            killed: killed.is_killed(mutant),
            level: killed.level().map(Level::as_str),
            profiles: &killed.profiles,
            vectors: killed.vectors.iter().map(String::as_str).collect(),
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&rows).unwrap_or_default();
    text.push('\n');
    text
}
