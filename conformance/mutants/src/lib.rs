#![forbid(unsafe_code)]
//! Mutants: implementations that are wrong in one way each. They show what the vectors catch.
//!
//! Each is the reference with one decision overridden. A *singular* mutant overrides a decision at a point where no
//! other does; where one idea has many values (accepts octet b, refuses length n), the values are members of a *family*.
//! Most stand for a published bug and cite its thread or advisory.

mod bugs;
mod client;
mod comparisons;
mod families;
mod laws;
mod library;
mod list;
mod matrix;
mod mutant;
mod names;
mod server;
mod shapes;
mod stays;
mod suites;

pub use pkce_conformance::result::Role;

pub use bugs::{NOT_A_MUTANT, NotAMutant};
pub use client::{ClientMutant, client_mutants, right_clients};
pub use laws::{kill_matrix, signatures};
pub use list::{all, by_name};
pub use matrix::{Baseline, Killed, Matrix, hold, profiles};
pub use mutant::Mutant;
pub use shapes::{TRIED, in_shapes};
pub use stays::STAYS;
pub use suites::{Judges, Suite, SuiteCheck, page, suites};
