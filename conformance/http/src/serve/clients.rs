//! The clients that a served server has from the start, and the file by which `pkce run` reaches it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use pkce_conformance::wire::first_of_kind;
use pkce_core::{
    policy::{Methods, Policy},
    server::{Client, ClientKind},
};
use pkce_vectors::{Client as Known, RoleName};

use super::login::Login;
use crate::signature::{KeyError, PublicKey, SigningKey};

/// Two clients of each kind, so that one can try another's code. Nothing that they protect exists, so their secrets are no
/// secrets.
#[must_use]
pub fn clients() -> BTreeMap<RoleName, Known> {
    let client = |role: RoleName| Known {
        id: role.to_string(),
        redirect_uri: format!("http://127.0.0.1:9999/cb/{role}"),
        secret: role.is_confidential().then(|| format!("secret-of-{role}")),
    };
    RoleName::ALL.into_iter().map(|role| (role, client(role))).collect()
}

/// A client, as a server registers it.
#[must_use]
pub fn registered(client: &Known) -> Client {
    let kind = match &client.secret {
        None => ClientKind::Public,
        Some(secret) => ClientKind::Confidential { secret: secret.clone() },
    };
    Client { id: client.id.clone(), kind, redirect_uris: vec![client.redirect_uri.clone()] }
}

/// Keys that nobody had before, for such clients.
pub fn drawn_keys() -> Result<BTreeMap<RoleName, SigningKey>, KeyError> {
    RoleName::ALL.into_iter().map(|role| Ok((role, SigningKey::draw()?))).collect()
}

/// The keys that a site checks signatures with.
pub fn public_keys(
    keys: &BTreeMap<RoleName, SigningKey>,
) -> impl Iterator<Item = (String, PublicKey)> {
    let id = |role| clients().remove(role).map(|client| client.id);
    keys.iter().filter_map(move |(role, key)| Some((id(role)?, key.public())))
}

/// The text of a target file for a server that is served with this policy at `issuer`.
#[must_use]
pub fn target_file(
    name: &str,
    issuer: &str,
    policy: &Policy,
    login: Option<&Login>,
    keys: &BTreeMap<RoleName, SigningKey>,
) -> String {
    let mut text = format!(
        "# Run: pkce run THIS-FILE\nname = {name:?}\nversion = {:?}\nlanguage = \"Rust\"\n\n[server]\nissuer = {issuer:?}\n",
        env!("CARGO_PKG_VERSION")
    );
    // Writing to a String cannot fail.
    for (role, client) in clients() {
        let _ = write!(
            text,
            "\n[clients.{role}]\nid = {:?}\nredirect_uri = {:?}\n",
            client.id, client.redirect_uri
        );
        if let Some(secret) = client.secret {
            let _ = writeln!(text, "secret = {secret:?}");
        }
        if let Some(key) = keys.get(&role) {
            let _ = writeln!(text, "key = {:?}", key.pem());
        }
    }
    let lifetime = policy.code_lifetime.as_secs();
    let plain = policy.methods == Methods::S256AndPlain;
    let signs = !keys.is_empty();
    let _ = write!(
        text,
        "\n[offers]\nplain = {plain}\ncode_lifetime = {lifetime}\nrequest_objects = {signs}\n"
    );
    let is_required =
        |role: RoleName| policy.pkce_required.of(role.as_str(), !role.is_confidential());
    // The second client of a kind is as the first, unless something else is said of it.
    let differs = |role: &RoleName| {
        let first = first_of_kind(*role);
        *role == first || is_required(*role) != is_required(first)
    };
    for role in RoleName::ALL.into_iter().filter(differs) {
        let is_required = is_required(role);
        let pkce = if is_required { "required" } else { "optional" };
        let auth: &[&str] = match (role.is_confidential(), keys.contains_key(&role)) {
            (false, _) => &["none"],
            (true, false) => &["basic", "post"],
            (true, true) => &["basic", "post", "key"],
        };
        let _ = write!(
            text,
            "\n[offers.roles.{role}]\npkce = \"{pkce}\"\nauth = {auth:?}\npar = \"optional\"\n"
        );
    }
    if let Some(login) = login {
        let _ = write!(
            text,
            "\n[session]\nusername = {:?}\npassword = {:?}\n",
            login.username, login.password
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_one() {
        let login = Login { username: "alice".to_owned(), password: "pass \"word\"".to_owned() };
        let keys = drawn_keys().unwrap();
        let policy = Policy::default();
        let text = target_file("reference", "http://127.0.0.1:1", &policy, Some(&login), &keys);
        let file = crate::target::parse(&text).unwrap();
        assert_eq!(file.roles().len(), RoleName::ALL.len());
        assert_eq!(file.offers.code_lifetime, Some(60));
    }
}
