//! The adapter protocol's lines, at both of its ends.

use pkce_conformance::{
    adapter::serve,
    reference::Reference,
    wire::{
        Answer, Call, Decoded, LibraryCall, MAX_BATCH, StepCall, decode_about, decode_line,
        encode_about, encode_reply, encode_request,
    },
};
use pkce_vectors::Op;

/// What an adapter reads: lines of text. Each that is understood is written as it was understood, and the reference
/// answers it with a line that the runner understands.
pub fn request_line(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut calls = Vec::new();
    let mut lines = Vec::new();
    for line in text.lines() {
        let Ok(decoded) = decode_line(line) else { break };
        if let Decoded::Request(id, call) = &decoded {
            let again = decode_line(&encode_request(*id, call));
            assert!(
                matches!(&again, Ok(Decoded::Request(n, same)) if n == id && *same == taken(call)),
                "{again:?}"
            );
            if asks_too_much(call) {
                return;
            }
        }
        lines.push(line);
        calls.push(decoded);
    }
    let mut answers = Vec::new();
    let served = serve(&mut Reference::new(0), lines.join("\n").as_bytes(), &mut answers);
    assert!(served.is_ok());
    let answers = String::from_utf8_lossy(&answers);
    assert_eq!(answers.lines().count(), calls.len());
    for (call, line) in calls.iter().zip(answers.lines()) {
        match call {
            Decoded::Hello => assert!(decode_about(line).is_ok()),
            Decoded::Unknown(id, _) => assert!(Answer::parse(line).is_ok_and(|a| a.id == *id)),
            Decoded::Request(id, call) => {
                let answer = Answer::parse(line);
                assert!(answer.as_ref().is_ok_and(|answer| answer.id == *id));
                let reply = answer.and_then(|answer| answer.reply_to(call));
                assert!(reply.is_ok(), "{reply:?} to {call:?}");
            }
        }
    }
}

/// The call without what its operation does not take, and which is therefore not written.
fn taken(call: &Call) -> Call {
    match call {
        Call::Library(call) if call.op != Op::Generate => {
            Call::Library(LibraryCall { count: 0, length: None, ..call.clone() })
        }
        _ => call.clone(),
    }
}

/// The runner keeps to these bounds.
fn asks_too_much(call: &Call) -> bool {
    matches!(call, Call::Library(LibraryCall { count, .. }) if *count > MAX_BATCH.min(16))
}

/// What the runner reads: a line of text, as an answer to each kind of call, and to `hello`. Each that is understood is
/// written as it was understood.
pub fn answer_line(data: &[u8]) {
    let Ok(line) = std::str::from_utf8(data) else { return };
    if let Ok(about) = decode_about(line) {
        assert_eq!(decode_about(&encode_about(&about)), Ok(about));
    }
    for call in calls() {
        let Ok(answer) = Answer::parse(line) else { return };
        let id = answer.id;
        let Ok(reply) = answer.reply_to(&call) else { continue };
        let written = encode_reply(id, &reply);
        let again = Answer::parse(&written).and_then(|answer| answer.reply_to(&call));
        assert_eq!(again.as_ref(), Ok(&reply), "{written}");
    }
}

/// A call of each kind.
fn calls() -> impl Iterator<Item = Call> {
    let session = || "s".to_owned();
    let step = || StepCall::Metadata { of: pkce_vectors::MetadataOf::Oauth };
    let flow = [
        Call::Step { session: session(), step: step() },
        Call::Race { session: session(), steps: vec![step(), step()] },
        Call::Close { session: session() },
    ];
    Op::ALL.into_iter().map(|op| Call::Library(LibraryCall::new(op))).chain(flow)
}
