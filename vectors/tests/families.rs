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
