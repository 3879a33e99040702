//! Why a value is no verifier, no challenge or no method, whatever it belongs to.

use pkce_vectors::requirement_ids as ids;

use crate::given::{Challenge, Method, Request, Value};

/// One fault of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its name, in words; stable.
    pub id: &'static str,
    /// What is wrong, in a sentence that begins with the value it is about.
    pub says: String,
    /// The requirement that it breaks.
    pub requirement: &'static str,
    /// How to mend it.
    pub mend: &'static str,
}

/// What code writes for a value that was not set.
const UNSET: [&str; 11] = [
    "0",
    "null",
    "undefined",
    "None",
    "nil",
    "NaN",
    "true",
    "false",
    "[object Object]",
    "[object Promise]",
    "[object ArrayBuffer]",
];

/// What is wrong about a verifier.
pub(crate) fn of_verifier(value: &Value) -> Vec<Fault> {
    let mut faults = of_text(value, "verifier", ids::RFC7636_4_1_VERIFIER_GRAMMAR);
    if value.place.request == Request::Authorization {
        faults.push(Fault {
            id: "verifier-in-authorization-request",
            says: "the verifier stands in the authorization request, where anybody may read it"
                .to_owned(),
            requirement: ids::RFC7636_4_5_CLIENT_SENDS_VERIFIER,
            mend: "Send the challenge there, and the verifier to the token endpoint alone.",
        });
    }
    faults
}

/// What is wrong about a challenge and its method.
pub(crate) fn of_challenge(challenge: &Challenge) -> Vec<Fault> {
    let mut faults = of_text(&challenge.value, "challenge", ids::RFC7636_4_2_CHALLENGE_GRAMMAR);
    if challenge.value.place.request == Request::Token {
        faults.push(Fault {
            id: "challenge-in-token-request",
            says: "the challenge stands in the token request, where no server looks for it"
                .to_owned(),
            requirement: ids::RFC7636_4_3_CLIENT_SENDS_CHALLENGE,
            mend: "Send the challenge in the authorization request, and the verifier here.",
        });
    }
    faults.extend(of_method(&challenge.method));
    faults
}

/// Why a method's name is none.
pub(crate) fn of_method(method: &Method) -> Option<Fault> {
    let Method::Named(name) = method else { return None };
    if name == b"S256" || name == b"plain" {
        return None;
    }
    let near = name.trim_ascii();
    let shown = shown(method).map_or_else(String::new, |name| format!(" `{name}`"));
    let says = if near.eq_ignore_ascii_case(b"S256") || near.eq_ignore_ascii_case(b"plain") {
        format!("the method{shown} is none: names are registered in this case, without blanks")
    } else {
        format!("the method{shown} is none: `S256` and `plain` are registered")
    };
    Some(Fault {
        id: "method-name",
        says,
        requirement: ids::RFC7636_4_3_METHOD_NAMES,
        mend: "Send `code_challenge_method=S256`, letter for letter.",
    })
}

/// The name of a method, where it is short and plain enough to be one.
pub(crate) fn shown(method: &Method) -> Option<String> {
    let Method::Named(name) = method else { return None };
    let plain = name.len() <= 16 && name.iter().all(u8::is_ascii_graphic);
    plain.then(|| String::from_utf8_lossy(name).into_owned())
}

/// Why the text stands for no value at all.
pub(crate) fn unset(octets: &[u8], what: &str) -> Option<Fault> {
    let requirement = ids::RFC7636_4_1_VERIFIER_GRAMMAR;
    if octets.is_empty() {
        let mend = "Set the value before the request is made.";
        return Some(Fault {
            id: "empty",
            says: format!("the {what} is empty"),
            requirement,
            mend,
        });
    }
    let text = UNSET.into_iter().find(|text| text.as_bytes() == octets)?;
    let mend = "Set the variable before the request is made, and wait for what sets it.";
    let says = format!("the {what} is the text `{text}`: a variable that was not set");
    Some(Fault { id: "unset", says, requirement, mend })
}

/// What is wrong about the text, be it of the one or of the other: both have one grammar.
fn of_text(value: &Value, what: &str, requirement: &'static str) -> Vec<Fault> {
    let octets = value.octets.as_slice();
    let fault = |id, says, mend| Fault { id, says, requirement, mend };
    if let Some(unset) = unset(octets, what) {
        return vec![Fault { requirement, ..unset }];
    }
    let mut faults = Vec::new();
    if value.place.cut {
        let mend = "Copy the whole text.";
        let says = format!("the {what} ends where the text does, and may lack its end");
        faults.push(fault("cut", says, mend));
    }
    let length = octets.len();
    if length < 43 {
        let says = format!("the {what} is too short: {length} characters of at least 43");
        faults.push(fault("too-short", says, "Use 43 to 128 characters."));
    }
    if length > 128 {
        let says = format!("the {what} is too long: {length} characters of at most 128");
        faults.push(fault("too-long", says, "Use 43 to 128 characters."));
    }
    let bad = |octet: &u8| !(octet.is_ascii_alphanumeric() || b"-._~".contains(octet));
    if let Some(at) = octets.iter().position(bad) {
        let octet = octets.get(at).copied().unwrap_or_default();
        let shown = match octet {
            b'=' | b'+' | b'/' | b'"' | b'\'' | b'%' => format!("`{}`", char::from(octet)),
            b' ' => "a blank".to_owned(),
            b'\n' => "a line feed".to_owned(),
            b'\r' => "a carriage return".to_owned(),
            // It may be a part of something that is no verifier, and not to be shown.
            _ => "another character".to_owned(),
        };
        let place = at + 1;
        let says = format!("the {what} has {shown} in place {place}, which the grammar lacks");
        faults.push(fault("character", says, "Use letters, digits, `-`, `.`, `_` and `~` alone."));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::given::Place;

    fn ids_of(octets: &[u8]) -> Vec<&'static str> {
        of_verifier(&Value::new(octets, "--verifier")).iter().map(|fault| fault.id).collect()
    }

    #[test]
    fn a_legal_value_has_no_fault() {
        assert!(ids_of(&[b'~'; 43]).is_empty() && ids_of(&[b'a'; 128]).is_empty());
    }

    #[test]
    fn each_fault_has_its_name() {
        assert_eq!(ids_of(b""), ["empty"]);
        assert_eq!(ids_of(b"undefined"), ["unset"]);
        assert_eq!(ids_of(&[b'a'; 42]), ["too-short"]);
        assert_eq!(ids_of(&[b'+'; 129]), ["too-long", "character"]);
        assert_eq!(ids_of(&[0xff; 43]), ["character"]);
        let place = Place { request: Request::Authorization, cut: true, ..Place::new("line 1") };
        let value = Value { octets: vec![b'a'; 43], place };
        let ids: Vec<_> = of_verifier(&value).iter().map(|fault| fault.id).collect();
        assert_eq!(ids, ["cut", "verifier-in-authorization-request"]);
    }

    #[test]
    fn a_method_is_named_exactly() {
        let fault = |name: &str| of_method(&Method::Named(name.into()));
        assert!(fault("S256").is_none() && fault("plain").is_none());
        assert!(of_method(&Method::Absent).is_none() && of_method(&Method::Unsaid).is_none());
        assert!(fault("s256").unwrap().says.contains("`s256` is none: names are registered"));
        assert!(fault("SHA-256").unwrap().says.contains("`S256` and `plain` are registered"));
        assert!(!fault("a secret that is long").unwrap().says.contains("secret"));
    }
}
