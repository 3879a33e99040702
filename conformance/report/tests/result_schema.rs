//! The result model and its schema: what reports say validates, and the schema knows nothing else.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::{fs, path::Path};

use jsonschema::Validator;
use pkce_conformance::{
    implementation::{Answered, Implementation},
    plan::{Filter, Plan},
    reference::Reference,
    result::Report,
    run::{RunOptions, run},
    transport::{InProcess, Limits, Stdio, Transport},
    wire::{About, Offers},
};
use pkce_report::{
    read, render,
    run::{Form, Run, View},
};
use pkce_vectors::VectorSet;
use serde_json::{Value, json};

fn schema() -> Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/result.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

fn report(set: &VectorSet, profile: &str, transport: &mut dyn Transport) -> Report {
    let plan = Plan::new(set, Some(profile), &Filter::default()).unwrap();
    let options = RunOptions { strict_reasons: true, ..RunOptions::new("a target", u64::MAX) };
    run(set, &plan, transport, &options, &mut |_| {})
}

/// The report as `pkce` prints it, held against the schema, and read back.
fn hold(set: &VectorSet, report: &Report) -> Value {
    let text = render(Form::Json, Run { report, set, view: View::default() });
    let value: Value = serde_json::from_str(&text).unwrap();
    let faults: Vec<String> = schema()
        .iter_errors(&value)
        .take(3)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(&read(&text).unwrap(), report);
    value
}

#[test]
fn a_report_of_the_reference_validates_in_every_profile() {
    let set = VectorSet::bundled().unwrap();
    for profile in &set.catalogue.profiles {
        let mut reference = Reference::new(1);
        hold(&set, &report(&set, &profile.id, &mut InProcess::new(&mut reference)));
    }
}

/// Claims every operation: it offers none, and one comes to grief.
struct Mute;

impl Implementation for Mute {
    fn about(&self) -> About {
        let mut about = Reference::new(0).about();
        about.not_ours = vec!["hardening-*".to_owned()];
        about.offers = Offers::default();
        about
    }

    fn verify(&mut self, _: &[u8], _: &[u8], _: Option<&[u8]>) -> Answered<bool> {
        panic!("from \u{1b}[31mbeneath\u{9b}")
    }
}

#[test]
fn a_report_full_of_failures_validates() {
    let set = VectorSet::bundled().unwrap();
    let report = report(&set, "rfc9700", &mut InProcess::new(&mut Mute));
    assert!(report.summary.fail > 0 && report.summary.unsupported > 0);
    hold(&set, &report);
}

#[test]
fn a_report_of_a_target_that_does_not_run_validates() {
    let set = VectorSet::bundled().unwrap();
    let mut stdio = Stdio::new(vec!["/no/such/program".into()], Limits::default());
    let report = report(&set, "rfc9700", &mut stdio);
    assert!(report.failed_to_run.is_some());
    hold(&set, &report);
}

/// A way to make a good report bad.
type Change = fn(&mut Value);

#[test]
fn the_schema_refuses_what_the_model_does_not_have() {
    let set = VectorSet::bundled().unwrap();
    let mut reference = Reference::new(1);
    let good = hold(&set, &report(&set, "rfc9700", &mut InProcess::new(&mut reference)));
    let schema = schema();
    let changes: &[(&str, Change)] = &[
        ("another key", |report| report["more"] = json!(1)),
        ("another key in a row", |report| report["results"][0]["more"] = json!(1)),
        ("another verdict", |report| report["results"][0]["verdict"] = json!("ok")),
        ("a failure without effect", |report| report["results"][0]["verdict"] = json!("fail")),
        ("a skip without reason", |report| report["results"][0]["verdict"] = json!("skipped")),
        ("another format", |report| report["format"] = json!(1)),
        ("a negative count", |report| report["summary"]["pass"] = json!(-1)),
        ("a short digest", |report| report["vectors"]["digest"] = json!("00")),
        ("no introduction", |report| drop(report.as_object_mut().unwrap().remove("about"))),
    ];
    for (what, change) in changes {
        let mut bad = good.clone();
        change(&mut bad);
        assert!(!schema.is_valid(&bad), "{what}");
    }
}
