//! What the servers of one scenario share: the log, and the codes that they gave.

use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU8, AtomicU64, Ordering},
    },
};

use pkce_conformance::messages::Response;
use serde_json::json;

use super::fields;
use crate::{
    client::log::{Event, Log, What},
    serve::{Answers, Asked, Said},
};

/// Events kept at most: no right client sends so many requests in one scenario.
const MOST: usize = 1_000;

/// Octets of requests kept at most.
const MOST_OCTETS: usize = 4 << 20;

/// The log, and what a code stands for.
#[derive(Default)]
pub(in crate::client) struct Recorder {
    log: Mutex<Log>,
    codes: Mutex<HashMap<String, Issued>>,
    octets: AtomicU64,
    drawn: AtomicU64,
    /// Which process of the client runs.
    process: AtomicU8,
    /// The login whose link the user agent opens, or 0.
    opening: AtomicU8,
}

/// What a code stands for.
#[derive(Debug, Clone, Default)]
pub(in crate::client) struct Issued {
    pub(in crate::client) server: u8,
    pub(in crate::client) challenge: Option<String>,
    pub(in crate::client) method: Option<String>,
    pub(in crate::client) nonce: Option<String>,
    pub(in crate::client) scope: Option<String>,
    pub(in crate::client) client_id: Option<String>,
    pub(in crate::client) used: bool,
}

impl Recorder {
    /// Writes down what happened.
    pub(in crate::client) fn note(&self, what: What) {
        let octets = match &what {
            What::Authorization(request) => request.text.len(),
            What::Exchange(request) => {
                let parameters = request.parameters.iter();
                request.text.len() + parameters.map(|(n, v)| n.len() + v.len()).sum::<usize>()
            }
            What::Strayed { text } | What::Other { text } => text.len(),
            _ => 0,
        } as u64;
        let before = self.octets.fetch_add(octets, Ordering::Relaxed);
        let log = &mut *self.log();
        if log.events.len() >= MOST || before.saturating_add(octets) > MOST_OCTETS as u64 {
            log.overflowed = true;
            return;
        }
        log.events.push(Event { process: self.process.load(Ordering::Relaxed), what });
    }

    pub(in crate::client) fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From here on another process of the client runs.
    pub(in crate::client) fn process_begins(&self, process: u8) {
        self.process.store(process, Ordering::Relaxed);
    }

    /// The user agent opens the link of a login; 0: it has done so.
    pub(in crate::client) fn opens(&self, login: u8) {
        self.opening.store(login, Ordering::Relaxed);
    }

    /// The login whose link is being opened.
    pub(super) fn opening(&self) -> Option<u8> {
        Some(self.opening.load(Ordering::Relaxed)).filter(|login| *login > 0)
    }

    /// Text that is no other's in this scenario. It need not be a secret: nobody but the client and its judge is here.
    pub(in crate::client) fn draw(&self, kind: &str) -> String {
        let number = self.drawn.fetch_add(1, Ordering::Relaxed);
        let seed = format!("{kind} {number} {:p}", std::ptr::from_ref(self));
        format!("{kind}-{}", pkce_vectors::s256(seed.as_bytes()))
    }

    /// Gives a code, which begins with `odd`.
    pub(in crate::client) fn issue(&self, odd: &str, issued: Issued) -> String {
        let code = format!("{odd}{}", self.draw("code"));
        self.codes().insert(code.clone(), issued);
        code
    }

    pub(in crate::client) fn codes(&self) -> MutexGuard<'_, HashMap<String, Issued>> {
        self.codes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The origin that only records.
pub(in crate::client) struct Stray(pub(in crate::client) std::sync::Arc<Recorder>);

impl Answers for Stray {
    fn answer(&self, _: &str, asked: Asked<'_>) -> Said {
        let line = [asked.path, asked.query].map(String::from_utf8_lossy);
        let body = String::from_utf8_lossy(&asked.body);
        let [path, query] = line;
        let method = asked.method;
        let headers = fields(&asked.headers);
        self.0.note(What::Strayed { text: format!("{method} {path}?{query}{headers}\n\n{body}") });
        Said::Response(Response::json(400, &json!({ "error": "invalid_request" })))
    }
}
