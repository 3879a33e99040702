//! The committed data, recomputed: every digest and encoding with two pairs of libraries that neither the data's
//! generator nor the reference stands on, and every verdict on a grammar with a second implementation, slow and
//! obvious.

use base64ct::{Base64UrlUnpadded, Encoding};
use pkce_vectors::{
    APPENDIX_B_VERIFIER, Bindings, Datum, Expect, Level, Op, Value, Vector, VectorSet,
};

/// RFC 7636 §4.2:
/// > S256
/// >    code_challenge = BASE64URL-ENCODE(SHA256(ASCII(code_verifier)))
fn s256(verifier: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, verifier);
    let one = data_encoding::BASE64URL_NOPAD.encode(digest.as_ref());
    let other = Base64UrlUnpadded::encode_string(&hmac_sha256::Hash::hash(verifier));
    assert_eq!(one, other, "the oracles differ");
    one
}

fn transform(method: &[u8], verifier: &[u8]) -> Option<Vec<u8>> {
    match method {
        b"S256" => Some(s256(verifier).into_bytes()),
        b"plain" => Some(verifier.to_vec()),
        _ => None,
    }
}

/// RFC 7636 §4.1:
/// > code-verifier = 43*128unreserved
/// > unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"
///
/// One octet after another, each looked up in the written-out alphabet.
fn is_grammatical(value: &[u8]) -> bool {
    let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    let mut count = 0;
    for octet in value {
        if !unreserved.bytes().any(|known| known == *octet) {
            return false;
        }
        count += 1;
    }
    count > 42 && count < 129
}

/// Whether a text is a base64url encoding of 32 octets, and the only one.
fn is_digest(challenge: &[u8]) -> bool {
    data_encoding::BASE64URL_NOPAD.decode(challenge).is_ok_and(|octets| octets.len() == 32)
}

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn bundled() -> VectorSet {
    VectorSet::bundled().unwrap()
}

fn bytes(datum: Option<&Datum>) -> Vec<u8> {
    datum.map(Datum::to_bytes).unwrap_or_default()
}

fn of(set: &VectorSet, op: Op) -> Vec<&Vector> {
    let vectors: Vec<&Vector> = set.vectors.iter().filter(|vector| vector.op == op).collect();
    assert!(!vectors.is_empty(), "no vector of {}", op.as_str());
    vectors
}

#[test]
fn every_expected_challenge_is_recomputed() {
    let set = bundled();
    for vector in of(&set, Op::Derive) {
        let named = bytes(vector.input.method.as_ref());
        if let [Expect::Method(told)] = vector.expect.as_slice() {
            assert_eq!(told.as_bytes(), named, "{}", vector.id);
            continue;
        }
        let verifier = bytes(vector.input.verifier.as_ref());
        let Some(right) = transform(&named, &verifier) else {
            // A method that is neither of the two may stand in for none but S256, and need not.
            let s256 = transform(b"S256", &verifier).unwrap();
            let s256 = Expect::Challenge(String::from_utf8(s256).unwrap());
            let others = vector.expect.iter().filter(|expect| **expect != s256);
            assert_eq!(others.collect::<Vec<_>>(), [&Expect::Refused], "{}", vector.id);
            continue;
        };
        let mut challenges = 0;
        for expect in &vector.expect {
            if let Expect::Challenge(challenge) = expect {
                assert_eq!(challenge.as_bytes(), right, "{}", vector.id);
                challenges += 1;
            }
        }
        assert_eq!(challenges, 1, "{}", vector.id);
        let may_refuse = vector.expect.contains(&Expect::Refused);
        assert_eq!(may_refuse, !is_grammatical(&verifier), "{}", vector.id);
    }
}

#[test]
fn every_comparison_is_recomputed() {
    let set = bundled();
    for vector in of(&set, Op::Verify) {
        let verifier = bytes(vector.input.verifier.as_ref());
        let challenge = bytes(vector.input.challenge.as_ref());
        // RFC 7636 §4.3: an absent method is plain.
        let method = vector.input.method.as_ref().map_or(b"plain".to_vec(), Datum::to_bytes);
        let equal = transform(&method, &verifier).is_some_and(|right| right == challenge);
        let right = equal && is_grammatical(&verifier);
        assert_eq!(vector.expect, [Expect::Match(right)], "{}", vector.id);
    }
}

/// RFC 7636 §4.6 has equal values accepted: to refuse a malformed verifier with its own digest is advice.
#[test]
fn no_pair_that_is_equal_must_be_refused() {
    let set = bundled();
    for vector in of(&set, Op::Verify) {
        let verifier = bytes(vector.input.verifier.as_ref());
        let challenge = bytes(vector.input.challenge.as_ref());
        let method = bytes(vector.input.method.as_ref());
        let equal = transform(&method, &verifier).is_some_and(|right| right == challenge);
        let level = set.catalogue.requirement(&vector.requirement).unwrap().level;
        if equal && vector.expect == [Expect::Match(false)] {
            assert_eq!(level, Level::Hardening, "{}", vector.id);
        }
    }
}

#[test]
fn every_verdict_on_a_grammar_is_recomputed() {
    let set = bundled();
    for vector in of(&set, Op::CheckVerifier) {
        let valid = is_grammatical(&bytes(vector.input.verifier.as_ref()));
        assert_eq!(vector.expect, [Expect::Valid(valid)], "{}", vector.id);
    }
    for vector in of(&set, Op::CheckChallenge) {
        let challenge = bytes(vector.input.challenge.as_ref());
        let hashed = bytes(vector.input.method.as_ref()) == b"S256";
        let valid = is_grammatical(&challenge) && (!hashed || is_digest(&challenge));
        assert_eq!(vector.expect, [Expect::Valid(valid)], "{}", vector.id);
    }
}

#[test]
fn every_verdict_on_a_method_is_recomputed() {
    let set = bundled();
    for vector in of(&set, Op::ParseMethod) {
        let name = bytes(vector.input.method.as_ref());
        let accepted: Vec<&[u8]> = vector
            .expect
            .iter()
            .filter_map(|expect| match expect {
                Expect::Method(name) => Some(name.as_bytes()),
                _ => None,
            })
            .collect();
        let itself = [name.as_slice()];
        let may_refuse = vector.expect.contains(&Expect::Refused);
        match name.as_slice() {
            b"S256" | b"plain" => {
                assert_eq!(accepted, itself, "{}", vector.id);
                assert!(!may_refuse, "{}", vector.id);
            }
            b"" => assert!(accepted.contains(&b"plain".as_slice()), "{}", vector.id),
            _ => {
                let text = std::str::from_utf8(&name).is_ok();
                assert_eq!(accepted, if text { &itself[..] } else { &[] }, "{}", vector.id);
                assert!(may_refuse, "{}", vector.id);
            }
        }
    }
}

#[test]
fn what_flows_draw_is_hashed_like_everything_else() {
    for seed in 0..64 {
        let mut bindings = Bindings::new(seed, "flow/oracle", std::collections::BTreeMap::new());
        let verifier = bindings.evaluate(&Value::verifier("v1")).unwrap();
        assert!(is_grammatical(&verifier));
        let challenge = bindings.evaluate(&Value::s256(Value::verifier("v1"))).unwrap();
        assert_eq!(challenge, s256(&verifier).into_bytes());
    }
}

#[test]
fn the_oracles_know_appendix_b() {
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    assert_eq!(s256(APPENDIX_B_VERIFIER.as_bytes()), challenge);
    assert!(is_digest(challenge.as_bytes()));
    assert!(!is_digest(b"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN"));
}
