//! A challenge that is lost because of another parameter, which has nothing to do with it.

use pkce_core::server::{Asked, Binding, Decisions, Refusal, Standard};
use pkce_vectors::requirement_ids as ids;

use crate::Mutant;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        lost(
            "beside-nonce",
            "a nonce is taken for the client's word that it needs no PKCE",
            |asked| asked.sent.values("nonce").next().is_some(),
        ),
        lost(
            "by-form-post",
            "the response mode form_post has a path of its own, on which the challenge is not \
             stored",
            |asked| asked.sent.values("response_mode").any(|mode| mode == b"form_post"),
        ),
        lost(
            "beside-resource",
            "a request for a resource of its own has its code stored anew, without the challenge",
            |asked| asked.sent.values("resource").next().is_some(),
        ),
    ]
}

fn lost(name: &str, says: &'static str, beside: fn(&Asked<'_>) -> bool) -> Mutant {
    #[derive(Clone, Copy)]
    struct Loses(fn(&Asked<'_>) -> bool);
    impl Decisions for Loses {
        fn binding(&self, asked: &Asked<'_>) -> Result<Binding, Refusal> {
            let binding = Standard.binding(asked)?;
            Ok(if self.0(asked) { Binding::Lost } else { binding })
        }
    }
    Mutant::server(
        format!("challenge-lost-{name}"),
        &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_UNEQUAL_REFUSED],
        says,
        Loses(beside),
    )
    .of_family("challenge-lost-beside-parameter")
    .unseen()
}
