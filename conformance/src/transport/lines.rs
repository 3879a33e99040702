//! Lines from a hostile stream: bounded in length and in number, told as events.

use std::io::Read;
use std::sync::mpsc::SyncSender;

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

/// Reads lines until the stream ends or misbehaves. The channel is bounded, so a flood waits in the pipe.
pub fn read_lines(mut stream: impl Read, events: &SyncSender<Event>) {
    let mut chunk = vec![0; 1 << 16];
    let mut rest: Vec<u8> = Vec::new();
    while let Ok(length @ 1..) = stream.read(&mut chunk) {
        rest.extend_from_slice(chunk.get(..length).unwrap_or_default());
        let mut lines = Vec::new();
        let mut taken = 0;
        for line in rest.split_inclusive(|octet| *octet == b'\n') {
            let Some(line) = line.strip_suffix(b"\n") else { break };
            taken += line.len() + 1;
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.len() > MAX_LINE_IN {
                let _ = events.send(Event::TooLong);
                return;
            }
            let Ok(text) = std::str::from_utf8(line) else {
                // What came before the bad line still counts.
                let _ = events.send(Event::Lines(lines));
                let _ = events.send(Event::NotText);
                return;
            };
            lines.push(text.to_owned());
        }
        rest.drain(..taken);
        if !lines.is_empty() && events.send(Event::Lines(lines)).is_err() {
            return;
        }
        if rest.len() > MAX_LINE_IN {
            let _ = events.send(Event::TooLong);
            return;
        }
    }
    let _ = events.send(Event::End);
}
