//! The server model's answers as a driver of a live server would see them.

use pkce_core::server::{
    AuthorizationError, AuthorizationResponse, Destination, PushResponse, Shape, TokenError,
    TokenResponse,
};

use crate::wire::{Outcome, StepAnswer};

type Pairs = Vec<(String, Vec<u8>)>;

pub(super) fn of_authorize(
    answer: Result<AuthorizationResponse, AuthorizationError>,
) -> StepAnswer {
    match answer {
        Ok(response) => {
            let mut query: Pairs = vec![("code".to_owned(), response.code.clone().into_bytes())];
            query.extend(response.state.clone().map(|state| ("state".to_owned(), state)));
            query.extend(response.extra);
            StepAnswer {
                code: Some(response.code),
                ..redirected(Outcome::Code, &response.redirect_uri, &query, response.state)
            }
        }
        Err(error) => {
            let name = error.error.map_or("", |error| error.as_str());
            let outcome =
                if name == "server_error" { Outcome::ServerError } else { Outcome::Refused };
            let mut query: Pairs = vec![("error".to_owned(), name.as_bytes().to_vec())];
            query.extend(error.state.clone().map(|state| ("state".to_owned(), state)));
            match error.destination {
                Destination::Redirect(uri) => StepAnswer {
                    error: Some(name.to_owned()),
                    ..redirected(outcome, &uri, &query, error.state)
                },
                // A page is text for the resource owner: nobody reads an `error` out of it.
                Destination::Page => StepAnswer {
                    status: Some(400),
                    location: Some(String::new()),
                    content_type: Some("text/html".to_owned()),
                    body: Some(format!("The authorization request was refused: {name}.")),
                    ..StepAnswer::new(outcome)
                },
            }
        }
    }
}

fn redirected(outcome: Outcome, uri: &[u8], query: &Pairs, state: Option<Vec<u8>>) -> StepAnswer {
    let mut location = String::from_utf8_lossy(uri).into_owned();
    for (index, (name, value)) in query.iter().enumerate() {
        location.push(if index == 0 && !location.contains('?') { '?' } else { '&' });
        location.push_str(name);
        location.push('=');
        location.push_str(&String::from_utf8_lossy(value));
    }
    StepAnswer {
        status: Some(302),
        location: Some(location),
        state: Some(
            state.map(|state| String::from_utf8_lossy(&state).into_owned()).unwrap_or_default(),
        ),
        ..StepAnswer::new(outcome)
    }
}

pub(super) fn of_push(answer: Result<PushResponse, TokenError>) -> StepAnswer {
    match answer {
        Ok(response) => StepAnswer {
            request_uri: Some(response.request_uri.clone()),
            body: Some(serde_json::json!({ "request_uri": response.request_uri }).to_string()),
            ..shaped(Outcome::RequestUri, response.shape)
        },
        Err(error) => of_error(&error),
    }
}

pub(super) fn of_token(answer: Result<TokenResponse, TokenError>) -> StepAnswer {
    match answer {
        Ok(response) => {
            let mut body = serde_json::Map::new();
            body.insert("access_token".to_owned(), response.access_token.clone().into());
            body.insert("token_type".to_owned(), response.token_type.into());
            body.insert("expires_in".to_owned(), response.expires_in.as_secs().into());
            for (name, value) in response.extra {
                body.insert(name, String::from_utf8_lossy(&value).into());
            }
            StepAnswer {
                access_token: Some(response.access_token),
                body: Some(serde_json::Value::Object(body).to_string()),
                ..shaped(Outcome::Token, response.shape)
            }
        }
        Err(error) => of_error(&error),
    }
}

fn of_error(error: &TokenError) -> StepAnswer {
    let name = error.error.map_or("", |error| error.as_str());
    let outcome = if error.shape.status >= 500 { Outcome::ServerError } else { Outcome::Refused };
    StepAnswer {
        error: Some(name.to_owned()),
        body: Some(serde_json::json!({ "error": name }).to_string()),
        ..shaped(outcome, error.shape)
    }
}

fn shaped(outcome: Outcome, shape: Shape) -> StepAnswer {
    StepAnswer {
        status: Some(shape.status),
        content_type: Some(shape.content_type.to_owned()),
        cache_control: Some(shape.cache_control.unwrap_or_default().to_owned()),
        ..StepAnswer::new(outcome)
    }
}
