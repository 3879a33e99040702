//! The work that is compared: a verifier of one length held against its S256 challenge.

use std::{borrow::Cow, hint::black_box};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use constant_time_eq::constant_time_eq;
use oauth2::{PkceCodeChallenge, PkceCodeVerifier};
use oxide_auth::code_grant::extensions::Pkce;
use pkce_core::{ChallengeMethod, CodeChallenge, CodeVerifier, verify};
use sha2::{Digest as _, Sha256, block_api::compress256};

/// Lengths of verifiers: the usual one, and those of two and of three blocks.
pub(crate) const LENGTHS: [usize; 3] = [43, 64, 128];

/// One way to do the work; says whether the verifier is the right one.
pub(crate) struct Subject {
    pub(crate) name: &'static str,
    pub(crate) work: Box<dyn FnMut() -> bool>,
}

fn subject(name: &'static str, work: impl FnMut() -> bool + 'static) -> Subject {
    Subject { name, work: Box::new(work) }
}

/// A verifier with every kind of character.
pub(crate) fn verifier(length: usize) -> String {
    let alphabet = ('a'..='z').chain('A'..='Z').chain('0'..='9').chain("-._~".chars());
    alphabet.cycle().take(length).collect()
}

/// Every subject; the first two are the bare compression of as many blocks. Each was found right.
pub(crate) fn subjects(length: usize) -> Vec<Subject> {
    let text = verifier(length);
    let octets: [u8; 32] = Sha256::digest(&text).into();
    let challenge = URL_SAFE_NO_PAD.encode(octets);

    let mut subjects = bare(length);
    let held = CodeChallenge::parse(ChallengeMethod::S256, &challenge).unwrap();
    let ours = text.clone();
    subjects.push(subject("**pkce-core**: `CodeChallenge::verify`", move || {
        black_box(&held).verify(black_box(ours.as_bytes())).is_ok()
    }));
    let (ours, held) = (text.clone(), challenge.clone());
    subjects.push(subject("**pkce-core**: `verify`, the challenge as text", move || {
        let (challenge, verifier) = black_box((held.as_bytes(), ours.as_bytes()));
        verify(ChallengeMethod::S256, challenge, verifier).is_ok()
    }));
    let ours = text.clone();
    subjects.push(subject("**pkce-core**: parse and derive, without comparison", move || {
        let parsed = CodeVerifier::parse(black_box(&ours)).unwrap();
        black_box(CodeChallenge::derive(ChallengeMethod::S256, &parsed));
        true
    }));
    let (theirs, held) = (text.clone(), challenge.clone());
    subjects.push(subject(
        "sha2, base64, constant_time_eq: the obvious lines, no grammar",
        move || {
            let derived = URL_SAFE_NO_PAD.encode(Sha256::digest(black_box(&theirs)));
            constant_time_eq(derived.as_bytes(), black_box(&held).as_bytes())
        },
    ));
    let theirs = PkceCodeVerifier::new(text.clone());
    let held = challenge.clone();
    subjects.push(subject("oauth2: derive and `==`, no grammar", move || {
        PkceCodeChallenge::from_code_verifier_sha256(black_box(&theirs)).as_str()
            == black_box(&held)
    }));
    let pkce = Pkce::required();
    let bound =
        pkce.challenge(Some(Cow::Borrowed("S256")), Some(Cow::Borrowed(&challenge))).unwrap();
    let theirs = text.clone();
    subjects
        .push(subject("oxide-auth: `Pkce::verify`, with the owned value it takes", move || {
            pkce.verify(bound.clone(), Some(Cow::Borrowed(black_box(&theirs)))).is_ok()
        }));
    let theirs = text.clone();
    subjects.push(subject("ring: hash and `==` of digests, no grammar", move || {
        let digest = ring::digest::digest(&ring::digest::SHA256, black_box(&theirs).as_bytes());
        digest.as_ref() == black_box(&octets)
    }));
    subjects.extend(c_peers(&text, octets));
    for subject in &mut subjects {
        assert!((subject.work)(), "{} refuses the right verifier", subject.name);
    }
    subjects
}

fn bare(length: usize) -> Vec<Subject> {
    let blocks = vec![[b'a'; 64]; (length + 9).div_ceil(64)];
    let again = blocks.clone();
    let mut state = [1; 8];
    vec![
        subject("bare compression, one text after another", move || {
            compress256(&mut state, black_box(&blocks));
            true
        }),
        subject("bare compression, texts side by side", move || {
            let mut state = black_box([1; 8]);
            compress256(&mut state, black_box(&again));
            black_box(&state);
            true
        }),
    ]
}

#[cfg(feature = "c-peers")]
fn c_peers(text: &str, octets: [u8; 32]) -> Vec<Subject> {
    let (aws, openssl) = (text.to_owned(), text.to_owned());
    vec![
        subject("aws-lc-rs: hash and its comparison, no grammar", move || {
            let digest =
                aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, black_box(&aws).as_bytes());
            aws_lc_rs::constant_time::verify_slices_are_equal(digest.as_ref(), black_box(&octets))
                .is_ok()
        }),
        subject("openssl: hash and its comparison, no grammar", move || {
            let digest = openssl::sha::sha256(black_box(&openssl).as_bytes());
            openssl::memcmp::eq(&digest, black_box(&octets))
        }),
    ]
}

#[cfg(not(feature = "c-peers"))]
fn c_peers(_: &str, _: [u8; 32]) -> Vec<Subject> {
    Vec::new()
}
