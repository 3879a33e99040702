//! Messages to lines, for both ends of the protocol.

use serde::Serialize;

use super::{
    PROTOCOL,
    about::About,
    call::{Call, WrittenInput},
    flow::{StepAnswer, StepCall},
    reply::{Failure, Reply},
};

/// The runner's first line.
#[must_use]
pub fn encode_hello() -> String {
    format!("{{\"op\":\"hello\",\"protocol\":{PROTOCOL}}}")
}

/// One request as a line, without its line feed.
#[must_use]
pub fn encode_request(id: u64, call: &Call) -> String {
    #[derive(Serialize)]
    struct Line<'a, I> {
        id: u64,
        op: &'a str,
        input: I,
    }
    #[derive(Serialize)]
    struct Of<'a> {
        session: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        step: Option<&'a StepCall>,
        #[serde(skip_serializing_if = "Option::is_none")]
        steps: Option<&'a [StepCall]>,
    }
    let line = match call {
        Call::Library(library) => serde_json::to_string(&Line {
            id,
            op: library.op.as_str(),
            input: WrittenInput::from(library),
        }),
        Call::Open(open) => serde_json::to_string(&Line { id, op: "flow.open", input: open }),
        Call::Step { session, step } => serde_json::to_string(&Line {
            id,
            op: "flow.step",
            input: Of { session, step: Some(step), steps: None },
        }),
        Call::Race { session, steps } => serde_json::to_string(&Line {
            id,
            op: "flow.step",
            input: Of { session, step: None, steps: Some(steps) },
        }),
        Call::Close { session } => serde_json::to_string(&Line {
            id,
            op: "flow.close",
            input: Of { session, step: None, steps: None },
        }),
    };
    // Strings, numbers and maps with string keys: nothing that JSON cannot say.
    line.unwrap_or_default()
}

/// The answer to `hello` as a line, without its line feed.
#[must_use]
pub fn encode_about(about: &About) -> String {
    #[derive(Serialize)]
    struct Hello<'a> {
        protocol: u32,
        #[serde(flatten)]
        about: &'a About,
    }
    serde_json::to_string(&Hello { protocol: PROTOCOL, about }).unwrap_or_default()
}

/// An answer as a line, without its line feed: the adapter's end.
#[must_use]
pub fn encode_reply(id: u64, reply: &Reply) -> String {
    #[derive(Serialize)]
    struct Line<'a> {
        id: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        ok: Option<Body<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<&'a Failure>,
        #[serde(skip_serializing_if = "Option::is_none")]
        unsupported: Option<&'a str>,
    }
    let (mut ok, mut error, mut unsupported) = (None, None, None);
    match reply {
        Reply::Challenge { challenge, method } => {
            ok = Some(Body::Challenge { challenge, method: method.as_deref() });
        }
        Reply::Match(yes) => ok = Some(Body::Match { r#match: *yes }),
        Reply::Valid(yes) => ok = Some(Body::Valid { valid: *yes }),
        Reply::Method(name) => ok = Some(Body::Method { method: name }),
        Reply::Verifiers(list) => ok = Some(Body::Verifiers { verifiers: list }),
        Reply::Step(answer) => ok = Some(Body::Step(answer)),
        Reply::Steps(results) => ok = Some(Body::Steps { results }),
        Reply::Nothing => ok = Some(Body::Nothing {}),
        Reply::Failed(failure) => error = Some(failure),
        Reply::Unsupported(why) => unsupported = Some(why.as_str()),
    }
    serde_json::to_string(&Line { id, ok, error, unsupported }).unwrap_or_default()
}

/// What stands in `ok`.
#[derive(Serialize)]
#[serde(untagged)]
enum Body<'a> {
    Challenge {
        challenge: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        method: Option<&'a str>,
    },
    Match {
        r#match: bool,
    },
    Valid {
        valid: bool,
    },
    Method {
        method: &'a str,
    },
    Verifiers {
        verifiers: &'a [String],
    },
    Step(&'a StepAnswer),
    Steps {
        results: &'a [StepAnswer],
    },
    Nothing {},
}
