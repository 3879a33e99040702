//! Octets for structured cases, as `Arbitrary` will read them: flows as events, and hostile texts in reports and answers.

mod events;

use pkce_vectors::{Flow, VectorSet};

use super::{Seed, seed};

pub(super) fn seeds(set: &VectorSet) -> Vec<Seed> {
    // A flow that only looks at metadata has no event.
    let has_events =
        |flow: &&Flow| flow.steps.iter().any(|step| !step.action.requests().is_empty());
    let flows = set.flows.iter().filter(has_events);
    let mut seeds: Vec<Seed> = flows.map(|flow| seed("flow", &flow.id, events::of(flow))).collect();
    for (number, (letter, text)) in ('a'..).zip(HOSTILE).enumerate() {
        let id = format!("hostile/{letter}");
        seeds.push(seed("report", &id, report(text)));
        seeds.push(seed("run", &id, run(text, number)));
        seeds.push(seed("client", &id, client(number)));
    }
    seeds
}

/// Texts that steer a terminal, a table or a page.
pub(crate) const HOSTILE: [&str; 12] = [
    "\u{1b}[2J",
    "\u{1b}[1m",
    "\u{9b}31m",
    "\u{202e}",
    "\u{2028}",
    "\u{e0041}",
    "\r\n",
    "\\|",
    "</td>",
    "](https://e)",
    "rfc7636",
    "&#x1b;",
];

/// Rows of every verdict.
fn report(text: &str) -> Vec<u8> {
    let mut octets = Octets::default();
    for number in 0..12 {
        octets.flag(true).octets(&[number, number / 3, number % 5]);
    }
    octets.flag(false).flag(false).flag(false).flag(true).octets(text.as_bytes());
    octets.0
}

/// Each kind of answer, beginning with another one.
fn run(text: &str, first: usize) -> Vec<u8> {
    let mut octets = Octets::default();
    for number in first..first + 12 {
        octets.flag(true).variant(number % 12, 12).octets(match number % 12 {
            1..=3 | 5 | 7 | 9 => &[1],
            6 => &[2, 4],
            _ => &[],
        });
    }
    octets.flag(false).octets(text.as_bytes());
    octets.0
}

/// A rule, a list or none, and a few attempts.
fn client(number: usize) -> Vec<u8> {
    let mut octets = Octets::default();
    let listed = !number.is_multiple_of(3);
    octets.variant(number % 2, 2).flag(listed);
    if listed {
        octets.flag(true).variant(number / 3 % 2, 3).flag(false);
    }
    for attempt in 0..4 {
        octets.flag(true).variant((number + attempt) % 3, 3).variant(attempt % 3, 3);
    }
    octets.0
}

/// What `Unstructured` takes in, in its order.
#[derive(Default)]
struct Octets(Vec<u8>);

impl Octets {
    fn octets(&mut self, octets: &[u8]) -> &mut Self {
        self.0.extend_from_slice(octets);
        self
    }

    fn flag(&mut self, flag: bool) -> &mut Self {
        self.octets(&[flag.into()])
    }

    /// The derived `Arbitrary` of an enum takes 32 bits as a fraction of the number of its variants.
    fn variant(&mut self, index: usize, of: usize) -> &mut Self {
        let (index, of) = (index as u64, of as u64);
        let fraction = (index << 32).div_ceil(of);
        self.octets(&u32::try_from(fraction).unwrap_or(u32::MAX).to_le_bytes())
    }
}
