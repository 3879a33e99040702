//! The server model behind its endpoints: a request in, a response out.

use std::time::Duration;

use pkce_core::{request::Parameter, server::AuthorizationServer};
use rand_chacha::rand_core::CryptoRng;

use super::{endpoint::Endpoint, metadata::metadata, request::Request, response::Response, write};

/// What the server answers. `user_agent` is who asks at the authorization endpoint; `issuer` is where the endpoints
/// are found, and has no slash at its end.
///
/// # Not checked
/// Whether a method is one that the endpoint takes, and whether a body says that it is a form.
pub fn serve(
    server: &mut AuthorizationServer,
    issuer: &str,
    now: Duration,
    user_agent: &str,
    request: &Request,
    rng: &mut impl CryptoRng,
) -> Response {
    let parameters = match request.parameters() {
        Ok(parameters) => parameters,
        Err(error) => return write::bad_form(request.endpoint, error),
    };
    match request.endpoint {
        Endpoint::Authorize => write::authorization(&match request.object() {
            None => server.authorize(now, user_agent, &parameters, rng),
            Some(object) => server.authorize_object(now, user_agent, &parameters, &object, rng),
        }),
        Endpoint::Par => write::pushed(&server.push(now, &request.credentials(), &parameters, rng)),
        Endpoint::Token => {
            write::token(&server.token(now, &request.credentials(), &parameters, rng))
        }
        Endpoint::Introspect => {
            let token = match parameters.get("token") {
                Parameter::Value(token) => token,
                Parameter::Missing | Parameter::Duplicate => b"",
            };
            write::introspection(is_active(server, now, token))
        }
        Endpoint::UserInfo => {
            write::resource(request.bearer().is_some_and(|token| is_active(server, now, token)))
        }
        Endpoint::Metadata(of) => metadata(issuer, of, server),
    }
}

/// No token of ours is anything but text.
fn is_active(server: &AuthorizationServer, now: Duration, token: &[u8]) -> bool {
    std::str::from_utf8(token).is_ok_and(|token| server.introspect(now, token))
}

#[cfg(test)]
mod tests {
    use pkce_core::{
        policy::Policy,
        server::{Client, ClientKind},
    };
    use pkce_vectors::MetadataOf;
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};

    use super::*;
    use crate::{
        messages::{Headers, Method, step_answer},
        wire::{Octets, Outcome, SentRequest, StepAnswer},
    };

    const NOW: Duration = Duration::from_secs(1);

    fn asked(server: &mut AuthorizationServer, request: &Request) -> StepAnswer {
        let mut rng = ChaCha20Rng::seed_from_u64(7);
        let response = serve(server, "https://as.example", NOW, "", request, &mut rng);
        step_answer(request.endpoint, &response)
    }

    fn sent(params: &[(&str, &str)]) -> SentRequest {
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), Octets::from(*value));
        SentRequest { params: params.iter().map(pair).collect(), ..SentRequest::default() }
    }

    fn server() -> AuthorizationServer {
        let mut server = AuthorizationServer::new(Policy::default());
        let client = Client {
            id: "c".to_owned(),
            kind: ClientKind::Public,
            redirect_uris: vec!["https://c.example/cb?kept=1".to_owned()],
        };
        server.register(client).unwrap();
        server
    }

    #[test]
    fn a_token_goes_the_whole_way() {
        let mut server = server();
        let verifier = pkce_vectors::APPENDIX_B_VERIFIER;
        let state = "a b&c=\u{e9}";
        let uri = "https://c.example/cb?kept=1";
        let authorize = asked(
            &mut server,
            &Request::authorize(&sent(&[
                ("response_type", "code"),
                ("client_id", "c"),
                ("redirect_uri", uri),
                ("state", state),
                ("code_challenge", &pkce_vectors::s256(verifier.as_bytes())),
                ("code_challenge_method", "S256"),
            ])),
        );
        assert_eq!(authorize.outcome, Outcome::Code);
        assert_eq!(authorize.state.as_deref(), Some(state));
        assert!(authorize.location.unwrap().starts_with(&format!("{uri}&code=")));
        let token = asked(
            &mut server,
            &Request::token(&sent(&[
                ("grant_type", "authorization_code"),
                ("client_id", "c"),
                ("redirect_uri", uri),
                ("code", &authorize.code.unwrap()),
                ("code_verifier", verifier),
            ])),
        );
        assert_eq!(token.outcome, Outcome::Token);
        let token = token.access_token.unwrap();
        for (token, expected) in [(&*token, Outcome::Active), ("x", Outcome::Inactive)] {
            assert_eq!(asked(&mut server, &Request::introspect(token)).outcome, expected);
            let with = Headers::new().with("Authorization", format!("bearer {token}"));
            let user_info = Request {
                method: Method::Get,
                endpoint: Endpoint::UserInfo,
                headers: with,
                ..Request::metadata(MetadataOf::Oauth)
            };
            assert_eq!(asked(&mut server, &user_info).outcome, expected);
        }
    }

    #[test]
    fn metadata_and_refusals_have_bodies() {
        let mut server = server();
        let metadata = asked(&mut server, &Request::metadata(MetadataOf::Oauth));
        assert_eq!(metadata.outcome, Outcome::Metadata);
        assert!(metadata.body.unwrap().contains(r#""code_challenge_methods_supported":["S256"]"#));
        let refused = asked(&mut server, &Request::token(&sent(&[("code", "x")])));
        assert_eq!(refused.error.as_deref(), Some("invalid_request"));
        let page = asked(&mut server, &Request::authorize(&sent(&[("client_id", "nobody")])));
        assert_eq!((page.outcome, page.error, page.status), (Outcome::Refused, None, Some(400)));
    }

    #[test]
    fn a_form_that_is_not_read_is_refused_in_its_endpoints_words() {
        let raw = Some(Octets(vec![b'a'; 70_000]));
        let long = SentRequest { raw, ..sent(&[]) };
        let token = asked(&mut server(), &Request::token(&long));
        assert_eq!(token.error.as_deref(), Some("invalid_request"));
        let page = asked(&mut server(), &Request::authorize(&long));
        assert_eq!(
            (page.outcome, page.content_type.as_deref()),
            (Outcome::Refused, Some("text/html"))
        );
    }
}
