//! The first lines: what was held against what, and what it came to.

use pkce_vectors::Level;

use super::line;
use crate::{
    clean,
    style::{BAD, FAINT, WARN, paint},
    words::{effects, short},
};
use pkce_conformance::{
    result::{Report, Summary, Unjudged},
    text::clip,
};

pub(super) fn write(text: &mut String, report: &Report) {
    let mut fact = |name: &str, value: &str| {
        line(text, &format!("{} {value}", paint(FAINT, format_args!("{name:<9}"))));
    };
    fact("target", &target(report));
    fact("profile", &clean(&report.profile));
    let vectors = &report.vectors;
    fact("vectors", &format!("{}, digest {}", clean(&vectors.version), short(&vectors.digest)));
    fact("seed", &report.seed.to_string());
    if report.failed_to_run.is_some() {
        return;
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
        Some(about) => format!(
            "{label} ({} {}, {})",
            clip(&clean(&about.name)),
            clip(&clean(&about.version)),
            clip(&clean(&about.language))
        ),
        None => label.into_owned(),
    }
}

fn judged(summary: &Summary) -> String {
    let named = |counts: &[(&str, usize)]| {
        let counts = counts.iter().filter(|(_, count)| *count > 0);
        counts.map(|(name, count)| format!("{count} {name}")).collect::<Vec<_>>().join(", ")
    };
    let judged =
        named(&[("pass", summary.pass), ("fail", summary.fail), ("broken", summary.broken)]);
    let not = named(&[
        ("inconclusive", summary.inconclusive),
        ("unsupported", summary.unsupported),
        ("skipped", summary.skipped),
    ]);
    let mut text = format!("{} of {}", summary.judged, summary.selected);
    for (joint, counts) in [(": ", judged), ("; not judged: ", not)] {
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
