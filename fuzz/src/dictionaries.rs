//! Dictionaries for libFuzzer: the names in the vectors, the requests and the lines.

use std::{collections::BTreeSet, fmt::Write as _};

use pkce_vectors::VectorSet;
use serde_json::Value;

use crate::{seeds, world};

/// The dictionary of one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dictionary {
    /// The name of the target.
    pub target: &'static str,
    /// The file, in libFuzzer's form.
    pub text: String,
}

/// Every dictionary.
#[must_use]
pub fn dictionaries(set: &VectorSet) -> Vec<Dictionary> {
    let seeds = seeds::seeds(set);
    let of = |target: &str| -> Vec<&[u8]> {
        seeds.iter().filter(|seed| seed.target == target).map(|seed| &*seed.bytes).collect()
    };
    // An empty word is none: libFuzzer refuses it.
    let methods: Words =
        of("method").into_iter().filter(|name| !name.is_empty()).map(<[u8]>::to_vec).collect();
    let (_, codes) = world::issued();
    let mut values: Words = codes.iter().map(|code| code.name.clone().into_bytes()).collect();
    values.extend(world::Who::ALL.map(|who| who.id().into()));
    values.extend(
        world::Who::ALL
            .map(|who| who.redirect_uri().replace(':', "%3A").replace('/', "%2F").into()),
    );
    values.extend(world::VERIFIERS.map(Into::into));
    values.extend([b"Basic ".to_vec(), world::SECRET.into()]);
    let forms = of("form").into_iter().flat_map(names_of_form).collect::<Words>();
    let endpoint: Words = forms.union(&values).cloned().collect();
    let json = |target: &str| of(target).into_iter().flat_map(names_of_json).collect::<Words>();
    let listed =
        |words: &[&str]| words.iter().map(|text| text.as_bytes().to_vec()).collect::<Words>();
    [
        ("method", methods),
        ("form", forms),
        ("authorization", endpoint.clone()),
        ("token", endpoint),
        ("vectors", json("vectors")),
        ("requirements", json("requirements")),
        ("request_line", json("request_line")),
        ("answer_line", json("answer_line")),
        ("known_failures", listed(&KNOWN_FAILURES)),
        ("adapter_list", listed(&ADAPTER_LIST)),
        ("report", listed(&seeds::HOSTILE)),
        ("run", listed(&seeds::HOSTILE)),
    ]
    .into_iter()
    .map(|(target, words)| Dictionary { target, text: written(&words) })
    .collect()
}

type Words = BTreeSet<Vec<u8>>;

/// Names of parameters, and the short values beside them.
fn names_of_form(form: &[u8]) -> Words {
    let halves = form.split(|byte| matches!(byte, b'&' | b'='));
    halves.filter(|half| (2..=24).contains(&half.len())).map(<[u8]>::to_vec).collect()
}

/// Keys, and values that are one word.
fn names_of_json(text: &[u8]) -> Words {
    fn walk(value: &Value, words: &mut Words) {
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    words.insert(format!("\"{key}\":").into_bytes());
                    walk(member, words);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, words)),
            Value::String(word) if is_word(word) => {
                words.insert(format!("\"{word}\"").into_bytes());
            }
            _ => {}
        }
    }
    let mut words = Words::new();
    for line in text.split(|byte| *byte == b'\n') {
        if let Ok(value) = serde_json::from_slice(line) {
            walk(&value, &mut words);
        }
    }
    words
}

/// From a closed list rather than drawn or written.
fn is_word(text: &str) -> bool {
    (2..=16).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-' | b'.'))
}

/// A word a line, quoted and escaped.
fn written(words: &Words) -> String {
    let mut text = String::from(
        "# Written by `cargo run -p pkce-fuzz --no-default-features --example seeds`.\n",
    );
    for word in words {
        text.push('"');
        for byte in word {
            // Writing to a String cannot fail.
            let _ = match byte {
                b'"' | b'\\' => write!(text, "\\{}", char::from(*byte)),
                b' '..=b'~' => write!(text, "{}", char::from(*byte)),
                byte => write!(text, "\\x{byte:02X}"),
            };
        }
        text.push_str("\"\n");
    }
    text
}

/// The words of a known-failures file.
const KNOWN_FAILURES: [&str; 12] = [
    "[[known]]",
    "\nid = ",
    "\nreason = ",
    "\nurl = ",
    "\"\"\"",
    "'''",
    "verify/*",
    "generate/",
    "\\u001b",
    "# ",
    "[known]",
    "known = [{",
];

/// The words of a list of adapters.
const ADAPTER_LIST: [&str; 14] = [
    "[[adapter]]",
    "\nname = ",
    "\nversion = ",
    "\nlanguage = ",
    "\ninstall = [",
    "\nstart = ",
    "\nhome = ",
    "\"https://",
    "\"Go\"",
    "\"Python\"",
    "\"shell\"",
    "\"\"",
    "\" \"",
    "'''",
];
