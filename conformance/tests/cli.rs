//! The command as its users meet it: the binary is run, and what it prints and returns is held.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

#[path = "cli/check_adapter.rs"]
mod check_adapter;
#[path = "cli/compare.rs"]
mod compare;
#[path = "cli/data.rs"]
mod data;
#[path = "cli/errors.rs"]
mod errors;
#[path = "cli/help.rs"]
mod help;
#[path = "cli/hostile_text.rs"]
mod hostile_text;
#[path = "cli/interrupt.rs"]
mod interrupt;
#[path = "cli/known.rs"]
mod known;
#[path = "cli/output.rs"]
mod output;
#[path = "cli/pkce.rs"]
mod pkce;
#[path = "cli/run.rs"]
mod run;
#[path = "cli/targets.rs"]
mod targets;
