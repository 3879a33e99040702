//! Lines from a hostile stream: bounded in length and in number, told as events.

use std::{io::Read, sync::mpsc::SyncSender};

use crate::wire::MAX_LINE_IN;

/// What a reader saw.
#[derive(Debug)]
pub enum Event {
    /// Whole lines, without their line feeds.
    Lines(Vec<String>),
    /// A line that is not UTF-8.
    NotText,
    /// A line longer than [`MAX_LINE_IN`].
    TooLong,
    /// The stream ended.
    End,
    /// Nothing can be written to the target any more.
    Unwritable(String),
}

/// Lines out of octets that come in pieces.
#[derive(Debug, Default)]
pub struct Lines {
    rest: Vec<u8>,
}

impl Lines {
    /// The lines that these octets complete, and what ends the stream before another may come.
    pub fn push(&mut self, octets: &[u8]) -> (Vec<String>, Option<Event>) {
        self.rest.extend_from_slice(octets);
        let mut lines = Vec::new();
        let mut taken = 0;
        for line in self.rest.split_inclusive(|octet| *octet == b'\n') {
            let Some(line) = line.strip_suffix(b"\n") else { break };
            taken += line.len() + 1;
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            // What came before a bad line still counts.
            if line.len() > MAX_LINE_IN {
                return (lines, Some(Event::TooLong));
            }
            match std::str::from_utf8(line) {
                Ok(text) => lines.push(text.to_owned()),
                Err(_) => return (lines, Some(Event::NotText)),
            }
        }
        self.rest.drain(..taken);
        (lines, (self.rest.len() > MAX_LINE_IN).then_some(Event::TooLong))
    }
}

/// Reads lines until the stream ends or misbehaves. The channel is bounded, so a flood waits in the pipe.
pub fn read_lines(mut stream: impl Read, events: &SyncSender<Event>) {
    let mut chunk = vec![0; 1 << 16];
    let mut lines = Lines::default();
    while let Ok(length @ 1..) = stream.read(&mut chunk) {
        let (whole, end) = lines.push(chunk.get(..length).unwrap_or_default());
        if !whole.is_empty() && events.send(Event::Lines(whole)).is_err() {
            return;
        }
        if let Some(end) = end {
            let _ = events.send(end);
            return;
        }
    }
    let _ = events.send(Event::End);
}
