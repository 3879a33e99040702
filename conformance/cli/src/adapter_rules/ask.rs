//! Requests that suit an adapter, and what of an answer can be held.

use std::collections::BTreeMap;

use pkce_vectors::{APPENDIX_B_VERIFIER, Op, s256};
use serde_json::Value;

use pkce_conformance::{
    text::clip,
    wire::{
        About, Answer, Call, FlowPolicy, LibraryCall, Octets, Open, PkceRequired, Reply, StepCall,
        encode_request,
    },
};

/// An operation that no version of the protocol has.
pub(super) const NOBODYS: &str = "check_adapter";

/// A member that no version of the protocol has.
pub(super) const LATER: &str = "of_a_later_version";

const OTHER_VERIFIER: &str = "M25iVXpKU3puUjFaYWg3T1NDTDQtcW1ROUY5YXlwalNoc0hhakxifmZHag";

/// One request.
pub(super) enum Ask {
    /// Of the protocol.
    Call(Call),
    /// The same, with an input that the protocol does not write so; it is answered in the shape of the call's.
    Written(Call, Value),
    /// For [`NOBODYS`] operation.
    Unknown,
}

impl Ask {
    pub(super) fn line(&self, id: u64) -> String {
        match self {
            Self::Call(call) => encode_request(id, call),
            Self::Written(call, input) => {
                let op = written(call).get("op").cloned().unwrap_or_default();
                format!(r#"{{"id":{id},"op":{op},"input":{input}}}"#)
            }
            Self::Unknown => format!(r#"{{"id":{id},"op":"{NOBODYS}","input":{{}}}}"#),
        }
    }

    /// What an answer says, if it has the shape that this asks for.
    pub(super) fn reply(&self, line: &str) -> Result<Reply, String> {
        // What an unknown operation gives instead of `unsupported` is of no shape that a call would have.
        let nobodys = library(Op::Verify, |_| ());
        let call = match self {
            Self::Call(call) | Self::Written(call, _) => call,
            Self::Unknown => &nobodys,
        };
        let reply = Answer::parse(line).and_then(|answer| answer.reply_to(call));
        match (self, reply) {
            (Self::Unknown, Ok(Reply::Unsupported(why))) => Ok(Reply::Unsupported(why)),
            (Self::Unknown, _) => {
                Err(format!("that is not `unsupported` with a text: {}", clip(line)))
            }
            (_, Ok(reply)) => Ok(reply),
            (_, Err(error)) => Err(format!("{}: {}", clip(&error.to_string()), clip(line))),
        }
    }
}

/// The line of a call, to be changed.
fn written(call: &Call) -> Value {
    serde_json::from_str(&encode_request(0, call)).unwrap_or_default()
}

/// The input of a call, to be changed.
pub(super) fn input(call: &Call) -> Value {
    written(call).get("input").cloned().unwrap_or_default()
}

/// The same object with this member.
pub(super) fn with(object: &Value, name: &str, value: Value) -> Value {
    let mut object = object.clone();
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
    object
}

/// A library operation with these values.
pub(super) fn library(op: Op, fill: impl FnOnce(&mut LibraryCall)) -> Call {
    let mut call = LibraryCall::new(op);
    fill(&mut call);
    Call::Library(call)
}

/// A call of an operation with a verifier, a challenge and a method; each takes what it has a place for.
pub(super) fn call(op: Op, method: &str, challenge: &str, verifier: &str) -> Call {
    let octets = |text: &str| Some(Octets::from(text));
    library(op, |call| match op {
        Op::Derive => (call.method, call.verifier) = (octets(method), octets(verifier)),
        Op::Verify => {
            (call.method, call.challenge, call.verifier) =
                (octets(method), octets(challenge), octets(verifier));
        }
        Op::CheckVerifier => call.verifier = octets(verifier),
        Op::CheckChallenge => (call.method, call.challenge) = (octets(method), octets(challenge)),
        Op::ParseMethod => call.method = octets(method),
        Op::Generate => call.count = 2,
    })
}

/// The same with the right verifier of a challenge under S256, RFC 7636, Appendix B.
pub(super) fn right(op: Op) -> Call {
    call(op, "S256", &challenge(), APPENDIX_B_VERIFIER)
}

fn challenge() -> String {
    s256(APPENDIX_B_VERIFIER.as_bytes())
}

pub(super) fn offered(about: &About) -> Vec<Op> {
    Op::ALL.into_iter().filter(|op| offers(about, *op)).collect()
}

pub(super) fn offers(about: &About, op: Op) -> bool {
    about.ops.iter().any(|name| name == op.as_str())
}

/// The three operations of flows.
const FLOW: [&str; 3] = ["flow.open", "flow.step", "flow.close"];

pub(super) fn offers_flows(about: &About) -> bool {
    FLOW.into_iter().all(|name| about.ops.iter().any(|op| op == name))
}

/// For each operation that is offered, what is asked one after the other.
pub(super) fn each_operation(about: &About) -> Result<BTreeMap<String, Vec<Ask>>, String> {
    let mut asks = BTreeMap::new();
    for op in offered(about) {
        asks.insert(op.as_str().to_owned(), vec![Ask::Call(right(op))]);
    }
    if offers_flows(about) {
        asks.insert("flow".to_owned(), session());
    } else if FLOW.into_iter().any(|name| about.ops.iter().any(|op| op == name)) {
        return Err("of flow.open, flow.step and flow.close `ops` names some, not all".to_owned());
    }
    let unknown = |op: &&String| !FLOW.contains(&op.as_str()) && !asks.contains_key(*op);
    if let Some(op) = about.ops.iter().find(unknown) {
        return Err(format!("`ops` names {}, which the protocol does not have", clip(op)));
    }
    Ok(asks)
}

fn session() -> Vec<Ask> {
    let session = || "check-adapter".to_owned();
    let policy = FlowPolicy {
        pkce: PkceRequired::Required,
        methods: vec!["S256".to_owned()],
        code_lifetime: 60,
    };
    [
        Call::Open(Open { session: session(), policy, clients: Vec::new() }),
        Call::Step {
            session: session(),
            step: StepCall::Metadata { of: pkce_vectors::MetadataOf::Oauth },
        },
        Call::Close { session: session() },
    ]
    .map(Ask::Call)
    .into()
}

/// Requests whose answers differ from one another, and are the same each time.
pub(super) fn repeatable(about: &About) -> Vec<Ask> {
    let mut asks = Vec::new();
    for op in offered(about).into_iter().filter(|op| *op != Op::Generate) {
        for (method, verifier) in [("S256", APPENDIX_B_VERIFIER), ("plain", OTHER_VERIFIER)] {
            asks.push(Ask::Call(call(op, method, &challenge(), verifier)));
        }
    }
    asks.push(Ask::Unknown);
    asks
}

/// A request of almost as many octets as the runner may send.
pub(super) fn large(about: &About) -> Ask {
    let verifier = "a".repeat(pkce_conformance::wire::MAX_LINE_OUT - 1024);
    let of_a_verifier = |op: &Op| matches!(op, Op::Derive | Op::Verify | Op::CheckVerifier);
    let op = offered(about).into_iter().find(of_a_verifier).unwrap_or(Op::Derive);
    Ask::Call(call(op, "S256", &challenge(), &verifier))
}

/// The id of an answer, and what it says apart from texts, which may differ from time to time.
pub(super) fn essence(line: &str) -> Result<(u64, String), String> {
    let fault = |why: &str| format!("{why}: {}", clip(line));
    let answer: Value = serde_json::from_str(line).map_err(|_| fault("a line that is no JSON"))?;
    let id = answer.get("id").and_then(Value::as_u64);
    let id = id.ok_or_else(|| fault("an answer without the id of a request"))?;
    let said = match (answer.get("ok"), answer.get("error"), answer.get("unsupported")) {
        (Some(ok), None, None) => format!("ok {ok}"),
        (None, Some(error), None) => {
            format!("error {}", error.get("reason").unwrap_or(&Value::Null))
        }
        (None, None, Some(_)) => "unsupported".to_owned(),
        _ => return Err(fault("an answer has exactly one of ok, error, unsupported")),
    };
    Ok((id, clip(&said)))
}
