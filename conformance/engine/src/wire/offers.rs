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
    /// There is a metadata document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<bool>,
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
    /// How such clients can authenticate. Nothing: by a secret in the body of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth: Option<Ways>,
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
    /// By an assertion that is signed with its key (RFC 7523 §2.2).
    Key,
}

impl ClientAuth {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Basic => "basic",
            Self::Post => "post",
            Self::Key => "key",
        }
    }
}

/// One way of authenticating, or several: `"basic"`, `["basic","post"]`. The first is used where a flow names none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ways {
    first: ClientAuth,
    others: [Option<ClientAuth>; 3],
}

impl Ways {
    /// The first way.
    #[must_use]
    pub const fn first(self) -> ClientAuth {
        self.first
    }

    /// Whether a way is among them.
    #[must_use]
    pub fn has(self, way: ClientAuth) -> bool {
        self.all().any(|known| known == way)
    }

    /// The same, and one more behind them.
    #[must_use]
    pub fn and(mut self, way: ClientAuth) -> Self {
        if !self.has(way)
            && let Some(free) = self.others.iter_mut().find(|known| known.is_none())
        {
            *free = Some(way);
        }
        self
    }

    /// Each of them, the first one first.
    pub fn all(self) -> impl Iterator<Item = ClientAuth> {
        std::iter::once(self.first).chain(self.others.into_iter().flatten())
    }
}

impl From<ClientAuth> for Ways {
    fn from(first: ClientAuth) -> Self {
        Self { first, others: [None; 3] }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged, expecting = "expected none, basic, post or key, or a list of these")]
enum WrittenWays {
    One(ClientAuth),
    Several(Vec<ClientAuth>),
}

impl Serialize for Ways {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all: Vec<ClientAuth> = self.all().collect();
        match all.as_slice() {
            [one] => WrittenWays::One(*one).serialize(serializer),
            _ => WrittenWays::Several(all).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Ways {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let ways = match WrittenWays::deserialize(deserializer)? {
            WrittenWays::One(one) => vec![one],
            WrittenWays::Several(several) => several,
        };
        let mut ways = ways.into_iter();
        let first = ways.next().ok_or_else(|| serde::de::Error::custom("an empty list of ways"))?;
        Ok(ways.fold(Self::from(first), Self::and))
    }
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
