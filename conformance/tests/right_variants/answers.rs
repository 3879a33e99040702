//! Authorization servers whose refusals have another form.

use std::sync::Arc;

use pkce_conformance::{
    implementation::{Answered, Implementation},
    reference::{Reference, StandardLibrary},
    wire::{About, Open, Outcome, StepAnswer, StepCall},
};
use pkce_core::server::{Decisions, Destination, Refusal, Standard};

use crate::{SERVER, raises_no_alarm};

/// The reference, with another form of what it refuses at one of its endpoints.
struct Formed {
    reference: Reference,
    form: fn(&StepCall, &mut StepAnswer),
}

impl Implementation for Formed {
    fn about(&self) -> About {
        self.reference.about()
    }

    fn flow_open(&mut self, open: &Open) -> Answered<()> {
        self.reference.flow_open(open)
    }

    fn flow_step(&mut self, session: &str, step: &StepCall) -> Answered<StepAnswer> {
        let mut answer = self.reference.flow_step(session, step)?;
        if answer.outcome == Outcome::Refused {
            (self.form)(step, &mut answer);
        }
        Ok(answer)
    }

    fn flow_race(&mut self, session: &str, steps: &[StepCall]) -> Answered<Vec<StepAnswer>> {
        self.reference.flow_race(session, steps)
    }

    fn flow_close(&mut self, session: &str) -> Answered<()> {
        self.reference.flow_close(session)
    }
}

fn formed(decisions: &(impl Decisions + Clone + 'static), form: fn(&StepCall, &mut StepAnswer)) {
    raises_no_alarm(SERVER, || {
        let (library, decisions) = (Box::new(StandardLibrary), Arc::new(decisions.clone()));
        Formed { reference: Reference::with("variant", library, decisions, 5), form }
    });
}

variant!(Pages: Decisions {
    fn error_destination(&self, _: Refusal, _: Option<&[u8]>, _: bool) -> Destination {
        Destination::Page
    }
});

/// A page of the authorization endpoint, as a redirect to one of the server's own.
fn own_page(step: &StepCall, answer: &mut StepAnswer) {
    let page = matches!(step, StepCall::Authorize(_))
        && answer.location.as_ref().is_none_or(String::is_empty);
    if page {
        *answer = StepAnswer {
            status: Some(302),
            location: Some("https://as.example/error?message=no".to_owned()),
            error: Some(String::new()),
            state: Some(String::new()),
            ..StepAnswer::new(Outcome::Refused)
        };
    }
}

#[test]
fn a_server_redirects_to_an_error_page_of_its_own() {
    formed(&Standard, own_page);
}

#[test]
fn a_server_redirects_every_error_to_a_page_of_its_own() {
    formed(&Pages, own_page);
}

#[test]
fn a_server_shows_an_error_page_in_json() {
    formed(&Pages, |step, answer| {
        if matches!(step, StepCall::Authorize(_)) {
            *answer = refusal(400, "application/json", "{\"message\":\"no\"}");
        }
    });
}

#[test]
fn a_server_redirects_from_the_token_endpoint() {
    formed(&Standard, |step, answer| {
        if matches!(step, StepCall::Token(_)) {
            let location = Some("https://as.example/error?message=no".to_owned());
            *answer = StepAnswer { location, ..refusal(302, "", "") };
        }
    });
}

#[test]
fn a_server_refuses_with_a_status_of_its_own() {
    formed(&Standard, |step, answer| {
        if matches!(step, StepCall::Token(_)) {
            *answer = refusal(403, "application/json", "{\"message\":\"Forbidden\"}");
        }
    });
}

#[test]
fn a_server_says_not_found_at_the_token_endpoint() {
    formed(&Standard, |step, answer| {
        if matches!(step, StepCall::Token(_)) {
            *answer = refusal(404, "application/json", "{\"detail\":\"Not Found\"}");
        }
    });
}

#[test]
fn a_server_refuses_with_text() {
    formed(&Standard, |step, answer| {
        if matches!(step, StepCall::Token(_)) {
            *answer = refusal(400, "text/plain", "no");
        }
    });
}

#[test]
fn a_server_refuses_with_nothing() {
    formed(&Standard, |step, answer| {
        if matches!(step, StepCall::Token(_)) {
            *answer = refusal(401, "", "");
        }
    });
}

fn refusal(status: u16, content_type: &str, body: &str) -> StepAnswer {
    StepAnswer {
        status: Some(status),
        content_type: Some(content_type.to_owned()),
        error: Some(String::new()),
        body: Some(body.to_owned()),
        ..StepAnswer::new(Outcome::Refused)
    }
}
