//! Requests: a step's call as octets, and what a server reads in them.

use std::fmt;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use pkce_core::{
    request::{FormError, Parameters},
    server::Credentials,
};

use pkce_vectors::MetadataOf;

use super::{
    endpoint::{Endpoint, Method},
    form::{encode, encode_pairs},
    headers::Headers,
};
use crate::wire::{Octets, SentRequest};

/// A request as it goes over the wire.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Where it goes.
    pub endpoint: Endpoint,
    /// What stands after the `?`.
    pub query: Vec<u8>,
    /// The header fields. Those of the connection (`Host`, `Content-Length`) are the transport's.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
    /// What is signed in it.
    pub signed: Signed,
}

/// What a request carries under a signature of the client's. Who puts it on a wire makes the signatures; a server that is
/// reached without one believes it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Signed {
    /// The client whose assertion goes along (RFC 7523 §2.2).
    pub client: Option<String>,
    /// The parameters in a request object by value (RFC 9101).
    pub object: Option<Vec<(String, Octets)>>,
}

impl Signed {
    /// Whether nothing is signed.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.client.is_none() && self.object.is_none()
    }
}

impl Request {
    /// An authorization request (RFC 6749 §4.1.1), as a user agent sends it.
    #[must_use]
    pub fn authorize(sent: &SentRequest) -> Self {
        let mut query = form(sent);
        join(&mut query, &pairs(&sent.query));
        // Without it some servers answer an empty 401 in place of a page.
        let mut headers = Headers::new().with("Accept", *b"text/html");
        let mut body = Vec::new();
        if sent.post {
            headers.push("Content-Type", *b"application/x-www-form-urlencoded");
            std::mem::swap(&mut query, &mut body);
        }
        let method = if sent.post { Method::Post } else { Method::Get };
        let signed = Signed { client: None, object: sent.request_object.clone() };
        Self { method, endpoint: Endpoint::Authorize, query, headers, body, signed }
    }

    /// A pushed authorization request (RFC 9126 §2.1).
    #[must_use]
    pub fn par(sent: &SentRequest) -> Self {
        Self::posted(Endpoint::Par, sent)
    }

    /// A token request (RFC 6749 §4.1.3).
    #[must_use]
    pub fn token(sent: &SentRequest) -> Self {
        Self::posted(Endpoint::Token, sent)
    }

    /// The question whether a token is good (RFC 7662 §2.1).
    #[must_use]
    pub fn introspect(access_token: &str) -> Self {
        let params = vec![("token".to_owned(), Octets::from(access_token))];
        Self::posted(Endpoint::Introspect, &SentRequest { params, ..SentRequest::default() })
    }

    /// A metadata document is asked for (RFC 8414 §3.1).
    #[must_use]
    pub fn metadata(of: MetadataOf) -> Self {
        Self {
            method: Method::Get,
            endpoint: Endpoint::Metadata(of),
            query: Vec::new(),
            headers: Headers::new().with("Accept", *b"application/json"),
            body: Vec::new(),
            signed: Signed::default(),
        }
    }

    fn posted(endpoint: Endpoint, sent: &SentRequest) -> Self {
        let mut headers = Headers::new()
            .with("Accept", *b"application/json")
            .with("Content-Type", *b"application/x-www-form-urlencoded");
        if let Some((id, secret)) = &sent.basic {
            headers.push("Authorization", basic(id, secret));
        }
        Self {
            method: Method::Post,
            endpoint,
            query: pairs(&sent.query),
            headers,
            body: form(sent),
            signed: Signed { client: sent.key.clone(), object: None },
        }
    }

    /// The parameters that a server reads: those of the query of a GET, those of the body of a POST.
    pub fn parameters(&self) -> Result<Parameters, FormError> {
        Parameters::parse_form(match self.method {
            Method::Get => &self.query,
            Method::Post => &self.body,
        })
    }

    /// The parameters of the request object, where there is one.
    #[must_use]
    pub fn object(&self) -> Option<Parameters> {
        let pairs = self.signed.object.as_ref()?.iter();
        Some(pairs.map(|(name, value)| (name.as_bytes(), value.0.as_slice())).collect())
    }

    /// What the `Authorization` header says, or the assertion. Two of them say nothing.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
        let mut values = self.headers.values("Authorization");
        match (&self.signed.client, values.next(), values.next()) {
            (Some(client), None, _) => {
                Credentials::Asserted { client_id: client.clone().into_bytes() }
            }
            (None, None, _) => Credentials::Absent,
            (None, Some(value), None) => Credentials::parse(value),
            (_, Some(_), _) => Credentials::Unreadable,
        }
    }

    /// The access token that a resource is given (RFC 6750 §2.1).
    pub(super) fn bearer(&self) -> Option<&[u8]> {
        let (scheme, token) = self.headers.first("Authorization")?.split_at_checked(7)?;
        scheme.eq_ignore_ascii_case(b"bearer ").then(|| token.trim_ascii())
    }
}

/// Where it goes, and no value: those are secrets.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("endpoint", &self.endpoint)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

/// The parameters, and after them what is sent as it is.
fn form(sent: &SentRequest) -> Vec<u8> {
    let mut form = pairs(&sent.params);
    if let Some(raw) = &sent.raw {
        join(&mut form, &raw.0);
    }
    form
}

fn pairs(pairs: &[(String, Octets)]) -> Vec<u8> {
    encode_pairs(pairs.iter().map(|(name, value)| (name.as_bytes(), value.0.as_slice())))
}

fn join(form: &mut Vec<u8>, more: &[u8]) {
    if !form.is_empty() && !more.is_empty() {
        form.push(b'&');
    }
    form.extend(more);
}

/// RFC 6749 §2.3.1: both are form-encoded before they are put together.
fn basic(id: &str, secret: &str) -> Vec<u8> {
    let mut plain = Vec::new();
    encode(id.as_bytes(), &mut plain);
    plain.push(b':');
    encode(secret.as_bytes(), &mut plain);
    format!("Basic {}", BASE64_STANDARD.encode(plain)).into_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sent(params: &[(&str, &[u8])]) -> SentRequest {
        let pair = |(name, value): &(&str, &[u8])| ((*name).to_owned(), Octets(value.to_vec()));
        SentRequest { params: params.iter().map(pair).collect(), ..SentRequest::default() }
    }

    #[test]
    fn raw_text_follows_the_parameters_as_it_is() {
        let raw = |text: &str| Some(Octets::from(text));
        let request = SentRequest { raw: raw("b=%zz&c"), ..sent(&[("a", b"1 ~")]) };
        assert_eq!(Request::token(&request).body, b"a=1+%7E&b=%zz&c");
        assert_eq!(Request::token(&SentRequest { raw: raw("c"), ..sent(&[]) }).body, b"c");
        assert_eq!(Request::token(&SentRequest { raw: raw(""), ..request }).body, b"a=1+%7E");
    }

    #[test]
    fn a_token_requests_query_is_beside_its_body() {
        let request = SentRequest {
            query: vec![("code_verifier".to_owned(), Octets::from("v"))],
            ..sent(&[("code", b"c")])
        };
        let token = Request::token(&request);
        assert_eq!((&*token.query, &*token.body), (&b"code_verifier=v"[..], &b"code=c"[..]));
        assert_eq!(token.parameters().unwrap().len(), 1);
        let authorize = Request::authorize(&request);
        assert_eq!(authorize.query, b"code=c&code_verifier=v");
        assert!(authorize.body.is_empty());
    }

    #[test]
    fn two_authorization_headers_are_unreadable() {
        let basic = Some(("a".to_owned(), "b".to_owned()));
        let mut request = Request::token(&SentRequest { basic, ..sent(&[]) });
        assert!(matches!(request.credentials(), Credentials::Basic { .. }));
        request.headers.push("authorization", *b"Basic YTpi");
        assert!(matches!(request.credentials(), Credentials::Unreadable));
        assert!(matches!(Request::metadata(MetadataOf::Oauth).credentials(), Credentials::Absent));
    }

    #[test]
    fn no_value_is_shown() {
        let basic = Some(("a".to_owned(), "secret".to_owned()));
        let request = Request::token(&SentRequest { basic, ..sent(&[("code", b"hidden")]) });
        let shown = format!("{request:?}");
        assert!(!shown.contains("c2Vjc") && !shown.contains("hidden"), "{shown}");
    }

    proptest! {
        #[test]
        fn what_is_sent_is_what_the_server_reads(
            params in proptest::collection::vec((".{0,8}", any::<Vec<u8>>()), 0..8),
            id: String,
            secret: String,
        ) {
            let request = SentRequest {
                params: params.iter().map(|(n, v)| (n.clone(), Octets(v.clone()))).collect(),
                basic: Some((id.clone(), secret.clone())),
                ..SentRequest::default()
            };
            for request in [Request::token(&request), Request::par(&request)] {
                let read = request.parameters().unwrap();
                prop_assert!(read.iter().eq(params.iter().map(|(n, v)| (n.as_bytes(), &**v))));
                let Credentials::Basic { client_id, secret: came } = request.credentials() else {
                    return Err(TestCaseError::fail("it is Basic"));
                };
                prop_assert_eq!((client_id, came), (id.clone().into(), secret.clone().into()));
            }
            let read = Request::authorize(&request).parameters().unwrap();
            prop_assert!(read.iter().eq(params.iter().map(|(n, v)| (n.as_bytes(), &**v))));
        }
    }
}
