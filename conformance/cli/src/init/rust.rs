//! A PKCE adapter: one library behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
//! Run it as it is, then put your library in the place of the stand-in below: pkce run -- cargo run --quiet
//!
//! For the vectors as tests of your own crate, without a process between: conformance/examples/your-crate.

use std::{
    io::{self, BufRead, Write},
    panic::{AssertUnwindSafe, catch_unwind},
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

enum Declined {
    /// The library's own error: a neutral reason (PROTOCOL.md), then its words. A panic is none: nobody caught it.
    Refused(&'static str, String),
    /// The library has no such call.
    Unsupported(String),
}
use Declined::{Refused, Unsupported};

// ---- Your library goes here. Call it and report what it does: add no check, fill in no default. ----

const NAME: &str = "stand-in";
const VERSION: &str = ""; // that of the library, from its own constant or your Cargo.lock

fn derive(verifier: &str, method: Option<&str>) -> Result<String, Declined> {
    let unreserved = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    if !(43..=128).contains(&verifier.len()) || !verifier.chars().all(unreserved) {
        return Err(Refused("other", "a verifier is 43 to 128 unreserved characters".into()));
    }
    match method.unwrap_or("S256") {
        "plain" => Ok(verifier.to_owned()),
        "S256" => Ok(BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))),
        _ => Err(Refused("method_unsupported", "the methods are S256 and plain".into())),
    }
}

fn verify(verifier: &str, challenge: &str, method: Option<&str>) -> Result<bool, Declined> {
    // The stand-in's time may tell where they differ.
    Ok(derive(verifier, method.or(Some("plain")))? == challenge)
}

fn generate(length: Option<u64>) -> Result<String, Declined> {
    let Some(length @ 43..=128) = length.or(Some(43)) else {
        return Err(Refused("other", "a verifier is 43 to 128 characters".into()));
    };
    let mut octets = [0; 96];
    getrandom::fill(&mut octets).map_err(|error| Refused("other", error.to_string()))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(octets)[..length as usize].to_owned())
}

// ---- From here on it is the protocol. An operation that your library lacks leaves OPS and call. ----

const OPS: &[&str] = &["derive", "verify", "generate"];

fn call(op: &str, i: &Value) -> Result<Value, Declined> {
    // What each reads. Text alone: octets come only where `hello` has `"accepts": ["hex"]`.
    let read: &[&str] = match op {
        "derive" => &["verifier", "method"],
        "verify" => &["verifier", "challenge", "method"],
        _ => &["count", "length"],
    };
    let mut names = i.as_object().into_iter().flat_map(|members| members.keys());
    if let Some(name) = names.find(|name| !read.contains(&name.as_str())) {
        return Err(Unsupported(format!("{name} is not read here")));
    }
    // An argument that may be left out: `None` where the call has a default of its own.
    let method = i["method"].as_str();
    match op {
        "derive" => Ok(json!({"challenge": derive(text(i, "verifier")?, method)?})),
        "verify" => {
            Ok(json!({"match": verify(text(i, "verifier")?, text(i, "challenge")?, method)?}))
        }
        "generate" => {
            let each =
                (0..i["count"].as_u64().unwrap_or(0)).map(|_| generate(i["length"].as_u64()));
            Ok(json!({"verifiers": each.collect::<Result<Vec<_>, _>>()?}))
        }
        _ => Err(Unsupported(format!("no {op}"))),
    }
}

/// A value that must be there.
fn text<'i>(input: &'i Value, name: &str) -> Result<&'i str, Declined> {
    input[name].as_str().ok_or_else(|| Unsupported(format!("no call without a {name}")))
}

fn reply(request: &Value) -> Option<Value> {
    let op = request["op"].as_str()?;
    if op == "hello" {
        return Some(
            json!({"protocol": 1, "name": NAME, "version": VERSION, "language": "Rust", "ops": OPS}),
        );
    }
    let id = request["id"].as_u64()?;
    let failed = |reason, words: &str| {
        let message: String = words.chars().take(1000).collect();
        json!({"id": id, "error": {"reason": reason, "message": message}})
    };
    Some(match catch_unwind(AssertUnwindSafe(|| call(op, &request["input"]))) {
        Ok(Ok(ok)) => json!({"id": id, "ok": ok}),
        Ok(Err(Unsupported(why))) => json!({"id": id, "unsupported": why}),
        Ok(Err(Refused(reason, words))) => failed(reason, &words),
        Err(panic) => {
            let words = panic.downcast_ref::<&str>().copied();
            let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
            failed("exception", words.unwrap_or("it panicked"))
        }
    })
}

fn main() -> io::Result<()> {
    for line in io::stdin().lock().lines() {
        match serde_json::from_str(&line?).ok().as_ref().and_then(reply) {
            Some(reply) => writeln!(io::stdout(), "{reply}")?,
            None => eprintln!("not a request"),
        }
    }
    Ok(())
}
