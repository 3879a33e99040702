//! The authorization server, request by request and under random sequences.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says by a panic what is wrong"
)]

mod codes;
mod decisions;
mod requests;
mod state_machine;
mod world;
