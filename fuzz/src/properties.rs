//! What must hold, a file each.

mod adapter_list;
mod authorization;
mod client;
mod flow;
mod forms;
mod grammar;
mod known;
mod lines;
mod report;
mod run;
mod stream;
mod token;
mod vectors;
mod verify;

pub use adapter_list::{adapter_list, written_list};
pub use authorization::authorization;
pub use client::client;
pub use flow::flow;
pub use forms::form;
pub use grammar::{challenge, method, verifier};
pub use known::known_failures;
pub use lines::{answer_line, request_line};
pub use report::report;
pub use run::run;
pub use stream::stream;
pub use token::token;
pub use vectors::{REQUIREMENT, requirements, vectors};
pub use verify::verify;
