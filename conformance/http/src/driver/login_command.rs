//! A login by a command of the operator's own: for one-time codes, keys, and whatever else wants a real browser.
//!
//! The command is given the authorization URL as a line on its standard input, and prints where the server redirects to in
//! the end as a line; nothing, where the server shows a page of its own and gives no code.

use std::{
    ffi::OsString,
    time::{Duration, Instant},
};

use pkce_conformance::transport::{LineEvent, Process};
use url::Url;

use super::{fault::Trouble, site::Site};
use crate::message::request_target;

/// How long a login may take where the file does not say.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the server redirects to in the end; nothing where it does not.
pub(super) fn redirect(
    site: &Site,
    words: &[String],
    url: &Url,
    query: &[u8],
) -> Result<Option<String>, Trouble> {
    let shown = words.join(" ");
    let stuck = |why: String| Trouble::Stuck(format!("`{shown}` {why}"));
    let command: Vec<OsString> = words.iter().map(OsString::from).collect();
    let mut process = Process::start(&command, Some(&site.folder), 1)
        .map_err(|error| Trouble::SetUp(format!("`{shown}` does not start: {error}")))?;
    // Whether it reads is told by what it answers.
    let _ = process.write(absolute(url, query));
    process.close_input();
    let patience = site.file.session.command_patience;
    let patience = patience.map_or(PATIENCE, |seconds| Duration::from_secs(seconds.into()));
    let until = Instant::now() + patience;
    let mut printed = None;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        match process.events.recv_timeout(left) {
            Ok(LineEvent::Lines(lines)) => {
                let mut lines = lines.iter().map(|line| line.trim());
                printed =
                    printed.or_else(|| lines.find(|line| !line.is_empty()).map(str::to_owned));
            }
            // It may have known the end of its input without reading it.
            Ok(LineEvent::Unwritable(_)) => {}
            Ok(LineEvent::End) => break,
            Ok(LineEvent::NotText | LineEvent::TooLong) => {
                return Err(stuck("printed no URL: it is no text, or too long".to_owned()));
            }
            Err(_) => return Err(stuck(format!("did not end within {} s", patience.as_secs()))),
        }
    }
    let left = until.saturating_duration_since(Instant::now());
    match process.ended(left) {
        Some(status) if status.success() => Ok(printed),
        Some(status) => {
            let words = process.last_words();
            let last = words.lines().last().unwrap_or_default();
            Err(stuck(format!("failed: {status} {last}")))
        }
        None => Err(stuck(format!("did not end within {} s", patience.as_secs()))),
    }
}

/// The URL with this query after its own, as a browser's address line has it.
fn absolute(url: &Url, query: &[u8]) -> String {
    let target = request_target(url, query);
    let origin = url.origin().ascii_serialization();
    format!("{origin}{}", String::from_utf8_lossy(&target))
}
