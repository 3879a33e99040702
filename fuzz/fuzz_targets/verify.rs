//! A challenge and a verifier, against two other libraries.
#![no_main]

libfuzzer_sys::fuzz_target!(|case: pkce_fuzz::case::VerifyCase| pkce_fuzz::properties::verify(
    &case
));
