//! A mutant of a client, and what is known of it.

use std::sync::Arc;

use pkce_conformance::client::ClientDecisions;

/// A client that is wrong in one way, or right in a way of its own.
#[derive(Clone)]
pub struct ClientMutant {
    /// Its name, in words; stable.
    pub name: &'static str,
    /// The requirements that it breaks: a question under one of them kills it. None for a right client.
    pub breaks: &'static [&'static str],
    /// Where the bug was reported.
    pub cites: &'static [&'static str],
    /// What it does, in one sentence.
    pub says: &'static str,
    /// The family of which it is a member: one idea with many values.
    pub family: Option<&'static str>,
    /// The profile under which it is judged.
    pub profile: &'static str,
    /// It goes by the rules of MCP.
    pub mcp: bool,
    /// It is given a secret.
    pub secret: bool,
    make: Arc<dyn Fn() -> Box<dyn ClientDecisions> + Send + Sync>,
}

impl ClientMutant {
    /// Under the default profile, a public client.
    pub(super) fn new<D: ClientDecisions + 'static>(
        name: &'static str,
        breaks: &'static [&'static str],
        says: &'static str,
        make: impl Fn() -> D + Send + Sync + 'static,
    ) -> Self {
        let make = Arc::new(move || Box::new(make()) as Box<dyn ClientDecisions>);
        let (cites, family): (&[&str], _) = (&[], None);
        let (profile, mcp, secret) = ("rfc9700", false, false);
        Self { name, breaks, cites, says, family, profile, mcp, secret, make }
    }

    /// Its decisions, from the beginning.
    #[must_use]
    pub fn decisions(&self) -> Box<dyn ClientDecisions> {
        (self.make)()
    }

    pub(super) fn cites(self, cites: &'static [&'static str]) -> Self {
        Self { cites, ..self }
    }

    pub(super) fn of_family(self, family: &'static str) -> Self {
        Self { family: Some(family), ..self }
    }

    pub(super) fn under(self, profile: &'static str) -> Self {
        Self { profile, ..self }
    }

    pub(super) fn of_mcp(self) -> Self {
        Self { profile: "mcp", mcp: true, ..self }
    }

    pub(super) fn with_secret(self) -> Self {
        Self { secret: true, ..self }
    }
}

/// Decisions of a type of their own, which override what stands in the braces, and nothing else.
macro_rules! decides {
    ($($body:tt)*) => {{
        #[derive(Clone, Default)]
        struct Wrong;
        impl ClientDecisions for Wrong { $($body)* }
        Wrong::default
    }};
}
pub(super) use decides;
