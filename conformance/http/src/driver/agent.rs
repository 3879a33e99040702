//! Requests at the pace of the file, traced, and sent again where the server asks to wait.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use pkce_conformance::messages::Response;

use super::{
    connections::{Connections, Outgoing},
    fault::Trouble,
    mask::Mask,
    site::Site,
};

/// One thread's way to the server.
pub(super) struct Agent {
    pub(super) site: Arc<Site>,
    connections: Connections,
}

/// How often a request is sent that the server throttles.
const TRIES: u32 = 4;

/// The longest wait that a server is granted between them.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

impl Agent {
    pub(super) fn new(site: Arc<Site>) -> Self {
        let connections = Connections::new(Arc::clone(&site.gate));
        Self { site, connections }
    }

    /// Sends a request. `mask` is what the trace must not show.
    pub(super) fn ask(&mut self, outgoing: Outgoing<'_>, mask: &Mask) -> Result<Response, Trouble> {
        let is_token = *outgoing.url == self.site.endpoints.token;
        let mut tries = 1;
        loop {
            self.site.pace.turn(is_token)?;
            let until = Instant::now() + self.site.limit;
            let response = self.connections.exchange(outgoing, until)?;
            if let Some(trace) = &self.site.trace {
                trace.write(mask, &outgoing.octets(), &response);
            }
            match asked_to_wait(&response, tries) {
                Some(wait) if tries < TRIES => thread::sleep(wait),
                _ => return Ok(response),
            }
            tries += 1;
        }
    }

    /// Sends requests at the same moment.
    pub(super) fn race(
        &mut self,
        all: &[Outgoing<'_>],
        mask: &Mask,
    ) -> Result<Vec<Response>, Trouble> {
        for _ in all {
            self.site.pace.turn(false)?;
        }
        let responses = self.connections.race(all, Instant::now() + self.site.limit)?;
        if let Some(trace) = &self.site.trace {
            for (outgoing, response) in all.iter().zip(&responses) {
                trace.write(mask, &outgoing.octets(), response);
            }
        }
        Ok(responses)
    }
}

/// How long a server that throttles wants to be left alone (RFC 6585 §4, RFC 9110 §10.2.3). A date is as good as nothing.
fn asked_to_wait(response: &Response, tries: u32) -> Option<Duration> {
    let field = response.headers.text("Retry-After");
    let throttles = response.status == 429 || response.status == 503 && field.is_some();
    let said = field.and_then(|text| text.trim().parse().ok()).map(Duration::from_secs);
    let wait = said.unwrap_or_else(|| Duration::from_secs(1) * tries);
    throttles.then(|| wait.min(LONGEST_WAIT))
}
