//! The crate's responses as steps' answers. `cache_control` stays unsaid: the crate's response has no headers.

use oxide_auth::{
    code_grant::accesstoken::TokenResponse,
    endpoint::OAuthError,
    frontends::simple::{
        endpoint::Error,
        request::{Body, Response, Status},
    },
    primitives::grant::Grant,
};

use super::request::Request;
use pkce_conformance::wire::{Outcome, StepAnswer};

type Executed<T> = Result<T, Error<Request>>;

pub(super) fn authorization(executed: Executed<Response>) -> StepAnswer {
    let response = match executed {
        Ok(response) => response,
        Err(error) => return without_response(&error),
    };
    let mut answer = answer(Outcome::Refused, &response);
    for (name, value) in response.location.iter().flat_map(|location| location.query_pairs()) {
        match name.as_ref() {
            "code" => answer.code = Some(value.into_owned()),
            "error" => answer.error = Some(value.into_owned()),
            "state" => answer.state = Some(value.into_owned()),
            _ => {}
        }
    }
    if answer.code.is_some() {
        answer.outcome = Outcome::Code;
    }
    answer
}

pub(super) fn token(executed: Executed<Response>) -> StepAnswer {
    let response = match executed {
        Ok(response) => response,
        Err(error) => return without_response(&error),
    };
    let mut answer = answer(Outcome::Refused, &response);
    let body = answer.body.as_deref().unwrap_or_default();
    if let Ok(members) = serde_json::from_str::<TokenResponse>(body) {
        answer.access_token = members.access_token;
        answer.error = members.error;
    }
    if answer.access_token.is_some() {
        answer.outcome = Outcome::Token;
    }
    answer
}

pub(super) fn resource(executed: Result<Grant, Executed<Response>>) -> StepAnswer {
    match executed {
        Ok(_) => StepAnswer::new(Outcome::Active),
        Err(Ok(response)) => answer(Outcome::Inactive, &response),
        Err(Err(error)) => without_response(&error),
    }
}

fn answer(outcome: Outcome, response: &Response) -> StepAnswer {
    // > Real HTTP protocols should set a content type header for each of the body variants.
    let content_type = match response.body {
        None => "",
        Some(Body::Text(_)) => "text/plain",
        Some(Body::Json(_)) => "application/json",
    };
    StepAnswer {
        status: Some(match response.status {
            Status::Ok => 200,
            Status::Redirect => 302,
            Status::BadRequest => 400,
            Status::Unauthorized => 401,
        }),
        location: response.location.as_ref().map(ToString::to_string),
        content_type: Some(content_type.to_owned()),
        body: response.body.as_ref().map(|body| body.as_str().to_owned()),
        ..StepAnswer::new(outcome)
    }
}

/// The crate leaves the answer to the frontend: a denial without a redirect, or a fault of the server.
fn without_response(error: &Error<Request>) -> StepAnswer {
    match error {
        Error::Web(never) => (*never).into(),
        Error::OAuth(OAuthError::DenySilently | OAuthError::BadRequest) => {
            StepAnswer::new(Outcome::Refused)
        }
        Error::OAuth(OAuthError::PrimitiveError) => StepAnswer::new(Outcome::ServerError),
    }
}
