//! A local server that the driver prepares, starts and ends itself.

use std::{
    ffi::OsString,
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use pkce_conformance::{messages::Headers, transport::Process};
use url::Url;

use super::{
    connections::{Connections, Outgoing},
    fault::Trouble,
};
use crate::target::RunEntry;

/// How long a server may take to be ready where the file does not say.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs the commands that prepare a machine, unless what they make is there.
pub(super) fn install(run: &RunEntry, folder: &Path, say: &dyn Fn(&str)) -> Result<(), Trouble> {
    let at = place(run, folder);
    if run.installed.as_ref().is_none_or(|made| at.join(made).exists()) {
        return Ok(());
    }
    for words in &run.install {
        let Some((program, arguments)) = words.split_first() else { continue };
        say(&format!("runs: {}", words.join(" ")));
        let status = Command::new(program)
            .args(arguments)
            .current_dir(&at)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status();
        let why = match status {
            Ok(status) if status.success() => continue,
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        };
        return Err(Trouble::SetUp(format!("`{}` failed: {why}", words.join(" "))));
    }
    Ok(())
}

/// Starts the server, and waits until it is ready.
pub(super) fn start(
    run: &RunEntry,
    folder: &Path,
    ready: &Url,
    connections: &mut Connections,
    interrupted: &AtomicBool,
    say: &dyn Fn(&str),
) -> Result<Process, Trouble> {
    let words: Vec<OsString> = run.start.iter().map(OsString::from).collect();
    let shown = run.start.join(" ");
    say(&format!("starts: {shown}"));
    let mut process = Process::start(&words, Some(&place(run, folder)), 1)
        .map_err(|error| Trouble::SetUp(format!("`{shown}` does not start: {error}")))?;
    let patience = run.patience.map_or(PATIENCE, |seconds| Duration::from_secs(seconds.into()));
    let until = Instant::now() + patience;
    loop {
        // What it prints is read, so that it never waits for a reader.
        while process.events.try_recv().is_ok() {}
        if process.ended(Duration::ZERO).is_some() {
            return Err(not_ready(&process, &format!("`{shown}` ended before it was ready")));
        }
        if is_ready(ready, connections) {
            return Ok(process);
        }
        if Instant::now() > until || interrupted.load(Ordering::Relaxed) {
            let why = format!("`{shown}` was not ready at {ready} within {} s", patience.as_secs());
            return Err(not_ready(&process, &why));
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn place(run: &RunEntry, folder: &Path) -> std::path::PathBuf {
    run.folder.as_ref().map_or_else(|| folder.to_owned(), |own| folder.join(own))
}

fn is_ready(url: &Url, connections: &mut Connections) -> bool {
    let headers = Headers::new();
    let outgoing = Outgoing { method: "GET", url, query: b"", headers: &headers, body: None };
    let answered = connections.exchange(outgoing, Instant::now() + Duration::from_secs(2));
    answered.is_ok_and(|response| response.status < 500)
}

fn not_ready(process: &Process, why: &str) -> Trouble {
    let words = process.last_words();
    let last: Vec<&str> = words.lines().rev().take(10).collect();
    let log = last.into_iter().rev().collect::<Vec<_>>().join("\n  ");
    let log = if log.is_empty() { String::new() } else { format!("; its log ends\n  {log}") };
    Trouble::SetUp(format!("{why}{log}"))
}
