//! The committed files are what the generator writes.

use std::{fs, path::Path};

use pkce_vectors::families;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/v1"))
}

#[test]
fn committed_files_are_what_the_generator_writes() {
    for file in families::files() {
        let committed = fs::read_to_string(folder().join(file.name)).unwrap();
        let first = committed.lines().zip(file.contents.lines()).position(|(a, b)| a != b);
        assert!(
            committed == file.contents,
            "{} differs from line {first:?}, from 0: run the example `generate`",
            file.name
        );
    }
}

#[test]
fn each_draw_is_the_same() {
    assert_eq!(families::files(), families::files());
}

#[test]
fn the_generated_files_are_marked_and_no_others() {
    let attributes = include_str!("../../.gitattributes").lines();
    let marked = attributes
        .filter_map(|line| line.strip_prefix("vectors/v1/")?.strip_suffix(" linguist-generated"));
    let generated = families::files();
    assert_eq!(
        marked.collect::<Vec<_>>(),
        generated.iter().map(|file| file.name).collect::<Vec<_>>()
    );
}
