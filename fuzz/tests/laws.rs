//! The same properties, driven by proptest: random octets for all, and octets near the grammar's edges.

use pkce_fuzz::{
    TARGETS,
    case::{Method, VerifyCase},
    oracle::UNRESERVED,
    properties,
};
use proptest::{collection::vec, prelude::*, test_runner::Config};

fn nearly_legal() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![60 => proptest::sample::select(UNRESERVED), 1 => any::<u8>()];
    let length =
        prop_oneof![Just(42_usize), Just(43), Just(44), Just(128), Just(129), 0..=140_usize];
    length.prop_flat_map(move |length| vec(byte.clone(), length))
}

proptest! {
    #![proptest_config(Config { cases: 512, failure_persistence: None, ..Config::default() })]

    #[test]
    fn every_target_takes_any_octets(octets in vec(any::<u8>(), 0..300)) {
        for target in TARGETS {
            (target.run)(&octets);
        }
    }

    #[test]
    fn the_grammar_holds_near_its_edges(text in nearly_legal()) {
        properties::verifier(&text);
        properties::challenge(&text);
    }

    #[test]
    fn verification_holds_near_the_grammars_edges(
        plain: bool,
        challenge in nearly_legal(),
        verifier in nearly_legal(),
        same: bool,
    ) {
        let method = if plain { Method::Plain } else { Method::S256 };
        let challenge = if same { verifier.clone() } else { challenge };
        properties::verify(&VerifyCase { method, challenge, verifier });
    }
}
