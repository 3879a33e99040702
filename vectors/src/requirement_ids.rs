//! The ids of requirements that code speaks of: one constant each, named mechanically from the id.

macro_rules! requirement_ids {
    ($($name:ident = $id:literal;)*) => {
        $(
            #[doc = concat!("`", $id, "`")]
            pub const $name: &str = $id;
        )*

        /// Each constant's name and id, in the order of the catalogue.
        pub const ALL: &[(&str, &str)] = &[$((stringify!($name), $id)),*];
    };
}

requirement_ids! {
    RFC7636_3_BASE64URL_WITHOUT_PADDING = "rfc7636-3-base64url-without-padding";
    RFC7636_4_1_VERIFIER_GRAMMAR = "rfc7636-4.1-verifier-grammar";
    RFC7636_4_1_VERIFIER_DISTINCT = "rfc7636-4.1-verifier-distinct";
    RFC7636_4_1_VERIFIER_ENTROPY = "rfc7636-4.1-verifier-entropy";
    RFC7636_4_2_S256_FORMULA = "rfc7636-4.2-s256-formula";
    RFC7636_4_2_PLAIN_FORMULA = "rfc7636-4.2-plain-formula";
    RFC7636_4_2_S256_ON_SERVER = "rfc7636-4.2-s256-on-server";
    RFC7636_4_2_S256_IF_CAPABLE = "rfc7636-4.2-s256-if-capable";
    RFC7636_4_2_PLAIN_ONLY_OUT_OF_BAND = "rfc7636-4.2-plain-only-out-of-band";
    RFC7636_4_2_CHALLENGE_GRAMMAR = "rfc7636-4.2-challenge-grammar";
    RFC7636_4_3_CLIENT_SENDS_CHALLENGE = "rfc7636-4.3-client-sends-challenge";
    RFC7636_4_3_METHOD_DEFAULTS_TO_PLAIN = "rfc7636-4.3-method-defaults-to-plain";
    RFC7636_4_3_METHOD_NAMES = "rfc7636-4.3-method-names";
    RFC7636_4_3_OTHER_NAME_IS_NEITHER = "rfc7636-4.3-other-name-is-neither";
    RFC7636_4_4_CHALLENGE_BOUND_TO_CODE = "rfc7636-4.4-challenge-bound-to-code";
    RFC7636_4_4_CHALLENGE_NOT_EXTRACTABLE = "rfc7636-4.4-challenge-not-extractable";
    RFC7636_7_2_PLAIN_CHALLENGE_IN_CODE_ENCRYPTED = "rfc7636-7.2-plain-challenge-in-code-encrypted";
    RFC7636_4_4_1_MISSING_CHALLENGE_REFUSED = "rfc7636-4.4.1-missing-challenge-refused";
    RFC7636_4_4_1_UNSUPPORTED_METHOD_REFUSED = "rfc7636-4.4.1-unsupported-method-refused";
    RFC7636_4_4_1_ERROR_VALUE = "rfc7636-4.4.1-error-value";
    RFC7636_4_4_1_PLAIN_NOT_OFFERED_NOT_HONOURED = "rfc7636-4.4.1-plain-not-offered-not-honoured";
    RFC7636_4_5_CLIENT_SENDS_VERIFIER = "rfc7636-4.5-client-sends-verifier";
    RFC7636_4_5_VERIFIER_REQUIRED = "rfc7636-4.5-verifier-required";
    RFC7636_4_5_BOUND_METHOD_USED = "rfc7636-4.5-bound-method-used";
    RFC7636_4_6_EQUAL_CONTINUES = "rfc7636-4.6-equal-continues";
    RFC7636_4_6_UNEQUAL_REFUSED = "rfc7636-4.6-unequal-refused";
    RFC7636_4_6_INVALID_GRANT = "rfc7636-4.6-invalid-grant";
    RFC7636_5_CLIENTS_WITHOUT_PKCE = "rfc7636-5-clients-without-pkce";
    RFC7636_5_SEND_TO_ALL_SERVERS = "rfc7636-5-send-to-all-servers";
    RFC7636_7_2_NO_DOWNGRADE_TO_PLAIN = "rfc7636-7.2-no-downgrade-to-plain";
    RFC7636_7_2_NO_PLAIN = "rfc7636-7.2-no-plain";
    RFC7636_B_WORKED_EXAMPLE = "rfc7636-b-worked-example";
    RFC6749_3_1_EMPTY_PARAMETER_OMITTED = "rfc6749-3.1-empty-parameter-omitted";
    RFC6749_3_1_UNKNOWN_PARAMETERS_IGNORED = "rfc6749-3.1-unknown-parameters-ignored";
    RFC6749_3_1_PARAMETERS_SENT_ONCE = "rfc6749-3.1-parameters-sent-once";
    RFC6749_3_2_1_SECRET_NOT_REPLACED = "rfc6749-3.2.1-secret-not-replaced";
    RFC6749_4_1_2_CODE_EXPIRES = "rfc6749-4.1.2-code-expires";
    RFC6749_4_1_2_CLIENT_USES_CODE_ONCE = "rfc6749-4.1.2-client-uses-code-once";
    RFC6749_4_1_2_SECOND_USE_DENIED = "rfc6749-4.1.2-second-use-denied";
    RFC6749_4_1_2_REPLAY_REVOKES = "rfc6749-4.1.2-replay-revokes";
    RFC6749_4_1_2_STATE_ECHOED = "rfc6749-4.1.2-state-echoed";
    RFC6749_4_1_2_1_NO_REDIRECT_TO_UNREGISTERED_URI = "rfc6749-4.1.2.1-no-redirect-to-unregistered-uri";
    RFC6749_3_1_2_3_REDIRECT_URI_COMPARED = "rfc6749-3.1.2.3-redirect-uri-compared";
    RFC6749_4_1_2_1_ERROR_PRESENT = "rfc6749-4.1.2.1-error-present";
    RFC6749_4_1_3_CODE_BOUND_TO_CLIENT = "rfc6749-4.1.3-code-bound-to-client";
    RFC6749_4_1_3_CODE_VALID = "rfc6749-4.1.3-code-valid";
    RFC6749_4_1_3_REDIRECT_URI_SAME = "rfc6749-4.1.3-redirect-uri-same";
    RFC6749_4_1_3_CLIENT_SENDS_CODE = "rfc6749-4.1.3-client-sends-code";
    RFC6749_4_1_3_CLIENT_AUTHENTICATES = "rfc6749-4.1.3-client-authenticates";
    RFC6749_5_1_NO_STORE = "rfc6749-5.1-no-store";
    RFC6749_5_2_ERROR_PRESENT = "rfc6749-5.2-error-present";
    RFC8414_2_METHODS_LISTED = "rfc8414-2-methods-listed";
    RFC8414_2_OMITTED_MEANS_UNSUPPORTED = "rfc8414-2-omitted-means-unsupported";
    RFC8414_3_2_NO_EMPTY_LIST = "rfc8414-3.2-no-empty-list";
    RFC8414_3_3_ISSUER_SAME = "rfc8414-3.3-issuer-same";
    RFC9101_5_ONLY_THE_REQUEST_OBJECT = "rfc9101-5-only-the-request-object";
    RFC9126_2_1_PUSHED_REQUEST_VALIDATED = "rfc9126-2.1-pushed-request-validated";
    RFC9126_2_CHALLENGE_BOUND_WHEN_PUSHED = "rfc9126-2-challenge-bound-when-pushed";
    RFC9126_2_2_REQUEST_URI_BOUND_TO_CLIENT = "rfc9126-2.2-request-uri-bound-to-client";
    RFC9700_2_1_1_INJECTION_PREVENTED = "rfc9700-2.1.1-injection-prevented";
    RFC9700_2_1_1_PUBLIC_CLIENTS_USE_PKCE = "rfc9700-2.1.1-public-clients-use-pkce";
    RFC9700_2_1_1_CONFIDENTIAL_CLIENTS_USE_PKCE = "rfc9700-2.1.1-confidential-clients-use-pkce";
    RFC9700_2_1_1_CHALLENGE_PER_TRANSACTION = "rfc9700-2.1.1-challenge-per-transaction";
    RFC9700_2_1_1_VERIFIER_NOT_EXPOSED = "rfc9700-2.1.1-verifier-not-exposed";
    RFC9700_2_1_1_SERVER_SUPPORTS_PKCE = "rfc9700-2.1.1-server-supports-pkce";
    RFC9700_4_8_VERIFIER_NEEDS_CHALLENGE = "rfc9700-4.8-verifier-needs-challenge";
    RFC9700_2_1_1_METHODS_PUBLISHED = "rfc9700-2.1.1-methods-published";
    RFC9700_4_4_2_ISSUER_STORED = "rfc9700-4.4.2-issuer-stored";
    RFC9207_2_4_REJECTS = "rfc9207-2.4-rejects";
    RFC9700_4_5_3_2_NONCE_CHECKED = "rfc9700-4.5.3.2-nonce-checked";
    RFC9700_4_7_1_SUPPORT_ENSURED = "rfc9700-4.7.1-support-ensured";
    RFC9700_4_7_1_STATE_WITHOUT_PKCE = "rfc9700-4.7.1-state-without-pkce";
    OAUTH21_METHOD_SENT = "oauth21-method-sent";
    OAUTH21_PLAIN_FORBIDDEN = "oauth21-plain-forbidden";
    OAUTH21_PUBLIC_CHALLENGE_REQUIRED = "oauth21-public-challenge-required";
    OAUTH21_NO_CHALLENGE_NO_TOKEN = "oauth21-no-challenge-no-token";
    OAUTH21_VERIFIER_IFF_CHALLENGE = "oauth21-verifier-iff-challenge";
    OAUTH21_CLIENT_NO_STRAY_VERIFIER = "oauth21-client-no-stray-verifier";
    OAUTH21_STRAY_VERIFIER_ERROR = "oauth21-stray-verifier-error";
    OAUTH21_CHALLENGE_NOT_IN_RESPONSE = "oauth21-challenge-not-in-response";
    OAUTH21_NO_REVOCATION_ON_INVALID_REPLAY = "oauth21-no-revocation-on-invalid-replay";
    OAUTH21_FRESH_CHALLENGE_AFTER_ERROR = "oauth21-fresh-challenge-after-error";
    OAUTH21_INJECTION_PREVENTED = "oauth21-injection-prevented";
    FAPI2_S256_REQUIRED = "fapi2-s256-required";
    HARDENING_FAPI2_MISSING_VERIFIER_ERROR = "hardening-fapi2-missing-verifier-error";
    MCP_SUPPORT_VERIFIED = "mcp-support-verified";
    MCP_REFUSE_WITHOUT_METADATA = "mcp-refuse-without-metadata";
    MCP_OIDC_METADATA_LISTS_METHODS = "mcp-oidc-metadata-lists-methods";
    MCP_ISS_COMPARED = "mcp-iss-compared";
    SMART_STATE_VALIDATED = "smart-state-validated";
    SMART_PLAIN_NOT_SUPPORTED = "smart-plain-not-supported";
    SMART_VERIFIER_PRESENT_AND_VALID = "smart-verifier-present-and-valid";
    SMART_METADATA_METHODS = "smart-metadata-methods";
    ATPROTO_CHALLENGE_REQUIRED = "atproto-challenge-required";
    FAPI1_PUSHED_S256_REQUIRED = "fapi1-pushed-s256-required";
    NLGOV_PLAIN_NOT_ALLOWED = "nlgov-plain-not-allowed";
    HARDENING_DECORATED_VERIFIER = "hardening-decorated-verifier";
    HARDENING_DECORATED_CHALLENGE = "hardening-decorated-challenge";
    HARDENING_PADDED_CHALLENGE = "hardening-padded-challenge";
    HARDENING_STANDARD_ALPHABET = "hardening-standard-alphabet";
    HARDENING_NON_CANONICAL_BITS = "hardening-non-canonical-bits";
    HARDENING_PERCENT_DECODED_TWICE = "hardening-percent-decoded-twice";
    HARDENING_ENCODING_TWINS = "hardening-encoding-twins";
    HARDENING_MALFORMED_VERIFIER_MATCHES = "hardening-malformed-verifier-matches";
    HARDENING_MALFORMED_CHALLENGE_ACCEPTED = "hardening-malformed-challenge-accepted";
    HARDENING_EMPTY_VERIFIER_OWN_TRANSFORM = "hardening-empty-verifier-own-transform";
    HARDENING_EMPTY_CHALLENGE = "hardening-empty-challenge";
    HARDENING_VERIFIER_IN_QUERY = "hardening-verifier-in-query";
    HARDENING_CODE_SURVIVES_WRONG_VERIFIER = "hardening-code-survives-wrong-verifier";
    HARDENING_OMITTED_METHOD_REFUSED = "hardening-omitted-method-refused";
    HARDENING_OMITTED_METHOD_TAKEN_AS_S256 = "hardening-omitted-method-taken-as-s256";
    HARDENING_UNSUPPORTED_OMITTED_CODE_ISSUED = "hardening-unsupported-omitted-code-issued";
    HARDENING_ABSENT_METHOD_DEFAULT = "hardening-absent-method-default";
    HARDENING_METHOD_NEAR_MISS_S256 = "hardening-method-near-miss-s256";
    HARDENING_PLAIN_NEAR_MISS = "hardening-plain-near-miss";
    HARDENING_METHOD_WITHOUT_CHALLENGE = "hardening-method-without-challenge";
    HARDENING_PKCE_NOT_REQUIRED_OF_PUBLIC = "hardening-pkce-not-required-of-public";
    HARDENING_INFERRED_REQUIRED = "hardening-inferred-required";
    HARDENING_REQUIRED_CONFIDENTIAL = "hardening-required-confidential";
    HARDENING_METADATA_DIFFERS = "hardening-metadata-differs";
    HARDENING_DUPLICATE_PARAMETER = "hardening-duplicate-parameter";
    HARDENING_EMPTY_PARAMETER = "hardening-empty-parameter";
    HARDENING_PAR_CHALLENGE_ADDED = "hardening-par-challenge-added";
    HARDENING_ERROR_400 = "hardening-error-400";
    HARDENING_ERROR_JSON = "hardening-error-json";
    HARDENING_TOKEN_JSON = "hardening-token-json";
    HARDENING_ERROR_REDIRECTED = "hardening-error-redirected";
    HARDENING_ERROR_VALUE = "hardening-error-value";
    HARDENING_SERVER_ERROR = "hardening-server-error";
    HARDENING_UNCAUGHT_EXCEPTION = "hardening-uncaught-exception";
    HARDENING_DERIVE_MALFORMED = "hardening-derive-malformed";
    HARDENING_DERIVE_NOTHING = "hardening-derive-nothing";
    HARDENING_DERIVE_UNKNOWN_METHOD = "hardening-derive-unknown-method";
    HARDENING_CHECK_NEVER_S256 = "hardening-check-never-s256";
    HARDENING_GENERATOR_BIAS = "hardening-generator-bias";
    HARDENING_GENERATOR_LENGTH = "hardening-generator-length";
    HARDENING_VERIFIER_KEPT_APART = "hardening-verifier-kept-apart";
    HARDENING_CLIENT_STATE_COMPARED = "hardening-client-state-compared";
    HARDENING_CLIENT_NO_REQUEST_AFTER_ERROR = "hardening-client-no-request-after-error";
    HARDENING_CLIENT_LOGINS_KEPT_APART = "hardening-client-logins-kept-apart";
    HARDENING_CLIENT_VERIFIER_NOT_IN_STATE = "hardening-client-verifier-not-in-state";
    HARDENING_CLIENT_VERIFIER_NOT_ELSEWHERE = "hardening-client-verifier-not-elsewhere";
    HARDENING_CLIENT_VERIFIER_NOT_PRINTED = "hardening-client-verifier-not-printed";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::VectorSet;

    #[test]
    fn a_constant_is_named_mechanically_from_its_id() {
        for (name, id) in ALL {
            assert_eq!(*name, id.replace(['-', '.'], "_").to_ascii_uppercase());
        }
    }

    /// In its order, so that none is there twice.
    #[test]
    fn each_constant_is_an_id_of_the_catalogue() {
        let set = VectorSet::bundled().unwrap();
        let ids = set.catalogue.requirements.iter().map(|requirement| requirement.id.as_str());
        let named: Vec<&str> = ids.filter(|id| ALL.iter().any(|(_, known)| known == id)).collect();
        assert_eq!(named, ALL.iter().map(|(_, id)| *id).collect::<Vec<_>>());
    }
}
