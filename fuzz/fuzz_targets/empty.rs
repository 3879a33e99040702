//! Nothing: what libFuzzer itself costs, for the others to be measured by.
#![no_main]

libfuzzer_sys::fuzz_target!(|_data: &[u8]| {});
