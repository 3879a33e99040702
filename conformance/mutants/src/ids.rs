//! Requirements that mutants of several rooms break.

pub(super) const VERIFIER: &str = "rfc7636-4.1-verifier-grammar";
pub(super) const CHALLENGE: &str = "rfc7636-4.2-challenge-grammar";
pub(super) const FORMULA: &str = "rfc7636-4.2-s256-formula";
pub(super) const NEITHER: &str = "rfc7636-4.3-other-name-is-neither";
pub(super) const REQUIRED: &str = "rfc7636-4.4.1-missing-challenge-refused";
pub(super) const MISSING: &str = "rfc7636-4.5-verifier-required";
pub(super) const EQUAL: &str = "rfc7636-4.6-equal-continues";
pub(super) const UNEQUAL: &str = "rfc7636-4.6-unequal-refused";
pub(super) const TWINS: &str = "hardening-encoding-twins";
pub(super) const MALFORMED: &str = "hardening-malformed-verifier-matches";
pub(super) const NEAR_S256: &str = "hardening-method-near-miss-s256";
pub(super) const NEAR_PLAIN: &str = "hardening-plain-near-miss";
