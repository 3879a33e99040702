//! The list of targets, the manifest and the files agree.

#![expect(clippy::unwrap_used, reason = "a helper of tests that reads files")]

use std::{collections::BTreeSet, fs, path::Path};

use pkce_fuzz::{TARGETS, dictionaries};
use pkce_vectors::VectorSet;

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn stems(folder: &str) -> BTreeSet<String> {
    let files = fs::read_dir(here().join(folder)).unwrap();
    files
        .map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

#[test]
fn each_target_is_a_file_of_one_line_and_a_binary() {
    let named: BTreeSet<String> =
        TARGETS.iter().map(|target| target.name).chain(["empty"]).map(str::to_owned).collect();
    assert_eq!(stems("fuzz_targets"), named);
    let manifest = fs::read_to_string(here().join("Cargo.toml")).unwrap();
    assert_eq!(manifest.matches("[[bin]]").count(), named.len());
    for name in &named {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
        let source = fs::read_to_string(here().join(format!("fuzz_targets/{name}.rs"))).unwrap();
        let code: Vec<&str> = source
            .lines()
            .filter(|line| !["", "#", "/", "u"].contains(&line.get(..1).unwrap_or_default()))
            .collect();
        let [line] = code[..] else { panic!("{name}: not one line") };
        assert!(line.starts_with("libfuzzer_sys::fuzz_target!(|"), "{name}: {line}");
        assert!(
            name == "empty" || line.contains(&format!("properties::{name}(")),
            "{name}: {line}"
        );
    }
    for folder in ["regressions", "dictionaries"] {
        assert!(stems(folder).is_subset(&named), "{folder}: {:?}", stems(folder));
    }
}

#[test]
fn committed_dictionaries_are_what_the_generator_writes() {
    let set = VectorSet::bundled().unwrap();
    for dictionary in dictionaries::dictionaries(&set) {
        let path = here().join(format!("dictionaries/{}.dict", dictionary.target));
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == dictionary.text,
            "{}: run `cargo run -p pkce-fuzz --no-default-features --example seeds`",
            path.display()
        );
    }
}
