//! Raw octets as a list of adapters.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pkce_fuzz::properties::adapter_list(data));
