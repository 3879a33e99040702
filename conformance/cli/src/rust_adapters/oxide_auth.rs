//! The crate `oxide-auth`: a server's side. Its extension `Pkce` alone answers `verify`; its endpoint, made of its own
//! in-memory parts, answers flows.

use std::{borrow::Cow, collections::HashMap};

use oxide_auth::code_grant::extensions::Pkce;

use self::{request::Request, server::Server};
use super::{about, text};
use pkce_conformance::{
    implementation::{Answered, Declined, Implementation},
    wire::{
        About, Accept, ClientAuth, Offers, Open, Pushed, Reason, RoleOffers, StepAnswer, StepCall,
        Ways,
    },
};

mod answer;
mod request;
mod server;

const VERSION: &str = "0.6.1";

/// What this adapter's glue decides. All else is decided by the crate's own code, which is what its users run: `AuthMap`,
/// `ClientMap`, `TokenMap` and `NormalizedParameter` as they come.
const NOT_OURS: [&str; 2] = [
    // The comparison of secrets is ours, in place of 64 MiB of Argon2 for each.
    "rfc6749-3.2.1-secret-not-replaced",
    // The crate's response has no headers; a web framework's adapter writes them.
    "rfc6749-5.1-no-store",
];

/// The crate, with an authorization server for each session.
#[derive(Default)]
pub(super) struct OxideAuth {
    servers: HashMap<String, Server>,
}

impl Implementation for OxideAuth {
    fn about(&self) -> About {
        let offers = Offers {
            plain: Some(true),
            userinfo: Some(true),
            // Ten minutes by its own clock.
            code_lifetime: Some(false),
            ..Offers::default()
        };
        let role = |auth| RoleOffers {
            auth: Some(Ways::from(auth)),
            par: Some(Pushed::No),
            ..RoleOffers::default()
        };
        let offers = offers
            .with_roles(role(ClientAuth::None), role(ClientAuth::Basic))
            .with_methods(&[&["S256"], &["S256", "plain"]]);
        let ops = ["verify", "flow.open", "flow.step", "flow.close"];
        let not_ours = NOT_OURS.map(str::to_owned).to_vec();
        // Its requests are decoded text, and its endpoint keeps nothing of a user agent.
        let accepts = vec![Accept::Query, Accept::UserAgent, Accept::Duplicates];
        About { not_ours, accepts, ..about("oxide-auth", VERSION, &ops, offers) }
    }

    fn verify(
        &mut self,
        verifier: &[u8],
        challenge: &[u8],
        method: Option<&[u8]>,
    ) -> Answered<bool> {
        let (verifier, challenge) = (text(verifier)?, text(challenge)?);
        let method = method.map(text).transpose()?;
        // With a challenge, `required` and `optional` are one.
        let mut pkce = Pkce::required();
        pkce.allow_plain();
        let bound = pkce
            .challenge(method.map(Cow::Borrowed), Some(Cow::Borrowed(challenge)))
            .map_err(|()| Declined::refused(Reason::MethodUnsupported, ""))?;
        Ok(pkce.verify(bound, Some(Cow::Borrowed(verifier))).is_ok())
    }

    fn flow_open(&mut self, open: &Open) -> Answered<()> {
        self.servers.insert(open.session.clone(), Server::new(open)?);
        Ok(())
    }

    fn flow_step(&mut self, session: &str, step: &StepCall) -> Answered<StepAnswer> {
        let server = self
            .servers
            .get_mut(session)
            .ok_or_else(|| Declined::refused(Reason::Other, "no such session"))?;
        match step {
            StepCall::Authorize(sent) => Ok(server.authorize(Request::authorization(sent)?)),
            StepCall::Token(sent) => Ok(server.token(Request::token(sent)?)),
            StepCall::Use { access_token } => Ok(server.resource(Request::bearer(access_token))),
            StepCall::Par(_) => Err(Declined::unsupported("no pushed authorization requests")),
            StepCall::Metadata { .. } => Err(Declined::unsupported("no metadata document")),
            StepCall::Wait { .. } => Err(Declined::unsupported("its clock is the system's")),
        }
    }

    fn flow_close(&mut self, session: &str) -> Answered<()> {
        self.servers.remove(session);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
