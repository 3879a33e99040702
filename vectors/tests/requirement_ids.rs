//! Whether code still speaks of each requirement that has a constant.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use pkce_vectors::requirement_ids;

/// The sources of a folder and those below, without what cargo builds there.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("target") && !path.ends_with("node_modules") {
            sources(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

#[test]
fn every_constant_is_used() {
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["src", "../conformance"] {
        sources(&vectors.join(folder), &mut found).unwrap();
    }
    found.retain(|path| !path.ends_with("requirement_ids.rs"));
    let code: String = found.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let words: Vec<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    for (name, _) in requirement_ids::ALL {
        assert!(words.contains(name), "no code speaks of {name}");
    }
}
