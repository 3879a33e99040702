//! The authorization server, flow by flow and under random sequences.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says by a panic what is wrong"
)]

mod flows;
mod state_machine;
mod world;
