//! Vectors that kill no mutant, and why they stay.

/// Globs over the ids of vectors, with `#` and the kind for a check, and why each stays.
pub const STAYS: &[(&str, &str)] = &[];
