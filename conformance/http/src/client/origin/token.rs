//! The token endpoint.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use pkce_conformance::messages::{Headers, Response};
use pkce_vectors::{TokenAnswer, Trouble};
use serde_json::json;

use super::{Issued, Origin, authorize::repeated, fields, pairs};
use crate::{
    client::log::{Authentication, Exchange, TokenSaid, What},
    serve::{Asked, Said},
};

impl Origin {
    /// Answers a token request.
    pub(super) fn token(&self, origin: &str, asked: &Asked<'_>) -> Said {
        let parameters = pairs(&asked.body);
        let mut exchange = Exchange {
            server: self.server,
            repeated: repeated(&parameters),
            authentication: Authentication::None,
            text: format!("{}{}", String::from_utf8_lossy(asked.query), fields(&asked.headers)),
            parameters,
            answer: TokenSaid::Refused,
        };
        exchange.authentication = authentication(&asked.headers, &exchange);
        let (said, answer) = self.said(origin, &exchange);
        exchange.answer = answer;
        self.recorder.note(What::Exchange(Box::new(exchange)));
        said
    }

    fn said(&self, origin: &str, exchange: &Exchange) -> (Said, TokenSaid) {
        if exchange.get("grant_type") == Some("refresh_token") {
            let token = self.tokens(origin, &Issued::default(), None);
            return (Said::Response(token), TokenSaid::Token);
        }
        if !exchange.is_of_code() {
            return refused(400, "unsupported_grant_type");
        }
        let due = {
            let state = &mut *self.state();
            state.exchanges += 1;
            let answers = &self.says.token;
            answers.get(state.exchanges - 1).or(answers.last())
        };
        match due {
            None | Some(TokenAnswer::Right) => self.right(origin, exchange, None),
            Some(TokenAnswer::Nonce(nonce)) => self.right(origin, exchange, Some(nonce.as_deref())),
            Some(TokenAnswer::Error { status, error, headers }) => {
                let mut response = Response::json(*status, &json!({ "error": error }));
                for (name, value) in headers {
                    response.headers.push(name.clone(), value.as_bytes());
                }
                let busy = *status >= 500 || *status == 429;
                let said = if busy { TokenSaid::Unavailable } else { TokenSaid::Refused };
                (Said::Response(response), said)
            }
            Some(TokenAnswer::Trouble(trouble)) => self.trouble(origin, exchange, *trouble),
        }
    }

    fn trouble(&self, origin: &str, exchange: &Exchange, trouble: Trouble) -> (Said, TokenSaid) {
        let redirected = |status: u16| {
            let headers = Headers::new().with("Location", format!("{}/token", self.other));
            let response = Response { status, headers, body: Vec::new() };
            (Said::Response(response), TokenSaid::Redirected)
        };
        match trouble {
            Trouble::Drop => (Said::HangUp, TokenSaid::Unavailable),
            Trouble::Redirect307 => redirected(307),
            Trouble::Redirect302 => redirected(302),
            Trouble::RefuseBasic if exchange.authentication == Authentication::Basic => {
                let (said, _) = refused(401, "invalid_client");
                (said, TokenSaid::Unauthorized)
            }
            Trouble::RefuseBasic => self.right(origin, exchange, None),
        }
    }

    /// As a right server answers. `nonce`: of the ID token, in the place of the one that was sent.
    #[expect(clippy::option_option, reason = "the scenario may say that there is none")]
    fn right(
        &self,
        origin: &str,
        exchange: &Exchange,
        nonce: Option<Option<&str>>,
    ) -> (Said, TokenSaid) {
        let Some(code) = exchange.get("code") else { return refused(400, "invalid_request") };
        let issued = {
            let codes = &mut *self.recorder.codes();
            let known = codes.get_mut(code).filter(|known| known.server == self.server);
            let Some(known) = known else { return refused(400, "invalid_grant") };
            // RFC 6749 §4.1.2:
            // > If an authorization code is used more than once, the authorization server MUST deny the request […]
            if known.used || !holds(known, exchange.verifier()) {
                return refused(400, "invalid_grant");
            }
            known.used = true;
            known.clone()
        };
        let response = self.tokens(origin, &issued, nonce);
        let other = nonce.is_some_and(|nonce| nonce != issued.nonce.as_deref());
        let said = if other { TokenSaid::OtherNonce } else { TokenSaid::Token };
        (Said::Response(response), said)
    }

    #[expect(clippy::option_option, reason = "the scenario may say that there is none")]
    fn tokens(&self, origin: &str, issued: &Issued, nonce: Option<Option<&str>>) -> Response {
        let mut answer = json!({
            "access_token": self.recorder.draw("at"),
            "token_type": "Bearer",
            "expires_in": 3600,
            "refresh_token": self.recorder.draw("rt"),
        });
        if let Some(members) = answer.as_object_mut() {
            if let Some(scope) = &issued.scope {
                members.insert("scope".to_owned(), json!(scope));
            }
            let openid = |scope: &String| scope.split(' ').any(|word| word == "openid");
            if issued.scope.as_ref().is_some_and(openid) {
                let nonce = nonce.unwrap_or(issued.nonce.as_deref());
                let client_id = issued.client_id.as_deref().unwrap_or_default();
                let token = self.keys.id_token(&self.issuer(origin), client_id, nonce);
                members.insert("id_token".to_owned(), json!(token));
            }
        }
        let mut response = Response::json(200, &answer);
        response.headers.push("Cache-Control", *b"no-store");
        response
    }
}

/// RFC 7636 §4.6; a code without a challenge asks for nothing.
fn holds(issued: &Issued, verifier: Option<&str>) -> bool {
    let Some(challenge) = &issued.challenge else { return true };
    let Some(verifier) = verifier else { return false };
    match issued.method.as_deref() {
        Some("S256") => *challenge == pkce_vectors::s256(verifier.as_bytes()),
        _ => challenge == verifier,
    }
}

fn refused(status: u16, error: &str) -> (Said, TokenSaid) {
    let mut response = Response::json(status, &json!({ "error": error }));
    response.headers.push("Cache-Control", *b"no-store");
    if status == 401 {
        response.headers.push("WWW-Authenticate", *b"Basic realm=\"token\"");
    }
    (Said::Response(response), TokenSaid::Refused)
}

fn authentication(headers: &Headers, exchange: &Exchange) -> Authentication {
    let field = headers.text("Authorization").unwrap_or_default();
    let basic = field.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Basic"));
    let pair = basic.and_then(|(_, text)| BASE64_STANDARD.decode(text.trim()).ok());
    let secret = pair.as_deref().and_then(|pair| {
        let colon = pair.iter().position(|octet| *octet == b':')?;
        pair.get(colon + 1..)
    });
    if secret.is_some_and(|secret| !secret.is_empty()) {
        Authentication::Basic
    } else if exchange.get("client_secret").is_some() {
        Authentication::Body
    } else if exchange.get("client_assertion").is_some() {
        Authentication::Assertion
    } else {
        Authentication::None
    }
}
