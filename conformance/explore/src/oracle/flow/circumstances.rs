//! What a token request is judged by beside its own text: who sends it, for which code, to which server.

use pkce_vectors::RoleName;

use super::{Required, fit::Bound};

/// What surrounds an attempt.
pub(super) struct Circumstances<'w> {
    pub(super) role: RoleName,
    pub(super) authenticates: bool,
    pub(super) redirect_of_code: Option<&'w [u8]>,
    pub(super) plain: bool,
    pub(super) required: Required,
    pub(super) others: Vec<&'w Bound>,
    /// The policy is the target's own, or asks PKCE of every public client.
    pub(super) strict: bool,
}
