//! How to see a failure again: by the command, and by hand without it.
//!
//! Nothing that a target answered stands in these lines, as somebody will paste them into a shell; what a report says of
//! its target's command is quoted.

use std::{borrow::Cow, fmt::Write as _};

use pkce_conformance::{
    result::{Asked, CaseResult, Report},
    wire::{Call, LibraryCall, Octets, SentRequest, StepCall, encode_hello, encode_request},
};
use pkce_vectors::{Action, Input, MetadataOf, Op, Step};

use crate::{clean, index::Index, json};

/// A line longer than this is no line to paste.
const LONGEST: usize = 4_000;

/// The command that asks the case alone, with the same draws.
pub(crate) fn again(report: &Report, row: &CaseResult) -> String {
    let id = row.id.split('#').next().unwrap_or_default();
    let (profile, only, seed) = (quoted(&report.profile), quoted(id), report.seed);
    let strict = if report.run.strict { " --strict" } else { "" };
    let target =
        command(report).map_or_else(|| quoted(&report.target), |words| format!("-- {words}"));
    format!("pkce run --profile {profile} --seed {seed} --only {only}{strict} {target}")
}

/// The words behind `--`, where the target is a command and no name.
fn command(report: &Report) -> Option<String> {
    let target = clean(&report.target);
    let is_command = target.starts_with(['.', '/']) || target.contains(char::is_whitespace);
    is_command.then(|| target.split_whitespace().map(quoted).collect::<Vec<_>>().join(" "))
}

/// Lines for a shell that ask the same without `pkce`: of a library a line for its adapter, of a server its requests, as its
/// transport knows them or in general.
pub(crate) fn by_hand(report: &Report, row: &CaseResult, index: &Index<'_>) -> Vec<String> {
    match row.asked.as_deref() {
        Some(_) if !row.by_hand.is_empty() => {
            row.by_hand.iter().map(|line| clean(line).into_owned()).collect()
        }
        Some(Asked::Steps(steps)) => {
            let last = row.step.unwrap_or(steps.len());
            let flow = index.flow(&row.vector);
            let sent = steps.iter().enumerate().take(last.saturating_add(1));
            let line = |(index, step): (usize, &Option<StepCall>)| match step {
                Some(step) => Some(request(step)),
                None => race(flow?.steps.get(index)?),
            };
            sent.filter_map(line).collect()
        }
        Some(Asked::Input(input)) => of_library(report, row, input),
        None => index
            .vector(&row.vector)
            .map_or_else(Vec::new, |vector| of_library(report, row, &vector.input)),
    }
}

fn of_library(report: &Report, row: &CaseResult, input: &Input) -> Vec<String> {
    let Some(op) = Op::ALL.into_iter().find(|op| op.as_str() == row.op) else { return Vec::new() };
    let octets =
        |datum: &Option<pkce_vectors::Datum>| datum.as_ref().map(|datum| Octets(datum.to_bytes()));
    let call = Call::Library(LibraryCall {
        method: octets(&input.method),
        challenge: octets(&input.challenge),
        verifier: octets(&input.verifier),
        count: input.count.unwrap_or(0),
        length: input.length.flatten(),
        ..LibraryCall::new(op)
    });
    let line = json::escape(&encode_request(1, &call));
    if line.len() > LONGEST {
        return Vec::new();
    }
    let adapter = command(report).unwrap_or_else(|| "YOUR-ADAPTER".to_owned());
    vec![format!("printf '%s\\n' {} {} | {adapter}", quoted(&encode_hello()), quoted(&line))]
}

/// What no single command does, as a remark.
fn race(step: &Step) -> Option<String> {
    match &step.action {
        Action::Race { tokens, times } => {
            let all = tokens.len().saturating_mul(*times as usize);
            Some(format!("# then {all} token requests with this code at the same moment"))
        }
        _ => None,
    }
}

/// A request as `curl` sends it.
fn request(step: &StepCall) -> String {
    match step {
        StepCall::Authorize(request) => {
            let cookies = if request.user_agent.is_empty() {
                "user-agent".to_owned()
            } else {
                format!("user-agent-{}", request.user_agent)
            };
            let to = if request.post {
                format!("-d {} \"$AUTHORIZATION_ENDPOINT\"", body(request))
            } else {
                format!("\"$AUTHORIZATION_ENDPOINT?\"{}", body(request))
            };
            // What it redirects to has the code.
            format!(
                "curl -s -o /dev/null -w '%{{redirect_url}}\\n' -b {} {to}",
                quoted(&format!("{cookies}.cookies"))
            )
        }
        StepCall::Par(request) => post("$PAR_ENDPOINT", request),
        StepCall::Token(request) => post("$TOKEN_ENDPOINT", request),
        StepCall::Use { .. } => {
            "curl -s -H \"Authorization: Bearer $TOKEN\" \"$USERINFO_ENDPOINT\"".to_owned()
        }
        StepCall::Metadata { of } => {
            let document = match of {
                MetadataOf::Oauth => "oauth-authorization-server",
                MetadataOf::Openid => "openid-configuration",
                MetadataOf::Smart => "smart-configuration",
            };
            format!("curl -s \"$ISSUER/.well-known/{document}\"")
        }
        StepCall::Wait { seconds } => format!("sleep {seconds}"),
    }
}

fn post(endpoint: &str, request: &SentRequest) -> String {
    let mut line = "curl -s".to_owned();
    if let Some((client, _)) = &request.basic {
        let _ = write!(line, " -u {}:\"$SECRET\"", quoted(client));
    }
    let _ = write!(line, " -d {}", body(request));
    let query = encoded(&request.query);
    let query = if query.is_empty() { String::new() } else { format!("?\"{query}") };
    match query.strip_prefix("?\"") {
        Some(query) => {
            let _ = write!(line, " \"{endpoint}?\"{query}");
        }
        None => {
            let _ = write!(line, " \"{endpoint}\"");
        }
    }
    line
}

/// The parameters as one word of a shell, form-encoded; masked values are variables.
fn body(request: &SentRequest) -> String {
    let mut words = encoded(&request.params);
    if let Some(raw) = &request.raw {
        let raw: String = raw.0.iter().map(|octet| as_it_is(*octet)).collect();
        words.push_str(&quoted(&format!("&{raw}")));
    }
    if words.is_empty() { "''".to_owned() } else { words }
}

fn encoded(params: &[(String, Octets)]) -> String {
    let mut words = String::new();
    for (index, (name, value)) in params.iter().enumerate() {
        let between = if index == 0 { "" } else { "&" };
        let name = percent(name.as_bytes());
        match value.as_text().filter(|text| VARIABLES.contains(text)) {
            Some(variable) => {
                let _ = write!(words, "'{between}{name}='\"{variable}\"");
            }
            None => {
                let _ = write!(words, "'{between}{name}={}'", percent(&value.0));
            }
        }
    }
    // Neighbours in single quotes are one word in them.
    words.replace("''", "")
}

/// What stands for values that nobody else should read.
const VARIABLES: [&str; 4] = ["$CODE", "$SECRET", "$REQUEST_URI", "$TOKEN"];

fn percent(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len());
    for octet in octets {
        match octet {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(*octet));
            }
            other => {
                // Writing to a String cannot fail.
                let _ = write!(text, "%{other:02X}");
            }
        }
    }
    text
}

/// A piece of form-encoded text stays as it is, as far as a terminal can show it.
fn as_it_is(octet: u8) -> String {
    match octet {
        b'!'..=b'~' => char::from(octet).to_string(),
        other => percent(&[other]),
    }
}

/// A word as a shell wants it typed.
pub(crate) fn quoted(word: &str) -> String {
    let word = clean(word);
    let quoted = shlex::try_quote(&word).map(Cow::into_owned);
    quoted.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_request_is_a_command() {
        let pairs = [
            ("grant_type", "authorization_code"),
            ("code", "$CODE"),
            ("code_verifier", "it's"),
            ("code_verifier", ""),
        ];
        let params = pairs.map(|(name, value)| (name.to_owned(), Octets::from(value)));
        let request = SentRequest {
            params: params.to_vec(),
            query: vec![("a".to_owned(), Octets(vec![0xff]))],
            raw: Some(Octets::from("code_verifier=%zz")),
            basic: Some(("me".to_owned(), "$SECRET".to_owned())),
            ..SentRequest::default()
        };
        assert_eq!(
            request_of(&request),
            "curl -s -u me:\"$SECRET\" -d 'grant_type=authorization_code&code='\"$CODE\"\
             '&code_verifier=it%27s&code_verifier=''&code_verifier=%zz' \"$TOKEN_ENDPOINT?\"'a=%FF'"
        );
    }

    fn request_of(token: &SentRequest) -> String {
        request(&StepCall::Token(token.clone()))
    }

    #[test]
    fn words_of_a_strange_report_stay_words() {
        assert_eq!(quoted("a; rm -rf b"), "'a; rm -rf b'");
        assert_eq!(quoted("$(x)\n"), r#"'$(x)'"\\n""#);
    }

    #[test]
    fn a_race_is_a_remark_with_its_number() {
        let set = pkce_vectors::VectorSet::bundled().unwrap();
        let flow = set.flows.iter().find(|flow| flow.id == "flow/code/race").unwrap();
        let remarks: Vec<String> = flow.steps.iter().filter_map(race).collect();
        assert_eq!(remarks, ["# then 8 token requests with this code at the same moment"]);
    }
}
