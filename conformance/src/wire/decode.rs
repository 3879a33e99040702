//! Lines to messages and back, for both ends of the protocol.

use pkce_vectors::Op;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{
    PROTOCOL,
    about::About,
    call::{Call, LibraryCall, WrittenInput},
    flow::{Open, StepAnswer, StepCall},
    object::Object,
    reply::{Failure, Reply},
};

/// A line that is not a message of the protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Not a JSON object of the expected form.
    #[error("not an answer of the protocol: {0}")]
    Malformed(String),
    /// None or several of `ok`, `error`, `unsupported`.
    #[error("an answer has exactly one of ok, error, unsupported")]
    NotOne,
    /// Another version of the protocol.
    #[error("the adapter speaks protocol {0}, the runner speaks {PROTOCOL}")]
    Protocol(u32),
}

impl From<serde_json::Error> for DecodeError {
    fn from(error: serde_json::Error) -> Self {
        Self::Malformed(error.to_string())
    }
}

/// A line that an adapter was sent.
#[derive(Debug)]
pub enum Decoded {
    /// `hello`.
    Hello,
    /// A request.
    Request(u64, Call),
    /// A request whose operation or input this end does not know; answered `unsupported`.
    Unknown(u64, String),
}

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

/// The adapter's answer to `hello`.
pub fn decode_about(line: &str) -> Result<About, DecodeError> {
    #[derive(Deserialize)]
    struct Hello {
        protocol: u32,
        #[serde(flatten)]
        about: About,
    }
    let hello: Hello = serde_json::from_str(line)?;
    if hello.protocol == PROTOCOL {
        Ok(hello.about)
    } else {
        Err(DecodeError::Protocol(hello.protocol))
    }
}

/// An answer whose `ok` is still to be read: its shape depends on what was asked.
#[derive(Debug, Deserialize)]
pub struct Answer<'a> {
    /// The request's id.
    pub id: u64,
    #[serde(default, borrow)]
    ok: Option<&'a RawValue>,
    #[serde(default)]
    error: Option<Object<Failure>>,
    #[serde(default)]
    unsupported: Option<String>,
}

impl<'a> Answer<'a> {
    /// Reads a line's outer form.
    pub fn parse(line: &'a str) -> Result<Self, DecodeError> {
        let Object(answer) = serde_json::from_str(line)?;
        Ok(answer)
    }

    /// Reads the whole answer to `call`.
    pub fn reply_to(self, call: &Call) -> Result<Reply, DecodeError> {
        match (self.ok, self.error, self.unsupported) {
            (Some(ok), None, None) => read_ok(ok.get(), call),
            (None, Some(Object(failure)), None) => Ok(Reply::Failed(failure)),
            (None, None, Some(why)) => Ok(Reply::Unsupported(why)),
            _ => Err(DecodeError::NotOne),
        }
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OkBody {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    challenge: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    r#match: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    valid: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    verifiers: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    results: Option<Vec<Object<StepAnswer>>>,
}

fn read_ok(text: &str, call: &Call) -> Result<Reply, DecodeError> {
    if let Call::Step { .. } = call {
        let Object(step) = serde_json::from_str(text)?;
        return Ok(Reply::Step(step));
    }
    let Object(ok): Object<OkBody> = serde_json::from_str(text)?;
    let other = || DecodeError::Malformed("ok has members of another operation".to_owned());
    match (call, ok) {
        (
            _,
            OkBody {
                challenge: None,
                method: None,
                r#match: None,
                valid: None,
                verifiers: None,
                results: None,
            },
        ) => Ok(Reply::Nothing),
        (Call::Library(library), ok) => match (library.op, ok) {
            (
                Op::Derive,
                OkBody {
                    challenge: Some(challenge),
                    method,
                    r#match: None,
                    valid: None,
                    verifiers: None,
                    results: None,
                },
            ) => Ok(Reply::Challenge { challenge, method }),
            (
                Op::Verify,
                OkBody {
                    r#match: Some(yes),
                    challenge: None,
                    method: None,
                    valid: None,
                    verifiers: None,
                    results: None,
                },
            ) => Ok(Reply::Match(yes)),
            (
                Op::CheckVerifier | Op::CheckChallenge,
                OkBody {
                    valid: Some(yes),
                    challenge: None,
                    method: None,
                    r#match: None,
                    verifiers: None,
                    results: None,
                },
            ) => Ok(Reply::Valid(yes)),
            (
                Op::ParseMethod,
                OkBody {
                    method: Some(name),
                    challenge: None,
                    r#match: None,
                    valid: None,
                    verifiers: None,
                    results: None,
                },
            ) => Ok(Reply::Method(name)),
            (
                Op::Generate,
                OkBody {
                    verifiers: Some(list),
                    challenge: None,
                    method: None,
                    r#match: None,
                    valid: None,
                    results: None,
                },
            ) => Ok(Reply::Verifiers(list)),
            _ => Err(other()),
        },
        (Call::Race { steps, .. }, OkBody { results: Some(results), .. })
            if results.len() == steps.len() =>
        {
            Ok(Reply::Steps(results.into_iter().map(|Object(step)| step).collect()))
        }
        _ => Err(other()),
    }
}

/// Reads one line that the runner sent: the adapter's end.
pub fn decode_line(line: &str) -> Result<Decoded, DecodeError> {
    #[derive(Deserialize)]
    struct Line<'a> {
        #[serde(default)]
        id: Option<u64>,
        op: String,
        #[serde(default, borrow)]
        input: Option<&'a RawValue>,
    }
    #[derive(Deserialize)]
    struct Of {
        session: String,
        #[serde(default)]
        step: Option<StepCall>,
        #[serde(default)]
        steps: Option<Vec<StepCall>>,
    }
    let line: Line<'_> = serde_json::from_str(line)?;
    if line.op == "hello" {
        return Ok(Decoded::Hello);
    }
    let id = line.id.ok_or_else(|| DecodeError::Malformed("a request has an id".to_owned()))?;
    let input = line.input.map_or("{}", RawValue::get);
    let call = match line.op.as_str() {
        "flow.open" => Call::Open(serde_json::from_str::<Open>(input)?),
        "flow.step" | "flow.close" => {
            let Of { session, step, steps } = serde_json::from_str(input)?;
            match (step, steps) {
                (Some(step), None) => Call::Step { session, step },
                (None, Some(steps)) => Call::Race { session, steps },
                _ => Call::Close { session },
            }
        }
        name => {
            let Some(op) = Op::ALL.into_iter().find(|op| op.as_str() == name) else {
                return Ok(Decoded::Unknown(id, format!("unknown operation {name}")));
            };
            let written: WrittenInput<'_> = serde_json::from_str(input)?;
            let call: Option<LibraryCall> = written.into_call(op);
            Call::Library(
                call.ok_or_else(|| DecodeError::Malformed("a value is given once".to_owned()))?,
            )
        }
    };
    Ok(Decoded::Request(id, call))
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
    #[derive(Default, Serialize)]
    struct Line<'a, T> {
        id: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        ok: Option<T>,
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<&'a Failure>,
        #[serde(skip_serializing_if = "Option::is_none")]
        unsupported: Option<&'a str>,
    }
    let ok = |ok: OkBody| Line { id, ok: Some(ok), error: None, unsupported: None };
    let line = match reply {
        Reply::Step(answer) => {
            return serde_json::to_string(&Line {
                id,
                ok: Some(answer),
                error: None,
                unsupported: None,
            })
            .unwrap_or_default();
        }
        Reply::Challenge { challenge, method } => ok(OkBody {
            challenge: Some(challenge.clone()),
            method: method.clone(),
            ..OkBody::default()
        }),
        Reply::Match(yes) => ok(OkBody { r#match: Some(*yes), ..OkBody::default() }),
        Reply::Valid(yes) => ok(OkBody { valid: Some(*yes), ..OkBody::default() }),
        Reply::Method(name) => ok(OkBody { method: Some(name.clone()), ..OkBody::default() }),
        Reply::Verifiers(list) => ok(OkBody { verifiers: Some(list.clone()), ..OkBody::default() }),
        Reply::Steps(results) => {
            let results = results.iter().cloned().map(Object).collect();
            ok(OkBody { results: Some(results), ..OkBody::default() })
        }
        Reply::Nothing => ok(OkBody::default()),
        Reply::Failed(failure) => Line { id, ok: None, error: Some(failure), unsupported: None },
        Reply::Unsupported(why) => Line { id, ok: None, error: None, unsupported: Some(why) },
    };
    serde_json::to_string(&line).unwrap_or_default()
}
