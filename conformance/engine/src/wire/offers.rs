//! What a subject says that it offers: the same words in `hello`, and in the file of a live target.

use std::collections::BTreeMap;

use pkce_vectors::{PolicyName, RoleName};
use serde::{Deserialize, Serialize};

use super::object;

/// What a subject says that it offers. What it does not say, probes and controls find.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Offers {
    /// The `plain` method in library operations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plain: Option<bool>,
    /// What each kind of client meets. What is said of `public` counts for `public2` too, where nothing else is said;
    /// likewise for confidential clients.
    #[serde(deserialize_with = "roles", skip_serializing_if = "BTreeMap::is_empty")]
    pub roles: BTreeMap<RoleName, RoleOffers>,
    /// The policies that can be set. A single one is fixed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policies: Option<Vec<PolicyName>>,
    /// The lists of methods that can be set in a flow. A single one is fixed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub methods: Option<Vec<Vec<String>>>,
    /// An access token can be tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub userinfo: Option<bool>,
    /// Time can be moved past a code's lifetime.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_lifetime: Option<bool>,
    /// Parameters that every authorization request needs, a pushed one too, such as `scope`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authorization_parameters: Vec<(String, String)>,
    /// Parameters that every token request needs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub token_parameters: Vec<(String, String)>,
}

/// What one kind of client meets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleOffers {
    /// Whether such clients are served at all. Nothing: they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub served: Option<bool>,
    /// Which way a secret goes. Nothing: in the body of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth: Option<ClientAuth>,
    /// Whether PKCE is required of such clients under the subject's own policy, by its operator's word. Nothing: a request
    /// without PKCE shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pkce: Option<Binding>,
    /// Pushed authorization requests (RFC 9126).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub par: Option<Pushed>,
}

/// How a client authenticates (RFC 6749 §2.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClientAuth {
    /// Not at all.
    None,
    /// By HTTP Basic.
    Basic,
    /// By `client_secret` in the body.
    Post,
}

/// What a policy asks of one client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Binding {
    /// It may leave PKCE out.
    Optional,
    /// It must use PKCE.
    Required,
}

/// Whether an authorization request may be pushed first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pushed {
    /// It cannot be.
    No,
    /// It can be.
    Optional,
    /// It must be: a request by query alone is refused.
    Required,
}

impl Offers {
    /// Nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What is said of a role; where nothing is said of the second client of a kind, what is said of the first.
    #[must_use]
    pub fn role(&self, role: RoleName) -> RoleOffers {
        let said = |role: RoleName| self.roles.get(&role).copied().unwrap_or_default();
        let (own, first) = (said(role), said(first_of_kind(role)));
        RoleOffers {
            served: own.served.or(first.served),
            auth: own.auth.or(first.auth),
            pkce: own.pkce.or(first.pkce),
            par: own.par.or(first.par),
        }
    }

    /// Says the same of public and of confidential clients.
    #[must_use]
    pub fn with_roles(mut self, public: RoleOffers, confidential: RoleOffers) -> Self {
        self.roles.insert(RoleName::Public, public);
        self.roles.insert(RoleName::Confidential, confidential);
        self
    }

    /// Lists of methods by whether plain is among them.
    #[must_use]
    pub fn with_methods(mut self, lists: &[&[&str]]) -> Self {
        let owned = |list: &&[&str]| list.iter().map(|name| (*name).to_owned()).collect();
        self.methods = Some(lists.iter().map(owned).collect());
        self
    }
}

/// The first client of the same kind.
#[must_use]
pub const fn first_of_kind(role: RoleName) -> RoleName {
    if role.is_confidential() { RoleName::Confidential } else { RoleName::Public }
}

/// A map of objects, and nothing else.
fn roles<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<RoleName, RoleOffers>, D::Error> {
    let map = BTreeMap::<RoleName, object::Object<RoleOffers>>::deserialize(deserializer)?;
    Ok(map.into_iter().map(|(role, object::Object(offers))| (role, offers)).collect())
}
