//! Counts and places in words.

use pkce_vectors::Source;

use super::clean;
use pkce_conformance::result::{ByEffect, Verdict};

/// "1 bypass, 3 deviations"; "none" where there is nothing.
pub(super) fn effects(counts: &ByEffect) -> String {
    let each: Vec<String> = counts.named().map(|(name, count)| many(count, name)).collect();
    if each.is_empty() { "none".to_owned() } else { each.join(", ") }
}

/// "12 pass, 3 skipped".
pub(super) fn verdicts(counts: impl Iterator<Item = (Verdict, usize)>) -> String {
    counts.map(of_verdict).collect::<Vec<_>>().join(", ")
}

/// "12 pass".
pub(super) fn of_verdict((verdict, count): (Verdict, usize)) -> String {
    format!("{count} {}", verdict.as_str())
}

/// A count with its noun.
pub(super) fn many(count: usize, noun: &str) -> String {
    let plural = match noun {
        _ if count == 1 => "",
        "broken" => "",
        "bypass" => "es",
        "piece of advice" => return format!("{count} pieces of advice"),
        _ => "s",
    };
    format!("{count} {noun}{plural}")
}

/// "RFC 7636 §4.6", "CVE-2025-4144", "oauth-2.1 §7.5".
pub(super) fn place(source: &Source) -> String {
    let Source { document, section, .. } = source;
    if document == "bug" || section.is_empty() {
        return if section.is_empty() { document.clone() } else { section.clone() };
    }
    let document = match document.strip_prefix("rfc") {
        Some(number) if number.bytes().all(|b| b.is_ascii_digit()) => format!("RFC {number}"),
        _ => document.clone(),
    };
    let numbered = section.starts_with(|c: char| c.is_ascii_digit());
    format!("{document} {}{section}", if numbered { "§" } else { "" })
}

/// The first characters of a digest: enough to tell two data sets apart. In a report that was read from a file it is
/// any text.
pub(super) fn short(digest: &str) -> String {
    clean(digest).chars().take(12).collect()
}
