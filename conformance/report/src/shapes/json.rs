//! For machines: every cell by its names.

use pkce_conformance::result::{RightShape, ShapeCell, ShapeTable};
use serde::Serialize;

use super::Shapes;

#[derive(Serialize)]
struct Row<'a> {
    shape: &'a str,
    judged: usize,
    applicable: usize,
    alarms: &'a [String],
    mutants: Vec<Cell<'a>>,
}

#[derive(Serialize)]
struct Cell<'a> {
    name: &'a str,
    outcome: &'static str,
}

pub(super) fn render(shapes: Shapes<'_>) -> String {
    let table = shapes.table;
    let each = table.shapes.iter().zip(&table.right).enumerate();
    let rows: Vec<Row<'_>> =
        each.map(|(at, (shape, right))| row(table, at, shape, right)).collect();
    crate::json::pretty(&rows)
}

fn row<'a>(table: &'a ShapeTable, at: usize, shape: &'a str, right: &'a RightShape) -> Row<'a> {
    let cells = table.rows.iter().filter_map(|row| {
        let outcome = match row.cells.get(at)? {
            ShapeCell::Killed => "killed",
            ShapeCell::Otherwise => "other",
            ShapeCell::Equal => "none",
        };
        Some(Cell { name: &row.name, outcome })
    });
    let RightShape { alarms, judged, applicable } = right;
    let (judged, applicable) = (*judged, *applicable);
    Row { shape, judged, applicable, alarms, mutants: cells.collect() }
}
