//! Lines to messages, for both ends of the protocol.

use pkce_vectors::Op;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    PROTOCOL,
    about::About,
    call::{Call, LibraryCall, WrittenInput},
    flow::{Open, StepCall},
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

fn read_ok(text: &str, call: &Call) -> Result<Reply, DecodeError> {
    match call {
        Call::Library(library) => read_library(text, library.op),
        Call::Open(_) | Call::Close { .. } => {
            let Object(ok::Empty {}) = serde_json::from_str(text)?;
            Ok(Reply::Nothing)
        }
        Call::Step { .. } => {
            let Object(step) = serde_json::from_str(text)?;
            Ok(Reply::Step(step))
        }
        Call::Race { steps, .. } => {
            let Object(ok::Race { results }) = serde_json::from_str(text)?;
            if results.len() != steps.len() {
                let told = format!("{} results of {} steps", results.len(), steps.len());
                return Err(DecodeError::Malformed(told));
            }
            Ok(Reply::Steps(results.into_iter().map(|Object(step)| step).collect()))
        }
    }
}

fn read_library(text: &str, op: Op) -> Result<Reply, DecodeError> {
    Ok(match op {
        Op::Derive => match serde_json::from_str(text)? {
            Object(ok::Derive { challenge: Some(challenge), method }) => {
                Reply::Challenge { challenge, method }
            }
            Object(ok::Derive { challenge: None, method: None }) => Reply::Nothing,
            Object(ok::Derive { challenge: None, method: Some(_) }) => {
                return Err(DecodeError::Malformed("a method without a challenge".to_owned()));
            }
        },
        Op::Verify => {
            let Object(ok::Verify { r#match }) = serde_json::from_str(text)?;
            Reply::Match(r#match)
        }
        Op::CheckVerifier | Op::CheckChallenge => {
            let Object(ok::Check { valid }) = serde_json::from_str(text)?;
            Reply::Valid(valid)
        }
        Op::ParseMethod => {
            let Object(ok::ParseMethod { method }) = serde_json::from_str(text)?;
            Reply::Method(method)
        }
        Op::Generate => {
            let Object(ok::Generate { verifiers }) = serde_json::from_str(text)?;
            Reply::Verifiers(verifiers)
        }
    })
}

/// What `ok` says of each operation. Only `derive` may go well and give nothing.
mod ok {
    use serde::{Deserialize, Deserializer};

    use crate::wire::{flow::StepAnswer, object::Object};

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Derive {
        #[serde(default, deserialize_with = "present")]
        pub(super) challenge: Option<String>,
        #[serde(default, deserialize_with = "present")]
        pub(super) method: Option<String>,
    }

    /// A member that is there has a value: absent is missing, never `null`.
    fn present<'de, D: Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
        String::deserialize(value).map(Some)
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Verify {
        pub(super) r#match: bool,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Check {
        pub(super) valid: bool,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct ParseMethod {
        pub(super) method: String,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Generate {
        pub(super) verifiers: Vec<String>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Race {
        pub(super) results: Vec<Object<StepAnswer>>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Empty {}
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
    let malformed = |why: &str| DecodeError::Malformed(why.to_owned());
    let line: Line<'_> = serde_json::from_str(line)?;
    if line.op == "hello" {
        return Ok(Decoded::Hello);
    }
    let id = line.id.ok_or_else(|| malformed("a request has an id"))?;
    let input = line.input.map_or("{}", RawValue::get);
    let call = match line.op.as_str() {
        "flow.open" => Call::Open(serde_json::from_str::<Open>(input)?),
        "flow.step" => match serde_json::from_str(input)? {
            Of { session, step: Some(step), steps: None } => Call::Step { session, step },
            Of { session, step: None, steps: Some(steps) } => Call::Race { session, steps },
            _ => return Err(malformed("flow.step has one of step and steps")),
        },
        "flow.close" => match serde_json::from_str(input)? {
            Of { session, step: None, steps: None } => Call::Close { session },
            _ => return Err(malformed("flow.close has no step")),
        },
        name => {
            let Some(op) = Op::ALL.into_iter().find(|op| op.as_str() == name) else {
                return Ok(Decoded::Unknown(id, format!("unknown operation {name}")));
            };
            let written: WrittenInput<'_> = serde_json::from_str(input)?;
            let call: Option<LibraryCall> = written.into_call(op);
            Call::Library(call.ok_or_else(|| malformed("a value is given once"))?)
        }
    };
    Ok(Decoded::Request(id, call))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(op: &str, input: &str) -> Result<Decoded, DecodeError> {
        decode_line(&format!(r#"{{"id":1,"op":"{op}","input":{input}}}"#))
    }

    #[test]
    fn a_step_is_one_step_or_steps_and_a_close_is_neither() {
        let called = |decoded| match decoded {
            Ok(Decoded::Request(1, call)) => call,
            other => panic!("{other:?}"),
        };
        let wait = r#"{"wait":{"seconds":1}}"#;
        let step = of("flow.step", &format!(r#"{{"session":"s","step":{wait}}}"#));
        assert!(matches!(called(step), Call::Step { .. }));
        let race = of("flow.step", &format!(r#"{{"session":"s","steps":[{wait}]}}"#));
        assert!(matches!(called(race), Call::Race { .. }));
        let close = of("flow.close", r#"{"session":"s"}"#);
        assert!(matches!(called(close), Call::Close { .. }));
    }

    #[test]
    fn a_request_of_another_shape_is_malformed() {
        let wait = r#"{"wait":{"seconds":1}}"#;
        for (op, input) in [
            ("flow.step", r#"{"session":"s"}"#.to_owned()),
            ("flow.step", format!(r#"{{"session":"s","step":{wait},"steps":[{wait}]}}"#)),
            ("flow.step", format!(r#"{{"step":{wait}}}"#)),
            ("flow.close", format!(r#"{{"session":"s","step":{wait}}}"#)),
            ("flow.close", format!(r#"{{"session":"s","steps":[{wait}]}}"#)),
            ("flow.close", "{}".to_owned()),
            ("flow.open", r#"{"session":"s"}"#.to_owned()),
            ("verify", r#"{"verifier":"a","verifier_hex":"61"}"#.to_owned()),
        ] {
            let decoded = of(op, &input);
            assert!(matches!(decoded, Err(DecodeError::Malformed(_))), "{op} {input}: {decoded:?}");
        }
        assert!(matches!(decode_line(r#"{"op":"verify"}"#), Err(DecodeError::Malformed(_))));
    }

    #[test]
    fn an_answer_has_the_members_of_its_operation_alone() {
        let library = |op| Call::Library(LibraryCall::new(op));
        let session = || "s".to_owned();
        let race = Call::Race { session: session(), steps: vec![StepCall::Metadata {}] };
        let close = Call::Close { session: session() };
        let waited = r#"{"outcome":"waited"}"#;
        let wrong = [
            (library(Op::Derive), r#"{"match":true}"#.to_owned()),
            (library(Op::Derive), r#"{"method":"S256"}"#.to_owned()),
            (library(Op::Verify), r#"{"valid":true}"#.to_owned()),
            (library(Op::Verify), r#"{"match":true,"valid":true}"#.to_owned()),
            (library(Op::Verify), "[true]".to_owned()),
            (library(Op::CheckVerifier), r#"{"match":true}"#.to_owned()),
            (library(Op::CheckChallenge), r#"{"match":true}"#.to_owned()),
            (library(Op::ParseMethod), r#"{"challenge":"c","method":"S256"}"#.to_owned()),
            (library(Op::Generate), r#"{"verifiers":"v"}"#.to_owned()),
            (race.clone(), r#"{"results":[]}"#.to_owned()),
            (race.clone(), format!(r#"{{"results":[{waited},{waited}]}}"#)),
            (race.clone(), waited.to_owned()),
            (close.clone(), waited.to_owned()),
            // What a decision is asked for is told; and absent is missing, never null.
            (library(Op::Verify), "{}".to_owned()),
            (library(Op::Verify), r#"{"match":null}"#.to_owned()),
            (library(Op::CheckVerifier), r#"{"valid":null}"#.to_owned()),
            (library(Op::ParseMethod), "{}".to_owned()),
            (library(Op::Generate), r#"{"verifiers":null}"#.to_owned()),
            (library(Op::Derive), r#"{"challenge":null}"#.to_owned()),
            (library(Op::Derive), r#"{"challenge":"c","method":null}"#.to_owned()),
            (race, "{}".to_owned()),
        ];
        let reply = |call: &Call, ok: &str| {
            let line = format!(r#"{{"id":1,"ok":{ok}}}"#);
            Answer::parse(&line).and_then(|answer| answer.reply_to(call))
        };
        for (call, ok) in wrong {
            let said = reply(&call, &ok);
            assert!(matches!(said, Err(DecodeError::Malformed(_))), "{call:?} {ok}: {said:?}");
        }
        for call in [library(Op::Derive), close] {
            assert_eq!(reply(&call, "{}"), Ok(Reply::Nothing), "{call:?}");
        }
    }
}
