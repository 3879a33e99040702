//! The command as its users meet it: the binary is run, and what it prints and returns is held.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod check_adapter;
mod compare;
mod data;
mod diagnose;
mod errors;
mod help;
mod hostile_text;
mod interrupt;
mod known;
mod live;
mod output;
mod pkce;
mod project;
mod report;
mod run;
mod serve;
mod shards;
mod targets;
