//! What was given to be diagnosed. None of it is shown, not even for debugging.

use std::fmt;

/// Everything that was given.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The verifiers, in the order in which they came.
    pub verifiers: Vec<Value>,
    /// The challenges, likewise.
    pub challenges: Vec<Challenge>,
    /// What stood beside them and may have been mixed up with one of them.
    pub beside: Vec<Beside>,
    /// What was read and what was not, in whole sentences.
    pub notes: Vec<String>,
}

/// A verifier, or the text of a challenge.
#[derive(Clone)]
pub struct Value {
    /// As it was given.
    pub octets: Vec<u8>,
    /// Where it stood.
    pub place: Place,
}

/// A challenge with what is known of its method.
#[derive(Debug, Clone)]
pub struct Challenge {
    /// Its text.
    pub value: Value,
    /// Its method.
    pub method: Method,
}

/// What is known of a challenge's method.
#[derive(Clone, PartialEq, Eq)]
pub enum Method {
    /// Nobody said anything.
    Unsaid,
    /// The request was seen, and had none.
    Absent,
    /// It was sent under this name.
    Named(Vec<u8>),
}

/// Where a value stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// In words: `--verifier`, `line 3`.
    pub source: String,
    /// In which request.
    pub request: Request,
    /// Whether the text ends where the value does, though something was still open.
    pub cut: bool,
}

/// Which request a value stood in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    /// It cannot be told.
    Unknown,
    /// The authorization request, or the request that pushes one.
    Authorization,
    /// The token request.
    Token,
}

/// A value of another parameter.
#[derive(Clone)]
pub struct Beside {
    /// The parameter's name.
    pub name: &'static str,
    /// Its value.
    pub octets: Vec<u8>,
}

impl Place {
    /// A place of which nothing else is known.
    #[must_use]
    pub fn new(source: impl Into<String>) -> Self {
        Self { source: source.into(), request: Request::Unknown, cut: false }
    }
}

impl Value {
    /// A value and where it came from.
    #[must_use]
    pub fn new(octets: impl Into<Vec<u8>>, source: impl Into<String>) -> Self {
        Self { octets: octets.into(), place: Place::new(source) }
    }
}

impl Challenge {
    /// A challenge and its method.
    #[must_use]
    pub const fn new(value: Value, method: Method) -> Self {
        Self { value, method }
    }
}

impl Method {
    /// Whether it is a name that RFC 7636 registers, or might be one: nobody said that it is not.
    #[must_use]
    pub fn may_be(&self, name: &str) -> bool {
        match self {
            Self::Unsaid => true,
            Self::Absent => name == "plain",
            Self::Named(said) => said == name.as_bytes(),
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Value([redacted], {} octets, {:?})", self.octets.len(), self.place)
    }
}

impl fmt::Debug for Beside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Beside({}, [redacted])", self.name)
    }
}

impl fmt::Debug for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unsaid => "Unsaid",
            Self::Absent => "Absent",
            Self::Named(_) => "Named([redacted])",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_value_is_shown_for_debugging() {
        let given = Given {
            verifiers: vec![Value::new("hush", "--verifier")],
            challenges: vec![Challenge::new(
                Value::new("hush", "--challenge"),
                Method::Named(b"hush".to_vec()),
            )],
            beside: vec![Beside { name: "code", octets: b"hush".to_vec() }],
            notes: Vec::new(),
        };
        let shown = format!("{given:?}");
        assert!(!shown.contains("hush") && !shown.contains("104"), "{shown}");
    }
}
