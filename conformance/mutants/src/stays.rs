//! Vectors that kill no mutant, and why they stay.

/// Globs over the ids of vectors, with `#` and the kind for a check, and why each stays.
pub const STAYS: &[(&str, &str)] = &[
    ("flow/answers/token-not-stored", ONLY_CHECKED),
    ("flow/answers/challenge-not-beside-token", ONLY_CHECKED),
    ("flow/answers/plain-challenge-not-beside-token", ONLY_CHECKED),
    ("flow/answers/challenge-not-in-refusal", ONLY_CHECKED),
    ("flow/answers/plain-challenge-not-in-refusal", ONLY_CHECKED),
];

const ONLY_CHECKED: &str = "its steps only prepare the answer that its check looks at";
