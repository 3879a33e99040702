//! A target that says what a case tells it to say.

use std::time::Instant;

use pkce_conformance::{
    implementation::answer,
    reference::Reference,
    transport::{Fault, Received, Transport},
    wire::{About, Call, Failure, Offers, Outcome, Reason, Reply, StepAnswer},
};

use crate::case::{RunCase, Said};

pub(super) struct Hostile<'c> {
    case: &'c RunCase,
    reference: Reference,
    waiting: Vec<(u64, Call)>,
    told: usize,
}

impl<'c> Hostile<'c> {
    pub(super) fn new(case: &'c RunCase) -> Self {
        Self { case, reference: Reference::new(0), waiting: Vec::new(), told: 0 }
    }

    fn says(&mut self) -> Said {
        let place = self.told.checked_rem(self.case.answers.len());
        self.told += 1;
        place.and_then(|place| self.case.answers.get(place)).copied().unwrap_or(Said::Right)
    }

    fn text(&self) -> String {
        self.case.text.clone()
    }

    fn step(&self, outcome: u8, members: u8) -> StepAnswer {
        let outcome = match outcome % 10 {
            0 => Outcome::Code,
            1 => Outcome::RequestUri,
            2 => Outcome::Token,
            3 => Outcome::Refused,
            4 => Outcome::ServerError,
            5 => Outcome::Throttled,
            6 => Outcome::Metadata,
            7 => Outcome::Active,
            8 => Outcome::Inactive,
            _ => Outcome::Waited,
        };
        let told = |bit: u8| (members >> bit & 1 == 1).then(|| self.text());
        StepAnswer {
            code: told(0),
            request_uri: told(1),
            access_token: told(2),
            error: told(3),
            status: told(4).map(|text| u16::try_from(text.len()).unwrap_or(u16::MAX)),
            location: told(5),
            state: told(6),
            cache_control: told(7),
            content_type: told(7),
            body: told(6),
            ..StepAnswer::new(outcome)
        }
    }

    fn reply(&mut self, call: &Call) -> Result<Reply, Fault> {
        Ok(match self.says() {
            Said::Right => answer(&mut self.reference, call),
            Said::Match(yes) => Reply::Match(yes),
            Said::Valid(yes) => Reply::Valid(yes),
            Said::Challenge(named) => {
                Reply::Challenge { challenge: self.text(), method: named.then(|| self.text()) }
            }
            Said::Method => Reply::Method(self.text()),
            Said::Verifiers(count) => Reply::Verifiers(vec![self.text(); count.into()]),
            Said::Step(outcome, members) => Reply::Step(Box::new(self.step(outcome, members))),
            Said::Steps(count) => Reply::Steps(vec![self.step(2, 4); count.into()]),
            Said::Nothing => Reply::Nothing,
            Said::Failed(reason) => {
                let reason = match reason % 4 {
                    0 => Reason::Exception,
                    1 => Reason::Mismatch,
                    2 => Reason::VerifierTooShort,
                    _ => Reason::Other,
                };
                Reply::Failed(Failure::new(reason, self.text()))
            }
            Said::Unsupported => Reply::Unsupported(self.text()),
            Said::Broke => return Err(Fault::crashed(self.text())),
        })
    }
}

impl Transport for Hostile<'_> {
    fn start(&mut self) -> Result<About, Fault> {
        self.waiting.clear();
        let about = pkce_conformance::implementation::Implementation::about(&self.reference);
        let (name, not_ours) = (self.text(), vec![self.text()]);
        let (version, language) = (self.text(), self.text());
        Ok(About { name, version, language, not_ours, offers: Offers::default(), ..about })
    }

    fn send(&mut self, id: u64, call: Call) -> Result<(), Fault> {
        self.waiting.push((id, call));
        Ok(())
    }

    fn receive(&mut self, _deadline: Instant) -> Received {
        let Some((id, call)) = self.waiting.pop() else { return Received::Nothing };
        match self.reply(&call) {
            Ok(reply) => Received::Answer(id, reply),
            Err(fault) => Received::Fault(fault, self.told.is_multiple_of(2).then_some(id)),
        }
    }

    fn last_words(&self) -> Option<String> {
        Some(self.text())
    }

    fn window(&self) -> usize {
        4
    }
}
