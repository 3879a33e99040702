//! A challenge and a verifier, against two other libraries.
#![no_main]

use pkce_fuzz::{case::VerifyCase, properties};

libfuzzer_sys::fuzz_target!(|case: VerifyCase| properties::verify(&case));
