//! A raw header and form body at the token endpoint.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pkce_fuzz::properties::token(data));
