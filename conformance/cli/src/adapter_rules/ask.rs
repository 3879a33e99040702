//! Requests that suit an adapter, and what of an answer can be held.

use std::collections::BTreeMap;

use pkce_vectors::Op;
use serde_json::Value;

use pkce_conformance::{
    text::clip,
    wire::{
        About, Answer, Call, FlowPolicy, LibraryCall, Octets, Open, PkceRequired, Reply, StepCall,
    },
};

/// An operation that no version of the protocol has.
pub(super) const NOBODYS: &str = "check_adapter";

/// RFC 7636, Appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const OTHER_VERIFIER: &str = "M25iVXpKU3puUjFaYWg3T1NDTDQtcW1ROUY5YXlwalNoc0hhakxifmZHag";

/// One request.
pub(super) enum Ask {
    /// Of the protocol.
    Call(Call),
    /// For [`NOBODYS`] operation.
    Unknown,
}

impl Ask {
    pub(super) fn line(&self, id: u64) -> String {
        match self {
            Self::Call(call) => pkce_conformance::wire::encode_request(id, call),
            Self::Unknown => format!(r#"{{"id":{id},"op":"{NOBODYS}","input":{{}}}}"#),
        }
    }

    /// Whether an answer has the shape that this asks for.
    pub(super) fn is_answered_by(&self, line: &str) -> Result<(), String> {
        let fault = |why: String| format!("{why}: {}", clip(line));
        match self {
            Self::Call(call) => Answer::parse(line)
                .and_then(|answer| answer.reply_to(call))
                .map(drop)
                .map_err(|error| fault(error.to_string())),
            // What it gives instead is of no shape that a call would have.
            Self::Unknown => match Answer::parse(line)
                .and_then(|answer| answer.reply_to(&library(Op::Verify, |_| ())))
            {
                Ok(Reply::Unsupported(_)) => Ok(()),
                _ => Err(fault("that is not `unsupported` with a text".to_owned())),
            },
        }
    }
}

fn library(op: Op, fill: impl FnOnce(&mut LibraryCall)) -> Call {
    let mut call = LibraryCall::new(op);
    fill(&mut call);
    Call::Library(call)
}

fn octets(text: &str) -> Octets {
    Octets(text.as_bytes().to_vec())
}

/// A call of an operation with values of the appendix, and this verifier.
fn call(op: Op, method: &str, verifier: &str) -> Call {
    library(op, |call| match op {
        Op::Derive => (call.method, call.verifier) = (Some(octets(method)), Some(octets(verifier))),
        Op::Verify => {
            (call.method, call.challenge, call.verifier) =
                (Some(octets(method)), Some(octets(CHALLENGE)), Some(octets(verifier)));
        }
        Op::CheckVerifier => call.verifier = Some(octets(verifier)),
        Op::CheckChallenge => {
            (call.method, call.challenge) = (Some(octets(method)), Some(octets(CHALLENGE)));
        }
        Op::ParseMethod => call.method = Some(octets(method)),
        Op::Generate => call.count = 2,
    })
}

fn offered(about: &About) -> Vec<Op> {
    Op::ALL.into_iter().filter(|op| about.ops.iter().any(|name| name == op.as_str())).collect()
}

/// For each operation that is offered, what is asked one after the other.
pub(super) fn each_operation(about: &About) -> Result<BTreeMap<String, Vec<Ask>>, String> {
    let mut asks = BTreeMap::new();
    for op in offered(about) {
        asks.insert(op.as_str().to_owned(), vec![Ask::Call(call(op, "S256", VERIFIER))]);
    }
    let flow = ["flow.open", "flow.step", "flow.close"];
    let has = |name: &str| about.ops.iter().any(|op| op == name);
    if flow.into_iter().any(has) && !flow.into_iter().all(has) {
        return Err("of flow.open, flow.step and flow.close `ops` names some, not all".to_owned());
    }
    if flow.into_iter().all(has) {
        asks.insert("flow".to_owned(), session());
    }
    let unknown = |op: &&String| !flow.contains(&op.as_str()) && !asks.contains_key(*op);
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
        Call::Step { session: session(), step: StepCall::Metadata {} },
        Call::Close { session: session() },
    ]
    .map(Ask::Call)
    .into()
}

/// Requests whose answers differ from one another, and are the same each time.
pub(super) fn repeatable(about: &About) -> Vec<Ask> {
    let mut asks = Vec::new();
    for op in offered(about).into_iter().filter(|op| *op != Op::Generate) {
        for (method, verifier) in [("S256", VERIFIER), ("plain", OTHER_VERIFIER)] {
            asks.push(Ask::Call(call(op, method, verifier)));
        }
    }
    asks.push(Ask::Unknown);
    asks
}

/// A request of almost as many octets as the runner may send.
pub(super) fn large(about: &About) -> Ask {
    let verifier = "a".repeat(pkce_conformance::wire::MAX_LINE_OUT - 1024);
    let of_a_verifier = |op: &Op| matches!(op, Op::Derive | Op::Verify | Op::CheckVerifier);
    match offered(about).into_iter().find(of_a_verifier) {
        Some(op) => Ask::Call(call(op, "S256", &verifier)),
        None => Ask::Call(call(Op::Derive, "S256", &verifier)),
    }
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
