//! A report that was written as JSON, read back.

use pkce_conformance::result::{RESULT_FORMAT, Report};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::clean;

/// A text is no report that this version reads.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It has another format.
    #[error(
        "it has format {format}, written by pkce {tool}; this is pkce {}, which reads format {RESULT_FORMAT}: \
         read it with the version that wrote it, or run again with this one",
        env!("CARGO_PKG_VERSION")
    )]
    OtherFormat {
        /// The format's number.
        format: u64,
        /// The version of `pkce` that wrote it, as it says.
        tool: String,
    },
    /// It is not what a run writes as JSON.
    #[error("it is no report of pkce: {0}")]
    Form(#[from] serde_json::Error),
}

/// What every format has, whatever else is in it.
#[derive(Deserialize)]
struct Head {
    format: u64,
    #[serde(default)]
    tool: Option<String>,
}

/// Reads what a run wrote as JSON.
pub fn read(text: &str) -> Result<Report, ReadError> {
    let Head { format, tool } = serde_json::from_str(text)?;
    if format != u64::from(RESULT_FORMAT) {
        let tool =
            tool.map_or_else(|| "of unknown version".to_owned(), |tool| clean(&tool).into_owned());
        return Err(ReadError::OtherFormat { format, tool });
    }
    Ok(serde_json::from_str(text)?)
}

/// Reads what a run or a comparison wrote as JSON: one report, or a list of them.
pub fn read_all(text: &str) -> Result<Vec<Report>, ReadError> {
    if !text.trim_start().starts_with('[') {
        return Ok(vec![read(text)?]);
    }
    let list: Vec<Box<RawValue>> = serde_json::from_str(text)?;
    list.iter().map(|report| read(report.get())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_format_is_told_with_the_version_that_wrote_it() {
        let error = read(r#"{"format": 7, "tool": "3.1.0\u001b", "rows": {}}"#).unwrap_err();
        let told = format!(
            "it has format 7, written by pkce 3.1.0\\u{{1b}}; this is pkce {}, which reads format {RESULT_FORMAT}: \
             read it with the version that wrote it, or run again with this one",
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(error.to_string(), told);
    }

    #[test]
    fn what_is_no_report_is_told() {
        for text in ["", "[]", "{}", r#"{"format": 2}"#, r#"{"format": -1}"#] {
            assert!(matches!(read(text), Err(ReadError::Form(_))), "{text}");
        }
    }
}
