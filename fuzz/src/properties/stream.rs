//! What the runner makes of the octets that an adapter writes.

use std::{
    io::{self, Read},
    sync::mpsc::sync_channel,
};

use pkce_conformance::transport::lines::{Event, read_lines};

/// A stream that comes in pieces (the first octet says how small): the lines are those of the octets, wherever the
/// pieces end, up to the first that is not text.
pub fn stream(data: &[u8]) {
    let Some((piece, octets)) = data.split_first() else { return };
    let (send, receive) = sync_channel(2 * octets.len() + 2);
    read_lines(Pieces { octets, piece: usize::from(*piece).max(1) }, &send);
    drop(send);
    let mut lines = Vec::new();
    let mut end = None;
    for event in receive {
        assert!(end.is_none(), "nothing comes after the end");
        match event {
            Event::Lines(more) => lines.extend(more),
            last => end = Some(last),
        }
    }
    let (expected, text) = obvious(octets);
    assert_eq!(lines, expected);
    assert!(matches!((end, text), (Some(Event::End), true) | (Some(Event::NotText), false)));
}

/// Whole lines, and whether they were all text.
fn obvious(octets: &[u8]) -> (Vec<String>, bool) {
    let mut whole: Vec<&[u8]> = octets.split(|octet| *octet == b'\n').collect();
    // What follows the last line feed is no line.
    whole.pop();
    let mut lines = Vec::new();
    for line in whole {
        match std::str::from_utf8(line.strip_suffix(b"\r").unwrap_or(line)) {
            Ok(line) => lines.push(line.to_owned()),
            Err(_) => return (lines, false),
        }
    }
    (lines, true)
}

struct Pieces<'d> {
    octets: &'d [u8],
    piece: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.piece.min(into.len());
        self.octets.by_ref().take(length as u64).read(into)
    }
}
