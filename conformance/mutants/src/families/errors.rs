//! What a missing verifier is called.

use pkce_core::{
    OAuthError,
    server::{Decisions, Refusal, Standard},
};
use pkce_vectors::requirement_ids as ids;

use crate::Mutant;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        is_called(OAuthError::InvalidRequest, &[ids::HARDENING_FAPI2_MISSING_VERIFIER_ERROR])
            .cites(&["https://github.com/mosip/esignet/issues/2259"]),
        is_called(OAuthError::InvalidClient, &[ids::HARDENING_ERROR_VALUE]),
        is_called(OAuthError::UnauthorizedClient, &[ids::HARDENING_ERROR_VALUE]),
        is_called(OAuthError::AccessDenied, &[ids::HARDENING_ERROR_VALUE]),
    ]
}

fn is_called(error: OAuthError, breaks: &'static [&'static str]) -> Mutant {
    #[derive(Clone, Copy)]
    struct Calls(OAuthError);
    impl Decisions for Calls {
        fn error_code(&self, refusal: Refusal) -> Option<OAuthError> {
            match refusal {
                Refusal::VerifierMissing => Some(self.0),
                other => Standard.error_code(other),
            }
        }
    }
    Mutant::server(
        format!("missing-verifier-{}", error.as_str().replace('_', "-")),
        breaks,
        format!("a missing verifier is called {error}, where FAPI 2.0 wants invalid_grant"),
        Calls(error),
    )
    .of_family("missing-verifier-error")
}
