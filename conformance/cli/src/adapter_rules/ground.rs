//! A server on which the right request goes through: where none does, nothing can be learnt of the others.

use serde_json::{Value, json};

use super::{
    client::Client,
    conversation::Conversation,
    session::{Got, Session, open, policy},
};

/// A policy and a client with which the right request gets a token.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    pub(super) pkce: Value,
    pub(super) methods: Vec<&'static str>,
    pub(super) client: Client,
}

impl Ground {
    pub(super) fn policy(&self) -> Value {
        policy(&self.pkce, &self.methods)
    }

    /// A session of it.
    pub(super) fn open(&self, adapter: &mut Conversation<'_>) -> Result<Session, String> {
        let opened = open(adapter, &self.policy(), &[&self.client])?;
        opened.map_err(|got| format!("a policy that was taken before is now {got:?}"))
    }
}

/// The first policy that works for the first client that it works for, public before confidential; else how the last
/// one was refused.
pub(super) fn ground(adapter: &mut Conversation<'_>) -> Result<Result<Ground, String>, String> {
    let mut refused = "no policy of it can be set".to_owned();
    for client in Client::of(&adapter.about) {
        match grounded(adapter, &client)? {
            Ok(ground) => return Ok(Ok(ground)),
            Err(Some(got)) => refused = format!("no right request of it gets a token: {got}"),
            Err(None) => {}
        }
    }
    Ok(Err(refused))
}

/// The same for one client; else how the last of its right requests was refused, where one could be made.
pub(super) fn grounded(
    adapter: &mut Conversation<'_>,
    client: &Client,
) -> Result<Result<Ground, Option<String>>, String> {
    let mut refused = None;
    for methods in [vec!["S256"], vec!["S256", "plain"]] {
        for pkce in ["required", "optional", "public", "default"] {
            let (pkce, methods) = (json!(pkce), methods.clone());
            let Ok(session) = open(adapter, &policy(&pkce, &methods), &[client])? else { continue };
            let got = session.goes_through(adapter, client)?;
            session.close(adapter)?;
            match got {
                Got::Given(_) => return Ok(Ok(Ground { pkce, methods, client: client.clone() })),
                Got::Refused(how) => refused = Some(how),
                Got::Unsupported(_) => {}
            }
        }
    }
    Ok(Err(refused))
}
