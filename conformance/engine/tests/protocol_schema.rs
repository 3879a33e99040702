//! `PROTOCOL.md`, its schema and the types in `wire` say the same.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use pkce_conformance::{
    transport::Limits,
    wire::{
        About, Accept, Answer, Call, ClientFacts, Decoded, Failure, FlowPolicy, LibraryCall,
        MAX_BATCH, MAX_LINE_IN, MAX_LINE_OUT, Octets, Offers, Open, Outcome, PkceRequired, Reason,
        Reply, SentRequest, StepAnswer, StepCall, decode_about, decode_line, encode_about,
        encode_hello, encode_reply, encode_request,
    },
};
use pkce_vectors::{Op, RoleName};
use serde_json::{Value, json};

const PROTOCOL: &str = include_str!("../../PROTOCOL.md");
const SCHEMA: &str = include_str!("../../schema/protocol.schema.json");

/// The schema of one message: a member of `$defs`.
fn schema_of(definition: &str) -> Validator {
    let mut schema: Value = serde_json::from_str(SCHEMA).unwrap();
    assert!(schema["$defs"][definition].is_object(), "no definition {definition}");
    schema.as_object_mut().unwrap().remove("oneOf");
    schema["$ref"] = json!(format!("#/$defs/{definition}"));
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn assert_valid(definition: &str, line: &str) {
    let message: Value = serde_json::from_str(line).unwrap();
    if let Err(error) = schema_of(definition).validate(&message) {
        panic!("{line}\nis no {definition}: {error} at {}", error.instance_path());
    }
}

#[track_caller]
fn assert_invalid(definition: &str, message: &Value) {
    assert!(!schema_of(definition).is_valid(message), "{message} passes for a {definition}");
}

/// Who sends a message of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speaker {
    Runner,
    Adapter,
}

/// The messages of the page's examples, each with its speaker. A line without an arrow goes on with the message above it.
fn examples() -> Vec<(Speaker, String)> {
    let blocks = PROTOCOL.split("```text\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap().lines());
    let mut messages: Vec<(Speaker, String)> = Vec::new();
    for line in lines {
        if let Some(message) = line.strip_prefix("→ ") {
            messages.push((Speaker::Runner, message.to_owned()));
        } else if let Some(message) = line.strip_prefix("← ") {
            messages.push((Speaker::Adapter, message.to_owned()));
        } else {
            messages.last_mut().unwrap().1 += line.strip_prefix("  ").unwrap();
        }
    }
    messages
}

#[test]
fn the_examples_are_messages_for_the_schema_and_for_the_types() {
    let mut asked: BTreeMap<u64, (String, Call)> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (speaker, line) in examples() {
        let line = line.as_str();
        let message: Value = serde_json::from_str(line).unwrap();
        let asks = message.get("op").is_some();
        assert_eq!(speaker == Speaker::Runner, asks, "the other side says {line}");
        let definition = if message["op"] == "hello" {
            assert_eq!(line, encode_hello());
            "hello".to_owned()
        } else if let Some(op) = message["op"].as_str() {
            let Decoded::Request(id, call) = decode_line(line).unwrap() else {
                panic!("not a request: {line}");
            };
            assert_eq!(line, encode_request(id, &call), "the runner writes another line");
            assert!(asked.insert(id, (op.to_owned(), call)).is_none(), "id {id} is used twice");
            format!("{op}_request")
        } else if message["protocol"].is_number() {
            let about = decode_about(line).unwrap();
            assert_eq!(line, encode_about(&about));
            "about".to_owned()
        } else {
            let answer = Answer::parse(line).unwrap();
            let (op, call) = &asked[&answer.id];
            answer.reply_to(call).unwrap();
            format!("{op}_reply")
        };
        assert_valid(&definition, line);
        seen.insert(definition);
    }
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let messages = schema["$defs"].as_object().unwrap().keys().filter(|name| {
        name.ends_with("_request")
            || name.ends_with("_reply")
            || *name == "hello"
            || *name == "about"
    });
    let messages: BTreeSet<String> = messages.cloned().collect();
    assert_eq!(seen, messages, "each message of the schema has an example");
}

#[test]
fn the_page_names_every_reason_and_every_outcome_of_the_schema() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let reasons = &schema["$defs"]["failure"]["properties"]["reason"]["enum"];
    let outcomes = &schema["$defs"]["step_answer"]["properties"]["outcome"]["enum"];
    for name in [reasons, outcomes].into_iter().flat_map(|names| names.as_array().unwrap()) {
        assert!(PROTOCOL.contains(&format!("`{}`", name.as_str().unwrap())), "{name} is not told");
    }
    let words = schema["$defs"]["accept"]["oneOf"].as_array().unwrap();
    let words: Vec<&str> = words.iter().map(|word| word["const"].as_str().unwrap()).collect();
    assert_eq!(words, Accept::ALL.each_ref().map(Accept::as_str));
    for word in words {
        assert!(PROTOCOL.contains(&format!("\n| `{word}` | ")), "{word} is not told");
    }
}

#[test]
fn the_page_tells_the_limits_of_the_runner() {
    let Limits { start, request, .. } = Limits::default();
    let page = PROTOCOL.split_whitespace().collect::<Vec<_>>().join(" ");
    for told in [
        format!("a time limit of {} seconds", request.as_secs()),
        format!("`hello` has {} seconds", start.as_secs()),
        format!(
            "lines of at most {} MiB and reads lines of at most {} MiB",
            MAX_LINE_OUT >> 20,
            MAX_LINE_IN >> 20
        ),
        "at most 2 000, each drawn".to_owned(),
    ] {
        assert!(page.contains(&told), "{told}");
    }
    assert_eq!(MAX_BATCH, 2_000);
}

fn library_calls() -> Vec<Call> {
    let values = [
        None,
        Some(Octets::from("")),
        Some(Octets::from("text\u{2028}")),
        Some(Octets(vec![0xff])),
    ];
    let mut calls = Vec::new();
    for value in values {
        for op in Op::ALL {
            let mut call = LibraryCall::new(op);
            match op {
                Op::Derive => (call.method, call.verifier) = (value.clone(), value.clone()),
                Op::Verify => {
                    call.method.clone_from(&value);
                    call.challenge.clone_from(&value);
                    call.verifier.clone_from(&value);
                }
                Op::CheckVerifier => call.verifier.clone_from(&value),
                Op::CheckChallenge => call.challenge.clone_from(&value),
                Op::ParseMethod => call.method.clone_from(&value),
                Op::Generate => {
                    (call.count, call.length) = (2_000, value.as_ref().map(|_| 43));
                }
            }
            calls.push(Call::Library(call));
        }
    }
    calls
}

fn flow_calls() -> Vec<Call> {
    let sent = SentRequest {
        user_agent: "second".to_owned(),
        params: vec![
            ("code".to_owned(), Octets::from("c")),
            ("code_verifier".to_owned(), Octets(vec![0xff, 0])),
        ],
        query: vec![("code_verifier".to_owned(), Octets::from(""))],
        raw: Some(Octets::from("&a=%zz")),
        basic: Some(("web".to_owned(), "secret".to_owned())),
        key: Some("web".to_owned()),
        post: true,
        request_object: Some(vec![("code_challenge".to_owned(), Octets::from("c"))]),
    };
    let steps = vec![
        StepCall::Authorize(SentRequest::default()),
        StepCall::Par(sent.clone()),
        StepCall::Token(sent),
        StepCall::Use { access_token: "t".to_owned() },
        StepCall::Metadata { of: pkce_vectors::MetadataOf::Oauth },
        StepCall::Wait { seconds: 61 },
    ];
    let session = "s".to_owned();
    let mut calls: Vec<Call> = [
        PkceRequired::Optional,
        PkceRequired::Required,
        PkceRequired::Public,
        PkceRequired::Default,
        PkceRequired::Clients(vec!["app".to_owned()]),
    ]
    .into_iter()
    .map(|pkce| {
        let policy = FlowPolicy { pkce, methods: vec!["S256".to_owned()], code_lifetime: 60 };
        let clients = RoleName::ALL.map(|role| ClientFacts {
            role,
            client_id: role.as_str().to_owned(),
            client_secret: role.is_confidential().then(|| "secret".to_owned()),
            key: role.is_confidential(),
            redirect_uri: "https://app.example/cb".to_owned(),
        });
        Call::Open(Open { session: session.clone(), policy, clients: clients.to_vec() })
    })
    .collect();
    let one = |step: &StepCall| Call::Step { session: session.clone(), step: step.clone() };
    calls.extend(steps.iter().map(one));
    calls.push(Call::Race { session: session.clone(), steps });
    calls.push(Call::Close { session });
    calls
}

#[test]
fn what_the_runner_writes_is_valid_and_reads_back_the_same() {
    assert_valid("hello", &encode_hello());
    for call in library_calls().into_iter().chain(flow_calls()) {
        let line = encode_request(7, &call);
        assert_valid("request", &line);
        let Decoded::Request(7, back) = decode_line(&line).unwrap() else { panic!("{line}") };
        assert_eq!(back, call, "{line}");
    }
}

#[test]
fn what_an_adapter_written_in_rust_answers_is_valid() {
    let offers = Offers { plain: Some(true), userinfo: Some(false), ..Offers::default() };
    let mut about = About {
        name: "a".to_owned(),
        version: String::new(),
        language: "Rust".to_owned(),
        ops: Op::ALL.iter().map(|op| op.as_str().to_owned()).collect(),
        not_ours: vec!["rfc6749-*".to_owned()],
        offers,
        accepts: Accept::ALL.to_vec(),
    };
    assert_valid("about", &encode_about(&about));
    (about.not_ours, about.accepts, about.offers) = (Vec::new(), Vec::new(), Offers::default());
    assert_valid("about", &encode_about(&about));

    let step = StepAnswer { code: Some("c".to_owned()), ..StepAnswer::new(Outcome::Code) };
    let refused = StepAnswer {
        error: Some("invalid_grant".to_owned()),
        status: Some(400),
        location: Some(String::new()),
        state: Some(String::new()),
        cache_control: Some(String::new()),
        content_type: Some(String::new()),
        body: Some(String::new()),
        ..StepAnswer::new(Outcome::Refused)
    };
    let challenge = "c".to_owned();
    let replies = [
        ("derive", Reply::Challenge { challenge: challenge.clone(), method: None }),
        ("derive", Reply::Challenge { challenge, method: Some("S256".to_owned()) }),
        ("derive", Reply::Nothing),
        ("verify", Reply::Match(false)),
        ("check_verifier", Reply::Valid(true)),
        ("check_challenge", Reply::Valid(true)),
        ("parse_method", Reply::Method("plain".to_owned())),
        ("generate", Reply::Verifiers(vec!["v".to_owned()])),
        ("flow.open", Reply::Nothing),
        ("flow.step", Reply::Step(Box::new(step.clone()))),
        ("flow.step", Reply::Steps(vec![step, refused])),
        ("flow.close", Reply::Nothing),
        ("verify", Reply::Unsupported("no".to_owned())),
        ("verify", Reply::Failed(Failure::new(Reason::Mismatch, ""))),
    ];
    for (op, reply) in replies {
        assert_valid(&format!("{op}_reply"), &encode_reply(1, &reply));
    }
}

#[test]
fn the_schema_refuses_what_the_page_forbids() {
    assert_invalid("reply", &json!({"id": 1}));
    assert_invalid("reply", &json!({"id": 1, "ok": {}, "unsupported": "both"}));
    assert_invalid("verify_reply", &json!({"id": 1, "ok": {"valid": true}}));
    assert_invalid("verify_reply", &json!({"id": 1, "ok": {"match": "true"}}));
    assert_invalid("verify_reply", &json!({"id": 1, "error": {"reason": "wrong"}}));
    assert_invalid("flow.step_reply", &json!({"id": 1, "ok": {"outcome": "code"}}));
    assert_invalid("flow.step_reply", &json!({"id": 1, "ok": {"outcome": "code", "code": ""}}));
    assert_invalid("flow.step_reply", &json!({"id": 1, "ok": {"outcome": "accepted"}}));
    let null = json!({"id": 1, "ok": {"outcome": "refused", "error": null}});
    assert_invalid("flow.step_reply", &null);
    let input = json!({"verifier": "v", "verifier_hex": "ff"});
    assert_invalid("request", &json!({"id": 1, "op": "derive", "input": input}));
    let input = json!({"method": null, "verifier": "v"});
    assert_invalid("request", &json!({"id": 1, "op": "derive", "input": input}));
}

#[test]
fn an_array_is_no_object_for_the_schema_and_for_the_types() {
    let about = json!({
        "protocol": 1, "name": "a", "version": "1", "language": "Rust", "ops": [],
        "offers": {"plain": true}
    });
    assert!(decode_about(&about.to_string()).is_ok());
    let step = || StepCall::Metadata { of: pkce_vectors::MetadataOf::Oauth };
    let session = String::new;
    let calls = [
        ("verify", Call::Library(LibraryCall::new(Op::Verify))),
        ("flow.step", Call::Step { session: session(), step: step() }),
        ("flow.step", Call::Race { session: session(), steps: vec![step(), step()] }),
        ("flow.close", Call::Close { session: session() }),
    ];
    let nulls = |count: usize| vec![Value::Null; count];
    let step = json!(["refused"].map(Value::from).into_iter().chain(nulls(10)).collect::<Vec<_>>());
    let lines = [
        json!([1, {}, null, null]),
        json!({"id": 1, "ok": []}),
        json!({"id": 1, "ok": [null, null, true, null, null, null]}),
        json!({"id": 1, "ok": step}),
        json!({"id": 1, "ok": {"results": [step, step]}}),
        json!({"id": 1, "error": ["mismatch", "no"]}),
    ];
    for (definition, call) in calls {
        for line in &lines {
            assert_invalid(&format!("{definition}_reply"), line);
            let text = line.to_string();
            let read = Answer::parse(&text).and_then(|answer| answer.reply_to(&call));
            assert!(read.is_err(), "{text} is read as {read:?}");
        }
    }
    for (member, array) in [("offers", json!([true])), ("offers", json!([]))] {
        let mut about = about.clone();
        about[member] = array;
        assert_invalid("about", &about);
        assert!(decode_about(&about.to_string()).is_err(), "{about}");
    }
}
