//! A report full of hostile text.
#![no_main]

libfuzzer_sys::fuzz_target!(|case: pkce_fuzz::case::ReportCase| pkce_fuzz::properties::report(
    &case
));
