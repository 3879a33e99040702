//! `pkce mutants`: what the vectors catch, and which of them catch it.

use std::time::Instant;

use clap::{ValueEnum, ValueHint};
use pkce_conformance::{
    plan::Shard,
    reference::Shape,
    result::{ShapeCell, ShapeRow},
};
use pkce_mutants::{Mutant, TRIED, hold, in_shapes, kill_matrix, page, suites};
use pkce_report::{
    kills::{Detail, Form, Kills},
    render,
    shapes::{self, Shapes},
};
use pkce_vectors::VectorSet;

use crate::near::did_you_mean;

use super::{
    error::CliError,
    output::{Console, print_raw},
    progress,
};

/// Show that the vectors catch wrong implementations
///
/// Each mutant is the reference with one decision taken wrongly: a published bug where there is one. It is killed when
/// a vector under each requirement that it breaks turns fail. `pkce run mutant:NAME` shows one as any other target.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Hold only these mutants, or the members of these families
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Write the report in this form
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Terminal)]
    format: Format,
    /// Show for each mutant which vectors kill it
    #[arg(long)]
    matrix: bool,
    /// Write a Markdown page that says which mutants other suites would kill
    #[arg(long, conflicts_with_all = ["names", "format", "matrix"])]
    suites: bool,
    /// Hold mutants in servers as they are: one policy, one kind of client, one way to ask; print a table of them
    #[arg(long, conflicts_with_all = ["matrix", "suites"])]
    shapes: bool,
    /// Hold only the mutants in this part, such as 2/5; the laws of the whole are left to a call without it
    #[arg(long, value_name = "K/N", conflicts_with_all = ["suites", "shapes"], value_hint = ValueHint::Other)]
    shard: Option<Shard>,
    /// Draw every value from this seed
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
    if args.shapes {
        return shapes(args, &set, console);
    }
    let mut mutants = chosen(&args.names)?;
    mutants.retain(|mutant| args.shard.is_none_or(|shard| shard.has(&mutant.name)));
    let quiet = args.suites || args.format == Format::Json;
    let bar = progress::bar(mutants.len(), "held", "mutants", quiet);
    let (matrix, _) = hold(&set, &mutants, args.seed, &|| bar.inc(1));
    bar.finish_and_clear();
    if args.suites {
        print_raw(&page(&mutants, &matrix, &suites()?))?;
        return Ok(0);
    }
    let kills = kill_matrix(&mutants, &matrix, args.names.is_empty() && args.shard.is_none());
    let seconds = began.elapsed().as_secs_f64();
    let shown = Kills { matrix: &kills, detail: args.detail(), seconds };
    match args.format {
        Format::Json => print_raw(&render(Form::Json, shown))?,
        Format::Terminal => console.print(&render(Form::Terminal, shown))?,
    }
    let breaches = &kills.breaches;
    Ok(u8::from(!breaches.survivors.is_empty() || !breaches.by_accident.is_empty()))
}

/// The table of shapes and mutants. It fails where a right server raises an alarm, or a mutant is killed in no shape.
fn shapes(args: &Args, set: &VectorSet, console: Console) -> Result<u8, CliError> {
    let tried: Vec<String> = TRIED.map(str::to_owned).to_vec();
    let mutants = chosen(if args.names.is_empty() { &tried } else { &args.names })?;
    let runs = Shape::ALL.len() * (mutants.len() + 1);
    let bar = progress::bar(
        runs,
        "held",
        "mutants, each under each setting",
        args.format == Format::Json,
    );
    let table = in_shapes(set, &mutants, args.seed, &|| bar.inc(1))?;
    bar.finish_and_clear();
    let shown = Shapes { table: &table };
    match args.format {
        Format::Json => print_raw(&render(shapes::Form::Json, shown))?,
        Format::Terminal => console.print(&render(shapes::Form::Terminal, shown))?,
    }
    let alarms = table.right.iter().any(|right| !right.alarms.is_empty());
    let survives = |row: &ShapeRow| !row.cells.contains(&ShapeCell::Killed);
    Ok(u8::from(alarms || table.rows.iter().any(survives)))
}

impl Args {
    fn detail(&self) -> Detail {
        match (self.matrix, self.names.is_empty()) {
            (true, _) => Detail::Vectors,
            (false, false) => Detail::Mutants,
            (false, true) => Detail::Counts,
        }
    }
}

/// The mutants of these names; all where there are none.
fn chosen(names: &[String]) -> Result<Vec<Mutant>, CliError> {
    let all = pkce_mutants::all();
    let is = |mutant: &Mutant, name: &str| mutant.name == name || mutant.family == Some(name);
    if let Some(unknown) = names.iter().find(|name| !all.iter().any(|mutant| is(mutant, name))) {
        let names = all.iter().flat_map(|mutant| [Some(&*mutant.name), mutant.family]).flatten();
        let near = did_you_mean(unknown, names);
        return Err(CliError::NoMutant { name: unknown.clone(), near });
    }
    let wanted = |mutant: &Mutant| names.is_empty() || names.iter().any(|name| is(mutant, name));
    Ok(all.into_iter().filter(wanted).collect())
}
