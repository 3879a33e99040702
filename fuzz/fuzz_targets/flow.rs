//! Any order of requests, against a ledger.
#![no_main]

use pkce_fuzz::{case::FlowCase, properties};

libfuzzer_sys::fuzz_target!(|case: FlowCase| properties::flow(&case));
