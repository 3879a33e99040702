//! Files: each vector in one of its own, each requirement in a catalogue of its own, each id among known failures; and
//! each adapter in a list of its own, which is the one kind that comes from no vector.

use pkce_cli::list;
use pkce_vectors::{Requirement, VectorSet};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Seed, seed};
use crate::properties::{REQUIREMENT, written_list};

pub(super) fn seeds(set: &VectorSet) -> Vec<Seed> {
    let vectors = set.vectors.iter().map(|vector| {
        seed("vectors", &vector.id, json!({ "vectors": [ours(vector)] }).to_string())
    });
    let flows = set
        .flows
        .iter()
        .map(|flow| seed("vectors", &flow.id, json!({ "flows": [ours(flow)] }).to_string()));
    let ids = set.vectors.iter().map(|vector| &vector.id);
    let known = ids.map(|id| {
        let text = format!(
            "[[known]]\nid = \"{id}\"\nreason = \"a reason\"\nurl = \"https://e.example\"\n"
        );
        seed("known_failures", id, text)
    });
    let requirements = set.catalogue.requirements.iter().map(|known| requirement(set, known));
    let adapters = list::built_in().unwrap_or_default().into_iter().map(|adapter| {
        let id = format!("{}/{}", adapter.language.as_str(), adapter.name);
        seed("adapter_list", &id, written_list(&[adapter]))
    });
    vectors.chain(flows).chain(known).chain(requirements).chain(adapters).collect()
}

/// An entry under the one requirement that the target's catalogue has.
fn ours(entry: &impl Serialize) -> Value {
    let mut entry = serde_json::to_value(entry).unwrap_or_default();
    rename(&mut entry);
    entry
}

fn rename(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(id) if key == "requirement" => REQUIREMENT.clone_into(id),
                    member => rename(member),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(rename),
        _ => {}
    }
}

fn requirement(set: &VectorSet, known: &Requirement) -> Seed {
    let catalogue = &set.catalogue;
    let documents: Vec<_> = catalogue
        .documents
        .iter()
        .filter(|document| known.sources.iter().any(|source| source.document == document.id))
        .collect();
    let lineage = catalogue.profile(Some(&known.profile)).map(|profile| catalogue.lineage(profile));
    let text = json!({
        "$schema": catalogue.schema,
        "version": catalogue.version,
        "documents": documents,
        "profiles": lineage.unwrap_or_default(),
        "requirements": [known],
    });
    seed("requirements", &known.id, text.to_string())
}
