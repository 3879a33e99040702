//! A report full of hostile text.
#![no_main]

use pkce_fuzz::{case::ReportCase, properties};

libfuzzer_sys::fuzz_target!(|case: ReportCase| properties::report(&case));
