//! What a test that fails tells: the vector, the sentence behind it, what was asked, and how to repeat it.

use std::{collections::HashMap, fmt::Write as _};

use pkce_vectors::{Flow, Vector, VectorSet};
use serde::Serialize;

use crate::{result::CaseResult, text::clean};

/// What failures are explained by.
pub(super) struct Shown<'a> {
    set: &'a VectorSet,
    vectors: HashMap<&'a str, &'a Vector>,
    flows: HashMap<&'a str, &'a Flow>,
    seed: u64,
}

impl<'a> Shown<'a> {
    pub(super) fn new(set: &'a VectorSet, seed: u64) -> Self {
        let vectors = set.vectors.iter().map(|vector| (vector.id.as_str(), vector)).collect();
        let flows = set.flows.iter().map(|flow| (flow.id.as_str(), flow)).collect();
        Self { set, vectors, flows, seed }
    }

    /// A row that does not hold, in full.
    pub(super) fn failure(&self, row: &CaseResult) -> String {
        let mut text = format!("{} under {}", row.verdict.as_str(), row.requirement);
        let (vector, flow) = (self.vectors.get(&*row.vector), self.flows.get(&*row.vector));
        let comment = vector.map(|vector| &vector.comment).or(flow.map(|flow| &flow.comment));
        if let Some(comment) = comment {
            line(&mut text, "vector", comment);
        }
        self.requirement(&mut text, &row.requirement);
        match (vector, flow) {
            (Some(vector), _) => input(&mut text, vector),
            (None, Some(flow)) => steps(&mut text, flow),
            (None, None) => {}
        }
        outcome(&mut text, row);
        let Self { seed, .. } = self;
        line(&mut text, "repeat", &format!("cargo test -- --exact '{}' (seed {seed})", row.id));
        text
    }

    fn requirement(&self, text: &mut String, id: &str) {
        let Some(known) = self.set.catalogue.requirement(id) else { return };
        line(text, "required", &known.says);
        if let Some(source) = known.sources.first() {
            let quote = source.quote.as_ref().map_or(String::new(), |quote| format!("“{quote}” "));
            line(text, "source", &format!("{quote}{}", source.url));
        }
    }
}

/// Advice that does not hold, on one line.
pub(super) fn advice(row: &CaseResult) -> String {
    let seen = row.observed.as_ref().or(row.reason.as_ref()).map_or("", String::as_str);
    format!("advice, {}: {}: {}", row.verdict.as_str(), row.requirement, clean(seen))
}

fn input(text: &mut String, vector: &Vector) {
    line(text, "input", &format!("{} {}", vector.op.as_str(), json(&vector.input)));
}

fn steps(text: &mut String, flow: &Flow) {
    for (index, step) in flow.steps.iter().enumerate() {
        line(text, &format!("step {index}"), &json(step));
    }
}

fn outcome(text: &mut String, row: &CaseResult) {
    let told = [("expected", &row.expected), ("observed", &row.observed), ("because", &row.reason)];
    for (name, told) in told {
        if let Some(told) = told {
            line(text, name, told);
        }
    }
}

fn line(text: &mut String, name: &str, told: &str) {
    // Writing to a String cannot fail.
    let _ = write!(text, "\n  {name}: {}", clean(told));
}

/// As it stands in the data. What holds no map but with string keys always is JSON.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
