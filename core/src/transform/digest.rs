//! SHA-256 (FIPS 180-4) of texts as long as a verifier, and the comparison of two digests.
//!
//! A verifier fills one, two or three blocks, so they are laid out whole, padding included, and go
//! to the compression function in one call. The hash's general interface, made for input that
//! arrives in pieces, costs as much again as the compression of one block.
//!
//! Where speed and clarity part ways, speed was taken twice. What it gives up:
//! - Text moves in lanes of 16 octets, as wide as the compression function reads. A processor hands
//!   what was just stored to a load only if one store wrote all of it; else the load waits until
//!   the stores have reached the cache, half as long as the whole compression takes. So the lane in
//!   which the text ends is shifted into place and joined with its padding in a register, with a
//!   table of paddings, where `copy_from_slice` and two assignments would do.
//! - A digest stays in the eight words in which the compression leaves it, so that a comparison
//!   turns no octets. Only [`octets`](Digest::octets) has the order of the standard.

use constant_time_eq::constant_time_eq_32;
use sha2::{Digest as _, Sha256, block_api::compress256};

use super::DIGEST_LENGTH;
use crate::grammar::{MAX_LENGTH, MIN_LENGTH};

/// H₀…H₇ after the last block.
#[derive(Clone)]
pub(crate) struct Digest([u32; 8]);

impl Digest {
    /// The digest of `text`, of any length; those of a verifier are fast.
    pub(crate) fn of(text: &[u8]) -> Self {
        let Some(padding) = text.len().checked_sub(MIN_LENGTH).and_then(|n| PADDING.get(n)) else {
            return Self::from_octets(&Sha256::digest(text).into());
        };
        let mut digest = Self(INITIAL);
        // The shortest padding is nine octets: the bit "1", and the length in eight.
        match text.len() {
            ..56 => compress::<1>(&mut digest.0, text, padding),
            56..120 => compress::<2>(&mut digest.0, text, padding),
            120.. => compress::<3>(&mut digest.0, text, padding),
        }
        digest
    }

    /// The digest whose octets these are.
    #[inline]
    pub(crate) fn from_octets(octets: &[u8; DIGEST_LENGTH]) -> Self {
        let mut words = [0; 8];
        for (word, octets) in words.iter_mut().zip(octets.as_chunks().0) {
            *word = u32::from_be_bytes(*octets);
        }
        Self(words)
    }

    /// The digest as FIPS 180-4 writes it: each word with its highest octet first.
    #[inline]
    pub(crate) fn octets(&self) -> [u8; DIGEST_LENGTH] {
        self.each(u32::to_be_bytes)
    }

    /// Whether two digests are one, in a time that depends on neither.
    #[inline]
    pub(crate) fn equals(&self, other: &Self) -> bool {
        constant_time_eq_32(&self.each(u32::to_ne_bytes), &other.each(u32::to_ne_bytes))
    }

    #[inline]
    fn each(&self, octets: impl Fn(u32) -> [u8; 4]) -> [u8; DIGEST_LENGTH] {
        let mut all = [0; DIGEST_LENGTH];
        for (four, word) in all.as_chunks_mut().0.iter_mut().zip(self.0) {
            *four = octets(word);
        }
        all
    }
}

/// Compresses a text that fills, with its padding, so many blocks.
#[inline]
fn compress<const BLOCKS: usize>(words: &mut [u32; 8], text: &[u8], padding: &Padding) {
    let mut blocks = [[[0; 16]; 4]; BLOCKS];
    let lanes = blocks.as_flattened_mut();
    if let Some(lane) = lanes.last_mut() {
        *lane = padding.length;
    }
    let (whole, rest) = text.as_chunks::<16>();
    let last = text.last_chunk().map_or(0, |octets| u128::from_le_bytes(*octets));
    // What of the last 16 octets `whole` doesn't have; in two steps, as it may be none.
    let rest = last >> 8 >> (120 - 8 * rest.len());
    for (lane, text) in lanes.iter_mut().zip(whole) {
        *lane = *text;
    }
    if let Some(lane) = lanes.get_mut(whole.len()) {
        *lane = padding.after(rest);
    }
    compress256(words, lanes.as_flattened().as_chunks().0);
}

/// FIPS 180-4 §5.3.3: H⁽⁰⁾, from the square roots of the first eight primes.
const INITIAL: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// FIPS 180-4 §5.1.1: what follows a text of one length, as the two lanes in which it isn't zero.
#[derive(Clone, Copy)]
struct Padding {
    /// The lane in which the text ends: the bit "1" right after it; the length too, if it is the
    /// last lane.
    end: [u64; 2],
    /// The last lane: the length in bits, big-endian.
    length: [u8; 16],
}

impl Padding {
    const fn of(length: usize) -> Self {
        let bits = 8 * length as u128;
        let mut end = 0x80 << (8 * (length % 16));
        if matches!(length % 64, 48..56) {
            end |= bits.swap_bytes();
        }
        Self { end: halves(end), length: bits.to_be_bytes() }
    }

    /// The lane in which a text ends, with what of it stands there. With a pair from the table,
    /// the compiler joins the halves in a vector register and stores them at once.
    #[inline]
    fn after(&self, rest: u128) -> [u8; 16] {
        let mut lane = [0; 16];
        let halves = halves(rest).into_iter().zip(self.end);
        for (octets, (text, end)) in lane.as_chunks_mut().0.iter_mut().zip(halves) {
            *octets = (text ^ end).to_le_bytes();
        }
        lane
    }
}

#[expect(clippy::cast_possible_truncation, reason = "each half is meant")]
const fn halves(lane: u128) -> [u64; 2] {
    [lane as u64, (lane >> 64) as u64]
}

/// The padding of each length that a verifier can have.
#[expect(clippy::indexing_slicing, reason = "done by the compiler, which would complain")]
static PADDING: [Padding; MAX_LENGTH - MIN_LENGTH + 1] = {
    let mut all = [Padding::of(0); MAX_LENGTH - MIN_LENGTH + 1];
    let mut length = MIN_LENGTH;
    while length <= MAX_LENGTH {
        all[length - MIN_LENGTH] = Padding::of(length);
        length += 1;
    }
    all
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_is_as_the_general_interface_has_it() {
        let text: std::vec::Vec<u8> = (0..=255).collect();
        for length in 0..=text.len() {
            let expected: [u8; DIGEST_LENGTH] = Sha256::digest(&text[..length]).into();
            let digest = Digest::of(&text[..length]);
            assert_eq!(digest.octets(), expected, "{length}");
            assert!(digest.equals(&Digest::from_octets(&expected)), "{length}");
        }
    }

    #[test]
    fn one_bit_makes_another_digest() {
        let zero = Digest::from_octets(&[0; DIGEST_LENGTH]);
        for bit in 0..256 {
            let mut octets = [0; DIGEST_LENGTH];
            octets[bit / 8] = 1 << (bit % 8);
            assert!(!zero.equals(&Digest::from_octets(&octets)), "{bit}");
        }
    }
}
