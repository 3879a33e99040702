//! Every wrong challenge that the project makes itself is explained: by the libraries that are wrong
//! on purpose, and by the vectors. The snapshots say how, and what is left.

use std::{collections::BTreeMap, fmt::Write as _};

use pkce_diagnose::{Challenge, Diagnosis, Given, MOST_VALUES, Method, Value, diagnose};
use pkce_mutants::Role;
use pkce_vectors::{Op, VectorSet, s256};

fn asked(verifier: &[u8], challenges: &[Vec<u8>]) -> Diagnosis {
    let method = || Method::Named(b"S256".to_vec());
    let challenge = |text: &Vec<u8>| Challenge::new(Value::new(text.clone(), "c"), method());
    diagnose(&Given {
        verifiers: vec![Value::new(verifier, "v")],
        challenges: challenges.iter().map(challenge).collect(),
        ..Given::default()
    })
}

/// The first answer to one challenge.
fn first(diagnosis: &Diagnosis, challenge: usize) -> String {
    let mut answers = diagnosis.answers.iter();
    let first = answers.find(|answer| answer.challenge == challenge);
    first.map_or_else(|| "nothing explains it".to_owned(), |answer| answer.ids.join(", "))
}

#[test]
fn each_library_that_derives_otherwise_is_explained() {
    let long = "ab-_~.".repeat(21);
    let verifiers = [
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        "3641a2d12d66101249cdf7a79c000c1f8c05d2aafcf14bf146497bed",
        &long,
    ];
    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mutant in pkce_mutants::all().into_iter().filter(|mutant| mutant.role == Role::Library) {
        let mut library = mutant.implementation(1);
        for verifier in verifiers {
            let derived = library.derive(verifier.as_bytes(), Some(b"S256"));
            let Some(made) = derived.ok().and_then(|derived| derived.challenge) else { continue };
            if made == s256(verifier.as_bytes()) {
                continue;
            }
            let name = mutant.family.unwrap_or(&mutant.name).to_owned();
            let diagnosis = asked(verifier.as_bytes(), &[made.into_bytes()]);
            let how = first(&diagnosis, 1);
            let known = told.entry(name).or_default();
            if !known.contains(&how) {
                known.push(how);
            }
        }
    }
    let mut text = String::new();
    for (mutant, how) in told {
        writeln!(text, "{mutant}: {}", how.join(" | ")).unwrap();
    }
    insta::assert_snapshot!("libraries", text);
}

#[test]
fn each_vector_with_a_wrong_challenge_is_explained() {
    let set = VectorSet::bundled().unwrap();
    let mut by_verifier: BTreeMap<Vec<u8>, Vec<(&str, Vec<u8>)>> = BTreeMap::new();
    for vector in set.vectors.iter().filter(|vector| vector.op == Op::Verify) {
        let input = &vector.input;
        let octets =
            |datum: &Option<pkce_vectors::Datum>| datum.as_ref().map(pkce_vectors::Datum::to_bytes);
        let (Some(verifier), Some(challenge)) = (octets(&input.verifier), octets(&input.challenge))
        else {
            continue;
        };
        let short = verifier.len() < 1024 && challenge.len() < 1024;
        if octets(&input.method).as_deref() == Some(b"S256")
            && short
            && challenge != s256(&verifier).into_bytes()
        {
            by_verifier.entry(verifier).or_default().push((&vector.id, challenge));
        }
    }
    let mut told: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    let mut unexplained = Vec::new();
    for (verifier, cases) in &by_verifier {
        for some in cases.chunks(MOST_VALUES) {
            let challenges: Vec<Vec<u8>> = some.iter().map(|(_, made)| made.clone()).collect();
            let diagnosis = asked(verifier, &challenges);
            for (number, (id, _)) in (1..).zip(some) {
                let how = first(&diagnosis, number);
                if how.starts_with("nothing") {
                    unexplained.push(*id);
                }
                told.entry(how).or_insert((0, id)).0 += 1;
            }
        }
    }
    let mut text = String::new();
    for (how, (count, id)) in told {
        writeln!(text, "{count:5}  {how}  (such as {id})").unwrap();
    }
    writeln!(text, "\n{}", unexplained.join("\n")).unwrap();
    insta::assert_snapshot!("vectors", text);
}
