//! What a response means as a step's answer.
//!
//! Every octet of it is a stranger's: reading never fails, and what is longer than any honest answer is not read.

use pkce_core::request::Parameters;
use serde_json::{Map, Value};

use super::{endpoint::Endpoint, location::redirected_parameters, response::Response};
use crate::wire::{Outcome, StepAnswer};

/// The longest body that is read or told, in octets.
const MOST_BODY: usize = 1 << 20;

/// What came of a step, given the last response to it: redirects on the way to the client's redirect URI were followed,
/// and no other.
#[must_use]
pub fn step_answer(endpoint: Endpoint, response: &Response) -> StepAnswer {
    let (location, redirected) = redirect(endpoint, response);
    let body = Body::of(response);
    let member = |name: &str| match &redirected {
        Some(parameters) => value(parameters, name).or_else(|| body.member(name)),
        None => body.member(name),
    };
    let got = |name: &str| member(name).filter(|value| !value.is_empty());
    let mut answer = StepAnswer {
        code: redirected.as_ref().and(got("code")),
        status: Some(response.status),
        location,
        state: redirected.as_ref().map(|parameters| value(parameters, "state").unwrap_or_default()),
        cache_control: Some(response.headers.text("Cache-Control").unwrap_or_default()),
        content_type: Some(response.headers.text("Content-Type").unwrap_or_default()),
        ..StepAnswer::new(Outcome::Refused)
    };
    if matches!(endpoint, Endpoint::Authorize | Endpoint::Par | Endpoint::Token) {
        answer.access_token = got("access_token");
    }
    if endpoint == Endpoint::Par && (200..300).contains(&response.status) {
        answer.request_uri = got("request_uri");
    }
    answer.outcome = outcome(endpoint, response, &body, &answer, member("error").as_deref());
    let refused =
        matches!(answer.outcome, Outcome::Refused | Outcome::ServerError | Outcome::Throttled);
    answer.error = match member("error") {
        // A page has no place for one; a redirect or a document has, and says nothing there.
        None if refused && (redirected.is_some() || body.is_document()) => Some(String::new()),
        error => error,
    };
    answer.body = Some(body.text);
    answer
}

fn outcome(
    endpoint: Endpoint,
    response: &Response,
    body: &Body,
    answer: &StepAnswer,
    error: Option<&str>,
) -> Outcome {
    let status = response.status;
    // An access token in any response, whatever its status.
    if answer.access_token.is_some() {
        return Outcome::Token;
    }
    if answer.code.is_some() {
        return Outcome::Code;
    }
    if answer.request_uri.is_some() {
        return Outcome::RequestUri;
    }
    // RFC 6585 §4; RFC 9110 §15.6.4.
    let retry = response.headers.first("Retry-After").is_some();
    if status == 429 || status == 503 && retry {
        return Outcome::Throttled;
    }
    // RFC 6749 §4.1.2.1:
    // > (This error code is needed because a 500 Internal Server Error HTTP status code cannot be returned to the
    // > client via an HTTP redirect.)
    if status >= 500 || answer.state.is_some() && error == Some("server_error") {
        return Outcome::ServerError;
    }
    match endpoint {
        Endpoint::Introspect if status == 200 => match body.members.get("active") {
            Some(Value::Bool(true)) => Outcome::Active,
            Some(Value::Bool(false)) => Outcome::Inactive,
            _ => Outcome::Refused,
        },
        Endpoint::UserInfo if (200..300).contains(&status) => Outcome::Active,
        // RFC 6750 §3.1: `invalid_token`.
        Endpoint::UserInfo if status == 401 => Outcome::Inactive,
        // A 404 may carry JSON too.
        Endpoint::Metadata(_) if status == 200 && body.is_json => Outcome::Metadata,
        _ => Outcome::Refused,
    }
}

/// Where the answer goes, and what it carries there. Only a redirect of the authorization endpoint carries anything: a
/// client follows none of the others, and a user agent none without its status.
fn redirect(endpoint: Endpoint, response: &Response) -> (Option<String>, Option<Parameters>) {
    let text = response.headers.text("Location");
    if endpoint != Endpoint::Authorize {
        return (text, None);
    }
    let sent = response.headers.first("Location").filter(|location| !location.is_empty());
    match sent.filter(|_| (300..400).contains(&response.status)) {
        Some(location) => (text, Some(redirected_parameters(location))),
        None => (Some(String::new()), None),
    }
}

/// The last value of a name, as text.
fn value(parameters: &Parameters, name: &str) -> Option<String> {
    parameters.values(name).last().map(|value| String::from_utf8_lossy(value).into_owned())
}

struct Body {
    text: String,
    is_json: bool,
    /// The body's parameters are a form's. A few servers answer a token request so.
    is_form: bool,
    members: Map<String, Value>,
}

impl Body {
    fn of(response: &Response) -> Self {
        let octets = response.body.get(..MOST_BODY).unwrap_or(&response.body);
        let text = String::from_utf8_lossy(octets).into_owned();
        let mut body = Self { text, is_json: false, is_form: false, members: Map::new() };
        if let Ok(Value::Object(members)) = serde_json::from_slice(octets) {
            body.is_json = true;
            body.members = members;
        } else if is_form(response)
            && let Ok(parameters) = Parameters::parse_form(octets)
        {
            body.is_form = true;
            let pair = |(name, value): (&[u8], &[u8])| {
                let text = |octets| String::from_utf8_lossy(octets).into_owned();
                (text(name), Value::String(text(value)))
            };
            body.members = parameters.iter().map(pair).collect();
        }
        body
    }

    const fn is_document(&self) -> bool {
        self.is_json || self.is_form
    }

    /// A member that is text.
    fn member(&self, name: &str) -> Option<String> {
        self.members.get(name).and_then(Value::as_str).map(str::to_owned)
    }
}

fn is_form(response: &Response) -> bool {
    let content_type = response.headers.first("Content-Type").unwrap_or_default();
    let essence = content_type.split(|octet| *octet == b';').next().unwrap_or_default();
    essence.trim_ascii().eq_ignore_ascii_case(b"application/x-www-form-urlencoded")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::messages::Headers;

    fn response(status: u16, headers: &[(&'static str, &str)], body: &str) -> Response {
        let headers = headers
            .iter()
            .fold(Headers::new(), |headers, (name, value)| headers.with(name, value.as_bytes()));
        Response { status, headers, body: body.as_bytes().to_vec() }
    }

    fn outcome(endpoint: Endpoint, response: &Response) -> Outcome {
        step_answer(endpoint, response).outcome
    }

    const JSON: (&str, &str) = ("Content-Type", "application/json");

    #[test]
    fn an_access_token_in_any_response_is_a_token() {
        let body = r#"{"access_token":"t"}"#;
        for status in [200, 302, 400, 429, 500] {
            for endpoint in [Endpoint::Authorize, Endpoint::Par, Endpoint::Token] {
                let answer = step_answer(endpoint, &response(status, &[], body));
                assert_eq!(answer.outcome, Outcome::Token, "{status} {endpoint:?}");
                assert_eq!(answer.access_token.as_deref(), Some("t"));
            }
        }
        let fragment = [("Location", "https://c.example/cb?code=c#access_token=t%2B")];
        let answer = step_answer(Endpoint::Authorize, &response(302, &fragment, ""));
        assert_eq!(answer.outcome, Outcome::Token);
        assert_eq!(answer.access_token.as_deref(), Some("t+"));
        let form = [("Content-Type", "Application/x-www-form-urlencoded; charset=utf-8")];
        let form = response(200, &form, "access_token=t&token_type=bearer");
        assert_eq!(outcome(Endpoint::Token, &form), Outcome::Token);
    }

    #[test]
    fn what_is_no_token_is_none() {
        for body in [
            r#"{"access_token":""}"#,
            r#"{"access_token":null}"#,
            r#"[{"access_token":"t"}]"#,
            "access_token=t",
            "",
        ] {
            let answer = step_answer(Endpoint::Token, &response(200, &[JSON], body));
            assert_eq!(answer.outcome, Outcome::Refused, "{body}");
            assert_eq!(answer.access_token, None);
        }
    }

    #[test]
    fn a_status_says_who_is_to_blame() {
        let retry = ("Retry-After", "1");
        for (status, headers, expected) in [
            (400, &[JSON][..], Outcome::Refused),
            (401, &[], Outcome::Refused),
            (302, &[("Location", "/login")], Outcome::Refused),
            (200, &[], Outcome::Refused),
            (429, &[], Outcome::Throttled),
            (503, &[retry], Outcome::Throttled),
            (503, &[], Outcome::ServerError),
            (500, &[retry], Outcome::ServerError),
        ] {
            let response = response(status, headers, r#"{"error":"invalid_grant"}"#);
            for endpoint in [Endpoint::Authorize, Endpoint::Par, Endpoint::Token] {
                assert_eq!(outcome(endpoint, &response), expected, "{status} {endpoint:?}");
            }
        }
    }

    #[test]
    fn a_redirect_is_read() {
        let to = |location: &str| {
            step_answer(Endpoint::Authorize, &response(303, &[("location", location)], ""))
        };
        let answer = to("https://c.example/cb?code=a%2Fb&state=x%20y");
        assert_eq!(answer.outcome, Outcome::Code);
        assert_eq!(answer.code.as_deref(), Some("a/b"));
        assert_eq!(answer.state.as_deref(), Some("x y"));
        assert_eq!(answer.error, None);
        let answer = to("https://c.example/cb?error=invalid_request");
        assert_eq!(answer.outcome, Outcome::Refused);
        assert_eq!(answer.error.as_deref(), Some("invalid_request"));
        assert_eq!(answer.state.as_deref(), Some(""));
        assert_eq!(to("https://c.example/cb").error.as_deref(), Some(""));
        assert_eq!(to("https://c.example/cb?code=").outcome, Outcome::Refused);
        assert_eq!(to("https://c.example/cb?error=server_error").outcome, Outcome::ServerError);
    }

    #[test]
    fn a_location_without_its_status_leads_nowhere() {
        let answer = step_answer(
            Endpoint::Authorize,
            &response(200, &[("Location", "https://c.example/cb?code=c")], "<p>"),
        );
        assert_eq!(answer.outcome, Outcome::Refused);
        assert_eq!((answer.location.as_deref(), answer.error), (Some(""), None));
    }

    #[test]
    fn a_document_without_an_error_says_none_and_a_page_nothing() {
        let error = |body: &str| step_answer(Endpoint::Token, &response(400, &[JSON], body)).error;
        assert_eq!(error("{}").as_deref(), Some(""));
        assert_eq!(error(r#"{"error":7}"#).as_deref(), Some(""));
        assert_eq!(error(r#"{"error":"invalid_grant"}"#).as_deref(), Some("invalid_grant"));
        assert_eq!(error("<html>"), None);
        assert_eq!(error(""), None);
    }

    #[test]
    fn each_endpoint_gives_its_own() {
        let json = |status, body: &str| response(status, &[JSON], body);
        let pushed = json(201, r#"{"request_uri":"urn:x"}"#);
        assert_eq!(outcome(Endpoint::Par, &pushed), Outcome::RequestUri);
        assert_eq!(outcome(Endpoint::Token, &pushed), Outcome::Refused);
        let refused = json(400, r#"{"request_uri":"urn:x"}"#);
        assert_eq!(outcome(Endpoint::Par, &refused), Outcome::Refused);
        for (body, expected) in [
            (r#"{"active":true}"#, Outcome::Active),
            (r#"{"active":false}"#, Outcome::Inactive),
            (r#"{"active":"true"}"#, Outcome::Refused),
        ] {
            assert_eq!(outcome(Endpoint::Introspect, &json(200, body)), expected);
        }
        assert_eq!(outcome(Endpoint::UserInfo, &json(200, "{}")), Outcome::Active);
        assert_eq!(outcome(Endpoint::UserInfo, &json(401, "")), Outcome::Inactive);
        assert_eq!(
            outcome(Endpoint::Metadata(pkce_vectors::MetadataOf::Oauth), &json(200, "{}")),
            Outcome::Metadata
        );
        assert_eq!(
            outcome(Endpoint::Metadata(pkce_vectors::MetadataOf::Oauth), &json(200, "<p>")),
            Outcome::Refused
        );
        assert_eq!(
            outcome(Endpoint::Metadata(pkce_vectors::MetadataOf::Oauth), &json(404, "{}")),
            Outcome::Refused
        );
    }

    #[test]
    fn what_has_no_end_is_read_to_a_bound() {
        let body = format!(r#"{{"a":"{}","access_token":"t"}}"#, "a".repeat(4 << 20));
        let location = format!("https://c.example/cb?a={}&code=c", "a".repeat(4 << 20));
        let long = response(302, &[("Location", &location)], &body);
        let answer = step_answer(Endpoint::Authorize, &long);
        assert_eq!(answer.outcome, Outcome::Refused);
        assert_eq!(answer.body.unwrap().len(), MOST_BODY);
        assert!(answer.location.unwrap().len() <= 64 * 1024);
        let deep = response(200, &[JSON], &"{\"a\":".repeat(100_000));
        assert_eq!(outcome(Endpoint::Token, &deep), Outcome::Refused);
    }

    fn any_headers() -> impl Strategy<Value = Headers> {
        let names = proptest::sample::select(vec![
            "Location",
            "Content-Type",
            "Cache-Control",
            "Retry-After",
        ]);
        let value = prop_oneof![
            any::<Vec<u8>>(),
            "https://c.example/cb[?#&=a-z%0-9+]{0,40}".prop_map(String::into_bytes),
            "application/(json|x-www-form-urlencoded)[; a]{0,3}".prop_map(String::into_bytes),
        ];
        proptest::collection::vec((names, value), 0..6).prop_map(|fields| {
            fields
                .into_iter()
                .fold(Headers::new(), |headers, (name, value)| headers.with(name, value))
        })
    }

    proptest! {
        #[test]
        fn no_response_is_beyond_reading(
            status: u16,
            headers in any_headers(),
            body in prop_oneof![any::<Vec<u8>>(), "[{}\\[\\]\":a-z_=&%,0-9]{0,80}".prop_map(String::into_bytes)],
            endpoint in proptest::sample::select(Endpoint::ALL.to_vec()),
        ) {
            let answer = step_answer(endpoint, &Response { status, headers, body });
            let given = [
                (answer.outcome == Outcome::Token, answer.access_token.is_some()),
                (answer.outcome == Outcome::RequestUri, answer.request_uri.is_some()),
            ];
            for (is, has) in given {
                prop_assert_eq!(is, has);
            }
            if answer.outcome == Outcome::Code {
                prop_assert!(answer.code.is_some_and(|code| !code.is_empty()));
            }
        }
    }
}
