//! Structured inputs. Their `Debug` prints Rust that runs: a finding is pasted into a test as it is.

mod client;
mod flow;
mod report;
mod run;
mod verify;

pub use client::{Attempt, Capable, ClientCase, Elsewhere, Listed, Rule};
pub use flow::{Beside, Challenge, Event, FlowCase, Login, RedirectUri, Verifier};
pub use report::ReportCase;
pub use run::{RunCase, Said};
pub use verify::{Method, VerifyCase};
