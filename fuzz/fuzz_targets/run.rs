//! A target that answers anything.
#![no_main]

use pkce_fuzz::{case::RunCase, properties};

libfuzzer_sys::fuzz_target!(|case: RunCase| properties::run(&case));
