//! oxide-auth with its rouille front, as its example has it: `pkce-target-oxide-auth PORT required|optional`. The user agrees.

use std::sync::Mutex;

use oxide_auth::{
    endpoint::{AccessTokenFlow, AuthorizationFlow, OwnerConsent, ResourceFlow, Solicitation},
    frontends::simple::extensions::{AddonList, Extended, Pkce},
    primitives::prelude::*,
};
use oxide_auth_rouille::{FnSolicitor, GenericEndpoint, Request, Response as OAuthResponse};
use rouille::Response;

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let (port, policy) = (&words[1], &words[2]);

    let mut registrar = ClientMap::new();
    for name in ["pub", "pub2", "conf", "conf2"] {
        let uri = format!("http://127.0.0.1:9999/cb/{name}").parse::<url::Url>().unwrap();
        let scope = "default".parse().unwrap();
        registrar.register_client(match name {
            "pub" | "pub2" => Client::public(name, uri.into(), scope),
            _ => {
                let secret = format!("secret-of-{name}");
                Client::confidential(name, uri.into(), scope, secret.as_bytes())
            }
        });
    }
    let simple = GenericEndpoint {
        registrar,
        authorizer: AuthMap::new(RandomGenerator::new(16)),
        issuer: TokenMap::new(RandomGenerator::new(32)),
        solicitor: FnSolicitor(agrees),
        scopes: vec!["default".parse::<Scope>().unwrap()],
        response: || OAuthResponse::from(Response::empty_404()),
    };
    let pkce = || if policy == "required" { Pkce::required() } else { Pkce::optional() };
    let mut addons = AddonList::new();
    addons.push_code(pkce());
    let endpoint = Mutex::new(Extended::extend_with(simple, addons));

    rouille::start_server(("127.0.0.1", port.parse().unwrap()), move |request| {
        let endpoint = &mut *endpoint.lock().unwrap();
        let asked = Request::new(request);
        let answered = match (request.method(), &*request.url()) {
            ("GET", "/authorize") => AuthorizationFlow::prepare(endpoint).expect("complete").execute(asked),
            ("POST", "/token") => {
                let mut flow = AccessTokenFlow::prepare(endpoint).expect("complete");
                flow.allow_credentials_in_body(true);
                flow.execute(asked)
            }
            ("GET", "/me") => {
                return match ResourceFlow::prepare(endpoint).expect("complete").execute(asked) {
                    Ok(_) => Response::text("alice"),
                    Err(Ok(response)) => response.into_inner(),
                    Err(Err(_)) => Response::empty_400(),
                };
            }
            _ => return Response::empty_404(),
        };
        answered.map(OAuthResponse::into_inner).unwrap_or_else(|_| Response::empty_400())
    });
}

fn agrees(_: &mut Request, _: Solicitation<'_>) -> OwnerConsent<OAuthResponse> {
    OwnerConsent::Authorized("alice".to_owned())
}
