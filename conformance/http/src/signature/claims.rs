//! What is signed: who says it, to whom, until when, and the parameters of a request.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use pkce_conformance::wire::Octets;
use serde::{
    Deserialize,
    de::{Deserializer, MapAccess, Visitor},
};
use serde_json::Value;

use super::{
    key::{KeyError, PublicKey, SigningKey},
    token,
};

/// Names and values in their order, a name as often as it is written.
pub(super) type Words = Vec<(String, Octets)>;

/// How long what is signed is good.
const LIFETIME: Duration = Duration::from_secs(300);

/// How far two clocks may be apart.
const LEEWAY: u64 = 30;

/// The claims that say who signed, for whom and until when (RFC 7519 §4.1).
const REGISTERED: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

/// A client's word to one server.
pub(crate) struct Claims<'c> {
    /// The client's id.
    pub(crate) client: &'c str,
    /// The server that it is for.
    pub(crate) audience: &'c str,
    /// What no other such word bears.
    pub(crate) id: String,
}

impl Claims<'_> {
    /// An assertion by which the client authenticates (RFC 7523 §3).
    pub(crate) fn assertion(&self, key: &SigningKey) -> Result<String, KeyError> {
        let members = [self.registered(), vec![member("sub", &Value::from(self.client))]].concat();
        token::signed(key, "JWT", &object(&members))
    }

    /// A request object (RFC 9101 §4). Nothing where a value is no text, which JSON cannot hold.
    pub(crate) fn object(
        &self,
        key: &SigningKey,
        params: &Words,
    ) -> Option<Result<String, KeyError>> {
        let mut members = self.registered();
        for (name, value) in params {
            members.push(member(name, &Value::from(value.as_text()?)));
        }
        Some(token::signed(key, "oauth-authz-req+jwt", &object(&members)))
    }

    /// nb. RFC 9101 §10.8: `sub` is left to assertions, so that no request object passes for one.
    fn registered(&self) -> Vec<String> {
        let now = now();
        vec![
            member("iss", &Value::from(self.client)),
            member("aud", &Value::from(self.audience)),
            member("iat", &Value::from(now)),
            member("nbf", &Value::from(now)),
            member("exp", &Value::from(now + LIFETIME.as_secs())),
            member("jti", &Value::from(self.id.as_str())),
        ]
    }

    /// Who a token says that it is of; nothing of it is checked.
    pub(crate) fn issuer(token: &str) -> Option<String> {
        let Members(members) = serde_json::from_slice(&token::unchecked(token)?).ok()?;
        members.into_iter().find(|(name, _)| name == "iss")?.1.as_str().map(str::to_owned)
    }

    /// Whether an assertion is this client's own, good here and now.
    pub(crate) fn asserts(
        keys: &[PublicKey],
        client: &str,
        audiences: &[String],
        token: &str,
    ) -> bool {
        Members::signed(keys, client, audiences, token)
            .is_some_and(|members| members.says("sub", client))
    }

    /// The parameters under the signature of a client with these keys, for a server that goes by these names. Nothing where
    /// it is another's, for another, or not good now.
    ///
    /// # Not checked
    /// Whether the same word came before (`jti`).
    pub(crate) fn read(
        keys: &[PublicKey],
        client: &str,
        audiences: &[String],
        token: &str,
    ) -> Option<Words> {
        let Members(members) = Members::signed(keys, client, audiences, token)?;
        let params = members.into_iter().filter(|(name, _)| !REGISTERED.contains(&&**name));
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Some(params.map(|(name, value)| (name, Octets(text(&value).into_bytes()))).collect())
    }
}

/// One member, written out: a member may come twice, which no map holds.
fn member(name: &str, value: &Value) -> String {
    format!("{}:{value}", Value::from(name))
}

fn object(members: &[String]) -> String {
    format!("{{{}}}", members.join(","))
}

/// Seconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// An object's members, none of them folded.
struct Members(Vec<(String, Value)>);

impl Members {
    /// Those under the signature of this client, if it is for one of these names, and good now.
    fn signed(keys: &[PublicKey], client: &str, audiences: &[String], token: &str) -> Option<Self> {
        let members: Self = serde_json::from_slice(&token::read(keys, token)?).ok()?;
        let is_ours = |one: &Value| {
            one.as_str().is_some_and(|one| audiences.iter().any(|known| known == one))
        };
        let is_meant = match members.claim("aud")? {
            Value::Array(all) => all.iter().any(is_ours),
            one => is_ours(one),
        };
        let at = |name: &str| members.claim(name).and_then(Value::as_u64);
        let is_over = at("exp")?.saturating_add(LEEWAY) <= now();
        let is_early = at("nbf").is_some_and(|from| from > now() + LEEWAY);
        let is_good = members.says("iss", client) && is_meant && !is_over && !is_early;
        is_good.then_some(members)
    }

    fn claim(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    fn says(&self, name: &str, text: &str) -> bool {
        self.claim(name).and_then(Value::as_str) == Some(text)
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AsTheyCome;

        impl<'de> Visitor<'de> for AsTheyCome {
            type Value = Members;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(AsTheyCome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(pairs: &[(&str, &str)]) -> Words {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), Octets::from(*value))).collect()
    }

    #[test]
    fn what_is_signed_is_read_by_the_right_server_with_the_right_key() {
        let (key, other) = (SigningKey::draw().unwrap(), SigningKey::draw().unwrap());
        let key = SigningKey::from_pem(&key.pem()).unwrap();
        let claims = Claims { client: "c", audience: "http://a.example", id: "1".to_owned() };
        let params = words(&[("state", "a \"b\" \u{e9}"), ("state", "twice"), ("client_id", "c")]);
        let token = claims.object(&key, &params).unwrap().unwrap();
        let keys = PublicKey::of_set(&key.public().set());
        let here = ["http://a.example".to_owned()];
        assert_eq!(Claims::read(&keys, "c", &here, &token), Some(params));
        assert_eq!(Claims::read(&[other.public()], "c", &here, &token), None);
        assert_eq!(Claims::read(&keys, "d", &here, &token), None);
        assert_eq!(Claims::read(&keys, "c", &["http://b.example".to_owned()], &token), None);
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let changed = format!("{}A.{signature}", &signed[..signed.len() - 1]);
        assert_eq!(Claims::read(&keys, "c", &here, &changed), None);
        for nonsense in ["", ".", "..", "a.b.c", "e30.e30."] {
            assert_eq!(Claims::read(&keys, "c", &here, nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn an_algorithm_of_the_tokens_own_choice_is_not_taken() {
        use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as B64};
        let key = SigningKey::draw().unwrap();
        let claims = Claims { client: "c", audience: "a", id: "1".to_owned() };
        let token = claims.assertion(&key).unwrap();
        let parts: Vec<&str> = token.split('.').collect();
        let none = format!("{}.{}.", B64.encode(r#"{"alg":"none"}"#), parts[1]);
        assert_eq!(Claims::read(&[key.public()], "c", &["a".to_owned()], &none), None);
        assert_eq!(
            Claims::read(&[key.public()], "c", &["a".to_owned()], &token),
            Some(Words::new())
        );
    }

    #[test]
    fn what_is_no_text_is_not_signed() {
        let key = SigningKey::draw().unwrap();
        let claims = Claims { client: "c", audience: "a", id: "1".to_owned() };
        assert!(claims.object(&key, &vec![("a".to_owned(), Octets(vec![0xff]))]).is_none());
        assert!(
            SigningKey::from_pem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")
                .is_err()
        );
    }
}
