//! Text of at most 128 octets that lives where its owner lives: no heap.

use crate::grammar::MAX_LENGTH;

/// Up to 128 octets of ASCII.
#[derive(Clone, Copy)]
pub(crate) struct Inline {
    bytes: [u8; MAX_LENGTH],
    length: usize,
}

impl Inline {
    /// Copies what fits; every caller passes text that the grammar has bounded already.
    pub(crate) fn new(text: &[u8]) -> Self {
        let mut bytes = [0; MAX_LENGTH];
        for (to, from) in bytes.iter_mut().zip(text) {
            *to = *from;
        }
        Self { bytes, length: text.len().min(MAX_LENGTH) }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        // `length` never exceeds the array, so the fallback is never taken.
        self.bytes.get(..self.length).unwrap_or_default()
    }

    pub(crate) fn as_str(&self) -> &str {
        ascii(self.as_bytes())
    }

    /// Overwrites the text, as far as safe Rust can promise that: the optimiser is asked to keep
    /// the stores, and copies that it made elsewhere are out of reach.
    pub(crate) fn wipe(&mut self) {
        self.bytes = [0; MAX_LENGTH];
        self.length = 0;
        core::hint::black_box(self);
    }
}

/// Bytes that the grammar has accepted are ASCII, so the fallback is never taken.
pub(crate) fn ascii(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or_default()
}
