//! From what came of each scenario to the rows of the report, and to what is told beside them.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use pkce_conformance::{
    fault::FaultKind,
    judge::{Detail, Judgement},
    plan::Patterns,
    result::{CaseResult, Verdict},
    text::clip,
};
use pkce_vectors::{Asks, Level, Question, Scenario};

use super::{Case, ClientOptions, Done, row_id};
use crate::client::{
    judge::{Facts, Sight, judge},
    play::Played,
};

/// A row for each question, in the order of the scenarios.
pub(super) fn rows(
    cases: &[Case<'_>],
    done: &[Done],
    facts: &Facts,
    options: &ClientOptions<'_>,
) -> Vec<CaseResult> {
    let not_ours = Patterns::new(&options.about.not_ours);
    let mut rows = Vec::new();
    for (case, done) in cases.iter().zip(done) {
        let scenario = case.scenario;
        for (number, (question, level)) in case.questions.iter().enumerate() {
            let theirs =
                not_ours.is_match(&question.requirement) || not_ours.is_match(&scenario.id);
            let judgement = if theirs {
                Judgement::not_ours()
            } else {
                judgement(case, question.asks, done, facts)
            };
            let micros = Some(done.micros).filter(|_| number == 0);
            rows.push(row(scenario, question, *level, judgement, (micros, done.again), options));
        }
    }
    fold(cases, &mut rows);
    rows
}

fn judgement(case: &Case<'_>, asks: Asks, done: &Done, facts: &Facts) -> Judgement {
    match &done.played {
        Err(why) => Judgement::because(Verdict::Inconclusive, why),
        Ok(Played { broke: Some((kind, why)), .. }) => Judgement::broken(*kind, why),
        Ok(played) if played.log.overflowed => {
            let why = "it sent more requests than are kept";
            Judgement::broken(FaultKind::Nonsense, why)
        }
        Ok(played) => {
            let sight = Sight::of(case.scenario, &played.log, facts);
            let mut judgement = judge(asks, &sight);
            if let (Some(told), Verdict::Skipped) = (&played.told, judgement.verdict)
                && let Some(detail) = &mut judgement.detail
                && let Some(reason) = &mut detail.reason
            {
                *reason = format!("{reason} ({told})");
            }
            judgement
        }
    }
}

fn row(
    scenario: &Scenario,
    question: &Question,
    level: Level,
    judgement: Judgement,
    (micros, asked_again): (Option<u64>, bool),
    options: &ClientOptions<'_>,
) -> CaseResult {
    let id = row_id(scenario, question.asks);
    let judgement = match options.known {
        Some(known) => judgement.unless_known(known, &id, &question.requirement),
        None => judgement,
    };
    let Judgement { verdict, effect, detail, .. } = judgement;
    let Detail { expected, observed, reason, unjudged, fault, known, .. } =
        detail.map_or_else(Detail::default, |detail| *detail);
    let names = [id, scenario.id.as_str().into(), question.requirement.as_str().into()];
    CaseResult {
        check: Some(Cow::Borrowed(question.asks.as_str())),
        effect,
        expected,
        observed,
        reason,
        unjudged,
        fault,
        known,
        micros,
        asked_again,
        ..CaseResult::new(names, level, Cow::Borrowed("client"), verdict)
    }
}

/// What fails in the control fails elsewhere for the same cause: it is told once.
fn fold(cases: &[Case<'_>], rows: &mut [CaseResult]) {
    let Some(control) = cases.iter().find(|case| case.scenario.control) else { return };
    let id = control.scenario.id.as_str();
    let fails = |row: &&CaseResult| &*row.vector == id && row.verdict == Verdict::Fail;
    let told: BTreeMap<_, _> = rows
        .iter()
        .filter(fails)
        .map(|row| ((row.check.clone(), Arc::clone(&row.requirement)), row.id.to_string()))
        .collect();
    for row in rows.iter_mut().filter(|row| &*row.vector != id && row.verdict == Verdict::Fail) {
        let key = (row.check.clone(), Arc::clone(&row.requirement));
        row.folded_under = told.get(&key).cloned();
    }
}

/// What a reader must know beside the verdicts.
pub(super) fn notes(facts: &Facts, options: &ClientOptions<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let kind = if facts.is_confidential { "confidential" } else { "public" };
    notes.push(format!("judged as a {kind} client, by what it showed at the token endpoint"));
    if !facts.reads_metadata {
        notes.push("it asks for no metadata, so what these say was not judged".to_owned());
    }
    notes.push(
        "a source of verifiers that looks uniform cannot be told from a good one: Math.random and a clock pass".to_owned(),
    );
    if !options.about.not_ours.is_empty() {
        notes.push(format!(
            "decided by the client's fixture, so skipped: {}",
            clip(&options.about.not_ours.join(", "))
        ));
    }
    notes
}
