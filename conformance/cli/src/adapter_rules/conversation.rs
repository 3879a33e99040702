//! A running adapter, a line at a time.

use std::{
    collections::VecDeque,
    ffi::OsString,
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::RecvTimeoutError,
    },
    time::{Duration, Instant},
};

use pkce_conformance::{
    schedule::telling_line,
    text::clip,
    transport::{Limits, Process, lines::Event},
    wire::{About, Reply, decode_about, encode_hello},
};

use super::ask::{Ask, essence};

/// How many requests are under way at once: as many as the runner sends ahead.
pub(super) const MANY: u64 = 128;

/// How often waiting looks whether it was interrupted.
const GLANCE: Duration = Duration::from_millis(50);

pub(super) struct Conversation<'r> {
    pub(super) about: About,
    command: &'r [OsString],
    limits: Limits,
    process: Process,
    lines: VecDeque<String>,
    next_id: u64,
    patience: Duration,
    interrupted: &'r AtomicBool,
}

impl<'r> Conversation<'r> {
    /// Starts the adapter and lets it introduce itself.
    pub(super) fn start(
        command: &'r [OsString],
        limits: Limits,
        interrupted: &'r AtomicBool,
    ) -> Result<Self, String> {
        let window = usize::try_from(MANY).unwrap_or_default();
        let process = Process::start(command, None, window)?;
        let about = About::library("", "", &[]);
        let lines = VecDeque::new();
        let patience = limits.start;
        let mut adapter =
            Self { about, command, limits, process, lines, next_id: 100, patience, interrupted };
        adapter.send(encode_hello())?;
        let line = adapter.line()?;
        adapter.about = decode_about(&line).map_err(|error| format!("{error}: {}", clip(&line)))?;
        adapter.patience = limits.request;
        Ok(adapter)
    }

    /// The same adapter in another process.
    pub(super) fn another(&self) -> Result<Self, String> {
        Self::start(self.command, self.limits, self.interrupted)
    }

    /// An id that was not used before.
    pub(super) const fn id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    pub(super) fn send(&self, line: String) -> Result<(), String> {
        if self.process.write(line) { Ok(()) } else { Err("it reads no more".to_owned()) }
    }

    /// Does something with so many times the patience.
    pub(super) fn patiently<T>(&mut self, times: u32, then: impl FnOnce(&mut Self) -> T) -> T {
        let patience = self.patience;
        self.patience = patience.saturating_mul(times);
        let done = then(self);
        self.patience = patience;
        done
    }

    /// Asks one thing alone, and gives the line that answers it.
    pub(super) fn ask(&mut self, ask: &Ask) -> Result<String, String> {
        let id = self.id();
        self.send(ask.line(id))?;
        self.answer_to(id)
    }

    /// The same, read in the shape that is asked for.
    pub(super) fn reply(&mut self, ask: &Ask) -> Result<Reply, String> {
        let line = self.ask(ask)?;
        ask.reply(&line)
    }

    /// The next line, which must answer this.
    pub(super) fn answer_to(&mut self, id: u64) -> Result<String, String> {
        let line = self.line()?;
        match essence(&line)?.0 {
            answered if answered == id => Ok(line),
            answered => Err(format!("the request had the id {id}, the answer {answered}")),
        }
    }

    /// The next line.
    pub(super) fn line(&mut self) -> Result<String, String> {
        self.line_or_end()?.ok_or_else(|| {
            let status = self.process.ended(GLANCE * 4);
            let how = status
                .map_or("it closed its output".to_owned(), |status| format!("it ended: {status}"));
            match self.process.last_words() {
                words if words.is_empty() => how,
                words => format!("{how}; last on stderr: {}", telling_line(&words)),
            }
        })
    }

    /// The next line, or nothing where the output ends.
    pub(super) fn line_or_end(&mut self) -> Result<Option<String>, String> {
        let until = Instant::now() + self.patience;
        loop {
            if let Some(line) = self.lines.pop_front() {
                return Ok(Some(line));
            }
            let left = until.saturating_duration_since(Instant::now());
            match self.process.events.recv_timeout(left.min(GLANCE)) {
                Ok(Event::Lines(lines)) => self.lines.extend(lines),
                Ok(Event::NotText) => return Err("it wrote a line that is not UTF-8".to_owned()),
                Ok(Event::TooLong) => return Err("it wrote a line longer than 1 MiB".to_owned()),
                Ok(Event::Unwritable(_) | Event::End) | Err(RecvTimeoutError::Disconnected) => {
                    return Ok(None);
                }
                Err(RecvTimeoutError::Timeout) if self.interrupted.load(Ordering::Relaxed) => {
                    return Err("interrupted".to_owned());
                }
                Err(RecvTimeoutError::Timeout) if left.is_zero() => {
                    let hint = "is it flushed?";
                    return Err(format!("no answer in {:?}; {hint}", self.patience));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Whether it exits by itself once there is no more input.
    pub(super) fn ends(&mut self, patience: Duration) -> bool {
        self.process.close_input();
        self.process.ended(patience).is_some()
    }
}
