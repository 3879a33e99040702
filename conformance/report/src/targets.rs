//! What can be named as a target.

use comfy_table::{Table, presets};

use crate::{clean, form::forms};

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
pub type Targets<'a> = &'a [Listed];

forms! {
    /// The forms of the list.
    Targets:
    /// A table.
    Terminal => terminal,
}

fn terminal(targets: Targets<'_>) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_header(["name", "version", "language", ""]);
    for Listed { name, version, language, state } in targets {
        table.add_row([clean(name), clean(version), clean(language), clean(state)]);
    }
    format!("{table}\n")
}
