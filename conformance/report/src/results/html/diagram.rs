//! A failing flow as a picture: who sent what to whom, and the answer that went wrong.

use pkce_conformance::{result::CaseResult, text::clip_to};
use pkce_vectors::Flow;
use serde::Serialize;
use textwrap::{Options, WordSeparator};

use crate::{
    clean,
    sequence::{Message, Party, line, messages},
};

/// A picture of three lines of life, 420 wide.
#[derive(Serialize)]
pub(super) struct Diagram {
    height: usize,
    /// The same in words, for those who do not look.
    says: String,
    arrows: Vec<Arrow>,
}

#[derive(Serialize)]
struct Arrow {
    y: usize,
    from: usize,
    to: usize,
    /// Where the point is: its three corners.
    point: String,
    wrong: bool,
    answer: bool,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    x: usize,
    y: usize,
    text: String,
}

const fn place(party: Party) -> usize {
    match party {
        Party::UserAgent => 44,
        Party::Client => 190,
        Party::Server => 376,
    }
}

/// Room above the first message, for the names.
const HEAD: usize = 34;

/// From a line of text to the next.
const LINE: usize = 14;

/// The longest text of a message.
const LONGEST: usize = 150;

impl Diagram {
    pub(super) fn of(row: &CaseResult, flow: Option<&Flow>) -> Option<Self> {
        let messages = messages(row, flow);
        if messages.is_empty() {
            return None;
        }
        let says = messages.iter().map(|message| {
            let (text, is_wrong) = line(message);
            if is_wrong { format!("wrong: {text}") } else { text }
        });
        let says = says.collect::<Vec<_>>().join("; ");
        let mut y = HEAD;
        let arrows = messages.iter().map(|message| {
            let arrow = arrow(message, y);
            y = arrow.y + 10;
            arrow
        });
        let arrows: Vec<Arrow> = arrows.collect();
        Some(Self { height: y + 4, says, arrows })
    }
}

/// An arrow with its text above it, from `top` downwards.
fn arrow(message: &Message, top: usize) -> Arrow {
    let Message { from, to, text, instead_of } = message;
    let (from, to) = (place(*from), place(*to));
    let mut text = clip_to(&clean(text), LONGEST);
    if let Some(right) = instead_of {
        text = format!("✗ {text} (right: {})", clip_to(&clean(right), LONGEST));
    }
    // A letter is some seven wide; beyond the lines there is room for two.
    let room = from.abs_diff(to) / 7 + 2;
    let options = Options::new(room).word_separator(WordSeparator::AsciiSpace);
    let wrapped = textwrap::wrap(&text, options);
    let x = usize::midpoint(from, to);
    let lines = wrapped.iter().enumerate().map(|(index, text)| Line {
        x,
        y: top + LINE * (index + 1) - 3,
        text: text.clone().into_owned(),
    });
    let lines: Vec<Line> = lines.collect();
    let y = top + LINE * lines.len() + 4;
    let base = if to > from { to - 8 } else { to + 8 };
    let point = format!("{to},{y} {base},{} {base},{}", y - 4, y + 4);
    Arrow { y, from, to, point, wrong: instead_of.is_some(), answer: to < from, lines }
}
