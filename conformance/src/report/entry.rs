//! A vector or a flow as it stands in its file: a key a line, a step a line.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::json::escape;

/// The entry as JSON.
pub(crate) fn entry(entry: &impl Serialize) -> String {
    // An entry was read from JSON: it can be written as JSON again.
    let text = serde_json::to_string(entry).unwrap_or_default();
    let Ok(Pairs(pairs)) = serde_json::from_str(&text) else { return escape(&text) };
    let lines: Vec<String> =
        pairs.iter().map(|(key, value)| format!("  {key:?}: {}", laid_out(key, value))).collect();
    escape(&format!("{{\n{}\n}}\n", lines.join(",\n")))
}

/// Steps and checks in a line each.
fn laid_out(key: &str, value: &RawValue) -> String {
    let items = match key {
        "steps" | "checks" => serde_json::from_str::<Vec<&RawValue>>(value.get()).ok(),
        _ => None,
    };
    let Some(items) = items else { return value.get().to_owned() };
    let items: Vec<String> = items.iter().map(|item| format!("    {item}")).collect();
    format!("[\n{}\n  ]", items.join(",\n"))
}

/// The members of an object, in their order.
struct Pairs(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
