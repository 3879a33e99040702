//! The line protocol: the judge speaks first, a JSON object a line, and the client answers each with one.
//!
//! ```text
//! → {"op":"begin"}                                  ← {"login":1,"url":"…"}      or {"error":"…"}
//! → {"op":"callback","login":1,"url":"…?code=…"}    ← {"token":true}             or {"error":"…"}
//! ```
//!
//! A line that is no such object is the client's own output: it is kept, and is no answer.

use std::{
    collections::VecDeque,
    sync::mpsc::RecvTimeoutError,
    time::{Duration, Instant},
};

use pkce_conformance::{
    fault::FaultKind,
    transport::{Process, lines::Event},
};
use serde_json::Value;

use super::talker::{Answer, NoAnswer, Talker};

/// How many times as long as another answer the first one may take: an interpreter starts, and reads its libraries.
const TO_START: u32 = 3;

/// How much of a client's own output is kept, in octets.
const MOST_PRINTED: usize = 256 * 1024;

/// A client that speaks lines.
pub(super) struct Lines {
    process: Process,
    waiting: VecDeque<String>,
    limit: Duration,
    /// It has answered before: it has started.
    started: bool,
    printed: String,
}

impl Lines {
    pub(super) const fn new(process: Process, limit: Duration) -> Self {
        Self { process, waiting: VecDeque::new(), limit, started: false, printed: String::new() }
    }
}

impl Talker for Lines {
    fn ask(&mut self, asked: &Value) -> Result<Answer, NoAnswer> {
        let limit = if self.started { self.limit } else { self.limit * TO_START };
        let until = Instant::now() + limit;
        if !self.process.write(asked.to_string()) {
            return Err(self.ended());
        }
        loop {
            while let Some(line) = self.waiting.pop_front() {
                let answer = serde_json::from_str::<Answer>(&line).ok();
                if let Some(answer) = answer.filter(Answer::says_something) {
                    self.started = true;
                    return Ok(answer);
                }
                self.print(&line);
            }
            let left = until.saturating_duration_since(Instant::now());
            match self.process.events.recv_timeout(left) {
                Ok(Event::Lines(lines)) => self.waiting.extend(lines),
                Ok(Event::NotText) => {
                    let why = "it printed a line that is not UTF-8";
                    return Err(NoAnswer::Broke(FaultKind::Nonsense, why.to_owned()));
                }
                Ok(Event::TooLong) => {
                    let why = "it printed a line of more than 1 MiB";
                    return Err(NoAnswer::Broke(FaultKind::Nonsense, why.to_owned()));
                }
                Ok(Event::End | Event::Unwritable(_)) | Err(RecvTimeoutError::Disconnected) => {
                    return Err(self.ended());
                }
                Err(RecvTimeoutError::Timeout) => {
                    let op = asked.get("op").and_then(Value::as_str).unwrap_or_default();
                    let why = format!("no answer to `{op}` within {} s", limit.as_secs_f32());
                    return Err(NoAnswer::Broke(FaultKind::TimedOut, why));
                }
            }
        }
    }

    fn close(mut self: Box<Self>) -> String {
        self.process.close_input();
        self.process.ended(Duration::from_secs(1));
        while let Ok(event) = self.process.events.try_recv() {
            if let Event::Lines(lines) = event {
                for line in &lines {
                    self.print(line);
                }
            }
        }
        let mut printed = std::mem::take(&mut self.printed);
        printed.push_str(&self.process.last_words());
        printed
    }
}

impl Lines {
    fn print(&mut self, line: &str) {
        let room = MOST_PRINTED.saturating_sub(self.printed.len());
        self.printed.extend(line.chars().take(room));
        self.printed.push('\n');
    }

    fn ended(&mut self) -> NoAnswer {
        let status = self.process.ended(Duration::from_secs(1));
        let status = status.map_or("closed its output".to_owned(), |status| status.to_string());
        let mut words = self.process.last_words();
        // What it wrote last may still be on its way.
        for _ in 0..10 {
            if !words.is_empty() {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
            words = self.process.last_words();
        }
        let last = words.lines().last().unwrap_or_default();
        let told = if last.is_empty() { String::new() } else { format!("; on stderr: {last}") };
        NoAnswer::Ended(format!("the client ended ({status}{told})"))
    }
}
