//! The first lines: what was held against what, and what it came to.

use pkce_vectors::Level;

use crate::{
    clean,
    page::Page,
    style::{BAD, FAINT, WARN, paint},
    words::{effects, many, short, verdicts},
};
use pkce_conformance::{
    result::{Report, ShardFacts, Summary, Unjudged},
    text::clip,
};

/// So many of the slowest cases are told.
const SLOWEST: usize = 3;

/// A case is slow from so many microseconds on.
const SLOW: u64 = 100_000;

pub(super) fn write(page: &mut Page, report: &Report) {
    let mut fact = |name: &str, value: &str| {
        page.item(&format!("{} ", paint(FAINT, format_args!("{name:<9}"))), 10, value);
    };
    fact("target", &target(report));
    fact("profile", &clean(&report.profile));
    let vectors = &report.vectors;
    fact("vectors", &format!("{}, digest {}", clean(&vectors.version), short(&vectors.digest)));
    fact("seed", &report.seed.to_string());
    if let Some(ShardFacts { number, of, .. }) = &report.run.shard {
        fact("shard", &format!("{number} of {of}; `pkce report --merge` makes one result of all"));
    }
    if report.failed_to_run.is_some() {
        return;
    }
    fact("time", &time(report));
    if let Some(told) = restarts(report) {
        fact("restarts", &told);
    }
    fact("judged", &judged(&report.summary));
    fact("must", &musts(report));
    if let Some(beside) = beside(report) {
        fact("aside", &beside);
    }
    fact("failures", &failures(&report.summary));
}

fn target(report: &Report) -> String {
    let label = clean(&report.target);
    match &report.about {
        Some(about) => {
            let told = |texts: [&str; 2], joint: &str| {
                let told = texts.into_iter().filter(|text| !text.is_empty());
                told.map(|text| clip(&clean(text))).collect::<Vec<_>>().join(joint)
            };
            let name = told([&about.name, &about.version], " ");
            format!("{label} ({})", told([&name, &about.language], ", "))
        }
        None => label.into_owned(),
    }
}

/// How long the run took, and which cases took the most of it.
fn time(report: &Report) -> String {
    let mut slow: Vec<(u64, &str)> = report
        .results
        .iter()
        .filter_map(|row| Some((row.micros.filter(|micros| *micros >= SLOW)?, &*row.id)))
        .collect();
    slow.sort_by_key(|(micros, _)| std::cmp::Reverse(*micros));
    let slowest = slow.iter().take(SLOWEST);
    let slowest: Vec<String> =
        slowest.map(|(micros, id)| format!("{} {}", clean(id), seconds(*micros))).collect();
    let whole = seconds(report.run.milliseconds.saturating_mul(1_000));
    if slowest.is_empty() { whole } else { format!("{whole}; slowest: {}", slowest.join(", ")) }
}

/// "1.2 s".
fn seconds(micros: u64) -> String {
    let tenths = micros.saturating_add(50_000) / 100_000;
    format!("{}.{} s", tenths / 10, tenths % 10)
}

/// That the target was started anew, and why.
fn restarts(report: &Report) -> Option<String> {
    let (restarts, again) = (report.run.restarts, report.run.asked_again);
    if again > 0 {
        let (cases, restarts) = (many(again, "case"), many(restarts, "restart"));
        let told = format!("broke once, held when asked again: {cases}, {restarts}");
        return Some(paint(WARN, told));
    }
    (restarts > 0).then(|| format!("{restarts}, each after a case that is told as broken"))
}

fn judged(summary: &Summary) -> String {
    let of = |judged: bool| {
        verdicts(summary.named().filter(move |(verdict, _)| verdict.is_judged() == judged))
    };
    let mut text = format!("{} of {} rows", summary.judged, summary.selected);
    for (joint, counts) in [(": ", of(true)), ("; not judged: ", of(false))] {
        if !counts.is_empty() {
            text.push_str(joint);
            text.push_str(&counts);
        }
    }
    text
}

/// The share of the applicable `must` requirements that was judged, and why the others were not.
fn musts(report: &Report) -> String {
    let coverage = &report.coverage;
    let share = format!("{} of {} judged", coverage.judged, coverage.applicable);
    let reasons = coverage.reasons();
    let mut why: Vec<String> =
        reasons.iter().rev().map(|(why, count)| format!("{count} {}", why.words())).collect();
    if report.interrupted {
        why.insert(0, "interrupted".to_owned());
    } else if report.run.cut_short {
        why.insert(0, "ended at the first failure".to_owned());
    } else if report.run.out_of_time {
        why.insert(0, "out of time".to_owned());
    }
    if why.is_empty() { share } else { format!("{share} ({})", paint(WARN, why.join(", "))) }
}

/// What does not apply to the subject, by the reason: it is no part of the share.
fn beside(report: &Report) -> Option<String> {
    let counts = &report.coverage.not_applicable;
    let words = |kind: &Unjudged| match kind {
        Unjudged::NotServed => "for clients that are not served",
        Unjudged::NoPlace => "for which the call has no place",
        _ => "about what is not offered",
    };
    let told: Vec<String> =
        counts.iter().map(|(kind, count)| format!("{count} {}", words(kind))).collect();
    (!told.is_empty()).then(|| format!("do not apply: {}", told.join(", ")))
}

fn failures(summary: &Summary) -> String {
    let of = |level: Level| {
        let counts = summary.failures.of(level);
        let words = format!("{} {}", level.as_str(), effects(counts));
        match level {
            _ if counts.total() == 0 => words,
            Level::Must => paint(BAD, words),
            Level::Should => paint(WARN, words),
            Level::May | Level::Hardening => words,
        }
    };
    let may = (summary.failures.may.total() > 0).then_some(Level::May);
    let levels = [Some(Level::Must), Some(Level::Should), may, Some(Level::Hardening)];
    levels.into_iter().flatten().map(of).collect::<Vec<_>>().join(" · ")
}
