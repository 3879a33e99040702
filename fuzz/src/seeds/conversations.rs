//! Conversations: every case put to the reference; the lines of both sides, and the requests in them.

use pkce_conformance::{
    case::{Case, Draws},
    implementation::{Implementation as _, answer},
    plan::{Filter, Plan},
    reference::Reference,
    wire::{Call, Reply, encode_reply, encode_request},
};
use pkce_vectors::VectorSet;

use super::{Seed, requests, seed};

pub(super) fn seeds(set: &VectorSet) -> Vec<Seed> {
    let filter = Filter::default();
    let plans = set
        .catalogue
        .profiles
        .iter()
        .filter_map(|profile| Plan::new(set, Some(&profile.id), &filter).ok());
    // The profile that binds the most selects the most.
    let Some(plan) = plans.max_by_key(|plan| plan.cases.len()) else { return Vec::new() };
    let mut reference = Reference::new(0);
    let mut seeds = Vec::new();
    for case in &plan.cases {
        let id = case.id();
        let said = conversation(case, &mut reference);
        let lines: Vec<String> = said.iter().map(|(call, _)| encode_request(1, call)).collect();
        seeds.push(seed("request_line", &id, lines.join("\n")));
        let answers: Vec<String> = said.iter().map(|(_, reply)| encode_reply(1, reply)).collect();
        // The last answer tells most; all of them are a stream.
        seeds.extend(answers.last().map(|line| seed("answer_line", &id, line.as_bytes())));
        seeds.push(seed("stream", &id, format!("\u{40}{}\n", answers.join("\r\n"))));
        seeds.extend(requests::seeds(&id, &said));
    }
    seeds
}

fn conversation(case: &Case<'_>, reference: &mut Reference) -> Vec<(Call, Reply)> {
    let offers = reference.about().offers;
    let mut script = case.script(&Draws::first(0, &offers), 0);
    let mut said: Vec<(Call, Reply)> = Vec::new();
    while let Some(call) = script.next(said.last().map(|(_, reply)| reply.clone())) {
        let reply = answer(reference, &call);
        said.push((call, reply));
    }
    said
}
