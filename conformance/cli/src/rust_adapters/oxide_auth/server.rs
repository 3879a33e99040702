//! An authorization server of the crate's parts, wired as its documentation wires them.

use oxide_auth::{
    endpoint::{
        AccessTokenFlow, AuthorizationFlow, OwnerConsent, OwnerSolicitor, ResourceFlow, Scope,
        Solicitation,
    },
    frontends::simple::{
        endpoint::{Generic, Vacant},
        extensions::{AddonList, Extended, Pkce},
        request::Response,
    },
    primitives::{
        authorizer::AuthMap,
        generator::RandomGenerator,
        issuer::TokenMap,
        registrar::{Client, ClientMap, ExactUrl, PasswordPolicy, RegisteredUrl, RegistrarError},
    },
};

use super::{answer, request::Request};
use pkce_conformance::{
    implementation::{Answered, Declined},
    wire::{ClientFacts, FlowPolicy, Open, PkceRequired, Reason, StepAnswer},
};

type Parts = Generic<
    ClientMap,
    AuthMap<RandomGenerator>,
    TokenMap<RandomGenerator>,
    Consent,
    Vec<Scope>,
    Vacant,
>;

pub(super) struct Server {
    endpoint: Extended<Parts, AddonList>,
}

impl Server {
    pub(super) fn new(open: &Open) -> Answered<Self> {
        let scope: Scope = "default"
            .parse()
            .map_err(|error| Declined::refused(Reason::Other, format!("{error:?}")))?;
        let mut registrar = ClientMap::new();
        registrar.set_password_policy(Verbatim);
        for facts in &open.clients {
            registrar.register_client(client(facts, &scope)?);
        }
        let mut addons = AddonList::new();
        addons.push_code(extension(&open.policy)?);
        let parts = Generic {
            registrar,
            authorizer: AuthMap::new(RandomGenerator::new(16)),
            issuer: TokenMap::new(RandomGenerator::new(16)),
            solicitor: Consent,
            scopes: vec![scope],
            response: Vacant,
        };
        Ok(Self { endpoint: Extended::extend_with(parts, addons) })
    }

    pub(super) fn authorize(&mut self, request: Request) -> StepAnswer {
        let flow = AuthorizationFlow::prepare(&mut self.endpoint);
        answer::authorization(flow.and_then(|mut flow| flow.execute(request)))
    }

    pub(super) fn token(&mut self, request: Request) -> StepAnswer {
        let flow = AccessTokenFlow::prepare(&mut self.endpoint);
        answer::token(flow.and_then(|mut flow| flow.execute(request)))
    }

    pub(super) fn resource(&mut self, request: Request) -> StepAnswer {
        match ResourceFlow::prepare(&mut self.endpoint) {
            Ok(mut flow) => answer::resource(flow.execute(request)),
            Err(error) => answer::resource(Err(Err(error))),
        }
    }
}

fn extension(policy: &FlowPolicy) -> Answered<Pkce> {
    let mut pkce = match policy.pkce {
        PkceRequired::Optional => Pkce::optional(),
        PkceRequired::Required => Pkce::required(),
        PkceRequired::Public | PkceRequired::Clients(_) => {
            return Err(Declined::unsupported("PKCE is required for all clients or for none"));
        }
        PkceRequired::Default => {
            return Err(Declined::unsupported("required or optional is the caller's choice"));
        }
    };
    let methods: Vec<_> = policy.methods.iter().map(String::as_str).collect();
    match methods.as_slice() {
        ["S256"] => {}
        ["S256", "plain"] | ["plain", "S256"] => pkce.allow_plain(),
        _ => return Err(Declined::unsupported("S256 is on, plain on or off, nothing else")),
    }
    Ok(pkce)
}

fn client(facts: &ClientFacts, scope: &Scope) -> Answered<Client> {
    let url = ExactUrl::new(facts.redirect_uri.clone())
        .map_err(|error| Declined::refused(Reason::Other, error.to_string()))?;
    let (id, url) = (&facts.client_id, RegisteredUrl::Exact(url));
    Ok(match &facts.client_secret {
        None => Client::public(id, url, scope.clone()),
        Some(secret) => Client::confidential(id, url, scope.clone(), secret.as_bytes()),
    })
}

/// The user agrees.
struct Consent;

impl OwnerSolicitor<Request> for Consent {
    fn check_consent(&mut self, _: &mut Request, _: Solicitation<'_>) -> OwnerConsent<Response> {
        OwnerConsent::Authorized("owner".to_owned())
    }
}

/// Secrets as they are: the crate's Argon2 takes 64 MiB and a tenth of a second for each client of each session.
struct Verbatim;

impl PasswordPolicy for Verbatim {
    fn store(&self, _: &str, passphrase: &[u8]) -> Vec<u8> {
        passphrase.to_vec()
    }

    fn check(&self, _: &str, passphrase: &[u8], stored: &[u8]) -> Result<(), RegistrarError> {
        if passphrase == stored { Ok(()) } else { Err(RegistrarError::Unspecified) }
    }
}
