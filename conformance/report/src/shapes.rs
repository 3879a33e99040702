//! Which mutants are killed in servers as they are.

mod json;
mod terminal;

use pkce_conformance::result::ShapeTable;

use crate::form::forms;

/// The table.
#[derive(Debug, Clone, Copy)]
pub struct Shapes<'a> {
    /// What came of it.
    pub table: &'a ShapeTable,
}

forms! {
    /// The forms of a table of shapes.
    Shapes:
    /// A line for each shape, and the mutants by their number.
    Terminal => terminal::render,
    /// Every cell by its names.
    Json => json::render,
}
