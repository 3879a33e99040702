//! Pairs of texts that a careless conversion takes for one.

use proptest::{prelude::*, sample::select};

/// Two texts that some conversion makes one: an encoding, a folding of look-alikes, a second decoding, or leaving out
/// what is not understood.
pub(super) fn twin() -> BoxedStrategy<(Vec<u8>, Vec<u8>)> {
    let folded = [
        ("\u{ff41}", "a"),
        ("\u{ff3a}", "Z"),
        ("\u{ff5e}", "~"),
        ("\u{430}", "a"),
        ("\u{3bf}", "o"),
        ("\u{e1}", "a"),
        ("a\u{301}", "a"),
        ("\u{b2}", "2"),
        ("\u{2460}", "1"),
        ("\u{661}", "1"),
        ("\u{1d41a}", "a"),
        ("\u{fb01}", "fi"),
        ("\u{212a}", "k"),
        ("\u{17f}", "s"),
        ("\u{2010}", "-"),
        ("\u{2013}", "-"),
        ("\u{ad}a", "a"),
        ("a\u{200b}", "a"),
        ("a\u{e9}", "a"),
        ("a!", "a"),
        ("a b", "ab"),
        ("a\0", "a"),
        ("a\tb", "ab"),
        ("&#97;", "a"),
        ("%61", "a"),
        ("\\u0061", "a"),
        ("%2B", "+"),
        ("\u{161}", "a"),
        ("\u{4e61}", "a"),
        ("\u{e9}", "?"),
        ("\u{20ac}", "?"),
        ("/", "_"),
        ("+", "-"),
        ("A", "a"),
        ("a", "A"),
        ("0", "O"),
        ("l", "1"),
    ];
    let folded: Vec<(Vec<u8>, Vec<u8>)> = folded
        .iter()
        .map(|(one, other)| (one.as_bytes().to_vec(), other.as_bytes().to_vec()))
        .collect();
    let octets: Vec<(&[u8], &[u8])> = vec![
        (b"\xff", "\u{fffd}".as_bytes()),
        (b"a\xff", b"a"),
        (b"\xe1", b"a"),
        ("\u{f1}".as_bytes(), b"C1"),
        ("\u{e9}".as_bytes(), b"\xe9"),
        (b"\xc1\xa1", b"a"),
        (b"\xe0\x81\xa1", b"a"),
    ];
    let octets: Vec<(Vec<u8>, Vec<u8>)> =
        octets.into_iter().map(|(one, other)| (one.to_vec(), other.to_vec())).collect();
    prop_oneof![4 => select(folded), 1 => select(octets)].boxed()
}
