//! Any order of requests, against a ledger.
#![no_main]

libfuzzer_sys::fuzz_target!(|case: pkce_fuzz::case::FlowCase| pkce_fuzz::properties::flow(&case));
