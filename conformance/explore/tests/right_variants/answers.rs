//! Authorization servers whose refusals have another form.

use std::sync::Arc;

use pkce_conformance::{
    reference::{Reference, StandardLibrary, Surrounded, Surroundings},
    wire::{Outcome, StepAnswer, StepCall},
};
use pkce_core::server::{Decisions, Destination, Refusal, Standard};

use crate::{SERVER, raises_no_alarm};

/// Another form of what is refused at one of the endpoints.
struct Form<F>(F);

impl<F: Fn(&StepCall, &mut StepAnswer)> Surroundings for Form<F> {
    fn after(&mut self, _: &str, step: &StepCall, answer: &mut StepAnswer) {
        if answer.outcome == Outcome::Refused {
            (self.0)(step, answer);
        }
    }
}

fn formed(
    decisions: &(impl Decisions + Clone + 'static),
    form: impl Fn(&StepCall, &mut StepAnswer) + Clone,
) {
    raises_no_alarm(SERVER, || {
        let (library, decisions) = (Box::new(StandardLibrary), Arc::new(decisions.clone()));
        let reference = Reference::with("variant", library, decisions, 5);
        Surrounded::new(reference, Form(form.clone()))
    });
}

/// Every refusal of the token endpoint is this one.
fn refuses_a_token_with(refusal: &StepAnswer) {
    formed(&Standard, |step, answer| {
        if matches!(step, StepCall::Token(_)) {
            *answer = refusal.clone();
        }
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
    let location = Some("https://as.example/error?message=no".to_owned());
    refuses_a_token_with(&StepAnswer { location, ..refusal(302, "", "") });
}

#[test]
fn a_server_refuses_with_a_status_of_its_own() {
    refuses_a_token_with(&refusal(403, "application/json", "{\"message\":\"Forbidden\"}"));
}

#[test]
fn a_server_says_not_found_at_the_token_endpoint() {
    refuses_a_token_with(&refusal(404, "application/json", "{\"detail\":\"Not Found\"}"));
}

#[test]
fn a_server_refuses_with_text() {
    refuses_a_token_with(&refusal(400, "text/plain", "no"));
}

#[test]
fn a_server_refuses_with_nothing() {
    refuses_a_token_with(&refusal(401, "", ""));
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
