//! Laws that hold for every input: the library held against slow, obvious second implementations.

use pkce_core::{
    ChallengeError, ChallengeMethod, CodeChallenge, CodeVerifier, GeneratedVerifier, VerifierError,
    VerifyError, grammar,
    request::{Parameter, Parameters},
    server::{BoundMethod, Decisions as _, Standard},
    transform, verify,
};
use proptest::{collection::vec, prelude::*, sample::Index};
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng as _};

const UNRESERVED: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

fn verifiers() -> impl Strategy<Value = Vec<u8>> {
    vec(proptest::sample::select(UNRESERVED), 43..=128)
}

/// Near the grammar's edges: mostly legal bytes, around the legal lengths.
fn nearly_verifiers() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![40 => proptest::sample::select(UNRESERVED), 1 => any::<u8>()];
    let length = prop_oneof![Just(0_usize), Just(42), 43..=128_usize, Just(129), 0..=300_usize];
    length.prop_flat_map(move |length| vec(byte.clone(), length))
}

fn methods() -> impl Strategy<Value = ChallengeMethod> {
    prop_oneof![Just(ChallengeMethod::S256), Just(ChallengeMethod::Plain)]
}

/// The grammar by its letters.
fn obviously_a_verifier(bytes: &[u8]) -> bool {
    (43..=128).contains(&bytes.len()) && bytes.iter().all(|byte| UNRESERVED.contains(byte))
}

/// S256 by two libraries that the crate doesn't use.
fn obvious_s256(verifier: &[u8]) -> String {
    data_encoding::BASE64URL_NOPAD.encode(&hmac_sha256::Hash::hash(verifier))
}

fn challenge_of(method: ChallengeMethod, verifier: &[u8]) -> Vec<u8> {
    match method {
        ChallengeMethod::S256 => obvious_s256(verifier).into_bytes(),
        ChallengeMethod::Plain => verifier.to_vec(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parse_accepts_exactly_the_grammar(bytes in nearly_verifiers()) {
        let legal = obviously_a_verifier(&bytes);
        prop_assert_eq!(grammar::is_code_verifier(&bytes), legal);
        prop_assert_eq!(grammar::is_code_challenge(&bytes), legal);
        match CodeVerifier::parse(&bytes) {
            Ok(verifier) => {
                prop_assert!(legal);
                prop_assert_eq!(verifier.as_str().as_bytes(), &bytes[..]);
            }
            Err(VerifierError::TooShort { length }) => prop_assert!(length == bytes.len() && length < 43),
            Err(VerifierError::TooLong { length }) => prop_assert!(length == bytes.len() && length > 128),
            Err(VerifierError::BadByte { offset }) => {
                prop_assert!((43..=128).contains(&bytes.len()));
                prop_assert!(!UNRESERVED.contains(&bytes[offset]));
                prop_assert!(bytes[..offset].iter().all(|byte| UNRESERVED.contains(byte)));
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn every_byte_in_every_place(bytes in verifiers(), place: Index, byte: u8) {
        let mut bytes = bytes;
        let place = place.index(bytes.len());
        bytes[place] = byte;
        let fault = CodeVerifier::parse(&bytes).err();
        let expected = (!UNRESERVED.contains(&byte)).then_some(VerifierError::BadByte { offset: place });
        prop_assert_eq!(fault, expected);
    }

    #[test]
    fn an_s256_challenge_is_what_decodes_to_32_octets(bytes in nearly_verifiers()) {
        let digest = data_encoding::BASE64URL_NOPAD.decode(&bytes).ok().filter(|digest| digest.len() == 32);
        let parsed = CodeChallenge::parse(ChallengeMethod::S256, &bytes);
        prop_assert_eq!(parsed.is_ok(), digest.is_some());
        if let Ok(challenge) = parsed {
            let text = challenge.to_text();
            prop_assert_eq!(text.as_str().as_bytes(), &bytes[..]);
        }
    }

    #[test]
    fn every_digest_is_a_challenge(octets: [u8; 32]) {
        let text = data_encoding::BASE64URL_NOPAD.encode(&octets);
        prop_assert_eq!(&transform::encode(&octets)[..], text.as_bytes());
        let challenge = CodeChallenge::parse(ChallengeMethod::S256, &text);
        prop_assert_eq!(challenge.unwrap().to_text().to_string(), text);
    }

    #[test]
    fn generate_parses(seed: [u8; 32], octets in 0_usize..=130) {
        let mut rng = ChaCha8Rng::from_seed(seed);
        let verifier = GeneratedVerifier::generate(&mut rng);
        prop_assert_eq!(verifier.as_str().len(), 43);
        prop_assert!(obviously_a_verifier(verifier.as_str().as_bytes()));
        let longer = GeneratedVerifier::with_octets(&mut rng, octets);
        prop_assert_eq!(longer.is_some(), (32..=96).contains(&octets));
        prop_assert!(longer.is_none_or(|longer| obviously_a_verifier(longer.as_str().as_bytes())));
    }

    #[test]
    fn derive_is_the_formula_and_verify_holds(verifier in verifiers(), method in methods()) {
        let expected = challenge_of(method, &verifier);
        let derived = CodeChallenge::derive(method, &CodeVerifier::parse(&verifier).unwrap());
        let text = derived.to_text();
        prop_assert_eq!(text.as_str().as_bytes(), &expected[..]);
        prop_assert_eq!(derived.verify(&verifier), Ok(()));
        prop_assert_eq!(verify(method, &expected, &verifier), Ok(()));
    }

    #[test]
    fn one_changed_byte_of_the_verifier_fails(
        verifier in verifiers(), method in methods(), place: Index, byte: u8,
    ) {
        let challenge = challenge_of(method, &verifier);
        let mut other = verifier;
        let place = place.index(other.len());
        prop_assume!(other[place] != byte);
        other[place] = byte;
        prop_assert!(verify(method, &challenge, &other).is_err());
    }

    #[test]
    fn one_changed_byte_of_the_challenge_fails(
        verifier in verifiers(), method in methods(), place: Index, byte: u8,
    ) {
        let mut challenge = challenge_of(method, &verifier);
        let place = place.index(challenge.len());
        prop_assume!(challenge[place] != byte);
        challenge[place] = byte;
        prop_assert!(verify(method, &challenge, &verifier).is_err());
    }

    #[test]
    fn a_longer_or_shorter_verifier_fails(verifier in verifiers(), method in methods(), tail in verifiers()) {
        let challenge = challenge_of(method, &verifier);
        prop_assert!(verify(method, &challenge, &verifier[..verifier.len() - 1]).is_err());
        prop_assert!(verify(method, &challenge, &[&verifier[..], &tail].concat()).is_err());
        prop_assert!(verify(method, &challenge, &[&verifier[..], &tail[..1]].concat()).is_err());
    }

    #[test]
    fn any_two_verifiers_differ(one in verifiers(), two in verifiers(), method in methods()) {
        prop_assume!(one != two);
        prop_assert_eq!(verify(method, &challenge_of(method, &one), &two), Err(VerifyError::Mismatch));
    }

    /// The server takes §4.6 apart so that each part can be overridden; whole, it is the library's.
    #[test]
    fn the_server_verifies_as_the_library_does(
        verifier in nearly_verifiers(), other in nearly_verifiers(), same: bool, method in methods(),
    ) {
        let challenge = challenge_of(method, if same { &verifier } else { &other });
        prop_assume!(CodeChallenge::parse(method, &challenge).is_ok());
        let server = Standard.verify(&BoundMethod::Known(method), &challenge, &verifier);
        prop_assert_eq!(server, verify(method, &challenge, &verifier));
    }

    #[test]
    fn anything_at_all_is_answered(challenge: Vec<u8>, verifier: Vec<u8>, method in methods()) {
        // Strings this random never match; that they are answered without a panic is the point.
        prop_assert!(verify(method, &challenge, &verifier).is_err());
        let parsed = ChallengeMethod::parse(Some(&challenge));
        prop_assert_eq!(parsed.is_ok(), challenge == b"S256" || challenge == b"plain");
    }

    #[test]
    fn a_form_gives_back_what_was_written(pairs in vec((vec(any::<u8>(), 0..20), vec(any::<u8>(), 0..20)), 0..20)) {
        let escape = |bytes: &[u8]| bytes.iter().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
        let pair = |(name, value): &(Vec<u8>, Vec<u8>)| format!("{}={}", escape(name), escape(value));
        let body: Vec<String> = pairs.iter().map(pair).collect();
        let form = Parameters::parse_form(body.join("&").as_bytes()).unwrap();
        let read: Vec<_> = form.iter().map(|(name, value)| (name.to_vec(), value.to_vec())).collect();
        prop_assert_eq!(read, pairs);
    }

    #[test]
    fn a_parameter_is_missing_single_or_duplicate(values in vec("[ab]?", 0..4)) {
        let sent: Parameters = values.iter().map(|value| ("name", value.as_str())).collect();
        let full: Vec<_> = values.iter().filter(|value| !value.is_empty()).collect();
        let expected = match full[..] {
            [] => Parameter::Missing,
            [only] => Parameter::Value(only.as_bytes()),
            _ => Parameter::Duplicate,
        };
        prop_assert_eq!(sent.get("name"), expected);
    }
}

#[test]
fn a_malformed_challenge_never_matches() {
    let verifier = [b'a'; 43];
    let padded = format!("{}=", obvious_s256(&verifier));
    let fault = verify(ChallengeMethod::S256, padded.as_bytes(), &verifier);
    assert_eq!(fault, Err(VerifyError::Challenge(ChallengeError::TooLong { length: 44 })));
}
