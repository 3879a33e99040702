//! Symbolic values: what a flow sends, written so that each run draws it anew.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};

use crate::{alter::How, datum, role::RoleName};

/// A value in a flow. Evaluated by [`Bindings`](crate::Bindings).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `"text"`: itself.
    Text(String),
    /// `{"hex": "…"}`: octets that need not be UTF-8.
    Hex(Vec<u8>),
    /// `{"repeat": ["a", 4096]}`.
    Repeat(String, u32),
    /// `{"verifier": "v1"}`: drawn at its first use.
    Verifier(DrawOptions),
    /// `{"s256": V}`: base64url of the SHA-256 of V's octets.
    S256(Box<Value>),
    /// `{"alter": V, "how": …}`.
    Alter(Alteration),
    /// `{"concat": [V, …]}`.
    Concat(Vec<Value>),
    /// `{"code": "c1"}`: a code that an earlier step got.
    Code(String),
    /// `{"redirect_uri": ROLE}`: as that role's client registered it.
    RedirectUri(RoleName),
    /// `{"client_id": ROLE}`.
    ClientId(RoleName),
    /// `{"secret": ROLE}`.
    Secret(RoleName),
}

/// How a verifier is drawn. Without options: 43 characters, base64url of 32 octets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawOptions {
    /// The name under which later uses find the same value.
    pub verifier: String,
    /// Characters, 1 to 4 096.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// The characters to draw from, each as likely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alphabet: Option<String>,
    /// Drawn again until the S256 of the value contains each of these characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge_has: Option<String>,
    /// Drawn again until the S256 of the value contains none of these characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge_lacks: Option<String>,
}

/// `{"alter": VALUE, "how": …}` with the arguments that some ways need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alteration {
    /// What is altered.
    pub alter: Box<Value>,
    /// In which way.
    pub how: How,
    /// An octet's place, counted from 0, or from the end where negative (−1 is the last).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<i32>,
    /// A number of octets, or which of the three non-canonical last characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// What takes the replaced octet's place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Box<Value>>,
}

impl Alteration {
    /// Applies the alteration to `bytes`, with `with` already evaluated.
    #[must_use]
    pub fn apply(&self, bytes: &[u8], with: &[u8]) -> Vec<u8> {
        self.how.apply(bytes, self.at, self.n.unwrap_or(0), with)
    }
}

impl DrawOptions {
    /// No option: 43 characters, base64url of 32 octets.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            verifier: name.to_owned(),
            length: None,
            alphabet: None,
            challenge_has: None,
            challenge_lacks: None,
        }
    }
}

impl Value {
    /// A verifier drawn without options.
    #[must_use]
    pub fn verifier(name: &str) -> Self {
        Self::Verifier(DrawOptions::new(name))
    }

    /// The S256 transformation of `value`.
    #[must_use]
    pub fn s256(value: Self) -> Self {
        Self::S256(Box::new(value))
    }

    /// `value` followed by `text`.
    #[must_use]
    pub fn followed_by(self, text: &str) -> Self {
        Self::Concat(vec![self, Self::Text(text.to_owned())])
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Verifier(DrawOptions),
    Alter(Alteration),
    One(One),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum One {
    Hex(String),
    Repeat((String, u32)),
    S256(Box<Value>),
    Concat(Vec<Value>),
    Code(String),
    RedirectUri(RoleName),
    ClientId(RoleName),
    Secret(RoleName),
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let value = Self::written(deserializer)?;
        if value.longest() > datum::Datum::MAX_LEN {
            return Err(D::Error::custom("a value may come to at most 2 MiB"));
        }
        Ok(value)
    }
}

impl Value {
    /// At least as many octets as it can come to: alterations of alterations grow fast.
    fn longest(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Hex(bytes) => bytes.len(),
            Self::Repeat(text, count) => text.len().saturating_mul(*count as usize),
            Self::Verifier(options) => options.length.unwrap_or(43) as usize,
            Self::S256(_) => 43,
            // Base64 of hexadecimal makes nearly three octets of one, and nothing makes more.
            Self::Alter(alteration) => {
                let with = alteration.with.as_ref().map_or(0, |with| with.longest());
                alteration.alter.longest().saturating_mul(3).saturating_add(with + 4)
            }
            Self::Concat(values) => {
                values.iter().fold(0, |sum, value| sum.saturating_add(value.longest()))
            }
            Self::Code(_) | Self::RedirectUri(_) | Self::ClientId(_) | Self::Secret(_) => 0,
        }
    }

    fn written<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let json = serde_json::Value::deserialize(deserializer)?;
        // Each form is told by one key, so that an error speaks of the form that was meant.
        if let Some(text) = json.as_str() {
            return Ok(Self::Text(text.to_owned()));
        }
        if json.get("verifier").is_some() {
            let options: DrawOptions = form(json).map_err(D::Error::custom)?;
            check_draw(&options).map_err(D::Error::custom)?;
            return Ok(Self::Verifier(options));
        }
        if json.get("alter").is_some() {
            let alteration: Alteration = form(json).map_err(D::Error::custom)?;
            let given =
                (alteration.at.is_some(), alteration.n.is_some(), alteration.with.is_some());
            if given != alteration.how.arguments() {
                return Err(D::Error::custom(format!(
                    "{:?} takes other arguments than those given (at, n, with)",
                    alteration.how
                )));
            }
            return Ok(Self::Alter(alteration));
        }
        match form(json).map_err(D::Error::custom)? {
            One::Hex(text) => datum::from_hex(&text)
                .map(Self::Hex)
                .ok_or_else(|| D::Error::custom("hex wants an even number of hexadecimal digits")),
            One::Repeat((text, count)) => {
                if text.len().saturating_mul(count as usize) > datum::Datum::MAX_LEN {
                    return Err(D::Error::custom("a repeat expands to at most 2 MiB"));
                }
                Ok(Self::Repeat(text, count))
            }
            One::S256(value) => Ok(Self::S256(value)),
            One::Concat(values) => Ok(Self::Concat(values)),
            One::Code(name) => Ok(Self::Code(name)),
            One::RedirectUri(role) => Ok(Self::RedirectUri(role)),
            One::ClientId(role) => Ok(Self::ClientId(role)),
            One::Secret(role) => Ok(Self::Secret(role)),
        }
    }
}

/// Reads one form, and says where inside it an error lies.
fn form<T: DeserializeOwned>(json: serde_json::Value) -> Result<T, String> {
    serde_path_to_error::deserialize(json).map_err(|error| {
        match error.path().to_string().as_str() {
            "." => error.inner().to_string(),
            path => format!("{path}: {}", error.inner()),
        }
    })
}

fn check_draw(options: &DrawOptions) -> Result<(), &'static str> {
    if options.length.is_some_and(|length| !(1..=4096).contains(&length)) {
        return Err("length is 1 to 4096 characters");
    }
    if options.alphabet.as_ref().is_some_and(|alphabet| !alphabet.is_ascii() || alphabet.is_empty())
    {
        return Err("alphabet is one or more ASCII characters");
    }
    let (has, lacks) = (&options.challenge_has, &options.challenge_lacks);
    for wanted in [has, lacks].into_iter().flatten() {
        let known = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if wanted.len() > 2 || !wanted.chars().all(known) {
            return Err(
                "challenge_has and challenge_lacks are one or two characters of the base64url \
                 alphabet",
            );
        }
        let single = options.alphabet.as_ref().is_some_and(|alphabet| alphabet.len() == 1);
        if single || options.length.is_some_and(|length| length < 4) {
            return Err("challenge_has and challenge_lacks need values to choose among");
        }
    }
    if let (Some(has), Some(lacks)) = (has, lacks)
        && has.chars().any(|c| lacks.contains(c))
    {
        return Err("challenge_has and challenge_lacks name the same character");
    }
    Ok(())
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = match self.clone() {
            Self::Text(text) => Written::Text(text),
            Self::Verifier(options) => Written::Verifier(options),
            Self::Alter(alteration) => Written::Alter(alteration),
            Self::Hex(bytes) => Written::One(One::Hex(datum::to_hex(&bytes))),
            Self::Repeat(text, count) => Written::One(One::Repeat((text, count))),
            Self::S256(value) => Written::One(One::S256(value)),
            Self::Concat(values) => Written::One(One::Concat(values)),
            Self::Code(name) => Written::One(One::Code(name)),
            Self::RedirectUri(role) => Written::One(One::RedirectUri(role)),
            Self::ClientId(role) => Written::One(One::ClientId(role)),
            Self::Secret(role) => Written::One(One::Secret(role)),
        };
        written.serialize(serializer)
    }
}
