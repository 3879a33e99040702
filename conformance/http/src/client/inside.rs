//! The reference client, and those that decide otherwise, in this process: over real sockets, and without a process each.

use std::{
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use pkce_conformance::client::{ClientDecisions, Setup};
use serde_json::Value;

use super::{
    command::{CLIENT_ID, Places, SECRET},
    reference::ReferenceClient,
    talker::{Answer, Client, NoAnswer, Talker},
};

/// A client in this process.
pub struct InThisProcess<'d> {
    /// Makes its decisions, anew for each start.
    pub decisions: &'d (dyn Fn() -> Box<dyn ClientDecisions> + Sync),
    /// It goes by the rules of MCP.
    pub mcp: bool,
    /// It is given a secret.
    pub secret: bool,
}

impl Client for InThisProcess<'_> {
    fn has_secret(&self) -> bool {
        self.secret
    }

    fn start(&self, places: &Places, _: &Path) -> Result<Box<dyn Talker>, String> {
        // Each start draws other values: like processes, and yet the same in each run.
        static STARTS: AtomicU64 = AtomicU64::new(0);
        let start = STARTS.fetch_add(1, Ordering::Relaxed);
        let mut number = 0_u64;
        let draw = move || {
            number += 1;
            let mut octets = [0; 32];
            let drawn = pkce_vectors::s256(format!("{start} {number}").as_bytes());
            octets.copy_from_slice(drawn.as_bytes().get(..32).unwrap_or(&[0; 32]));
            octets
        };
        let setup = Setup {
            client_id: CLIENT_ID.to_owned(),
            client_secret: self.secret.then(|| SECRET.to_owned()),
            redirect_uri: places.redirect_uri(),
            mcp: self.mcp,
        };
        let client =
            ReferenceClient::new((self.decisions)(), setup, &places.issuer, Box::new(draw));
        Ok(Box::new(Inside { client, printed: Vec::new() }))
    }
}

struct Inside {
    client: ReferenceClient,
    printed: Vec<u8>,
}

impl Talker for Inside {
    fn ask(&mut self, asked: &Value) -> Result<Answer, NoAnswer> {
        let answered = self.client.answer(asked, &mut self.printed);
        serde_json::from_value(answered).map_err(|error| NoAnswer::Ended(error.to_string()))
    }

    fn close(self: Box<Self>) -> String {
        String::from_utf8_lossy(&self.printed).into_owned()
    }
}
