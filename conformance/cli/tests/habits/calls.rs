//! Habits between the call and the implementation: the reference behind a layer that does one thing wrong.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use pkce_conformance::{
    implementation::{Answered, Declined, Derived, Implementation},
    reference::{Reference, StandardLibrary},
    wire::{
        About, Accept, FlowPolicy, Octets, Open, Outcome, PkceRequired, Reason, StepAnswer,
        StepCall,
    },
};
use pkce_core::{VerifyError, server::Decisions};
use pkce_vectors::s256;

/// The reference with one habit.
pub(crate) struct Habitual {
    habit: String,
    reference: Reference,
    /// Verdicts by verifier or by challenge.
    remembered: HashMap<Vec<u8>, bool>,
    /// Of the one session that all share, or the newest.
    session: Option<String>,
}

/// A server that does not look at a verifier's characters, so that what is read shows.
struct Lax;

impl Decisions for Lax {
    fn verifier_syntax(&self, _: &[u8]) -> Result<(), VerifyError> {
        Ok(())
    }
}

impl Habitual {
    pub(crate) fn new(habit: &str) -> Self {
        let own = u64::from(std::process::id());
        let seed = if habit == "seeded-alike" { 7 } else { own };
        let library = Box::new(StandardLibrary);
        Self {
            habit: habit.to_owned(),
            reference: match habit {
                "step-latin-1" => Reference::with(habit, library, Arc::new(Lax), seed),
                _ => Reference::new(seed),
            },
            remembered: HashMap::new(),
            session: None,
        }
    }

    fn is(&self, habit: &str) -> bool {
        self.habit == habit
    }

    /// A verifier as the layer reads it.
    fn read<'v>(&self, verifier: &'v [u8]) -> Cow<'v, [u8]> {
        let text = match self.habit.as_str() {
            "latin-1" | "step-latin-1" if std::str::from_utf8(verifier).is_err() => {
                verifier.iter().map(|octet| char::from(*octet)).collect()
            }
            "question-marks" => verifier
                .iter()
                .map(|octet| if octet.is_ascii() { char::from(*octet) } else { '?' })
                .collect(),
            "ignored-octets" | "step-ignored-octets" => {
                verifier.iter().filter(|octet| octet.is_ascii()).map(|o| char::from(*o)).collect()
            }
            "trims" => String::from_utf8_lossy(verifier.trim_ascii()).into_owned(),
            _ => return verifier.into(),
        };
        text.into_bytes().into()
    }

    /// What no grammar stands before, so that what is read shows.
    fn lax(&self) -> bool {
        matches!(self.habit.as_str(), "latin-1" | "question-marks")
    }

    fn own<'s>(&'s self, session: &'s str) -> &'s str {
        self.session.as_deref().unwrap_or(session)
    }

    fn step(&self, step: &StepCall) -> StepCall {
        let mut step = step.clone();
        let is_token = matches!(step, StepCall::Token(_));
        if let StepCall::Authorize(sent) | StepCall::Par(sent) | StepCall::Token(sent) = &mut step {
            if self.is("raw-ignored") {
                sent.raw = None;
            }
            if self.is("secret-ignored") {
                sent.basic = None;
                sent.params.retain(|(name, _)| name != "client_secret");
            }
            if self.is("known-parameters-only") {
                sent.params.retain(|(name, _)| KNOWN.contains(&name.as_str()));
            }
            if self.is("last-parameter-only") {
                let all = std::mem::take(&mut sent.params);
                for (name, value) in all {
                    sent.params.retain(|(known, _)| *known != name);
                    sent.params.push((name, value));
                }
            }
            for (_, value) in &mut sent.params {
                *value = Octets(self.read(&value.0).into_owned());
            }
        }
        if self.is("codes-live-for-ever") && !is_token && matches!(step, StepCall::Wait { .. }) {
            return StepCall::Wait { seconds: 0 };
        }
        step
    }
}

/// Where an adapter hands over named arguments.
const KNOWN: [&str; 10] = [
    "response_type",
    "client_id",
    "client_secret",
    "redirect_uri",
    "state",
    "grant_type",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
];

impl Implementation for Habitual {
    fn about(&self) -> About {
        let mut about = self.reference.about();
        if self.is("accepts-more") {
            about.accepts.push(Accept::Unknown("telepathy".to_owned()));
        }
        if matches!(self.habit.as_str(), "method-by-default" | "every-exception-is-no-match") {
            about.accepts.clear();
        }
        about
    }

    fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
        let verifier = self.read(verifier);
        if self.lax() {
            return Ok(s256(&verifier).into());
        }
        self.reference.derive(&verifier, method)
    }

    fn verify(
        &mut self,
        verifier: &[u8],
        challenge: &[u8],
        method: Option<&[u8]>,
    ) -> Answered<bool> {
        let read = self.read(verifier).into_owned();
        let is_match = if self.lax() {
            Ok(s256(&read).as_bytes() == challenge)
        } else {
            self.reference.verify(&read, challenge, method)
        };
        match self.habit.as_str() {
            "remembers-verifiers" => {
                let is_match = is_match?;
                Ok(*self.remembered.entry(verifier.to_vec()).or_insert(is_match))
            }
            "remembers-challenges" => {
                let is_match = is_match?;
                Ok(*self.remembered.entry(challenge.to_vec()).or_insert(is_match))
            }
            "silence-is-a-match" => is_match.map(|_| true),
            "refusal-as-unsupported" => match is_match {
                Ok(true) => Ok(true),
                _ => Err(Declined::unsupported("it does not match")),
            },
            "errors-as-exceptions" => match is_match {
                Ok(true) => Ok(true),
                _ => Err(Declined::refused(Reason::Exception, "Error: mismatch")),
            },
            _ => is_match,
        }
    }

    fn check_verifier(&mut self, verifier: &[u8]) -> Answered<bool> {
        self.reference.check_verifier(verifier)
    }

    fn check_challenge(&mut self, challenge: &[u8], method: Option<&[u8]>) -> Answered<bool> {
        self.reference.check_challenge(challenge, method)
    }

    fn parse_method(&mut self, method: Option<&[u8]>) -> Answered<String> {
        self.reference.parse_method(method)
    }

    fn generate(&mut self, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
        match self.habit.as_str() {
            "one-verifier" => Ok(vec!["v".repeat(43); count as usize]),
            "counts" => {
                let first = self.remembered.len();
                self.remembered.extend(
                    (0..count).map(|n| (format!("{}", first + n as usize).into_bytes(), true)),
                );
                let all = first..first + count as usize;
                Ok(all.map(|n| format!("{}{n:05}", std::process::id()) + &"v".repeat(38)).collect())
            }
            _ => self.reference.generate(count, length),
        }
    }

    fn flow_open(&mut self, open: &Open) -> Answered<()> {
        let mut open = open.clone();
        let FlowPolicy { pkce, methods, .. } = &mut open.policy;
        match self.habit.as_str() {
            "methods-ignored" => *methods = vec!["S256".to_owned(), "plain".to_owned()],
            "pkce-ignored" => *pkce = PkceRequired::Optional,
            "one-server" if self.session.is_some() => return Ok(()),
            "one-server" | "newest-server" => self.session = Some(open.session.clone()),
            _ => {}
        }
        self.reference.flow_open(&open)
    }

    fn flow_step(&mut self, session: &str, step: &StepCall) -> Answered<StepAnswer> {
        if self.is("wait-does-nothing") && matches!(step, StepCall::Wait { .. }) {
            return Ok(StepAnswer::new(Outcome::Waited));
        }
        let step = self.step(step);
        let session = self.own(session).to_owned();
        let answer = self.reference.flow_step(&session, &step)?;
        if self.is("step-refusal-as-unsupported") && answer.outcome == Outcome::Refused {
            return Err(Declined::unsupported("it was refused"));
        }
        Ok(answer)
    }

    fn flow_race(&mut self, session: &str, steps: &[StepCall]) -> Answered<Vec<StepAnswer>> {
        self.reference.flow_race(session, steps)
    }

    fn flow_close(&mut self, session: &str) -> Answered<()> {
        // A server that all sessions share stays.
        if self.session.is_some() { Ok(()) } else { self.reference.flow_close(session) }
    }
}
