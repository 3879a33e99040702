//! What the runner asks, read at the adapter's end.

use pkce_vectors::Op;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{error::DecodeError, named::read};
use crate::wire::{
    call::{Call, WrittenInput},
    flow::{Open, StepCall},
    object::{Object, present},
};

/// A line that an adapter was sent.
#[expect(clippy::large_enum_variant, reason = "one at a time is read, and taken apart at once")]
#[derive(Debug)]
pub enum Decoded {
    /// `hello`.
    Hello,
    /// A request.
    Request(u64, Call),
    /// A request whose operation or input this end does not know; answered `unsupported`.
    Unknown(u64, String),
}

/// Reads one line that the runner sent. Inside `input` nothing is unknown and ignored: a member that this end does not
/// read may be what the request is about.
///
/// # Errors
///
/// Where the line is no JSON object with `op` and, but for `hello`, an `id`: there is nothing to answer.
pub fn decode_line(line: &str) -> Result<Decoded, DecodeError> {
    #[derive(Deserialize)]
    struct Line<'a> {
        #[serde(default)]
        id: Option<u64>,
        op: String,
        #[serde(default, borrow)]
        input: Option<&'a RawValue>,
    }
    let Object(line): Object<Line<'_>> = read(line)?;
    if line.op == "hello" {
        return Ok(Decoded::Hello);
    }
    let no_id = || DecodeError::Malformed("a request has an id".to_owned());
    let id = line.id.ok_or_else(no_id)?;
    Ok(match call(&line.op, line.input.map_or("{}", RawValue::get)) {
        Ok(call) => Decoded::Request(id, call),
        Err(why) => Decoded::Unknown(id, why),
    })
}

fn call(op: &str, input: &str) -> Result<Call, String> {
    match op {
        "flow.open" => known::<Open>(input).map(Call::Open),
        "flow.step" => match known(input)? {
            Of { session, step: Some(step), steps: None } => Ok(Call::Step { session, step }),
            Of { session, step: None, steps: Some(steps) } => Ok(Call::Race { session, steps }),
            _ => Err("flow.step has one of step and steps".to_owned()),
        },
        "flow.close" => match known(input)? {
            Of { session, step: None, steps: None } => Ok(Call::Close { session }),
            _ => Err("flow.close has no step".to_owned()),
        },
        name => {
            let op = Op::ALL.into_iter().find(|op| op.as_str() == name);
            let op = op.ok_or_else(|| format!("unknown operation {name}"))?;
            known::<WrittenInput<'_>>(input)?.into_call(op).map(Call::Library)
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Of {
    session: String,
    #[serde(default, deserialize_with = "present")]
    step: Option<StepCall>,
    #[serde(default, deserialize_with = "present")]
    steps: Option<Vec<StepCall>>,
}

fn known<'a, T: Deserialize<'a>>(input: &'a str) -> Result<T, String> {
    let Object(known) = serde_json::from_str(input).map_err(|error| error.to_string())?;
    Ok(known)
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
    fn a_request_of_another_shape_is_unknown() {
        let wait = r#"{"wait":{"seconds":1}}"#;
        for (op, input) in [
            ("nap", "{}".to_owned()),
            ("flow.step", r#"{"session":"s"}"#.to_owned()),
            ("flow.step", format!(r#"{{"session":"s","step":{wait},"steps":[{wait}]}}"#)),
            ("flow.step", format!(r#"{{"step":{wait}}}"#)),
            ("flow.step", r#"{"session":"s","step":null}"#.to_owned()),
            ("flow.step", r#"{"session":"s","step":{"dance":{}}}"#.to_owned()),
            ("flow.close", format!(r#"{{"session":"s","step":{wait}}}"#)),
            ("flow.close", format!(r#"{{"session":"s","steps":[{wait}]}}"#)),
            ("flow.close", "{}".to_owned()),
            ("flow.open", r#"{"session":"s"}"#.to_owned()),
            ("verify", r#"{"verifier":"a","verifier_hex":"61"}"#.to_owned()),
            ("verify", r#"{"verifier":null}"#.to_owned()),
            ("verify", r#"{"verifier_hex":"6"}"#.to_owned()),
            ("verify", r#"{"count":1}"#.to_owned()),
            ("derive", r#"{"challenge":"a"}"#.to_owned()),
            ("generate", r#"{"length":43}"#.to_owned()),
            ("generate", r#"{"count":1,"length":43,"method":"S256"}"#.to_owned()),
            ("verify", "[]".to_owned()),
        ] {
            let decoded = of(op, &input);
            assert!(matches!(decoded, Ok(Decoded::Unknown(1, _))), "{op} {input}: {decoded:?}");
        }
        for line in [r#"{"op":"verify"}"#, r#"{"id":1}"#, "[]", "nap", r#"[1,"verify",{}]"#] {
            assert!(matches!(decode_line(line), Err(DecodeError::Malformed(_))), "{line}");
        }
    }

    /// At every depth, and beside `input` it is ignored.
    #[test]
    fn a_member_that_is_not_known_inside_input_is_never_ignored() {
        let sent = r#"{"params":[["a","b"],["c",{"hex":"ff"}]],"raw":{"hex":"ff"}}"#;
        let requests = [
            ("derive", r#"{"method":"S256","verifier":"a"}"#.to_owned()),
            ("generate", r#"{"count":1,"length":null}"#.to_owned()),
            ("flow.close", r#"{"session":"s"}"#.to_owned()),
            (
                "flow.open",
                r#"{"session":"s","policy":{"pkce":{"clients":["a"]},"methods":["S256"],
                    "code_lifetime":60},"clients":[{"role":"public","client_id":"a",
                    "redirect_uri":"b"}]}"#
                    .to_owned(),
            ),
            ("flow.step", r#"{"session":"s","step":{"metadata":{}}}"#.to_owned()),
            ("flow.step", r#"{"session":"s","step":{"wait":{"seconds":1}}}"#.to_owned()),
            ("flow.step", r#"{"session":"s","step":{"use":{"access_token":"t"}}}"#.to_owned()),
            ("flow.step", format!(r#"{{"session":"s","step":{{"token":{sent}}}}}"#)),
            ("flow.step", format!(r#"{{"session":"s","steps":[{{"par":{sent}}}]}}"#)),
        ];
        for (op, input) in requests {
            assert!(matches!(of(op, &input), Ok(Decoded::Request(1, _))), "{op} {input}");
            for (at, _) in input.match_indices('{') {
                let mut with = input.clone();
                with.insert_str(at + 1, r#""later":1"#);
                if !input[at..].starts_with("{}") {
                    with.insert(at + 1 + r#""later":1"#.len(), ',');
                }
                let decoded = of(op, &with);
                assert!(matches!(decoded, Ok(Decoded::Unknown(1, _))), "{op} {with}: {decoded:?}");
            }
            let beside = format!(r#"{{"later":{{}},"id":1,"op":"{op}","input":{input}}}"#);
            assert!(matches!(decode_line(&beside), Ok(Decoded::Request(1, _))), "{beside}");
        }
    }
}
