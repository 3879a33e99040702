//! Vector and requirement files: the loader refuses or understands, and what it understands it can write.

use pkce_vectors::{Catalogue, Flow, LoadError, Vector, VectorSet, lint::lint};
use serde_json::json;

/// A file of `v1/`, as text.
pub fn vectors(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(set) = load(SMALLEST, text) else { return };
    let written = json!({ "vectors": set.vectors, "flows": set.flows }).to_string();
    let again = load(SMALLEST, &written);
    assert!(again.is_ok(), "what was read cannot be read again: {again:?}");
    assert!(again.is_ok_and(|again| same(&again, &set)));
    // Nothing that loads may upset the lint, nor what draws its values.
    let _ = lint(&set, true);
    super::run::against_the_reference(&set);
}

/// `requirements.json`, as text.
pub fn requirements(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(set) = load(text, VECTOR) else { return };
    let written = serde_json::to_string(&set.catalogue).unwrap_or_default();
    let again = load(&written, VECTOR);
    assert!(again.is_ok_and(|again| again.catalogue == set.catalogue));
    binds(&set.catalogue);
    let _ = lint(&set, true);
}

/// Every profile comes to an end, and binds nothing that isn't there.
fn binds(catalogue: &Catalogue) {
    for profile in &catalogue.profiles {
        assert!(catalogue.profile(Some(&profile.id)).is_ok());
        assert!(catalogue.lineage(profile).len() <= catalogue.profiles.len());
        let binding = catalogue.binding(profile);
        assert!(binding.keys().all(|id| catalogue.requirement(id).is_some()));
    }
}

fn load(requirements: &str, vectors: &str) -> Result<VectorSet, LoadError> {
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    VectorSet::from_texts(&[
        file("requirements.json", requirements),
        file("flags.json", FLAGS),
        file("v1/fuzz.json", vectors),
    ])
}

fn same(one: &VectorSet, other: &VectorSet) -> bool {
    let parts =
        |set: &VectorSet| -> (Vec<Vector>, Vec<Flow>) { (set.vectors.clone(), set.flows.clone()) };
    parts(one) == parts(other) && one.catalogue == other.catalogue && one.flags == other.flags
}

/// The one requirement of [`vectors`]' catalogue.
pub const REQUIREMENT: &str = "r";

/// A catalogue with that requirement.
const SMALLEST: &str = r#"{"$schema":"s","version":"1.0.0",
"documents":[{"id":"rfc7636","title":"","url":""}],
"profiles":[{"id":"rfc7636","title":"","default":true}],
"requirements":[{"id":"r","level":"must","basis":"keyword","role":"server","says":"","sources":[],"profile":"rfc7636"}]}"#;

const FLAGS: &str = r#"{"flags":{}}"#;

const VECTOR: &str = r#"{"vectors":[{"id":"derive/appendix-b","requirement":"r",
"comment":"","flags":[],"op":"derive","input":{"method":"S256","verifier":"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"},
"expect":[{"challenge":"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}]}]}"#;
