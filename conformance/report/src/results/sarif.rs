//! SARIF 2.1.0, as code scanning takes it.
//!
//! A result without a place fails an upload, so that each stands in the first line of a file of the user's. Known failures
//! are left out: a suppression is not heeded, and would come back as an alert.

use std::{collections::BTreeMap, fmt::Write as _};

use pkce_conformance::result::Report;
use pkce_vectors::{Effect, Level, Requirement};
use serde_json::{Value, json};

use super::Results;
use crate::{clean, failure::Failure, index::Index, json, reproduce, words::place};

/// Of more results than this, the rest is dropped by who reads them: the gravest come first.
const MOST: usize = 5_000;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn render(results: Results<'_>) -> String {
    let index = Index::of(results.set);
    let runs: Vec<Value> =
        results.reports.iter().map(|report| run(report, results.anchor, &index)).collect();
    json::pretty(&json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": runs }))
}

fn run(report: &Report, anchor: &str, index: &Index<'_>) -> Value {
    let failures = Failure::all(report);
    let failures = failures.get(..MOST.min(failures.len())).unwrap_or_default();
    let mut gravest: BTreeMap<&str, Option<Effect>> = BTreeMap::new();
    for failure in failures {
        let effect = gravest.entry(&failure.row.requirement).or_insert(failure.row.effect);
        // Of effects the least is the worst.
        *effect = [*effect, failure.row.effect].into_iter().flatten().min();
    }
    let ids: Vec<&str> = gravest.keys().copied().collect();
    let rules: Vec<Value> = gravest
        .iter()
        .map(|(id, effect)| {
            let levels = failures.iter().filter(|failure| &*failure.row.requirement == *id);
            let level = levels.map(|failure| failure.row.level).max().unwrap_or(Level::Must);
            rule(id, index.requirement(id), level, *effect)
        })
        .collect();
    let told = failures.iter().map(|failure| {
        let rule = ids.iter().position(|id| *id == &*failure.row.requirement);
        result(report, failure, rule.unwrap_or(0), anchor)
    });
    let told: Vec<Value> = told.collect();
    let not_run = report.failed_to_run.as_deref().map(|why| {
        let text = format!("the target could not be run: {}", clean(why));
        json!({ "level": "error", "message": { "text": text } })
    });
    let notifications: Vec<Value> = not_run.into_iter().collect();
    json!({
        "tool": { "driver": {
            "name": "pkce",
            "version": text(&report.tool),
            "informationUri": "https://www.rfc-editor.org/rfc/rfc7636",
            "rules": rules,
        } },
        // A category and a run, as the slash parts them: uploads of another target do not close these alerts.
        "automationDetails": { "id": format!("pkce/{}/{}/", uri(&clean(&report.target)), uri(&clean(&report.profile))) },
        "invocations": [{
            "executionSuccessful": report.failed_to_run.is_none() && !report.interrupted,
            "toolExecutionNotifications": notifications,
        }],
        "columnKind": "unicodeCodePoints",
        "results": told,
    })
}

fn rule(id: &str, known: Option<&Requirement>, level: Level, effect: Option<Effect>) -> Value {
    let says = known.map_or("This requirement is not in these vectors.", |known| &known.says);
    let mut lines = vec![clean(says).into_owned()];
    for source in known.iter().flat_map(|known| &known.sources) {
        let quote = source.quote.as_ref().map_or(String::new(), |quote| format!("“{quote}” "));
        lines.push(clean(&format!("{}: {quote}{}", place(source), source.url)).into_owned());
    }
    let mut rule = json!({
        "id": text(id),
        "shortDescription": { "text": text(says) },
        "fullDescription": { "text": text(says) },
        "help": { "text": lines.join("\n\n") },
        "defaultConfiguration": { "level": level_of(level) },
        "properties": { "tags": ["security", "oauth", "pkce"], "security-severity": severity(level, effect) },
    });
    let url = known.and_then(|known| known.sources.first()).map(|source| source.url.as_str());
    if let (Some(url), Some(rule)) = (url.filter(|url| is_link(url)), rule.as_object_mut()) {
        rule.insert("helpUri".to_owned(), url.into());
    }
    rule
}

fn result(report: &Report, failure: &Failure<'_>, rule: usize, anchor: &str) -> Value {
    let row = failure.row;
    let mut message = format!("{}, {}: {}", failure.name(), failure.kind(), failure.what());
    if row.setting.is_some() {
        let _ = write!(message, "; in {}", clean(&failure.settings()));
    }
    let _ = write!(message, ". Again: {}", reproduce::again(report, row));
    json!({
        "ruleId": text(&row.requirement),
        "ruleIndex": rule,
        "level": level_of(row.level),
        "message": { "text": message },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&clean(anchor)), "uriBaseId": "%SRCROOT%" },
            "region": { "startLine": 1 },
        } }],
        "partialFingerprints": { "primaryLocationLineHash": fingerprint(&[
            &report.target, &row.vector, row.check.as_deref().unwrap_or_default(), &row.requirement,
        ]) },
    })
}

const fn level_of(level: Level) -> &'static str {
    match level {
        Level::Must => "error",
        Level::Should => "warning",
        Level::May | Level::Hardening => "note",
    }
}

/// Over 9 is critical, from 7 on high, from 4 on medium.
const fn severity(level: Level, effect: Option<Effect>) -> &'static str {
    match (level, effect) {
        (Level::Must, Some(Effect::Bypass)) => "9.1",
        (Level::Must, Some(Effect::Leak)) => "7.5",
        (Level::Must | Level::Should, Some(Effect::Lockout)) => "4.0",
        (Level::Should, Some(Effect::Bypass | Effect::Leak)) => "6.0",
        (Level::Must | Level::Should, _) => "3.0",
        (Level::May | Level::Hardening, Some(Effect::Bypass | Effect::Leak)) => "2.0",
        (Level::May | Level::Hardening, _) => "1.0",
    }
}

fn text(text: &str) -> String {
    // An empty string is refused.
    if text.is_empty() { "-".to_owned() } else { clean(text).into_owned() }
}

fn is_link(url: &str) -> bool {
    url.starts_with("https://") && url.bytes().all(|octet| matches!(octet, b'!'..=b'~'))
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for octet in path.bytes() {
        match octet {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(octet));
            }
            other => {
                // Writing to a String cannot fail.
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}

/// The same for the same failure in every run, and another for every other (FNV-1a, 64 bits).
fn fingerprint(parts: &[&str]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let parts = parts.iter().map(|part| clean(part));
    for octet in parts.flat_map(|part| part.bytes().chain([0]).collect::<Vec<u8>>()) {
        hash = (hash ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}:1")
}
