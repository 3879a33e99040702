//! Every vector as a named test of the reference implementation.

use std::process::ExitCode;

use pkce_conformance::{harness::Harness, reference::Reference};

fn main() -> ExitCode {
    Harness::new().strict().main(Reference::new(0))
}
