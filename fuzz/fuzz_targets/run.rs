//! A target that answers anything.
#![no_main]

libfuzzer_sys::fuzz_target!(|case: pkce_fuzz::case::RunCase| pkce_fuzz::properties::run(&case));
