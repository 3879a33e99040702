//! The file as it is written.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
    path::PathBuf,
};

use pkce_conformance::wire::{Binding, Pushed, Ways, first_of_kind};
use pkce_vectors::RoleName;
use serde::Deserialize;

use super::{
    secret::Secret,
    values::{Css, HttpUrl},
};

/// A live server, as its operator describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerFile {
    /// The server's name, for reports.
    pub name: String,
    /// Its version.
    #[serde(default)]
    pub version: String,
    /// The language that it is written in.
    #[serde(default)]
    pub language: String,
    /// Globs over requirements, vectors and flags: what the fixture around the server decides.
    #[serde(default)]
    pub not_ours: Vec<String>,
    /// Where it is.
    pub server: ServerEntry,
    /// Its clients, by the role that each plays.
    pub clients: BTreeMap<RoleName, ClientEntry>,
    /// What it offers and requires, by its operator's word.
    #[serde(default)]
    pub offers: OffersEntry,
    /// How its user logs in and agrees.
    #[serde(default)]
    pub session: SessionEntry,
    /// How fast it may be asked.
    #[serde(default)]
    pub pace: PaceEntry,
    /// How it is started.
    pub run: Option<RunEntry>,
}

/// Where the server is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerEntry {
    /// Its issuer identifier, from which the metadata document is found.
    pub issuer: Option<HttpUrl>,
    /// Paths of the metadata document on the issuer's host, tried in order; an empty list asks for none. Without: those of
    /// RFC 8414 and of OpenID.
    pub discovery: Option<Vec<String>>,
    /// The authorization endpoint. This and the following override what the metadata says.
    pub authorize: Option<HttpUrl>,
    /// The token endpoint.
    pub token: Option<HttpUrl>,
    /// The pushed authorization request endpoint.
    pub par: Option<HttpUrl>,
    /// The registration endpoint.
    pub registration: Option<HttpUrl>,
    /// A resource that answers to an access token.
    pub userinfo: Option<HttpUrl>,
    /// The introspection endpoint, asked where there is no userinfo.
    pub introspection: Option<HttpUrl>,
    /// The client that asks at the introspection endpoint.
    pub introspection_by: Option<RoleName>,
    /// The operator allows this run against a host that is not this machine.
    pub operator_consents: bool,
    /// A PEM file with the certificates of the authorities that vouch for it under TLS, next to this file. Without: those
    /// that this machine trusts.
    pub ca: Option<PathBuf>,
    /// Addresses of host names.
    pub resolve: BTreeMap<String, IpAddr>,
    /// Header fields that every request carries.
    pub headers: BTreeMap<String, String>,
}

/// One client.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientEntry {
    /// `client_id`.
    pub id: Option<String>,
    /// The secret of a confidential client.
    pub secret: Option<Secret>,
    /// The redirect URI that is registered. It is matched, and never fetched.
    pub redirect_uri: Option<String>,
    /// The private key by which it signs: PKCS#8 in PEM, of the curve P-256. The server has the other half.
    pub key: Option<Secret>,
    /// Metadata to register the client with (RFC 7591), posted as it stands here. Where it speaks of signatures and names no
    /// `jwks`, a key is drawn for the run, and its other half is registered.
    pub register: Option<serde_json::Map<String, serde_json::Value>>,
}

/// What the server offers. What is left out, probes and controls find.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OffersEntry {
    /// What each kind of client meets.
    pub roles: BTreeMap<RoleName, RoleEntry>,
    /// The `plain` method.
    pub plain: Option<bool>,
    /// Request objects by value (RFC 9101), signed under ES256 by clients that have a key. Without: they are not sent.
    pub request_objects: bool,
    /// How long a code lives, in seconds. Expiry is judged where it is 60 or less.
    pub code_lifetime: Option<u32>,
    /// Parameters of every authorization request, a pushed one too; `{random}` in a value is drawn each time.
    pub authorization_parameters: Vec<(String, String)>,
    /// Parameters of every token request.
    pub token_parameters: Vec<(String, String)>,
}

/// What one kind of client meets.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RoleEntry {
    /// Whether PKCE is required: `"required"` or `"optional"`.
    pub pkce: Option<Binding>,
    /// Pushed authorization requests: `"no"`, `"optional"` or `"required"`.
    pub par: Option<Pushed>,
    /// How the client authenticates: `"none"`, `"basic"`, `"post"` or `"key"`, or a list whose first is the usual one.
    pub auth: Option<Ways>,
}

/// How the user logs in and agrees.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SessionEntry {
    /// Whether a login is used again.
    pub login: LoginMode,
    /// The user name.
    pub username: Option<String>,
    /// The password.
    pub password: Option<Secret>,
    /// Origins that a password may go to beside that of the authorization endpoint.
    pub origins: Vec<HttpUrl>,
    /// Requests before the first authorization request of a user agent.
    pub setup: Vec<SetupRequest>,
    /// What to do on which page.
    pub pages: Vec<PageRule>,
    /// A command that logs in, in the place of `setup` and `pages`: it reads the authorization URL as a line, and prints where
    /// the server redirects to in the end.
    pub command: Vec<String>,
    /// How long one such login may take, in seconds. Without: 60.
    pub command_patience: Option<u32>,
}

/// Whether a login is used again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LoginMode {
    /// By the flows that follow.
    #[default]
    Shared,
    /// By nobody: each flow logs in.
    Fresh,
}

/// One request of the setup. `{username}`, `{password}` and captured names stand for their values.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetupRequest {
    /// `"GET"` or `"POST"`.
    #[serde(default = "post")]
    pub method: String,
    /// Where it goes.
    pub url: HttpUrl,
    /// A JSON body.
    pub json: Option<serde_json::Value>,
    /// A form body.
    pub form: Option<Vec<(String, String)>>,
    /// Header fields.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Values to take from the answer.
    #[serde(default)]
    pub capture: BTreeMap<String, Capture>,
    /// Cookies to set afterwards.
    #[serde(default)]
    pub cookies: BTreeMap<String, String>,
}

fn post() -> String {
    "POST".to_owned()
}

/// Where a value stands in an answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capture {
    /// A JSON pointer (RFC 6901).
    pub pointer: Option<String>,
    /// An element of a page.
    pub css: Option<Css>,
    /// The attribute of that element; without, its text.
    pub attribute: Option<String>,
    /// The text before it and the text after it.
    pub between: Option<(String, String)>,
}

/// What to do on a page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageRule {
    /// The page's URL holds this text.
    pub url: Option<String>,
    /// The page has such an element.
    pub css: Option<Css>,
    /// Fields to fill: a selector, and what goes in.
    #[serde(default)]
    pub fill: Vec<(Css, String)>,
    /// Boxes to tick.
    #[serde(default)]
    pub tick: Vec<Css>,
    /// The button to press; exactly one element.
    pub press: Option<Css>,
}

/// How fast the server may be asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PaceEntry {
    /// Flows side by side, 1 to 16. Without: one.
    pub window: Option<u8>,
    /// Milliseconds between two requests.
    pub gap: u32,
    /// Milliseconds between two token requests.
    pub token_gap: u32,
    /// How often a race is run, 1 to 100. Without: ten times.
    pub race_rounds: Option<u8>,
    /// The most requests of a run.
    pub requests: Option<usize>,
}

/// How the server is started. Words are run without a shell; relative paths start at the file's folder.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunEntry {
    /// Where the commands run.
    pub folder: Option<PathBuf>,
    /// Commands that prepare a machine.
    #[serde(default)]
    pub install: Vec<Vec<String>>,
    /// What is there once they ran; while it is, they are not run again.
    pub installed: Option<PathBuf>,
    /// The command that starts the server, in the foreground.
    pub start: Vec<String>,
    /// A URL that answers, with anything below 500, once the server is ready. Without: the issuer or the token endpoint.
    pub ready: Option<HttpUrl>,
    /// How long it may take to be ready, in seconds.
    pub patience: Option<u32>,
}

impl ClientEntry {
    /// Whether the client signs something: it has a key, or registers as one that does.
    #[must_use]
    pub fn signs(&self) -> bool {
        let says = |metadata: &serde_json::Map<String, serde_json::Value>| {
            let by_key = metadata.get("token_endpoint_auth_method");
            by_key.is_some_and(|method| method == "private_key_jwt")
                || metadata.contains_key("request_object_signing_alg")
        };
        self.key.is_some() || self.register.as_ref().is_some_and(says)
    }
}

impl ServerFile {
    /// What is said of a role; where nothing is said of the second client of a kind, what is said of the first.
    #[must_use]
    pub fn said_of(&self, role: RoleName) -> RoleEntry {
        let said = |role: RoleName| self.offers.roles.get(&role).copied().unwrap_or_default();
        let (own, first) = (said(role), said(first_of_kind(role)));
        RoleEntry {
            pkce: own.pkce.or(first.pkce),
            par: own.par.or(first.par),
            auth: own.auth.or(first.auth),
        }
    }

    /// The roles that have a client.
    #[must_use]
    pub fn roles(&self) -> BTreeSet<RoleName> {
        self.clients.keys().copied().collect()
    }
}
