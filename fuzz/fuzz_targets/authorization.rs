//! A raw query at the authorization endpoint.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pkce_fuzz::properties::authorization(data));
