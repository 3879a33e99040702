//! Codes to redeem.

use std::sync::LazyLock;

use super::{Choices, VERIFIERS, Who, World};
use crate::oracle;

/// A code that the world holds.
#[derive(Clone, Debug)]
pub struct Issued {
    /// Its text.
    pub name: String,
    /// The client that it was issued to.
    pub who: Who,
    /// The method that it is bound by.
    pub binding: Option<&'static str>,
}

impl Issued {
    /// The one verifier, where there is one.
    #[must_use]
    pub fn verifier(&self) -> Option<&'static str> {
        let [first, ..] = VERIFIERS;
        self.binding.map(|_| first)
    }
}

/// A world that offers everything and requires nothing, with a code for each client and each binding.
#[must_use]
pub fn issued() -> (World, Vec<Issued>) {
    ISSUED.clone()
}

static ISSUED: LazyLock<(World, Vec<Issued>)> = LazyLock::new(|| {
    let mut world = World::new(Choices { plain: true, required: false });
    let mut codes = Vec::new();
    for who in Who::ALL {
        for binding in [Some("S256"), Some("plain"), None] {
            let mut code = Issued { name: String::new(), who, binding };
            let mut query = World::query(who);
            if let (Some(method), Some(verifier)) = (binding, code.verifier()) {
                let challenge = match method {
                    "S256" => oracle::s256(verifier.as_bytes()),
                    _ => verifier.to_owned(),
                };
                query.push("code_challenge", challenge);
                query.push("code_challenge_method", method);
            }
            let answer = world.server.authorize(world.now, "browser", &query, &mut world.rng);
            assert!(answer.is_ok());
            code.name = answer.map(|response| response.code).unwrap_or_default();
            codes.push(code);
        }
    }
    (world, codes)
});
