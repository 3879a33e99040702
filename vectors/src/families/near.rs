//! Names that are near those of the two methods.

use crate::Datum;

/// What a name is near to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Near {
    /// `S256` but for case, or white space and control characters around it.
    S256,
    /// `plain`, or nothing, which is plain, but for the same.
    Plain,
    /// Neither: whatever it acts as, it should not.
    Neither,
}

use Near::{Neither, Plain, S256};

/// A name that nobody can guess, of a method that nobody has.
pub(super) const UNGUESSABLE: &str = "x-8vq2m0tkc5w1";

/// Name in ids, octets, and what they are near to.
pub(super) const NAMES: &[(&str, &[u8], Near)] = &[
    ("s256-lower-case", b"s256", S256),
    ("s256-leading-space", b" S256", S256),
    ("s256-trailing-space", b"S256 ", S256),
    ("s256-leading-tab", b"\tS256", S256),
    ("s256-trailing-lf", b"S256\n", S256),
    ("s256-trailing-crlf", b"S256\r\n", S256),
    ("s256-trailing-nul", b"S256\0", S256),
    ("s256-leading-lf", b"\nS256", S256),
    ("s256-leading-byte-order-mark", "\u{feff}S256".as_bytes(), S256),
    ("s256-trailing-no-break-space", "S256\u{a0}".as_bytes(), S256),
    ("s256-trailing-zero-width-space", "S256\u{200b}".as_bytes(), S256),
    ("s256-long-s", "\u{17f}256".as_bytes(), S256),
    ("s256-percent-encoded", b"%53256", S256),
    ("plain-upper-case", b"PLAIN", Plain),
    ("plain-title-case", b"Plain", Plain),
    ("plain-mixed-case", b"pLAIN", Plain),
    ("plain-leading-space", b" plain", Plain),
    ("plain-trailing-space", b"plain ", Plain),
    ("plain-trailing-tab", b"plain\t", Plain),
    ("plain-trailing-lf", b"plain\n", Plain),
    ("plain-trailing-crlf", b"plain\r\n", Plain),
    ("plain-trailing-nul", b"plain\0", Plain),
    ("plain-leading-byte-order-mark", "\u{feff}plain".as_bytes(), Plain),
    ("plain-dotless-i", "pla\u{131}n".as_bytes(), Plain),
    ("plain-percent-encoded", b"%70lain", Plain),
    ("s256-full-width", "\u{ff33}\u{ff12}\u{ff15}\u{ff16}".as_bytes(), Neither),
    ("s256-full-width-digit", "S\u{ff12}56".as_bytes(), Neither),
    ("s256-cyrillic", "\u{405}256".as_bytes(), Neither),
    ("s256-mask-8-bit", "\u{153}256".as_bytes(), Neither),
    ("s256-mask-7-bit", b"\xd3256", Neither),
    ("s256-superscript", "S\u{b2}56".as_bytes(), Neither),
    ("s256-combining", "S\u{301}256".as_bytes(), Neither),
    ("s256-dollar", b"$256", Neither),
    ("s256-five", b"5256", Neither),
    ("s256-letter-s", b"S2S6", Neither),
    ("s256-hyphen", b"S-256", Neither),
    ("s256-underscore", b"S_256", Neither),
    ("s256-inner-space", b"S 256", Neither),
    ("s256-inner-nul", b"S256\0plain", Neither),
    ("s256-inner-lf", b"S256\nplain", Neither),
    ("s256-shorter", b"S25", Neither),
    ("s256-one-letter", b"S", Neither),
    ("s256-digits", b"256", Neither),
    ("s256-longer", b"S2567", Neither),
    ("s256-doubled", b"S256S256", Neither),
    ("s256-trailing-dot", b"S256.", Neither),
    ("s256-trailing-equals", b"S256=", Neither),
    ("s256-trailing-semicolon", b"S256;", Neither),
    ("s256-quoted", b"\"S256\"", Neither),
    ("s256-in-list", b"S256,plain", Neither),
    ("s256-and-plain", b"S256 plain", Neither),
    ("s256-in-array", b"[\"S256\"]", Neither),
    ("sha256", b"SHA256", Neither),
    ("sha256-hyphen", b"SHA-256", Neither),
    ("sha256-lower-case", b"sha256", Neither),
    ("sha256-lower-case-hyphen", b"sha-256", Neither),
    ("s512", b"S512", Neither),
    ("s384", b"S384", Neither),
    ("s1", b"S1", Neither),
    ("rs256", b"RS256", Neither),
    ("hs256", b"HS256", Neither),
    ("md5", b"MD5", Neither),
    ("plain-full-width", "\u{ff50}\u{ff4c}\u{ff41}\u{ff49}\u{ff4e}".as_bytes(), Neither),
    ("plain-cyrillic", "pl\u{430}in".as_bytes(), Neither),
    ("plain-combining", "plain\u{301}".as_bytes(), Neither),
    ("plain-mask-8-bit", "pl\u{161}in".as_bytes(), Neither),
    ("plain-digit", b"pla1n", Neither),
    ("plain-shorter", b"plai", Neither),
    ("plain-longer", b"plains", Neither),
    ("plain-one-letter", b"p", Neither),
    ("plain-doubled", b"plainplain", Neither),
    ("plain-inner-nul", b"plain\0S256", Neither),
    ("plain-in-list", b"plain,S256", Neither),
    ("plain-and-s256", b"plain S256", Neither),
    ("plain-text", b"text/plain", Neither),
    ("plain-homophone", b"plane", Neither),
    ("none", b"none", Neither),
    ("identity", b"identity", Neither),
    ("null", b"null", Neither),
    ("nil", b"nil", Neither),
    ("none-of-python", b"None", Neither),
    ("undefined", b"undefined", Neither),
    ("not-a-number", b"NaN", Neither),
    ("false", b"false", Neither),
    ("true", b"true", Neither),
    ("zero", b"0", Neither),
    ("one", b"1", Neither),
    ("minus-one", b"-1", Neither),
    ("empty-array", b"[]", Neither),
    ("empty-object", b"{}", Neither),
    ("wildcard", b"*", Neither),
    ("space-alone", b" ", Plain),
    ("nul-alone", b"\0", Plain),
    ("prototype", b"__proto__", Neither),
    ("constructor", b"constructor", Neither),
    ("to-string", b"toString", Neither),
    ("unguessable", UNGUESSABLE.as_bytes(), Neither),
];

/// Longer names than any table has.
pub(super) fn long_names() -> [(&'static str, Datum, Near); 2] {
    [
        ("s256-many-times", Datum::Repeat("S256".to_owned(), 1024), Neither),
        ("letters-many", Datum::Repeat("a".to_owned(), 65_536), Neither),
    ]
}
