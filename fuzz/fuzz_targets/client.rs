//! A client's decisions.
#![no_main]

libfuzzer_sys::fuzz_target!(|case: pkce_fuzz::case::ClientCase| pkce_fuzz::properties::client(
    &case
));
