//! PKCE that depends on what has nothing to do with it: how the request came, how the client authenticates, which
//! scopes it wants, what happened before in the same user agent.

mod altered;
mod asked;
mod authenticated;
mod moment;
mod remembered;

use pkce_vectors::requirement_ids as ids;

use super::Mutant;

/// What a server breaks that looks at no verifier.
const UNCHECKED: &[&str] = &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_UNEQUAL_REFUSED];

pub(super) fn mutants() -> Vec<Mutant> {
    let mutants = [
        asked::mutants(),
        authenticated::mutants(),
        remembered::mutants(),
        moment::mutants(),
        altered::mutants(),
    ];
    mutants.concat().into_iter().map(Mutant::unseen).collect()
}
