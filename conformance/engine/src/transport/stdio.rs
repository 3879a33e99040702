//! A target behind standard input and output: `PROTOCOL.md`, the runner's end.

use std::{
    collections::VecDeque,
    ffi::OsString,
    path::PathBuf,
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::RecvTimeoutError,
    },
    time::{Duration, Instant},
};

use super::{Exchange, Fault, Received, Transport, lines::Event, process::Process};
use crate::wire::{About, Call, encode_hello};

/// How long a target may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From the start of the process to the answer to `hello`.
    pub start: Duration,
    /// For one request, from when it is the oldest unanswered one.
    pub request: Duration,
    /// Told the id of each process before its time begins.
    pub attached: Option<fn(u32)>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { start: Duration::from_secs(30), request: Duration::from_secs(10), attached: None }
    }
}

/// An adapter process as a target.
pub struct Stdio<'r> {
    command: Vec<OsString>,
    folder: Option<PathBuf>,
    limits: Limits,
    interrupted: Option<&'r AtomicBool>,
    process: Option<Process>,
    exchange: Exchange,
    lines: VecDeque<String>,
}

/// Requests in flight: enough to keep a fast adapter busy, few enough to replay one at a time.
const WINDOW: usize = 128;

/// How often waiting looks whether the run was interrupted.
const GLANCE: Duration = Duration::from_millis(50);

impl<'r> Stdio<'r> {
    /// An adapter that `command` starts; its first word is the program.
    #[must_use]
    pub fn new(command: Vec<OsString>, limits: Limits) -> Self {
        Self {
            command,
            folder: None,
            limits,
            interrupted: None,
            process: None,
            exchange: Exchange::default(),
            lines: VecDeque::new(),
        }
    }

    /// Starts it in `folder`, where that is not the current one.
    #[must_use]
    pub fn in_folder(mut self, folder: PathBuf) -> Self {
        self.folder = Some(folder);
        self
    }

    /// Gives up waiting for an introduction once `interrupted` is set.
    #[must_use]
    pub const fn heeding(mut self, interrupted: &'r AtomicBool) -> Self {
        self.interrupted = Some(interrupted);
        self
    }

    fn hello(&mut self) -> Result<About, Fault> {
        let process = Process::start(&self.command, self.folder.as_deref(), WINDOW)
            .map_err(Fault::crashed)?;
        if let Some(attached) = self.limits.attached {
            attached(process.id());
        }
        // Whether it reads is told by what it answers.
        let _ = process.write(encode_hello());
        let until = Instant::now() + self.limits.start;
        let process = self.process.insert(process);
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match process.events.recv_timeout(left.min(GLANCE)) {
                Ok(Event::Lines(lines)) => {
                    let mut lines: VecDeque<String> = lines.into();
                    let Some(first) = lines.pop_front() else { continue };
                    self.lines = lines;
                    return Exchange::introduction(&first);
                }
                // What it wrote before it closed its input still counts.
                Ok(Event::Unwritable(_)) => {}
                Ok(event) => {
                    return Err(Self::fault_of(process, &event, "before it answered hello"));
                }
                Err(RecvTimeoutError::Timeout) => {
                    if self.interrupted.is_some_and(|flag| flag.load(Ordering::Relaxed)) {
                        return Err(Fault::timed_out("interrupted before it answered hello"));
                    }
                    if left.is_zero() {
                        let limit = self.limits.start;
                        return Err(Fault::timed_out(format!("no answer to hello in {limit:?}")));
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Fault::crashed("its output ended"));
                }
            }
        }
    }

    fn fault_of(process: &mut Process, event: &Event, when: &str) -> Fault {
        match event {
            Event::NotText => Fault::nonsense(format!("wrote a line that is not UTF-8 {when}")),
            Event::TooLong => Fault::nonsense(format!("wrote a line longer than 1 MiB {when}")),
            Event::Unwritable(_) | Event::End | Event::Lines(_) => {
                Fault::crashed(match process.ended(GLANCE * 4) {
                    Some(status) => format!("ended {when}: {status}"),
                    None => format!("closed its output {when}"),
                })
            }
        }
    }

    /// Hands requests to the writer. What cannot be handed over is told by the events that follow.
    fn hand_over(&self, lines: Option<String>) {
        if let (Some(process), Some(lines)) = (&self.process, lines) {
            let _ = process.write(lines);
        }
    }
}

impl Transport for Stdio<'_> {
    fn start(&mut self) -> Result<About, Fault> {
        self.process = None;
        self.exchange.restart();
        self.lines.clear();
        self.hello()
    }

    fn send(&mut self, id: u64, call: Call) -> Result<(), Fault> {
        let lines = self.exchange.ask(id, call)?;
        self.hand_over(lines);
        Ok(())
    }

    fn receive(&mut self, deadline: Instant) -> Received {
        if let Some(line) = self.lines.pop_front() {
            return self.exchange.understand(&line);
        }
        let lines = self.exchange.outgoing();
        self.hand_over(lines);
        let Some(process) = &mut self.process else {
            return Received::Fault(Fault::crashed("it is not running"), None);
        };
        let now = Instant::now();
        let wait = GLANCE.min(deadline.saturating_duration_since(now));
        match process.events.recv_timeout(wait) {
            Ok(Event::Lines(lines)) => {
                self.lines = lines.into();
                match self.lines.pop_front() {
                    Some(line) => self.exchange.understand(&line),
                    None => Received::Nothing,
                }
            }
            Ok(Event::Unwritable(_)) => Received::Nothing,
            Ok(event) => {
                Received::Fault(Self::fault_of(process, &event, "with a request unanswered"), None)
            }
            Err(RecvTimeoutError::Timeout) if Instant::now() >= deadline => Received::Fault(
                Fault::timed_out(format!("no answer in {:?}", self.limits.request)),
                None,
            ),
            // A child of its own may hold its output open: its end is looked for beside the streams.
            Err(RecvTimeoutError::Timeout) => match process.ended(Duration::ZERO) {
                Some(status) => Received::Fault(
                    Fault::crashed(format!("ended with a request unanswered: {status}")),
                    None,
                ),
                None => Received::Nothing,
            },
            Err(RecvTimeoutError::Disconnected) => Received::Fault(
                Self::fault_of(process, &Event::End, "with a request unanswered"),
                None,
            ),
        }
    }

    fn last_words(&self) -> Option<String> {
        self.process.as_ref().map(Process::last_words).filter(|words| !words.is_empty())
    }

    fn window(&self) -> usize {
        WINDOW
    }

    fn starts_a_process(&self) -> bool {
        true
    }
}
