//! Authorization servers that are wrong in one way.

#![expect(clippy::too_many_lines, reason = "a list of mutants is data, however long it is")]

mod answers;
mod characters;
mod client;
mod code;
mod compare;
mod context;
mod dropped;
mod elsewhere;
mod encoded;
mod front;
mod matching;
mod metadata;
mod method;
mod par;
mod parameters;
mod possession;
mod pushed;
mod requirement;
mod second_try;
mod transform;
mod unusable;
mod wire;

use pkce_core::{request::Parameters, server::Refusal};

use super::mutant::Mutant;

/// What most decisions come to.
type Decided<T = ()> = Result<T, Refusal>;

/// A server that looks at no verifier where this holds of the token request, or of the one that led to its code.
macro_rules! unchecked_where {
    ($proof:ident => $excused:expr) => {
        wrong!(Decisions {
            fn possession(&self, $proof: &Proof<'_>) -> Decided {
                if $excused { Ok(()) } else { Standard.possession($proof) }
            }
        })
    };
}
use unchecked_where;

pub(super) fn all() -> Vec<Mutant> {
    [
        possession::mutants(),
        elsewhere::mutants(),
        context::mutants(),
        second_try::mutants(),
        dropped::mutants(),
        requirement::mutants(),
        method::mutants(),
        transform::mutants(),
        compare::mutants(),
        characters::mutants(),
        client::mutants(),
        code::mutants(),
        par::mutants(),
        parameters::mutants(),
        answers::mutants(),
        wire::mutants(),
        unusable::mutants(),
        pushed::mutants(),
        matching::mutants(),
        encoded::mutants(),
        metadata::mutants(),
    ]
    .concat()
}

/// Whether a parameter was sent without a value.
fn is_empty(sent: &Parameters, name: &str) -> bool {
    sent.values(name).any(<[u8]>::is_empty)
}
