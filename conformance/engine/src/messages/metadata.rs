//! The metadata documents (RFC 8414 §2).

use pkce_core::server::{Advertised, AuthorizationServer, Document};
use pkce_vectors::MetadataOf;
use serde_json::{Value, json};

use super::{endpoint::Endpoint, response::Response};

/// What the server says of itself, where it is reached under this issuer.
pub(super) fn metadata(issuer: &str, of: MetadataOf, server: &AuthorizationServer) -> Response {
    let at = |endpoint: Endpoint| format!("{issuer}{}", endpoint.path());
    let mut document = json!({
        "issuer": issuer,
        "authorization_endpoint": at(Endpoint::Authorize),
        "token_endpoint": at(Endpoint::Token),
        "pushed_authorization_request_endpoint": at(Endpoint::Par),
        "introspection_endpoint": at(Endpoint::Introspect),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "token_endpoint_auth_methods_supported":
            ["none", "client_secret_basic", "client_secret_post"],
    });
    // > If omitted, the authorization server does not support PKCE.
    let methods = match server.methods_advertised(named(of)) {
        Advertised::Absent => None,
        Advertised::List(methods) => Some(json!(methods)),
        Advertised::Text(text) => Some(json!(text)),
    };
    if let (Some(methods), Value::Object(members)) = (methods, &mut document) {
        members.insert("code_challenge_methods_supported".to_owned(), methods);
    }
    Response::json(200, &document)
}

const fn named(of: MetadataOf) -> Document {
    match of {
        MetadataOf::Oauth => Document::Oauth,
        MetadataOf::Openid => Document::Openid,
        MetadataOf::Smart => Document::Smart,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use pkce_core::{
        policy::{Methods, Policy},
        server::Decisions,
    };

    use super::*;

    struct Silent;

    impl Decisions for Silent {
        fn methods_advertised(&self, _: &Policy, _: Document) -> Advertised {
            Advertised::Absent
        }
    }

    #[test]
    fn it_names_the_methods_that_are_offered() {
        let document = |server: &AuthorizationServer| -> Value {
            let response = metadata("https://as.example", MetadataOf::Oauth, server);
            serde_json::from_slice(&response.body).unwrap()
        };
        let policy = Policy { methods: Methods::S256AndPlain, ..Policy::default() };
        let both = document(&AuthorizationServer::new(policy.clone()));
        assert_eq!(both["code_challenge_methods_supported"], json!(["S256", "plain"]));
        assert_eq!(both["issuer"], "https://as.example");
        assert_eq!(both["token_endpoint"], "https://as.example/token");
        let silent = document(&AuthorizationServer::with_decisions(policy, Arc::new(Silent)));
        assert_eq!(silent.get("code_challenge_methods_supported"), None);
    }
}
