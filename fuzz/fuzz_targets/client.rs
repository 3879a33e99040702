//! A client's decisions.
#![no_main]

use pkce_fuzz::{case::ClientCase, properties};

libfuzzer_sys::fuzz_target!(|case: ClientCase| properties::client(&case));
