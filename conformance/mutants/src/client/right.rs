//! Clients that are right in a way of their own: none of them may fail a `must`.

use pkce_conformance::client::{
    Again, Answer, Came, ClientDecisions, Draw, Login, Reference, Refusal, Setup,
};
use pkce_vectors::s256;
use serde_json::Value;

use super::mutant::{ClientMutant, decides};

/// Every right client, one for each line of the rule book that the reference does not stand for itself.
#[must_use]
#[expect(clippy::too_many_lines, reason = "a list")]
pub fn right_clients() -> Vec<ClientMutant> {
    vec![
        ClientMutant::new("right-public", &[], "S256 to every server", || Reference),
        ClientMutant::new("right-confidential", &[], "the same with a secret", || Reference).with_secret(),
        ClientMutant::new(
            "right-nonce-without-pkce",
            &[],
            "a confidential client with a nonce that it checks, and no PKCE",
            decides! {
                fn method(&self, _: &Setup, _: Option<&Value>) -> Result<Option<&'static str>, String> {
                    Ok(None)
                }
                fn scope(&self) -> Option<&'static str> {
                    Some("openid")
                }
            },
        )
        .with_secret(),
        ClientMutant::new(
            "right-openid",
            &[],
            "S256 and a nonce",
            decides! {
                fn scope(&self) -> Option<&'static str> {
                    Some("openid profile")
                }
            },
        ),
        ClientMutant::new(
            "right-refuses-what-is-not-announced",
            &[],
            "no login begins where the metadata do not list S256",
            decides! {
                fn method(&self, _: &Setup, field: Option<&Value>) -> Result<Option<&'static str>, String> {
                    let names = field.and_then(Value::as_array);
                    let lists = names.is_some_and(|names| names.iter().any(|name| name == "S256"));
                    if lists { Ok(Some("S256")) } else { Err(String::new()) }
                }
            },
        ),
        ClientMutant::new(
            "right-begins-anew-after-an-error",
            &[],
            "after any error a login is begun anew, with a fresh verifier",
            decides! {
                fn begins_anew(&self, _: &Came) -> Option<Option<&'static str>> {
                    Some(Some("S256"))
                }
            },
        ),
        ClientMutant::new(
            "right-basic-then-body",
            &[],
            "Basic comes first, then the secret in the body after invalid_client",
            decides! {
                fn again(&self, sent: &Answer, refusal: Refusal) -> Again {
                    match (refusal, &sent.basic) {
                        (Refusal::Unauthorized, Some((_, secret))) => {
                            let mut again = Answer { basic: None, ..sent.clone() };
                            again.add("client_secret", &**secret);
                            Again::With(again)
                        }
                        _ => Again::No,
                    }
                }
            },
        )
        .with_secret(),
        ClientMutant::new(
            "right-state-constant",
            &[],
            "the `state` says nothing, and PKCE stands in its place where it is announced",
            decides! {
                fn state(&mut self, _: Option<&str>, _: &mut Draw<'_>) -> Option<String> {
                    Some("constant".to_owned())
                }
            },
        ),
        ClientMutant::new(
            "right-no-state-where-announced",
            &[],
            "there is no `state`, and a server that does not announce PKCE is refused",
            decides! {
                fn method(&self, _: &Setup, field: Option<&Value>) -> Result<Option<&'static str>, String> {
                    let names = field.and_then(Value::as_array);
                    let lists = names.is_some_and(|names| names.iter().any(|name| name == "S256"));
                    if lists { Ok(Some("S256")) } else { Err(String::new()) }
                }
                fn state(&mut self, _: Option<&str>, _: &mut Draw<'_>) -> Option<String> {
                    None
                }
                // In the place of what the base decides of a `state` that was not sent.
                fn takes_state(&self, _: &Login, _: &Came) -> bool {
                    true
                }
                fn begins_blind(&self, _: &Setup) -> bool {
                    false
                }
            },
        ),
        ClientMutant::new(
            "right-verifier-of-128",
            &[],
            "a verifier has 128 characters of the whole alphabet",
            decides! {
                fn verifier(&mut self, _: u64, draw: &mut Draw<'_>) -> String {
                    let drawn = format!("{}{}{}", s256(&draw()), s256(&draw()), s256(&draw()));
                    drawn.replace('A', "~").replace('B', ".").chars().take(128).collect()
                }
            },
        ),
        ClientMutant::new(
            "right-transport-retries",
            &[],
            "a request that got no answer is sent again as it was",
            decides! {
                fn again(&self, sent: &Answer, refusal: Refusal) -> Again {
                    if refusal == Refusal::Nothing { Again::With(sent.clone()) } else { Again::No }
                }
            },
        ),
        ClientMutant::new(
            "right-two-resources",
            &[],
            "there are two `resource` parameters",
            decides! {
                fn request(&mut self, _: &Login, request: &mut Answer) {
                    request.add("resource", "https://one.example");
                    request.add("resource", "https://two.example");
                }
            },
        ),
        ClientMutant::new(
            "right-form-post",
            &[],
            "answers come by form_post",
            decides! {
                fn request(&mut self, _: &Login, request: &mut Answer) {
                    request.add("response_mode", "form_post");
                }
            },
        ),
        ClientMutant::new(
            "right-openid-document-first",
            &[],
            "OpenID's document is asked for before OAuth's",
            decides! {
                fn documents(&self, origin: &str, path: &str) -> Vec<String> {
                    vec![
                        format!("{origin}{path}/.well-known/openid-configuration"),
                        format!("{origin}/.well-known/oauth-authorization-server{path}"),
                    ]
                }
            },
        ),
        ClientMutant::new(
            "right-no-metadata",
            &[],
            "no metadata are asked for: the endpoints are known",
            decides! {
                fn documents(&self, _: &str, _: &str) -> Vec<String> {
                    Vec::new()
                }
            },
        ),
        ClientMutant::new("right-mcp", &[], "a client by the rules of MCP", || Reference).of_mcp(),
    ]
}
