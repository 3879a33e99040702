//! What a wrong outcome breaks.

use pkce_vectors::{Effect, Expect};

pub(super) const ABSENT_METHOD: &str = "hardening-absent-method-default";
pub(super) const ACTIVE_AFTER_WRONG: &str = "oauth21-no-revocation-on-invalid-replay";
pub(super) const BASE64URL: &str = "rfc7636-3-base64url-without-padding";
pub(super) const BOUND_METHOD: &str = "rfc7636-4.5-bound-method-used";
pub(super) const BOUND_TO_CLIENT: &str = "rfc6749-4.1.3-code-bound-to-client";
pub(super) const BOUND_TO_CODE: &str = "rfc7636-4.4-challenge-bound-to-code";
pub(super) const CHALLENGE_GRAMMAR: &str = "rfc7636-4.2-challenge-grammar";
pub(super) const CHALLENGE_SHOWN: &str = "rfc7636-4.4-challenge-not-extractable";
pub(super) const CODE_SURVIVES: &str = "hardening-code-survives-wrong-verifier";
pub(super) const CONFIDENTIAL_FREE: &str = "hardening-required-confidential";
pub(super) const DECORATED_CHALLENGE: &str = "hardening-decorated-challenge";
pub(super) const DECORATED_VERIFIER: &str = "hardening-decorated-verifier";
pub(super) const DEFAULTS_TO_PLAIN: &str = "rfc7636-4.3-method-defaults-to-plain";
pub(super) const DERIVE_MALFORMED: &str = "hardening-derive-malformed";
pub(super) const DERIVE_NOTHING: &str = "hardening-derive-nothing";
pub(super) const DUPLICATE: &str = "hardening-duplicate-parameter";
pub(super) const EMPTY_CHALLENGE: &str = "hardening-empty-challenge";
pub(super) const EMPTY_OMITTED: &str = "rfc6749-3.1-empty-parameter-omitted";
pub(super) const EMPTY_PARAMETER: &str = "hardening-empty-parameter";
pub(super) const EMPTY_VERIFIER: &str = "hardening-empty-verifier-own-transform";
pub(super) const ENTROPY: &str = "rfc7636-4.1-verifier-entropy";
pub(super) const EQUAL: &str = "rfc7636-4.6-equal-continues";
pub(super) const ERROR_400: &str = "hardening-error-400";
pub(super) const ERROR_JSON: &str = "hardening-error-json";
pub(super) const ERROR_REDIRECTED: &str = "hardening-error-redirected";
pub(super) const ERROR_SHOWN: &str = "rfc6749-4.1.2.1-error-present";
pub(super) const ERROR_VALUE: &str = "hardening-error-value";
pub(super) const EXPIRED: &str = "rfc6749-4.1.2-code-expires";
pub(super) const FAPI_ERROR: &str = "hardening-fapi2-missing-verifier-error";
pub(super) const FAPI_S256: &str = "fapi2-s256-required";
pub(super) const FREE: &str = "rfc7636-5-clients-without-pkce";
pub(super) const GENERATOR_BIAS: &str = "hardening-generator-bias";
pub(super) const GENERATOR_LENGTH: &str = "hardening-generator-length";
pub(super) const INVALID_GRANT: &str = "rfc7636-4.6-invalid-grant";
pub(super) const MALFORMED_CHALLENGE: &str = "hardening-malformed-challenge-accepted";
pub(super) const MALFORMED_VERIFIER: &str = "hardening-malformed-verifier-matches";
pub(super) const METHOD_ALONE: &str = "hardening-method-without-challenge";
pub(super) const METHOD_NAMES: &str = "rfc7636-4.3-method-names";
pub(super) const MISSING_CHALLENGE: &str = "rfc7636-4.4.1-missing-challenge-refused";
pub(super) const NEAR_PLAIN: &str = "hardening-plain-near-miss";
pub(super) const NEAR_S256: &str = "hardening-method-near-miss-s256";
pub(super) const NEVER_S256: &str = "hardening-check-never-s256";
pub(super) const NON_CANONICAL: &str = "hardening-non-canonical-bits";
pub(super) const NO_CHALLENGE_NO_TOKEN: &str = "oauth21-no-challenge-no-token";
pub(super) const NO_STORE: &str = "rfc6749-5.1-no-store";
pub(super) const OMITTED_AS_S256: &str = "hardening-omitted-method-taken-as-s256";
pub(super) const OMITTED_CODE: &str = "hardening-unsupported-omitted-code-issued";
pub(super) const OMITTED_REFUSED: &str = "hardening-omitted-method-refused";
pub(super) const ONLY_PUSHED: &str = "rfc9101-5-only-the-request-object";
pub(super) const OTHER_NAME: &str = "rfc7636-4.3-other-name-is-neither";
pub(super) const PADDED: &str = "hardening-padded-challenge";
pub(super) const PERCENT: &str = "hardening-percent-decoded-twice";
pub(super) const PLAIN_FORMULA: &str = "rfc7636-4.2-plain-formula";
pub(super) const PLAIN_NOT_OFFERED: &str = "rfc7636-4.4.1-plain-not-offered-not-honoured";
pub(super) const PUBLIC_FREE: &str = "hardening-pkce-not-required-of-public";
pub(super) const PUBLIC_NEEDS_CHALLENGE: &str = "oauth21-public-challenge-required";
pub(super) const PUSHED_BOUND: &str = "rfc9126-2-challenge-bound-when-pushed";
pub(super) const PUSHED_VALIDATED: &str = "rfc9126-2.1-pushed-request-validated";
pub(super) const QUERY_ADDS: &str = "hardening-par-challenge-added";
pub(super) const REDIRECT_SAME: &str = "rfc6749-4.1.3-redirect-uri-same";
pub(super) const REDIRECT_UNREGISTERED: &str = "rfc6749-4.1.2.1-no-redirect-to-unregistered-uri";
pub(super) const REFUSAL_ERROR: &str = "rfc6749-5.2-error-present";
pub(super) const REQUEST_URI_BOUND: &str = "rfc9126-2.2-request-uri-bound-to-client";
pub(super) const REVOKES: &str = "rfc6749-4.1.2-replay-revokes";
pub(super) const S256_FORMULA: &str = "rfc7636-4.2-s256-formula";
pub(super) const S256_SERVED: &str = "rfc7636-4.2-s256-on-server";
pub(super) const SECOND_USE: &str = "rfc6749-4.1.2-second-use-denied";
pub(super) const SECRET: &str = "rfc6749-3.2.1-secret-not-replaced";
pub(crate) const SERVER_ERROR: &str = "hardening-server-error";
pub(super) const STANDARD_ALPHABET: &str = "hardening-standard-alphabet";
pub(super) const STATE: &str = "rfc6749-4.1.2-state-echoed";
pub(super) const STRAY: &str = "rfc9700-4.8-verifier-needs-challenge";
pub(super) const STRAY_ERROR: &str = "oauth21-stray-verifier-error";
pub(super) const TOKEN_JSON: &str = "hardening-token-json";
pub(super) const TWINS: &str = "hardening-encoding-twins";
pub(super) const UNEQUAL: &str = "rfc7636-4.6-unequal-refused";
pub(super) const UNKNOWN_IGNORED: &str = "rfc6749-3.1-unknown-parameters-ignored";
pub(super) const UNSUPPORTED_METHOD: &str = "rfc7636-4.4.1-unsupported-method-refused";
pub(super) const VERIFIER_DISTINCT: &str = "rfc7636-4.1-verifier-distinct";
pub(super) const VERIFIER_GRAMMAR: &str = "rfc7636-4.1-verifier-grammar";
pub(super) const VERIFIER_IFF: &str = "oauth21-verifier-iff-challenge";
pub(super) const VERIFIER_IN_QUERY: &str = "hardening-verifier-in-query";
pub(super) const VERIFIER_REQUIRED: &str = "rfc7636-4.5-verifier-required";

/// Outcomes beyond which a requirement is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The requirement's id.
    pub(crate) requirement: &'static str,
    /// Every outcome that keeps it.
    pub(crate) expect: Vec<Expect>,
    /// Who gains, where the outcome alone does not tell.
    pub(crate) effect: Option<Effect>,
}

impl Rule {
    /// An outcome alone decides who gains.
    pub(super) fn of(requirement: &'static str, expect: impl IntoIterator<Item = Expect>) -> Self {
        Self { requirement, expect: expect.into_iter().collect(), effect: None }
    }

    /// Nobody gains.
    pub(super) fn deviation(
        requirement: &'static str,
        expect: impl IntoIterator<Item = Expect>,
    ) -> Self {
        Self { effect: Some(Effect::Deviation), ..Self::of(requirement, expect) }
    }

    /// A right request refused.
    pub(super) fn lockout(
        requirement: &'static str,
        expect: impl IntoIterator<Item = Expect>,
    ) -> Self {
        Self { effect: Some(Effect::Lockout), ..Self::of(requirement, expect) }
    }
}
