//! The generator of the vector families: what is too regular to write by hand.
//!
//! Everything here is a function of nothing: verifiers are drawn with a fixed seed, so that the committed files
//! are exactly what [`files`] gives. Behind the feature `families`, as a reader of the data needs none of it.
//!
//! A fault of a receiver is written once, as a symbolic pair of challenge and verifier (`families/fault.rs`), and comes out
//! twice: as `verify/…` with constants, and as `flow/receiver/…` for a server.

mod arrival;
mod bytes;
mod challenge;
mod check;
mod decoration;
mod derive;
mod dropped;
mod fault;
mod generate;
mod length;
mod method;
mod name;
mod near;
mod plain;
mod right;
mod rule;
mod shorthand;
mod text;
mod twin;
mod write;
mod wrong;

pub use write::GeneratedFile;

use fault::Fault;

/// Every generated file of `v1/`, in the order of their names.
#[must_use]
pub fn files() -> Vec<GeneratedFile> {
    let faults: [(&'static str, Vec<Fault>); 9] = [
        ("verify-right.json", right::faults()),
        ("verify-lengths.json", length::faults()),
        ("verify-bytes.json", bytes::faults()),
        ("verify-texts.json", text::faults()),
        ("verify-wrong.json", wrong::faults()),
        ("verify-decorations.json", decoration::faults()),
        ("verify-challenges.json", challenge::faults()),
        ("verify-twins.json", twin::faults()),
        ("verify-plain.json", plain::faults()),
    ];
    let mut flows = Vec::new();
    let mut files = vec![
        write::vectors("derive-examples.json", &derive::examples()),
        write::vectors("derive-lengths.json", &derive::lengths()),
        write::vectors("derive-bytes.json", &derive::bytes()),
        write::vectors("derive-texts.json", &derive::texts()),
        write::vectors("check-verifier.json", &check::verifier()),
        write::vectors("check-challenge.json", &check::challenge()),
        write::vectors("method-names.json", &method::names()),
        write::vectors("generate.json", &generate::all()),
        write::vectors("verify-methods.json", &method::verify()),
    ];
    for (name, faults) in &faults {
        flows.extend(faults.iter().filter(|fault| fault.wire).map(Fault::flow));
        let vectors: Vec<_> = faults.iter().map(Fault::vector).collect();
        files.push(write::vectors(name, &vectors));
    }
    flows.extend(method::flows());
    flows.extend(arrival::flows());
    files.push(write::flows("flow-receiver.json", &flows));
    files.push(write::flows("flow-dropped.json", &dropped::flows()));
    files.sort_by_key(|file| file.name);
    files
}
