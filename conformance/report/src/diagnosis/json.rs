//! For machines: everything, with requirements and links in full.

use pkce_diagnose::{Answer, Fault, Seen, known_transformations};
use serde::Serialize;

use super::Diagnosed;
use crate::json::pretty;

/// The version of this form.
const FORMAT: u8 = 1;

#[derive(Serialize)]
struct Whole<'a> {
    format: u8,
    tool: &'static str,
    verdict: &'static str,
    exit_code: u8,
    verifiers: Vec<Value<'a>>,
    challenges: Vec<Value<'a>>,
    answers: Vec<Told<'a>>,
    look: Vec<Look<'a>>,
    searched: Searched,
    notes: &'a [String],
}

#[derive(Serialize)]
struct Value<'a> {
    place: &'a str,
    length: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    s256: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'a str>,
    faults: Vec<Wrong<'a>>,
}

#[derive(Serialize)]
struct Wrong<'a> {
    id: &'static str,
    says: &'a str,
    breaks: Vec<Broken<'a>>,
    mend: &'static str,
}

#[derive(Serialize)]
struct Told<'a> {
    verifier: usize,
    challenge: usize,
    ids: &'a [&'static str],
    says: &'a str,
    alternative: bool,
    by: &'static str,
    usually: &'a [&'static str],
    breaks: Vec<Broken<'a>>,
    mend: &'a [String],
    cases: Vec<String>,
}

#[derive(Serialize)]
struct Broken<'a> {
    requirement: &'a str,
    level: &'static str,
    says: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Look<'a> {
    says: &'a str,
    cases: Vec<String>,
}

#[derive(Serialize)]
struct Searched {
    transformations: usize,
    texts: usize,
}

pub(super) fn render(diagnosed: Diagnosed<'_>) -> String {
    let diagnosis = diagnosed.diagnosis;
    pretty(&Whole {
        format: FORMAT,
        tool: env!("CARGO_PKG_VERSION"),
        verdict: diagnosis.verdict.as_str(),
        exit_code: diagnosed.exit_code(),
        verifiers: diagnosis.verifiers.iter().map(|seen| value(diagnosed, seen)).collect(),
        challenges: diagnosis.challenges.iter().map(|seen| value(diagnosed, seen)).collect(),
        answers: diagnosis.answers.iter().map(|answer| told(diagnosed, answer)).collect(),
        look: diagnosis
            .look
            .iter()
            .map(|look| Look { says: look.says, cases: diagnosed.cases(look.flags, look.links) })
            .collect(),
        searched: Searched { transformations: known_transformations(), texts: diagnosis.texts },
        notes: &diagnosis.notes,
    })
}

fn value<'a>(diagnosed: Diagnosed<'a>, seen: &'a Seen) -> Value<'a> {
    let wrong = |fault: &'a Fault| Wrong {
        id: fault.id,
        says: &fault.says,
        breaks: breaks(diagnosed, &[fault.requirement]),
        mend: fault.mend,
    };
    Value {
        place: &seen.place,
        length: seen.length,
        s256: seen.s256.as_deref(),
        method: seen.method.as_deref(),
        faults: seen.faults.iter().map(wrong).collect(),
    }
}

fn told<'a>(diagnosed: Diagnosed<'a>, answer: &'a Answer) -> Told<'a> {
    Told {
        verifier: answer.verifier,
        challenge: answer.challenge,
        ids: &answer.ids,
        says: &answer.says,
        alternative: answer.alternative,
        by: answer.by.as_str(),
        usually: &answer.usually,
        breaks: breaks(diagnosed, &answer.requirements),
        mend: &answer.mend,
        cases: diagnosed.cases(&answer.flags, &answer.links),
    }
}

fn breaks<'a>(diagnosed: Diagnosed<'a>, ids: &[&str]) -> Vec<Broken<'a>> {
    let known = ids.iter().filter_map(|id| diagnosed.catalogue.requirement(id));
    known
        .map(|known| {
            let source = known.sources.first();
            Broken {
                requirement: &known.id,
                level: known.level.as_str(),
                says: &known.says,
                quote: source.and_then(|source| source.quote.as_deref()),
                url: source.map(|source| source.url.as_str()),
            }
        })
        .collect()
}
