//! The pages that explain the house name files that are there, and types that are in them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{fs, path::Path};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const PAGES: [&str; 2] = ["conformance/GLOSSARY.md", "conformance/ARCHITECTURE.md"];
const FOLDERS: [&str; 5] = ["core/", "vectors/", "conformance/", "fuzz/", "benches/"];

/// Text and code of a page in turn, as backticks part them.
fn pieces(page: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(ROOT).join(page)).unwrap();
    let text: String = text.split("```").step_by(2).collect();
    text.split('`').map(|piece| piece.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn every_file_that_they_name_is_there() {
    for page in PAGES {
        let pieces = pieces(page);
        let code = pieces.iter().skip(1).step_by(2);
        let paths = code.filter(|code| FOLDERS.iter().any(|folder| code.starts_with(folder)));
        let missing: Vec<_> = paths.filter(|path| !Path::new(ROOT).join(path).exists()).collect();
        assert!(missing.is_empty(), "{page} names {missing:?}");
    }
}

#[test]
fn every_type_is_in_the_file_that_they_name() {
    const KINDS: [&str; 6] = ["struct", "enum", "trait", "type", "fn", "const"];
    let mut seen = 0;
    for page in PAGES {
        let pieces = pieces(page);
        let code = pieces.iter().skip(1).step_by(2);
        let between = pieces.iter().skip(2).step_by(2);
        let next = pieces.iter().skip(3).step_by(2);
        let named = code.zip(between).zip(next).filter(|((_, between), _)| *between == "in");
        for ((name, _), file) in named {
            let source = fs::read_to_string(Path::new(ROOT).join(file)).unwrap();
            let defines = |kind: &&str| {
                source.match_indices(&format!("{kind} {name}")).any(|(at, found)| {
                    let after = source.get(at + found.len()..).and_then(|rest| rest.chars().next());
                    !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
                })
            };
            assert!(KINDS.iter().any(defines), "{page}: no {name} in {file}");
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen} types");
}
