//! A process for one vector: what an adapter that serves only one request would cost.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use pkce_conformance::wire::{Call, LibraryCall, encode_hello, encode_request};
use pkce_vectors::{Vector, VectorSet};

use super::runs::adapter;

/// A process for one vector: start, say hello, ask, read, end.
pub(crate) fn process_for(request: &str) {
    let [program, argument] = adapter();
    let mut child = Command::new(program)
        .arg(argument)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(format!("{}\n{request}\n", encode_hello()).as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.stdout.split(|byte| *byte == b'\n').count(), 3, "two lines");
}

/// The request line of the first vector.
pub(crate) fn first_request(set: &VectorSet) -> String {
    request(set.vectors.first().unwrap())
}

/// A vector's request line.
pub(crate) fn request(vector: &Vector) -> String {
    encode_request(0, &Call::Library(LibraryCall::of(vector)))
}
