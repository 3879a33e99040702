//! Exploring: structured inputs near every boundary, put to any target and judged by what the requirements allow.
//!
//! A case is drawn as a plot, becomes a library vector or a flow, and is put to the target by the same scripts,
//! schedule and judge as those of a run. The oracle says which outcomes are right and what a wrong one breaks. A
//! difference is shrunk to its minimum and is then a draft of a vector.

mod cases;
mod complete;
mod difference;
mod measure;
mod onward;
mod options;
mod oracle;
mod plot;
mod probe;
mod search;
mod settle;

pub use complete::{CannotDraft, completed};
pub use measure::measure;
pub use options::{CASES, Kind, Options};
pub use search::explore;
