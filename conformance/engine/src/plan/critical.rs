//! The questions that matter most: each is a published bypass.

/// The flows that ask them, by their ids. A live server may be slow, or throttle: they are put to it first, and a quick run
/// puts no others.
pub const CRITICAL: [&str; 10] = [
    "flow/verifier/wrong",
    "flow/verifier/missing",
    "flow/downgrade/verifier-without-challenge",
    "flow/downgrade/challenge-as-verifier",
    "flow/policy/required-no-challenge-redeemed",
    "flow/method/plain-not-offered-acts-as-plain",
    "flow/method/omitted-acts-as-plain",
    "flow/binding/verifiers-swapped",
    "flow/second-try/wrong-then-missing",
    "flow/code/replay",
];
