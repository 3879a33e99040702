//! How long a body is (RFC 9112 §6.3).

use pkce_conformance::messages::Headers;

use super::{error::WireError, incoming::malformed};

/// Where a body ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// After so many octets.
    Known(u64),
    /// Where its chunks say.
    Chunked,
    /// With the connection.
    ToTheEnd,
}

impl Length {
    pub(super) fn of_request(headers: &Headers) -> Result<Self, WireError> {
        Ok(Self::said(headers)?.unwrap_or(Self::Known(0)))
    }

    pub(super) fn of_response(status: u16, headers: &Headers) -> Result<Self, WireError> {
        if status < 200 || matches!(status, 204 | 304) {
            return Ok(Self::Known(0));
        }
        Ok(Self::said(headers)?.unwrap_or(Self::ToTheEnd))
    }

    fn said(headers: &Headers) -> Result<Option<Self>, WireError> {
        if let Some(codings) = headers.text("Transfer-Encoding") {
            return match codings.trim() {
                coding if coding.eq_ignore_ascii_case("chunked") => Ok(Some(Self::Chunked)),
                _ => Err(malformed("a transfer coding other than chunked")),
            };
        }
        let Some(text) = headers.text("Content-Length") else { return Ok(None) };
        // > [the] valid Content-Length field value repeated as a comma-separated list
        let mut lengths = text.split(',').map(|length| length.trim().parse::<u64>());
        let Some(Ok(first)) = lengths.next() else {
            return Err(malformed("its length is no number"));
        };
        if lengths.all(|length| length == Ok(first)) {
            Ok(Some(Self::Known(first)))
        } else {
            Err(malformed("it says two lengths"))
        }
    }
}
