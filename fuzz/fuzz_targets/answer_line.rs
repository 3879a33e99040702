//! A line that the runner reads.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pkce_fuzz::properties::answer_line(data));
