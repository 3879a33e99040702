//! Mutants in servers as they are: who is killed where a server has one policy, one kind of client, one way to ask.

use pkce_conformance::{
    implementation::Implementation,
    parallel,
    plan::{Filter, Patterns, Plan},
    reference::{Reference, Shape, Shaped},
    result::{Report, RightShape, ShapeCell, ShapeRow, ShapeTable, Verdict},
    run::{RunOptions, run_fitted},
    transport::InProcess,
};
use pkce_vectors::{Level, UnknownProfile, VectorSet};

use super::mutant::Mutant;

/// The mutants whose faults were missed where the flows took a server to be settable: any verifier will do; a downgrade; a
/// second try.
pub const TRIED: [&str; 6] = [
    "verifier-value-unused",
    "verifier-checked-only-if-sent",
    "stray-verifier-ignored",
    "challenge-dropped-without-method",
    "challenge-deleted-by-failed-attempt",
    "challenge-forgotten-after-failure",
];

/// Holds each mutant in each shape, in the default profile.
///
/// `done` hears of each run.
pub fn in_shapes(
    set: &VectorSet,
    mutants: &[Mutant],
    seed: u64,
    done: &(dyn Fn() + Sync),
) -> Result<ShapeTable, UnknownProfile> {
    let filter = Filter { only: Some(Patterns::new(&["flow/*"])), ..Filter::default() };
    let plan = Plan::new(set, None, &filter)?;
    let held = |server: Box<dyn Implementation + Send>, shape| {
        let options = RunOptions::new("shape", seed);
        let mut shaped = Shaped::new(server, shape);
        let mut target = InProcess::new(&mut shaped);
        let report = run_fitted(set, &plan, &mut target, &options, &mut |_| {});
        done();
        report
    };
    let right =
        parallel::map(&Shape::ALL, |shape| right(&held(Box::new(Reference::new(seed)), *shape)));
    let pairs: Vec<(&Mutant, Shape)> = mutants
        .iter()
        .flat_map(|mutant| Shape::ALL.into_iter().map(move |shape| (mutant, shape)))
        .collect();
    let cells = parallel::map(&pairs, |(mutant, shape)| {
        cell(mutant, &held(mutant.implementation(seed), *shape))
    });
    let rows = mutants
        .iter()
        .zip(cells.chunks(Shape::ALL.len()))
        .map(|(mutant, cells)| ShapeRow { name: mutant.name.to_string(), cells: cells.to_vec() });
    let shapes = Shape::ALL.map(Shape::name).to_vec();
    Ok(ShapeTable { shapes, right, rows: rows.collect() })
}

fn right(report: &Report) -> RightShape {
    let open = [Verdict::Fail, Verdict::Broken, Verdict::Inconclusive];
    let alarms = report
        .results
        .iter()
        .filter(|row| row.level == Level::Must && open.contains(&row.verdict))
        .map(|row| row.id.to_string());
    RightShape {
        alarms: alarms.collect(),
        judged: report.coverage.judged,
        applicable: report.coverage.applicable,
    }
}

fn cell(mutant: &Mutant, report: &Report) -> ShapeCell {
    let failed = || report.results.iter().filter(|row| row.verdict == Verdict::Fail);
    if failed().any(|row| mutant.breaks.contains(&&*row.requirement)) {
        ShapeCell::Killed
    } else if failed().next().is_none() {
        ShapeCell::Equal
    } else {
        ShapeCell::Otherwise
    }
}
