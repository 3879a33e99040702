//! What stands ready at a target before a flow begins: its clients, how long its codes live, and the parameters that
//! each request to it needs beside those of the protocol.

use std::collections::{BTreeMap, BTreeSet};

use pkce_vectors::{Client, RoleName};

use crate::wire::{ClientFacts, Offers, Ways};

/// The clients and parameters that a flow's script goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixture {
    /// The client behind each role in play. A flow that names another role cannot be put to this target.
    pub clients: BTreeMap<RoleName, Client>,
    /// How long a code lives, in seconds.
    pub code_lifetime: u32,
    /// What every authorization request needs, a pushed one too.
    pub authorization_extra: Vec<Extra>,
    /// What every token request needs.
    pub token_extra: Vec<Extra>,
    /// How the client behind a role authenticates. One that is not named sends its secret in the body.
    pub auth: BTreeMap<RoleName, Ways>,
}

/// A parameter that the target wants and no flow speaks of, such as `scope`, or `nonce` beside `openid`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    /// The parameter's name.
    pub name: String,
    /// Its value. Each `{random}` in it is drawn anew for every request.
    pub value: String,
}

/// The code lifetime that adapters are told, in seconds.
pub const CODE_LIFETIME: u32 = 60;

impl Fixture {
    /// The fixture of one case, as adapters are told it: a client for each role in play, with secrets of the case's own,
    /// and what the subject says that requests to it need.
    #[must_use]
    pub fn drawn(
        roles: impl IntoIterator<Item = RoleName>,
        case: &str,
        seed: u64,
        offers: &Offers,
    ) -> Self {
        let client = |role: RoleName| Client {
            id: format!("client-{role}"),
            redirect_uri: format!("https://client.example/{role}/callback"),
            secret: role
                .is_confidential()
                .then(|| pkce_vectors::s256(format!("secret {seed} {case} {role}").as_bytes())),
        };
        let extra = |params: &Vec<(String, String)>| {
            let extra = |(name, value): &(String, String)| Extra {
                name: name.clone(),
                value: value.clone(),
            };
            params.iter().map(extra).collect()
        };
        let auth = |role: RoleName| Some((role, offers.role(role).auth?));
        Self {
            clients: roles.into_iter().map(|role| (role, client(role))).collect(),
            code_lifetime: CODE_LIFETIME,
            authorization_extra: extra(&offers.authorization_parameters),
            token_extra: extra(&offers.token_parameters),
            auth: RoleName::ALL.into_iter().filter_map(auth).collect(),
        }
    }

    /// The clients, as `flow.open` registers them; those of `keyed` with a key.
    #[must_use]
    pub fn registered(&self, keyed: &BTreeSet<RoleName>) -> Vec<ClientFacts> {
        let facts = |(role, client): (&RoleName, &Client)| ClientFacts {
            role: *role,
            key: keyed.contains(role),
            client_id: client.id.clone(),
            client_secret: client.secret.clone(),
            redirect_uri: client.redirect_uri.clone(),
        };
        self.clients.iter().map(facts).collect()
    }
}

impl Extra {
    /// The value for one request, where `draw` says what is random in it.
    #[must_use]
    pub fn filled(&self, draw: impl FnOnce() -> String) -> String {
        if self.value.contains(RANDOM) {
            self.value.replace(RANDOM, &draw())
        } else {
            self.value.clone()
        }
    }
}

const RANDOM: &str = "{random}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_roles_in_play_are_registered() {
        let drawn = |roles: &[RoleName]| {
            Fixture::drawn(roles.iter().copied(), "flow/a/public/optional", 7, &Offers::default())
        };
        let all = drawn(&RoleName::ALL);
        let none = BTreeSet::new();
        assert_eq!(all.registered(&none).len(), RoleName::ALL.len());
        let some = drawn(&[RoleName::Confidential]);
        let registered = some.registered(&none);
        assert_eq!(registered.len(), 1);
        // Who is left out changes nothing for the others.
        assert!(all.registered(&none).contains(&registered[0]));
    }

    #[test]
    fn secrets_are_a_cases_own() {
        let secret = |case: &str, seed, role| {
            let fixture = Fixture::drawn(RoleName::ALL, case, seed, &Offers::default());
            fixture.clients.get(&role).and_then(|client| client.secret.clone())
        };
        let one = secret("flow/a", 1, RoleName::Confidential);
        assert!(one.is_some());
        assert_eq!(one, secret("flow/a", 1, RoleName::Confidential));
        assert_ne!(one, secret("flow/b", 1, RoleName::Confidential));
        assert_ne!(one, secret("flow/a", 2, RoleName::Confidential));
        assert_ne!(one, secret("flow/a", 1, RoleName::Confidential2));
        assert_eq!(secret("flow/a", 1, RoleName::Public), None);
    }

    #[test]
    fn what_is_random_is_drawn_where_it_is_wanted() {
        let extra = |value: &str| Extra { name: "nonce".to_owned(), value: value.to_owned() };
        assert_eq!(extra("n-{random}").filled(|| "1".to_owned()), "n-1");
        assert_eq!(extra("openid").filled(|| unreachable!("nothing is drawn")), "openid");
    }
}
