//! Habits between the line and the call: what is written is changed before it is read, and what is answered before it is
//! written.

use std::{
    io::{self, BufRead, Write},
    process::ExitCode,
};

use pkce_conformance::{
    implementation::{Implementation, answer},
    reference::{Reference, Shape, Shaped},
    wire::{Decoded, Reply, decode_line, encode_about, encode_reply},
};
use serde_json::{Value, json};

use crate::calls::Habitual;

/// Serves until standard input ends, or the habit ends it.
pub(crate) fn serve(habit: &str) -> ExitCode {
    let mut implementation = served(habit);
    let mut output = io::stdout().lock();
    for (count, line) in io::stdin().lock().split(b'\n').enumerate() {
        let Some(line) = line.ok().and_then(|line| String::from_utf8(line).ok()) else { break };
        // The longest lines would be most of the test's time, and none of the habits shows in them.
        let line = if line.len() > 1 << 20 { shortened(&line) } else { line };
        let Ok(request) = serde_json::from_str::<Value>(&line) else { continue };
        if habit == "dies-now-and-then" && count == 500 {
            return ExitCode::from(3);
        }
        let mut said = answered(habit, implementation.as_mut(), request).into_bytes();
        if habit == "writes-octets-now-and-then" && count == 500 {
            said.insert(1, 0xff);
        }
        said.push(b'\n');
        if output.write_all(&said).and_then(|()| output.flush()).is_err() {
            break;
        }
    }
    ExitCode::SUCCESS
}

/// A request of no operation under the same id.
fn shortened(line: &str) -> String {
    let end = line.find(",\"op\"").unwrap_or_default();
    format!("{},\"op\":\"none\",\"input\":{{}}}}", &line[..end])
}

/// The reference with that habit, or in that shape.
fn served(habit: &str) -> Box<dyn Implementation> {
    let shape_name = habit.strip_prefix("shape-");
    let shape = Shape::ALL.into_iter().find(|shape| Some(shape.name()) == shape_name);
    match shape {
        Some(shape) => Box::new(Shaped::new(Box::new(Reference::new(1)), shape)),
        None => Box::new(Habitual::new(habit)),
    }
}

fn answered(habit: &str, implementation: &mut dyn Implementation, mut request: Value) -> String {
    let id = request["id"].as_u64().unwrap_or_default();
    if let Some(said) = before(habit, &mut request) {
        return json!({"id": id, "ok": said}).to_string();
    }
    let said = match decode_line(&request.to_string()) {
        Ok(Decoded::Hello) => return encode_about(&implementation.about()),
        Ok(Decoded::Request(_, call)) => encode_reply(id, &answer(implementation, &call)),
        Ok(Decoded::Unknown(_, why)) => encode_reply(id, &Reply::Unsupported(why)),
        Err(_) => return String::new(),
    };
    let mut said = serde_json::from_str(&said).unwrap_or_default();
    after(habit, &request, &mut said);
    said.to_string()
}

/// Changes a request as it is read; what it gives is answered at once.
fn before(habit: &str, request: &mut Value) -> Option<Value> {
    let op = request["op"].as_str().unwrap_or_default().to_owned();
    let input = request.get_mut("input").and_then(Value::as_object_mut)?;
    match habit {
        "method-by-default" => {
            // Text alone is read, and what is not there is `plain`.
            input.retain(|name, _| TEXT.contains(&name.as_str()) || op.starts_with("flow."));
            if op == "derive" || op == "verify" {
                input.entry("method").or_insert(json!("plain"));
            }
        }
        "hex-method-by-default" if input.remove("method_hex").is_some() => {
            input.insert("method".to_owned(), json!("plain"));
        }
        "leaves-out-members" => input.retain(|name, _| !name.starts_with("of_a")),
        "hex-as-text" => {
            for name in ["method", "challenge", "verifier"] {
                if let Some(hex) = input.remove(&format!("{name}_hex")) {
                    input.insert(name.to_owned(), hex);
                }
            }
        }
        "step-hex-as-text" => {
            let pairs = input.get_mut("step").and_then(|step| step.pointer_mut("/token/params"));
            for pair in pairs.and_then(Value::as_array_mut).into_iter().flatten() {
                if let Some(hex) = pair[1].get("hex").cloned() {
                    pair[1] = hex;
                }
            }
        }
        "any-policy" => {
            let pkce = input.get_mut("policy").and_then(|policy| policy.get_mut("pkce"));
            if let Some(pkce) = pkce.filter(|pkce| **pkce == "nonsense") {
                *pkce = json!("required");
            }
        }
        "any-step" => {
            let step = input.get("step").and_then(Value::as_object);
            let name = step.and_then(|step| step.keys().next()).map(String::as_str);
            return name
                .filter(|name| name.starts_with("of_a"))
                .map(|_| json!({"outcome": "waited"}));
        }
        "leaves-out-step-members" => {
            let request = input.get_mut("step").and_then(|step| step.get_mut("token"));
            if let Some(request) = request.and_then(Value::as_object_mut) {
                request.retain(|name, _| !name.starts_with("of_a"));
            }
        }
        _ => {}
    }
    None
}

const TEXT: [&str; 5] = ["method", "challenge", "verifier", "count", "length"];

/// Changes an answer as it is written.
fn after(habit: &str, request: &Value, said: &mut Value) {
    let op = request["op"].as_str().unwrap_or_default();
    match habit {
        // `verify(**input)`, whatever it raises.
        "every-exception-is-no-match" if op == "verify" && said.get("ok").is_none() => {
            *said = json!({"id": said["id"], "ok": {"match": false}});
        }
        "own-reason" if op == "verify" && said["ok"]["match"] == json!(false) => {
            *said = json!({"id": said["id"], "error": {"reason": "no_match"}});
        }
        // What JavaScript writes of a promise.
        "forgets-to-await" if !said["ok"]["challenge"].is_null() => {
            said["ok"] = json!({"challenge": {}});
        }
        "forgets-to-await-all" if op == "derive" && said.get("ok").is_some() => {
            said["ok"] = json!({});
        }
        _ => {}
    }
}
