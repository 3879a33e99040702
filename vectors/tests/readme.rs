//! README.md tells of the data as it is.

use pkce_vectors::{Flow, Vector, VectorSet, lint::RULES};
use serde_json::Value;

const README: &str = include_str!("../README.md");
const SCHEMA: &str = include_str!("../schema/vectors.schema.json");

#[test]
fn its_examples_are_in_the_data() {
    let set = VectorSet::bundled().unwrap();
    let blocks: Vec<&str> = README
        .split("```json\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```").map(|(block, _)| block))
        .collect();
    assert_eq!(blocks.len(), 2);
    let vector: Vector = serde_json::from_str(blocks[0]).unwrap();
    let flow: Flow = serde_json::from_str(blocks[1]).unwrap();
    assert_eq!(Some(&vector), set.vectors.iter().find(|known| known.id == vector.id));
    assert_eq!(Some(&flow), set.flows.iter().find(|known| known.id == flow.id));
}

/// Every word of the schema's closed lists, and every key of its objects.
fn words(json: &Value, found: &mut Vec<String>) {
    match json {
        Value::Object(map) => {
            if let Some(Value::Array(list)) = map.get("enum") {
                found.extend(list.iter().filter_map(Value::as_str).map(str::to_owned));
            }
            if let Some(Value::Object(properties)) = map.get("properties") {
                found.extend(properties.keys().cloned());
            }
            map.values().for_each(|inner| words(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| words(inner, found)),
        _ => {}
    }
}

#[test]
fn it_tells_of_every_key_and_word() {
    let mut found = Vec::new();
    words(&serde_json::from_str(SCHEMA).unwrap(), &mut found);
    let untold: Vec<&String> = found
        .iter()
        .filter(|word| {
            !README.contains(&format!("`{word}`")) && !README.contains(&format!("\"{word}\""))
        })
        .filter(|word| *word != "$schema" && !word.ends_with("_hex"))
        .collect();
    assert!(untold.is_empty(), "{untold:?}");
}

#[test]
fn the_rules_are_sorted_and_named_once() {
    assert!(RULES.is_sorted_by(|a, b| a < b));
}
