//! What is right for one call of a library: RFC 7636 §4.1 to §4.3 and §4.6.

use pkce_vectors::{Datum, Expect, Input, Needs, Op, Property, requirement_ids as ids, s256};

use super::{
    name::Name,
    relation::{Relation, Transform, can_be_s256, is_legal, relation},
    rule::Rule,
};
use pkce_conformance::wire::Reply;

/// What is asked of the answer to a call, and what the target must offer for it to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) rule: Rule,
    pub(crate) needs: Needs,
}

/// The rules for a call. The answer decides only under which of two requirements a wrong one falls.
pub(crate) fn asked(op: Op, input: &Input, reply: &Reply) -> Vec<Asked> {
    let octets = |datum: &Option<Datum>| datum.as_ref().map(Datum::to_bytes);
    let method = octets(&input.method);
    let name = Name::of(method.as_deref());
    let verifier = octets(&input.verifier).unwrap_or_default();
    let challenge = octets(&input.challenge).unwrap_or_default();
    let plain = |plain| Needs { plain, ..Needs::default() };
    let needs = plain((name == Name::Plain).then_some(true));
    let of =
        |rule: Option<Rule>, needs| rule.into_iter().map(|rule| Asked { rule, needs }).collect();
    match op {
        Op::Derive => of(derive(name, &verifier, reply), needs),
        Op::Verify => {
            let absent = name == Name::Absent;
            let (rule, of_plain) = verify(name, &verifier, &challenge);
            of(rule, if absent && of_plain { plain(Some(true)) } else { needs })
        }
        Op::CheckVerifier => of(Some(grammar(ids::RFC7636_4_1_VERIFIER_GRAMMAR, &verifier)), needs),
        Op::CheckChallenge => of(check_challenge(name, &challenge), needs),
        Op::ParseMethod => {
            let absent = name == Name::Absent;
            let rule = parse_method(name, method.as_deref().unwrap_or_default());
            of(Some(rule), if absent { plain(Some(true)) } else { needs })
        }
        Op::Generate => generate(input).into_iter().map(|rule| Asked { rule, needs }).collect(),
    }
}

/// RFC 7636 §4.2:
/// > code_challenge = BASE64URL-ENCODE(SHA256(ASCII(code_verifier)))
fn derive(name: Name, verifier: &[u8], reply: &Reply) -> Option<Rule> {
    let right = match name {
        Name::S256 => s256(verifier),
        Name::Plain => String::from_utf8(verifier.to_vec()).ok()?,
        _ => return None,
    };
    let exact = Expect::Challenge(right.clone());
    if is_legal(verifier) {
        let requirement = match reply {
            _ if name == Name::Plain => ids::RFC7636_4_2_PLAIN_FORMULA,
            // The right octets in another spelling.
            Reply::Challenge { challenge, .. } if respelt(challenge) == right => {
                ids::RFC7636_3_BASE64URL_WITHOUT_PADDING
            }
            _ => ids::RFC7636_4_2_S256_FORMULA,
        };
        return Some(Rule::of(requirement, [exact]));
    }
    let requirement = if *reply == Reply::Nothing {
        ids::HARDENING_DERIVE_NOTHING
    } else {
        ids::HARDENING_DERIVE_MALFORMED
    };
    Some(Rule::of(requirement, [Expect::Refused, exact]))
}

/// Padding, white space and the standard alphabet taken back.
fn respelt(text: &str) -> String {
    let kept = text.chars().filter(|character| !character.is_whitespace() && *character != '=');
    kept.map(|character| match character {
        '+' => '-',
        '/' => '_',
        other => other,
    })
    .collect()
}

/// Whether the rule is about a library that offers plain, for a call without a method.
fn verify(name: Name, verifier: &[u8], challenge: &[u8]) -> (Option<Rule>, bool) {
    let hashed = relation(Transform::S256, verifier, challenge);
    let plain = relation(Transform::Plain, verifier, challenge);
    let no_match = [Expect::Match(false)];
    let matches = [Expect::Match(true)];
    let advice = |requirement| Some(Rule::deviation(requirement, [Expect::Match(false)]));
    if challenge.is_empty() {
        return (advice(ids::HARDENING_EMPTY_CHALLENGE), false);
    }
    let unequal = || Some(Rule::of(ids::RFC7636_4_6_UNEQUAL_REFUSED, [Expect::Match(false)]));
    let rule = match (name, hashed, plain) {
        (Name::S256, Relation::Right, _) => {
            Some(Rule::of(ids::RFC7636_4_6_EQUAL_CONTINUES, matches))
        }
        (Name::Plain, _, Relation::Right) => Some(Rule::of(
            if can_be_s256(verifier) {
                ids::RFC7636_4_2_PLAIN_FORMULA
            } else {
                ids::RFC7636_4_6_EQUAL_CONTINUES
            },
            matches,
        )),
        (Name::S256, Relation::Advice(requirement), _)
        | (Name::Plain, _, Relation::Advice(requirement)) => advice(requirement),
        (Name::S256, Relation::OtherEncoding, _) | (Name::Plain, Relation::Right, _) => {
            Some(Rule::deviation(ids::RFC7636_4_6_UNEQUAL_REFUSED, no_match))
        }
        (Name::S256 | Name::Plain, ..) => unequal(),
        (Name::Absent, _, Relation::Right) => {
            return (Some(Rule::of(ids::HARDENING_ABSENT_METHOD_DEFAULT, matches)), true);
        }
        (Name::Absent, Relation::Right, _) => {
            return (advice(ids::HARDENING_ABSENT_METHOD_DEFAULT), true);
        }
        (Name::Empty, _, Relation::Right) => None,
        (Name::NearPlain, _, Relation::Right) => advice(ids::HARDENING_PLAIN_NEAR_MISS),
        (_, Relation::Right, _) => advice(ids::HARDENING_METHOD_NEAR_MISS_S256),
        (_, _, Relation::Right) => Some(Rule::of(ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER, no_match)),
        // However the name is read, it is advice at most.
        (_, Relation::Advice(_) | Relation::OtherEncoding, _) | (_, _, Relation::Advice(_)) => None,
        _ => unequal(),
    };
    (rule, false)
}

fn grammar(requirement: &'static str, text: &[u8]) -> Rule {
    Rule::of(requirement, [Expect::Valid(is_legal(text))])
}

fn check_challenge(name: Name, challenge: &[u8]) -> Option<Rule> {
    match name {
        Name::S256 if is_legal(challenge) && !can_be_s256(challenge) => {
            Some(Rule::of(ids::HARDENING_CHECK_NEVER_S256, [Expect::Valid(false)]))
        }
        Name::Absent | Name::Plain | Name::S256 => {
            Some(grammar(ids::RFC7636_4_2_CHALLENGE_GRAMMAR, challenge))
        }
        _ => None,
    }
}

fn parse_method(name: Name, sent: &[u8]) -> Rule {
    let itself = || Expect::Method(String::from_utf8_lossy(sent).into_owned());
    let unknown = || {
        let kept = std::str::from_utf8(sent).is_ok().then(itself);
        std::iter::once(Expect::Refused).chain(kept)
    };
    let plain = || Expect::Method("plain".to_owned());
    match name {
        Name::S256 | Name::Plain => Rule::of(ids::RFC7636_4_3_METHOD_NAMES, [itself()]),
        Name::Absent => Rule::of(ids::HARDENING_ABSENT_METHOD_DEFAULT, [plain()]),
        Name::Empty => {
            Rule::of(ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER, [Expect::Refused, plain(), itself()])
        }
        Name::NearS256 => Rule::of(ids::HARDENING_METHOD_NEAR_MISS_S256, unknown()),
        Name::NearPlain => Rule::of(ids::HARDENING_PLAIN_NEAR_MISS, unknown()),
        Name::Unheard | Name::Other => Rule::of(ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER, unknown()),
    }
}

/// RFC 7636 §4.1 and §7.1: grammar, repeats, entropy; for the lengths `hardening-generator-length`.
fn generate(input: &Input) -> Vec<Rule> {
    let length = input.length.flatten();
    let count = input.count.unwrap_or(0);
    let has = |property| Expect::Verifiers(property);
    let or_refused = |property| {
        std::iter::once(has(property)).chain(length.is_some().then_some(Expect::Refused))
    };
    let legal = length.is_none_or(|length| (43..=128).contains(&length));
    if !legal {
        return vec![Rule::of(ids::HARDENING_GENERATOR_LENGTH, or_refused(Property::Grammar))];
    }
    let mut rules =
        vec![Rule::of(ids::RFC7636_4_1_VERIFIER_GRAMMAR, or_refused(Property::Grammar))];
    if length.is_some() {
        let of_that_length = [has(Property::Length), Expect::Refused];
        rules.push(Rule::of(ids::HARDENING_GENERATOR_LENGTH, of_that_length));
    }
    rules.push(Rule::of(ids::RFC7636_4_1_VERIFIER_DISTINCT, or_refused(Property::Distinct)));
    if count >= 4_000 {
        rules.push(Rule::of(ids::RFC7636_4_1_VERIFIER_ENTROPY, or_refused(Property::Entropy)));
        rules.push(Rule::of(ids::HARDENING_GENERATOR_BIAS, or_refused(Property::Unbiased)));
    }
    rules
}
