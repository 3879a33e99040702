//! The reference implementation as a target: one more target, with no privilege.

mod library;
mod sessions;
mod shaped;
mod surrounded;

use std::{collections::BTreeMap, sync::Arc};

use pkce_core::server::{Decisions, Standard};
use pkce_vectors::{PolicyName, RoleName};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};

use crate::{
    implementation::{Answered, Derived, Implementation},
    wire::{
        About, Accept, ClientAuth, Offers, Open, Pushed, RoleOffers, StepAnswer, StepCall, Ways,
    },
};

pub use library::{Library, StandardLibrary};
use sessions::Sessions;
pub use shaped::{Shape, Shaped};
pub use surrounded::{Surrounded, Surroundings};

/// The reference: its library operations, and its server model in sessions.
///
/// Library and decisions can be others than the standard ones, so that a variant is a few lines.
pub struct Reference {
    name: String,
    library: Box<dyn Library + Send>,
    /// The library's draws; the sessions have their own, so that neither shows the other's.
    rng: ChaCha20Rng,
    sessions: Sessions,
    races_at_once: bool,
    offers_plain: Option<bool>,
}

impl Reference {
    /// The reference as it is, with every draw decided by `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self::with("reference", Box::new(StandardLibrary), Arc::new(Standard), seed)
    }

    /// A variant of the reference, with every draw decided by `seed`.
    #[must_use]
    pub fn with(
        name: &str,
        library: Box<dyn Library + Send>,
        decisions: Arc<dyn Decisions>,
        seed: u64,
    ) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        rng.set_stream(LIBRARY_STREAM);
        Self {
            name: name.to_owned(),
            library,
            rng,
            sessions: Sessions::new(decisions, seed),
            races_at_once: false,
            offers_plain: None,
        }
    }

    /// The same under another name.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }

    /// The same, with the word that its library offers plain; without, its controls show it.
    #[must_use]
    pub fn offering_plain(self) -> Self {
        Self { offers_plain: Some(true), ..self }
    }

    /// A server without a lock: the requests of a race are judged against one snapshot, and then each is done.
    #[must_use]
    pub fn judging_races_at_once(self) -> Self {
        Self { races_at_once: true, ..self }
    }
}

/// The stream of the seed that the library draws from; the sessions draw from the first.
const LIBRARY_STREAM: u64 = 1;

impl Implementation for Reference {
    fn about(&self) -> About {
        let ops = [
            "derive",
            "verify",
            "check_verifier",
            "check_challenge",
            "parse_method",
            "generate",
            "flow.open",
            "flow.step",
            "flow.close",
        ];
        let client = |auth: Ways| RoleOffers {
            auth: Some(auth),
            par: Some(Pushed::Optional),
            ..RoleOffers::default()
        };
        let every_way = Ways::from(ClientAuth::Basic).and(ClientAuth::Post).and(ClientAuth::Key);
        About {
            name: self.name.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            language: "Rust".to_owned(),
            ops: ops.map(str::to_owned).to_vec(),
            not_ours: Vec::new(),
            offers: Offers {
                plain: self.offers_plain,
                roles: BTreeMap::from([
                    (RoleName::Public, client(ClientAuth::None.into())),
                    (RoleName::Confidential, client(every_way)),
                ]),
                policies: Some(PolicyName::ALL.to_vec()),
                userinfo: Some(true),
                code_lifetime: Some(true),
                ..Offers::default()
            }
            .with_methods(&[&["S256"], &["S256", "plain"]]),
            accepts: Accept::ALL.to_vec(),
        }
    }

    fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
        self.library.derive(verifier, method)
    }

    fn verify(
        &mut self,
        verifier: &[u8],
        challenge: &[u8],
        method: Option<&[u8]>,
    ) -> Answered<bool> {
        self.library.verify(verifier, challenge, method)
    }

    fn check_verifier(&mut self, verifier: &[u8]) -> Answered<bool> {
        self.library.check_verifier(verifier)
    }

    fn check_challenge(&mut self, challenge: &[u8], method: Option<&[u8]>) -> Answered<bool> {
        self.library.check_challenge(challenge, method)
    }

    fn parse_method(&mut self, method: Option<&[u8]>) -> Answered<String> {
        self.library.parse_method(method)
    }

    fn generate(&mut self, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
        self.library.generate(&mut self.rng, count, length)
    }

    fn flow_open(&mut self, open: &Open) -> Answered<()> {
        self.sessions.open(open)
    }

    fn flow_step(&mut self, session: &str, step: &StepCall) -> Answered<StepAnswer> {
        self.sessions.step(session, step)
    }

    fn flow_race(&mut self, session: &str, steps: &[StepCall]) -> Answered<Vec<StepAnswer>> {
        if self.races_at_once {
            return self.sessions.at_once(session, steps);
        }
        // Serial: one request is done before the next begins.
        steps.iter().map(|step| self.sessions.step(session, step)).collect()
    }

    fn flow_close(&mut self, session: &str) -> Answered<()> {
        self.sessions.close(session);
        Ok(())
    }
}
