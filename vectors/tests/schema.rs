//! The schemas: the committed data validates, and what they refuse the types refuse too.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use jsonschema::Validator;
use pkce_vectors::VectorSet;
use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn schema(name: &str) -> Validator {
    jsonschema::validator_for(&read(&root().join(format!("schema/{name}.schema.json")))).unwrap()
}

/// Every data file under `dir`, with the name of its schema.
fn files(dir: &Path) -> Vec<(PathBuf, &'static str)> {
    let mut files =
        vec![(dir.join("requirements.json"), "requirements"), (dir.join("flags.json"), "flags")];
    for file in fs::read_dir(dir.join("v1")).unwrap() {
        let path = file.unwrap().path();
        let of_clients = path.file_name().unwrap().to_str().unwrap().starts_with("client-");
        files.push((path, if of_clients { "scenarios" } else { "vectors" }));
    }
    files
}

fn faults(dir: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, name) in files(dir) {
        let json = read(&path);
        for error in schema(name).iter_errors(&json) {
            faults.push(format!("{}: {}: {error}", path.display(), error.instance_path()));
        }
    }
    faults
}

#[test]
fn the_committed_data_validates() {
    assert_eq!(faults(root()), [""; 0]);
}

#[test]
fn the_sample_validates() {
    assert_eq!(faults(&root().join("tests/sample")), [""; 0]);
}

#[test]
fn every_file_names_its_schema() {
    for (path, name) in files(root()) {
        let told = read(&path)["$schema"].as_str().unwrap_or_default().to_owned();
        let target = path.parent().unwrap().join(&told).canonicalize().unwrap();
        let wanted = root().join(format!("schema/{name}.schema.json")).canonicalize().unwrap();
        assert_eq!(target, wanted, "{}", path.display());
    }
}

/// Every place of the vector, requirement and flag files where an object stands.
fn objects(json: &Value, at: &str, found: &mut Vec<String>) {
    match json {
        Value::Object(map) => {
            found.push(at.to_owned());
            for (key, inner) in map {
                objects(inner, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                objects(inner, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// Writes one file of the sample anew, and says whether the set still loads.
fn loads(dir: &Path, name: &str, json: &Value) -> bool {
    fs::write(dir.join(name), json.to_string()).unwrap();
    VectorSet::from_dir(dir).is_ok()
}

fn copy_of_sample(name: &str) -> PathBuf {
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&to);
    fs::create_dir_all(to.join("v1")).unwrap();
    let from = root().join("tests/sample");
    for file in ["requirements.json", "flags.json", "v1/flows.json", "v1/library.json"] {
        fs::copy(from.join(file), to.join(file)).unwrap();
    }
    to
}

#[test]
fn an_unknown_key_is_refused_in_every_object_by_schema_and_types() {
    let dir = copy_of_sample("unknown-key");
    for (name, kind) in [
        ("requirements.json", "requirements"),
        ("flags.json", "flags"),
        ("v1/flows.json", "vectors"),
        ("v1/library.json", "vectors"),
    ] {
        let right = read(&dir.join(name));
        let validator = schema(kind);
        let mut places = Vec::new();
        objects(&right, "", &mut places);
        assert!(places.len() > 2);
        for place in places {
            let mut wrong = right.clone();
            let object = wrong.pointer_mut(&place).unwrap();
            // In the three maps, a key is a name: there its form is wrong, which the lint tells.
            let is_map = ["/flags", "/levels", "/replaces"].iter().any(|map| place.ends_with(map));
            object["unknown key"] = json!(1);
            assert!(!validator.is_valid(&wrong), "{name}{place}: the schema takes it");
            assert!(is_map || !loads(&dir, name, &wrong), "{name}{place}: the types take it");
        }
        assert!(loads(&dir, name, &right));
    }
}

#[test]
fn a_word_outside_a_closed_list_is_refused_by_schema_and_types() {
    let dir = copy_of_sample("closed-lists");
    let places: &[(&str, &str, &str, Value)] = &[
        ("requirements.json", "requirements", "/requirements/0/level", json!("MUST")),
        ("requirements.json", "requirements", "/requirements/0/basis", json!("word")),
        ("requirements.json", "requirements", "/requirements/0/role", json!("proxy")),
        ("requirements.json", "requirements", "/requirements/4/planned", json!("someday")),
        ("v1/library.json", "vectors", "/vectors/0/op", json!("hash")),
        ("v1/library.json", "vectors", "/vectors/0/expect/0", json!("accepted")),
        ("v1/library.json", "vectors", "/vectors/0/input/verifier", json!(7)),
        ("v1/library.json", "vectors", "/vectors/3/input/verifier", json!({"repeat": ["a"]})),
        ("v1/library.json", "vectors", "/vectors/4/input/verifier_hex", json!("f")),
        ("v1/library.json", "vectors", "/vectors/8/expect/0/verifiers", json!("pretty")),
        ("v1/flows.json", "vectors", "/flows/3/policies/0", json!("never")),
        ("v1/flows.json", "vectors", "/flows/4/roles/0", json!("native")),
        ("v1/flows.json", "vectors", "/flows/4/steps/1/token/auth", json!("of:nobody")),
        ("v1/flows.json", "vectors", "/flows/5/steps/2/authorize/client", json!("third")),
        ("v1/flows.json", "vectors", "/flows/5/steps/4/wait/beyond", json!("patience")),
        ("v1/flows.json", "vectors", "/flows/2/steps/1/token/params/0/1/how", json!("shuffle")),
        ("v1/flows.json", "vectors", "/flows/2/steps/1/token/params/0/1/at", Value::Null),
        ("v1/flows.json", "vectors", "/flows/2/steps/1/expect/0", json!("error")),
        ("v1/flows.json", "vectors", "/flows/2/checks/0/error", json!("invalid_grant")),
    ];
    for (name, kind, place, wrong) in places {
        let right = read(&root().join("tests/sample").join(name));
        let mut json = right.clone();
        *json.pointer_mut(place).unwrap() = wrong.clone();
        assert!(!schema(kind).is_valid(&json), "{name}{place}: the schema takes {wrong}");
        assert!(!loads(&dir, name, &json), "{name}{place}: the types take {wrong}");
        assert!(loads(&dir, name, &right));
    }
}

#[test]
fn every_key_of_a_schema_is_described() {
    for name in ["requirements", "flags", "vectors"] {
        let json = read(&root().join(format!("schema/{name}.schema.json")));
        let mut places = Vec::new();
        objects(&json, "", &mut places);
        for place in places {
            let Some((parent, _)) = place.rsplit_once('/') else { continue };
            // Conditions only narrow what is described elsewhere.
            let narrows = ["/if", "/then", "/else", "/oneOf/", "/allOf/", "/anyOf/", "/not"];
            let is_property =
                parent.ends_with("/properties") && !parent.ends_with("/properties/properties");
            if !is_property || narrows.iter().any(|word| described_elsewhere(&place, word)) {
                continue;
            }
            let property = json.pointer(&place).unwrap();
            let told = property.get("description").or_else(|| {
                let target = property.get("$ref")?.as_str()?.strip_prefix('#')?;
                json.pointer(target)?.get("description")
            });
            assert!(told.is_some(), "{name}{place} has no description");
        }
    }
}

/// Whether a place lies in a condition. The forms of a value and of an outcome are no conditions.
fn described_elsewhere(place: &str, word: &str) -> bool {
    let form = place.contains("/value/") || place.contains("/datum/") || place.contains("Outcome/");
    place.contains(word) && !form
}
