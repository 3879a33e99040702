//! For a terminal. Nothing in it comes from a target.

use std::fmt::Write as _;

use comfy_table::presets;
use pkce_conformance::result::{RightShape, ShapeCell, ShapeTable};

use super::Shapes;
use crate::words::many;

pub(super) fn render(shapes: Shapes<'_>) -> String {
    let table = shapes.table;
    let mut text = drawn(table);
    text.push('\n');
    for (number, row) in table.rows.iter().enumerate() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:>3}  {}", number + 1, row.name);
    }
    for (shape, right) in table.shapes.iter().zip(&table.right) {
        for alarm in &right.alarms {
            let _ = writeln!(text, "false alarm in {shape}: {alarm}");
        }
    }
    let cells = || table.rows.iter().flat_map(|row| &row.cells);
    let of = |wanted: ShapeCell| cells().filter(|cell| **cell == wanted).count();
    let (killed, otherwise) = (of(ShapeCell::Killed), of(ShapeCell::Otherwise));
    let equal = of(ShapeCell::Equal);
    let alarms: usize = table.right.iter().map(|right| right.alarms.len()).sum();
    let _ = writeln!(
        text,
        "{killed} killed, {otherwise} seen under other requirements alone, {equal} not seen; {}",
        many(alarms, "false alarm")
    );
    text
}

fn drawn(table: &ShapeTable) -> String {
    let mut drawn = comfy_table::Table::new();
    let numbers = (1..=table.rows.len()).map(|number| number.to_string());
    let head = ["shape", "right server, judged"].into_iter().map(str::to_owned).chain(numbers);
    drawn.load_style(presets::UTF8_FULL_CONDENSED).set_header(head);
    for (at, (shape, right)) in table.shapes.iter().zip(&table.right).enumerate() {
        let RightShape { judged, applicable, .. } = right;
        let cells = table.rows.iter().map(|row| match row.cells.get(at) {
            Some(ShapeCell::Killed) => "killed",
            Some(ShapeCell::Otherwise) => "other",
            Some(ShapeCell::Equal) => "–",
            None => "",
        });
        let share = format!("{judged} of {applicable}");
        let row = [(*shape).to_owned(), share].into_iter().chain(cells.map(str::to_owned));
        drawn.add_row(row);
    }
    drawn.to_string()
}
