//! A target behind standard input and output: `PROTOCOL.md`, the runner's end.

use std::{
    collections::{HashMap, VecDeque},
    ffi::OsString,
    mem,
    path::PathBuf,
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::RecvTimeoutError,
    },
    time::{Duration, Instant},
};

use super::{Fault, Received, Transport, lines::Event, process::Process};
use crate::wire::{About, Answer, Call, MAX_LINE_OUT, decode_about, encode_hello, encode_request};

/// How long a target may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From the start of the process to the answer to `hello`.
    pub start: Duration,
    /// For one request, from when it is the oldest unanswered one.
    pub request: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { start: Duration::from_secs(30), request: Duration::from_secs(10) }
    }
}

/// An adapter process as a target.
pub struct Stdio<'r> {
    command: Vec<OsString>,
    folder: Option<PathBuf>,
    limits: Limits,
    interrupted: Option<&'r AtomicBool>,
    process: Option<Process>,
    in_flight: HashMap<u64, Call>,
    /// The ids of this process: what was sent and is no longer in flight was answered.
    first_id: u64,
    next_id: u64,
    lines: VecDeque<String>,
    /// Requests that are not yet handed over, with line feeds between them.
    outgoing: String,
}

/// Requests in flight: enough to keep a fast adapter busy, few enough to replay one at a time.
const WINDOW: usize = 128;

/// So many octets of requests are handed over together: a line alone would wake the writer, and the writer the adapter, for
/// each request; all at once would leave the adapter without work while answers are judged.
const BATCH: usize = 8 << 10;

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
            in_flight: HashMap::new(),
            first_id: 0,
            next_id: 0,
            lines: VecDeque::new(),
            outgoing: String::new(),
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
        let process =
            Process::start(&self.command, self.folder.as_deref(), WINDOW).map_err(|error| {
                let program = self.command.first().map(|p| p.to_string_lossy().into_owned());
                Fault(format!("cannot start {}: {error}", program.unwrap_or_default()))
            })?;
        process.write(encode_hello());
        let until = Instant::now() + self.limits.start;
        let process = self.process.insert(process);
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match process.events.recv_timeout(left.min(GLANCE)) {
                Ok(Event::Lines(lines)) => {
                    let mut lines: VecDeque<String> = lines.into();
                    let Some(first) = lines.pop_front() else { continue };
                    self.lines = lines;
                    return decode_about(&first).map_err(|error| {
                        Fault(format!(
                            "its answer to hello is not one: {error}: {}",
                            crate::judge::clip(&first)
                        ))
                    });
                }
                // What it wrote before it closed its input still counts.
                Ok(Event::Unwritable(_)) => {}
                Ok(event) => return Err(Self::told(process, &event, "before it answered hello")),
                Err(RecvTimeoutError::Timeout) => {
                    if self.interrupted.is_some_and(|flag| flag.load(Ordering::Relaxed)) {
                        return Err(Fault("interrupted before it answered hello".to_owned()));
                    }
                    if left.is_zero() {
                        let limit = self.limits.start;
                        return Err(Fault(format!("no answer to hello in {limit:?}")));
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Fault("its output ended".to_owned()));
                }
            }
        }
    }

    fn told(process: &mut Process, event: &Event, when: &str) -> Fault {
        Fault(match event {
            Event::NotText => format!("wrote a line that is not UTF-8 {when}"),
            Event::TooLong => format!("wrote a line longer than 1 MiB {when}"),
            Event::Unwritable(_) | Event::End | Event::Lines(_) => {
                match process.ended(GLANCE * 4) {
                    Some(status) => format!("ended {when}: {status}"),
                    None => format!("closed its output {when}"),
                }
            }
        })
    }

    /// Hands the requests that wait to the writer. What cannot be handed over is told by the events that follow.
    fn hand_over(&mut self) {
        if let Some(process) = self.process.as_ref().filter(|_| !self.outgoing.is_empty()) {
            process.write(mem::take(&mut self.outgoing));
        }
    }

    fn line(&mut self, line: &str) -> Received {
        let nonsense = |what: String| Fault(format!("{what}: {}", crate::judge::clip(line)));
        let answer = match Answer::parse(line) {
            Ok(answer) => answer,
            Err(error) => return Received::Fault(nonsense(error.to_string()), None),
        };
        let id = answer.id;
        let Some(call) = self.in_flight.remove(&id) else {
            let known = (self.first_id..self.next_id).contains(&id);
            let what = if known { "answered twice" } else { "answered what was not asked" };
            return Received::Fault(Fault(format!("{what} (id {id})")), known.then_some(id));
        };
        match answer.reply_to(&call) {
            Ok(reply) => Received::Answer(id, reply),
            Err(error) => Received::Fault(nonsense(error.to_string()), Some(id)),
        }
    }
}

impl Transport for Stdio<'_> {
    fn start(&mut self) -> Result<About, Fault> {
        self.process = None;
        self.in_flight.clear();
        self.lines.clear();
        self.outgoing.clear();
        self.first_id = self.next_id;
        self.hello()
    }

    fn send(&mut self, id: u64, call: Call) -> Result<(), Fault> {
        let line = encode_request(id, &call);
        if line.len() >= MAX_LINE_OUT {
            return Err(Fault("a request of more than 8 MiB is not sent".to_owned()));
        }
        self.next_id = self.next_id.max(id + 1);
        self.in_flight.insert(id, call);
        if !self.outgoing.is_empty() {
            self.outgoing.push('\n');
        }
        self.outgoing.push_str(&line);
        if self.outgoing.len() >= BATCH {
            self.hand_over();
        }
        Ok(())
    }

    fn receive(&mut self, deadline: Instant) -> Received {
        if let Some(line) = self.lines.pop_front() {
            return self.line(&line);
        }
        self.hand_over();
        let Some(process) = &mut self.process else {
            return Received::Fault(Fault("it is not running".to_owned()), None);
        };
        let now = Instant::now();
        let wait = GLANCE.min(deadline.saturating_duration_since(now));
        match process.events.recv_timeout(wait) {
            Ok(Event::Lines(lines)) => {
                self.lines = lines.into();
                match self.lines.pop_front() {
                    Some(line) => self.line(&line),
                    None => Received::Nothing,
                }
            }
            Ok(Event::Unwritable(_)) => Received::Nothing,
            Ok(event) => {
                Received::Fault(Self::told(process, &event, "with a request unanswered"), None)
            }
            Err(RecvTimeoutError::Timeout) if Instant::now() >= deadline => {
                Received::Fault(Fault(format!("no answer in {:?}", self.limits.request)), None)
            }
            // A child of its own may hold its output open: its end is looked for beside the streams.
            Err(RecvTimeoutError::Timeout) => match process.ended(Duration::ZERO) {
                Some(status) => Received::Fault(
                    Fault(format!("ended with a request unanswered: {status}")),
                    None,
                ),
                None => Received::Nothing,
            },
            Err(RecvTimeoutError::Disconnected) => {
                Received::Fault(Self::told(process, &Event::End, "with a request unanswered"), None)
            }
        }
    }

    fn last_words(&self) -> Option<String> {
        self.process.as_ref().map(Process::last_words).filter(|words| !words.is_empty())
    }

    fn window(&self) -> usize {
        WINDOW
    }
}
