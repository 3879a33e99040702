//! Raw octets as a catalogue of targets.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pkce_fuzz::properties::catalogue(data));
