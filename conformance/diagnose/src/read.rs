//! Values out of a text that somebody pasted: a URL, a request's body, a `curl` command, lines of a
//! log, JSON, or the two values alone.
//!
//! What is looked for are the parameters' names, however they are spelt (`code_verifier`,
//! `codeVerifier`, `Code Verifier`), and a value behind each. Everything else is passed over, and is
//! never shown.

mod names;
mod pairs;
mod request;
mod shell;
mod unescape;
mod value;

use crate::given::{Beside, Challenge, Given, Method, Place, Value};
use names::Name;
use pairs::{Pair, pairs};

/// The values that stand in a text. `source` says in words where the text is from.
#[must_use]
pub fn read(text: &[u8], source: &str) -> Given {
    let mut given = Given::default();
    let invalid = String::from_utf8_lossy(text).matches('\u{fffd}').count();
    if std::str::from_utf8(text).is_err() {
        given.notes.push(format!(
            "{source} is not UTF-8 in {}; those octets are taken as they are",
            if invalid == 1 { "one place".to_owned() } else { format!("{invalid} places") },
        ));
    }
    let text = unescape::unescaped(text);
    let open = shell::open_end(&text);
    let pairs = pairs(&text, open.is_some());
    note_repeated(&pairs, &mut given.notes, source);
    take(&pairs, &mut given, source);
    if given.verifiers.is_empty() && given.challenges.is_empty() {
        take_bare(&text, &mut given, source);
    }
    if let Some(open) = open {
        given.notes.push(open.told(source));
    }
    given
}

/// Takes each value once, a challenge with the method of its request.
fn take(pairs: &[Pair], given: &mut Given, source: &str) {
    let mut others: Vec<&'static str> = Vec::new();
    for pair in pairs {
        let value = || Value {
            octets: pair.value.clone(),
            place: Place {
                source: format!("line {} of {source}", pair.line),
                request: pair.request,
                cut: pair.cut,
            },
        };
        match pair.name {
            Name::Verifier => {
                if !given.verifiers.iter().any(|known| known.octets == pair.value) {
                    given.verifiers.push(value());
                }
            }
            Name::Challenge => {
                let method = method(pair, pairs);
                let known = given.challenges.iter_mut();
                let known = known.filter(|known| known.value.octets == pair.value);
                match known.last() {
                    // A log tells of one challenge several times, and not always of its method.
                    Some(known) if known.method == Method::Unsaid => known.method = method,
                    Some(known) if method == Method::Unsaid || known.method == method => {}
                    _ => given.challenges.push(Challenge::new(value(), method)),
                }
            }
            Name::Beside(name) => {
                given.beside.push(Beside { name, octets: pair.value.clone() });
                if !others.contains(&name) {
                    others.push(name);
                }
            }
            Name::Method | Name::OfAuthorization | Name::OfToken => {}
        }
    }
    if !others.is_empty() {
        let names: Vec<String> = others.iter().map(|name| format!("`{name}`")).collect();
        given.notes.push(format!(
            "{source} has {} beside the pair: compared with it, and shown nowhere",
            names.join(", ")
        ));
    }
}

/// The method of a challenge: the one in its own request.
fn method(challenge: &Pair, pairs: &[Pair]) -> Method {
    let of_request = pairs.iter().filter(|pair| pair.unit == challenge.unit);
    let mut methods = of_request.clone().filter(|pair| pair.name == Name::Method);
    if let Some(method) = methods.next() {
        return Method::Named(method.value.clone());
    }
    let whole = of_request.clone().any(|pair| pair.name == Name::OfAuthorization);
    if whole { Method::Absent } else { Method::Unsaid }
}

/// A parameter that stands in one request twice is told: the request is malformed.
fn note_repeated(pairs: &[Pair], notes: &mut Vec<String>, source: &str) {
    for (index, pair) in pairs.iter().enumerate() {
        let Some(name) = pair.name.of_pair() else { continue };
        let earlier = pairs.iter().take(index);
        let same = earlier.filter(|known| known.unit == pair.unit && known.name == pair.name);
        if same.count() == 1 {
            notes.push(format!(
                "`{name}` stands more than once in one request (line {} of {source}): a server may \
                 take either, or refuse both",
                pair.line
            ));
        }
    }
}

/// Two words without a name: a verifier and a challenge.
fn take_bare(text: &[u8], given: &mut Given, source: &str) {
    let words = text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    if let [verifier, challenge] = words.collect::<Vec<_>>()[..] {
        given.verifiers.push(Value::new(verifier, format!("the first word of {source}")));
        let challenge = Value::new(challenge, format!("the second word of {source}"));
        given.challenges.push(Challenge::new(challenge, Method::Unsaid));
        given.notes.push(format!(
            "{source} names no parameter: its first word was taken for the verifier, its second \
             for the challenge"
        ));
    }
}

#[cfg(test)]
mod tests;
