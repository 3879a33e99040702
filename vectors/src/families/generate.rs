//! `generate`: the verifiers that a client draws.

use crate::{Expect, Input, Needs, Op, Property, Vector, requirement_ids as ids};

/// Enough for one grammar or length.
const FEW: u32 = 20;
/// Enough for the statistics: a fair source of 32 octets falls short of 256 bits with odds under 1e-10.
const MANY: u32 = 4000;

fn vector(
    name: &str,
    requirement: &str,
    flag: &str,
    count: u32,
    length: Option<u32>,
    expect: Vec<Expect>,
) -> Vector {
    let (word, asked) = match length {
        Some(length) => (format!("length-{length}"), format!("{length} characters are asked for")),
        None => ("length-default".to_owned(), "the length is the library's own".to_owned()),
    };
    Vector {
        id: format!("generate/{word}/{name}"),
        requirement: requirement.to_owned(),
        comment: format!("{asked}, {count} draws: {}", name.replace('-', " ")),
        flags: vec![flag.to_owned()],
        op: Op::Generate,
        input: Input { count: Some(count), length: Some(length), ..Input::default() },
        expect,
        effect: None,
        needs: Needs::default(),
        implied_by: Vec::new(),
        control: false,
        controlled_by: None,
        withdrawn: None,
    }
}

/// Where values repeat, that is the fault, and neither entropy nor bias tells more.
fn where_distinct(vector: Vector) -> Vector {
    Vector { implied_by: vec!["generate/length-default/distinct".to_owned()], ..vector }
}

pub(super) fn all() -> Vec<Vector> {
    let is = |property| vec![Expect::Verifiers(property)];
    let or_refused = |property| vec![Expect::Verifiers(property), Expect::Refused];
    let mut vectors = vec![
        vector(
            "grammar",
            ids::RFC7636_4_1_VERIFIER_GRAMMAR,
            "GeneratorLength",
            FEW,
            None,
            is(Property::Grammar),
        ),
        vector(
            "distinct",
            ids::RFC7636_4_1_VERIFIER_DISTINCT,
            "GeneratorRepeats",
            2000,
            None,
            is(Property::Distinct),
        ),
    ];
    for length in [43, 44, 64, 86, 127, 128] {
        // No document has a library offer a length: a refusal is told as advice, by the next vector.
        vectors.push(vector(
            "grammar",
            ids::RFC7636_4_1_VERIFIER_GRAMMAR,
            "GeneratorLength",
            FEW,
            Some(length),
            or_refused(Property::Grammar),
        ));
        vectors.push(vector(
            "obeyed",
            ids::HARDENING_GENERATOR_LENGTH,
            "GeneratorLength",
            FEW,
            Some(length),
            is(Property::Length),
        ));
    }
    for length in [0, 1, 42, 129] {
        vectors.push(vector(
            "not-obeyed",
            ids::HARDENING_GENERATOR_LENGTH,
            "GeneratorLength",
            FEW,
            Some(length),
            or_refused(Property::Grammar),
        ));
    }
    for length in [None, Some(43), Some(128)] {
        let entropy =
            if length.is_some() { or_refused(Property::Entropy) } else { is(Property::Entropy) };
        vectors.push(where_distinct(vector(
            "entropy",
            ids::RFC7636_4_1_VERIFIER_ENTROPY,
            "GeneratorEntropy",
            MANY,
            length,
            entropy,
        )));
        let unbiased =
            if length.is_some() { or_refused(Property::Unbiased) } else { is(Property::Unbiased) };
        vectors.push(where_distinct(vector(
            "unbiased",
            ids::HARDENING_GENERATOR_BIAS,
            "GeneratorBias",
            MANY,
            length,
            unbiased,
        )));
    }
    vectors
}
