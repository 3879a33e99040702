//! Mutants of clients: the reference client with one decision overridden.
//!
//! They are driven over HTTP by who judges clients, so they stand apart from those of libraries and servers.

mod answers;
mod challenge;
mod exchange;
mod metadata;
mod mutant;
mod right;
mod verifier;

pub use mutant::ClientMutant;
pub use right::right_clients;

/// Every mutant of a client.
#[must_use]
pub fn client_mutants() -> Vec<ClientMutant> {
    let rooms = [metadata::mutants(), challenge::mutants(), verifier::mutants()];
    let later = [answers::mutants(), exchange::mutants()];
    rooms.into_iter().chain(later).flatten().collect()
}
