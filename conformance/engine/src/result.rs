//! The one result model. Every report is made of it; its JSON form has a schema
//! (`schema/result.schema.json`).

mod adapter_rules;
mod asked;
mod coverage;
mod explored;
mod kills;
mod report;
mod row;
mod summary;
mod verdict;

pub use adapter_rules::{RuleKept, RuleOutcome};
pub use asked::Asked;
pub use coverage::{Coverage, Missing, WhyMissing};
pub use explored::{Difference, Draft, Exploration, Found, Share};
pub use kills::{Breaches, KillMatrix, KillRow, RightShape, ShapeCell, ShapeRow, ShapeTable};
pub use report::{RESULT_FORMAT, Report, RunFacts, ShardFacts, VectorsUsed};
pub use row::{CaseResult, KnownRow, RowSetting};
pub use summary::{ByEffect, Failures, Summary};
pub use verdict::{Role, Unjudged, Verdict};
