//! What can be named as a target.

use comfy_table::{Table, presets};

use crate::{clean, form::forms, page::Page};

/// A target that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// The version that is pinned.
    pub version: String,
    /// The language it is written in.
    pub language: String,
    /// Whether it is there, or what is missing.
    pub state: String,
}

/// Every target that has a name.
#[derive(Debug, Clone, Copy)]
pub struct Targets<'a> {
    /// A row each.
    pub listed: &'a [Listed],
    /// What would make those usable that are not.
    pub remedy: &'a str,
    /// Columns of the terminal.
    pub columns: usize,
}

forms! {
    /// The forms of the list.
    Targets:
    /// A table, and how to get what is missing.
    Terminal => terminal,
}

fn terminal(Targets { listed, remedy, columns }: Targets<'_>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["name", "version", "language", ""]);
    for Listed { name, version, language, state } in listed {
        table.add_row([clean(name), clean(version), clean(language), clean(state)]);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let mut page = Page::new(columns);
    for line in table.lines() {
        page.line(line.trim_end());
    }
    if !remedy.is_empty() {
        page.gap();
        page.para(0, &clean(remedy));
    }
    page.into_text()
}
