//! Cases: a vector, or a flow for one role and policy, and the script that puts it to a target.

mod flow_script;
mod held;
mod library_script;
mod record;
mod script;
mod setting;

pub use flow_script::{Draws, FlowScript};
pub use held::{Case, CaseKind};
pub use library_script::LibraryScript;
pub use record::{Record, Sent, StepRecord};
pub use script::Script;
pub use setting::Setting;
