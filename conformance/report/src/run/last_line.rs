//! The last line: what it came to, in words, with the exit code.

use anstyle::Style;
use pkce_vectors::Level;

use super::Run;
use crate::{
    clean,
    style::{BAD, GOOD, WARN, paint},
    words::{effects, many},
};
use pkce_conformance::result::{Coverage, Report, ShardFacts, Verdict};

pub(super) fn render(run: Run<'_>) -> String {
    let (style, verdict, why) = verdict(run.report, run.view.strict);
    format!("{}: {why}\n", paint(style, verdict))
}

/// The verdict, and why, without colours.
pub(crate) fn verdict(report: &Report, strict: bool) -> (Style, &'static str, String) {
    let code = report.exit_code(strict);
    let (style, verdict, why) = match code {
        0 => (GOOD, "holds", holds(report)),
        1 => (BAD, "fails", fails(report, strict)),
        _ => (WARN, "undecided", undecided(report)),
    };
    (style, verdict, format!("{why} (exit {code})"))
}

/// What holds is never more than what was judged.
fn holds(report: &Report) -> String {
    let known = report.results.iter().any(|row| row.level == Level::Must && row.known.is_some());
    let apart = if known { ", apart from known failures" } else { "" };
    let Coverage { judged, applicable, .. } = report.coverage;
    if let Some(ShardFacts { number, of, .. }) = &report.run.shard {
        let what = format!("shard {number} of {of}");
        return if report.results.is_empty() {
            format!("{what}, which has no vector of this run")
        } else {
            format!(
                "{what} as far as judged: {judged} of {applicable} musts of which it has a vector{apart}"
            )
        };
    }
    if report.is_partial() {
        format!("as far as judged: {judged} of {applicable} musts that apply{apart}")
    } else {
        format!("every must that applies, {judged} of {applicable}{apart}")
    }
}

/// What ended the run before its last case.
fn cut_short(report: &Report) -> Option<&'static str> {
    if report.interrupted {
        Some("partial: the run was interrupted")
    } else if report.run.cut_short {
        Some("partial: the run ended at the first failure")
    } else if report.run.out_of_time {
        Some("partial: the time of the run was over")
    } else {
        None
    }
}

fn fails(report: &Report, strict: bool) -> String {
    let levels = if strict { &[Level::Must, Level::Should][..] } else { &[Level::Must][..] };
    let mut causes: Vec<String> = levels
        .iter()
        .map(|level| (level, report.summary.failures.of(*level)))
        .filter(|(_, counts)| counts.total() > 0)
        .map(|(level, counts)| format!("{} {}", level.as_str(), effects(counts)))
        .collect();
    if !report.stale.is_empty() {
        let hold = if report.stale.len() == 1 { "holds" } else { "hold" };
        causes.push(format!("{} no longer {hold}", many(report.stale.len(), "known failure")));
    }
    if strict && report.run.asked_again > 0 {
        causes.push("the target broke, and held when asked again".to_owned());
    }
    causes.extend(cut_short(report).map(str::to_owned));
    causes.extend(
        report.run.shard.as_ref().map(|shard| format!("shard {} of {}", shard.number, shard.of)),
    );
    causes.join("; ")
}

fn undecided(report: &Report) -> String {
    if let Some(why) = &report.failed_to_run {
        return format!("the target could not be run: {}", clean(why));
    }
    if report.interrupted {
        let until_then = if report.is_unjudged() { "nothing was judged" } else { "no must failed" };
        return format!("partial: the run was interrupted, and {until_then} until then");
    }
    if report.is_unjudged() {
        return "nothing was judged".to_owned();
    }
    let Coverage { judged, applicable, .. } = report.coverage;
    if report.run.complete && judged < applicable {
        return format!("--complete: {judged} of {applicable} musts that apply were judged");
    }
    let open = report
        .results
        .iter()
        .filter(|row| row.level == Level::Must && row.verdict == Verdict::Inconclusive)
        .count();
    format!("{} of level must stayed inconclusive, and none failed", many(open, "case"))
}
