//! What an adapter answers, read at the runner's end.

use pkce_vectors::Op;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{error::DecodeError, named::read};
use crate::wire::{
    PROTOCOL,
    about::About,
    call::Call,
    flow::StepAnswer,
    object::Object,
    reply::{Failure, Reply},
};

/// The adapter's answer to `hello`. Members that are not known are ignored.
pub fn decode_about(line: &str) -> Result<About, DecodeError> {
    #[derive(Deserialize)]
    struct Hello {
        protocol: u32,
        #[serde(flatten)]
        about: About,
    }
    let hello: Hello = read(line)?;
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
        let Object(answer) = read(line)?;
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
            let Object(ok::Empty {}) = read(text)?;
            Ok(Reply::Nothing)
        }
        Call::Step { .. } => {
            let Object(step): Object<StepAnswer> = read(text)?;
            Ok(Reply::Step(Box::new(complete(step)?)))
        }
        Call::Race { steps, .. } => {
            let Object(ok::Race { results }) = read(text)?;
            if results.len() != steps.len() {
                let told = format!("{} results of {} steps", results.len(), steps.len());
                return Err(DecodeError::Malformed(told));
            }
            let results = results.into_iter().map(|Object(step)| complete(step));
            results.collect::<Result<_, _>>().map(Reply::Steps)
        }
    }
}

/// A step's answer with what its outcome needs: a token without an access token would pass where one is right.
fn complete(step: StepAnswer) -> Result<StepAnswer, DecodeError> {
    step.incomplete().map_or(Ok(step), |why| Err(DecodeError::Malformed(why)))
}

fn read_library(text: &str, op: Op) -> Result<Reply, DecodeError> {
    Ok(match op {
        Op::Derive => match read(text)? {
            Object(ok::Derive { challenge: Some(challenge), method }) => {
                Reply::Challenge { challenge, method }
            }
            Object(ok::Derive { challenge: None, method: None }) => Reply::Nothing,
            Object(ok::Derive { challenge: None, method: Some(_) }) => {
                return Err(DecodeError::Malformed("a `method` without `challenge`".to_owned()));
            }
        },
        Op::Verify => {
            let Object(ok::Verify { r#match }) = read(text)?;
            Reply::Match(r#match)
        }
        Op::CheckVerifier | Op::CheckChallenge => {
            let Object(ok::Check { valid }) = read(text)?;
            Reply::Valid(valid)
        }
        Op::ParseMethod => {
            let Object(ok::ParseMethod { method }) = read(text)?;
            Reply::Method(method)
        }
        Op::Generate => {
            let Object(ok::Generate { verifiers }) = read(text)?;
            Reply::Verifiers(verifiers)
        }
    })
}

/// What `ok` says of each operation. Only `derive` may go well and give nothing.
mod ok {
    use serde::Deserialize;

    use crate::wire::{
        flow::StepAnswer,
        object::{Object, present},
    };

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Derive {
        #[serde(default, deserialize_with = "present")]
        pub(super) challenge: Option<String>,
        #[serde(default, deserialize_with = "present")]
        pub(super) method: Option<String>,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{LibraryCall, StepCall};

    fn reply(call: &Call, ok: &str) -> Result<Reply, DecodeError> {
        let line = format!(r#"{{"id":1,"ok":{ok}}}"#);
        Answer::parse(&line).and_then(|answer| answer.reply_to(call))
    }

    fn session() -> String {
        "s".to_owned()
    }

    #[test]
    fn an_answer_has_the_members_of_its_operation_alone() {
        let library = |op| Call::Library(LibraryCall::new(op));
        let race = Call::Race {
            session: session(),
            steps: vec![StepCall::Metadata { of: pkce_vectors::MetadataOf::Oauth }],
        };
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
        for (call, ok) in wrong {
            let said = reply(&call, &ok);
            assert!(matches!(said, Err(DecodeError::Malformed(_))), "{call:?} {ok}: {said:?}");
        }
        for call in [library(Op::Derive), close] {
            assert_eq!(reply(&call, "{}"), Ok(Reply::Nothing), "{call:?}");
        }
    }

    #[test]
    fn a_step_has_what_its_outcome_needs() {
        let step = Call::Step {
            session: session(),
            step: StepCall::Metadata { of: pkce_vectors::MetadataOf::Oauth },
        };
        let race = Call::Race {
            session: session(),
            steps: vec![StepCall::Metadata { of: pkce_vectors::MetadataOf::Oauth }],
        };
        for (outcome, member) in
            [("code", "code"), ("request_uri", "request_uri"), ("token", "access_token")]
        {
            let without = format!(r#"{{"outcome":"{outcome}","status":200}}"#);
            let empty = format!(r#"{{"outcome":"{outcome}","{member}":""}}"#);
            let with = format!(r#"{{"outcome":"{outcome}","{member}":"x"}}"#);
            let raced = |one: &str| format!(r#"{{"results":[{one}]}}"#);
            let told = format!("the outcome `{outcome}` without `{member}`");
            for ok in [&without, &empty] {
                assert_eq!(reply(&step, ok), Err(DecodeError::Malformed(told.clone())));
                assert_eq!(reply(&race, &raced(ok)), Err(DecodeError::Malformed(told.clone())));
            }
            assert!(reply(&step, &with).is_ok() && reply(&race, &raced(&with)).is_ok());
        }
    }

    #[test]
    fn a_word_of_a_later_version_is_kept_and_unknown_members_are_ignored() {
        let line = r#"{"protocol":1,"name":"a","version":"","language":"","ops":["naps"],
            "accepts":["hex","telepathy"],"offers":{"naps":true},"naps":[null]}"#;
        let about = decode_about(line).unwrap();
        let words: Vec<&str> = about.accepts.iter().map(crate::wire::Accept::as_str).collect();
        assert_eq!(words, ["hex", "telepathy"]);
        assert_eq!(about.accepts.first(), Some(&crate::wire::Accept::Hex));
    }
}
