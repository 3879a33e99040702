//! The form of a generated file: compact JSON, one vector a line, ASCII only.

use std::fmt::Write as _;

use serde::Serialize;

use crate::{Flow, Vector};

/// One file of `v1/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Its name, without a folder.
    pub name: &'static str,
    /// Its text.
    pub contents: String,
}

pub(super) fn vectors(name: &'static str, vectors: &[Vector]) -> GeneratedFile {
    GeneratedFile { name, contents: list("vectors", vectors) }
}

pub(super) fn flows(name: &'static str, flows: &[Flow]) -> GeneratedFile {
    GeneratedFile { name, contents: list("flows", flows) }
}

fn list<T: Serialize>(key: &str, items: &[T]) -> String {
    let lines: Vec<String> = items.iter().map(line).collect();
    format!(
        "{{\"$schema\":\"../schema/vectors.schema.json\",\"{key}\":[\n{}\n]}}\n",
        lines.join(",\n")
    )
}

fn line<T: Serialize>(item: &T) -> String {
    // Writing these types to a string cannot fail: they have string keys and no foreign code.
    let json = serde_json::to_string(item).unwrap_or_default();
    let mut ascii = String::with_capacity(json.len());
    for c in json.chars() {
        // A look-alike or a byte order mark in the text of a data file would deceive its reader.
        if c.is_ascii() && c != '\u{7f}' {
            ascii.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(ascii, "\\u{unit:04x}");
            }
        }
    }
    ascii
}
