//! `pkce serve`: the reference over HTTP, or a mutant of it.

use std::{path::PathBuf, sync::Arc, time::Duration};

use clap::ValueEnum;
use pkce_core::{
    policy::{Methods, Policy, Required},
    server::{Decisions, Standard},
};
use pkce_vectors::{Client as Known, RoleName};

use super::{
    error::CliError,
    interrupt,
    output::{Console, write_file},
};
use pkce_conformance::{
    result::Role,
    wire::{ClientFacts, FlowPolicy, Open, PkceRequired},
};
use pkce_http::serve::{
    Direct, Login, Model, NotRegistered, Site, Stepped, clients, drawn_keys, public_keys,
    registered, serve as listen, target_file,
};

/// Serve the reference authorization server over HTTP, on this machine alone
///
/// It has metadata, authorization, token, pushed authorization request, introspection, userinfo and registration
/// endpoints, and a page at `/` that shows what clients sent. It gives a code to whoever asks for one, unless --login
/// puts a login and a consent page before it. Nothing that it protects exists.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Listen on this port; 0 is any that is free
    #[arg(long, value_name = "PORT", default_value_t = 8765)]
    port: u16,
    /// Serve this mutant in place of the reference; `pkce mutants --matrix` names all
    #[arg(long, value_name = "NAME")]
    mutant: Option<String>,
    /// Require PKCE of these clients [default: what --profile says, else required]
    #[arg(long, value_name = "POLICY", value_enum)]
    policy: Option<ForWhom>,
    /// Offer `plain` beside S256
    #[arg(long)]
    plain: bool,
    /// Offer and require what a careful server of this profile does: rfc7636 (optional, with plain), rfc9700 (required of
    /// public clients), any other (required)
    #[arg(long, value_name = "PROFILE")]
    profile: Option<String>,
    /// Let a code live for so many seconds
    #[arg(long, value_name = "SECS", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=600))]
    code_lifetime: u32,
    /// Ask the user to log in and to agree: user name `alice`, password `wonderland`
    #[arg(long)]
    login: bool,
    /// Write a target file to this place, by which `pkce run` reaches the server
    #[arg(long, value_name = "FILE")]
    target: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ForWhom {
    /// Of no client
    Optional,
    /// Of every client
    Required,
    /// Of public clients
    RequiredPublic,
}

const EXAMPLES: &str = "\
Examples:
  pkce serve
  pkce serve --profile rfc7636 --port 0
  pkce serve --login --code-lifetime 5 --target server.toml
  pkce serve --mutant verifier-unchecked

Exit codes:
  0  it was ended by Ctrl-C
  2  wrong usage, or the port is taken";

pub(super) fn serve(args: &Args, console: Console) -> Result<u8, CliError> {
    let (policy, says) = args.offered()?;
    let model = args.model(&policy)?;
    let name =
        args.mutant.as_deref().map_or_else(|| "reference".to_owned(), |m| format!("mutant:{m}"));
    let mut lines = vec![says];
    if args.login {
        lines.push(format!("A user logs in as {USER} with the password {PASSWORD}, and agrees."));
    }
    lines.extend(clients().iter().map(|(role, client)| {
        let secret = client.secret.as_ref().map_or(String::new(), |s| format!(", secret {s}"));
        format!(
            "Client {role}: client_id {}{secret}, redirect URI {}",
            client.id, client.redirect_uri
        )
    }));
    let keys = drawn_keys().map_err(|error| CliError::Random(error.to_string()))?;
    let mut site = Site::new(&name, lines.clone(), model, drawn()?).with_keys(public_keys(&keys));
    let login =
        args.login.then(|| Login { username: USER.to_owned(), password: PASSWORD.to_owned() });
    if let Some(login) = &login {
        site = site.with_login(login.clone());
    }
    let interrupted = interrupt::listen();
    let running =
        listen(site, args.port).map_err(|source| CliError::Listen { port: args.port, source })?;
    if let Some(path) = &args.target {
        if path.exists() {
            return Err(CliError::Exists { path: path.clone(), instead: "name a new file" });
        }
        write_file(path, &target_file(&name, running.issuer(), &policy, login.as_ref(), &keys))?;
    }
    console.print(&format!(
        "{name} listens on {}/, and ends with Ctrl-C\n  {}\n",
        running.issuer(),
        lines.join("\n  ")
    ))?;
    while !interrupted.load(std::sync::atomic::Ordering::Relaxed) {
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(0)
}

const USER: &str = "alice";

const PASSWORD: &str = "wonderland";

/// Octets that nobody can guess.
fn drawn() -> Result<[u8; 32], CliError> {
    let mut octets = [0; 32];
    getrandom::fill(&mut octets).map_err(|error| CliError::Random(error.to_string()))?;
    Ok(octets)
}

impl Args {
    /// What the server offers and requires, also in words.
    fn offered(&self) -> Result<(Policy, String), CliError> {
        let catalogue = pkce_vectors::VectorSet::bundled()?.catalogue;
        let profile = match &self.profile {
            Some(name) => Some(catalogue.profile(Some(name))?.id.clone()),
            None => None,
        };
        let (usual, with_plain) = match profile.as_deref() {
            Some("rfc7636") => (ForWhom::Optional, true),
            Some("rfc9700") => (ForWhom::RequiredPublic, false),
            _ => (ForWhom::Required, false),
        };
        let for_whom = self.policy.unwrap_or(usual);
        let plain = self.plain || with_plain;
        let (pkce_required, whom) = match for_whom {
            ForWhom::Optional => (Required::None, "no client"),
            ForWhom::Required => (Required::All, "every client"),
            ForWhom::RequiredPublic => (Required::PublicClients, "public clients"),
        };
        let (methods, offers) =
            if plain { (Methods::S256AndPlain, "S256 and plain") } else { (Methods::S256, "S256") };
        let policy = Policy {
            methods,
            pkce_required,
            code_lifetime: Duration::from_secs(u64::from(self.code_lifetime)),
            ..Policy::default()
        };
        let says = format!(
            "It offers {offers}, requires PKCE of {whom}, and lets a code live for {} s.",
            self.code_lifetime
        );
        Ok((policy, says))
    }

    fn model(&self, policy: &Policy) -> Result<Box<dyn Model>, CliError> {
        let decisions: Arc<dyn Decisions> = match &self.mutant {
            None => Arc::new(Standard),
            Some(name) => {
                let mutant = pkce_mutants::by_name(name)
                    .filter(|mutant| mutant.role == Role::Server)
                    .ok_or_else(|| CliError::NoServerMutant(name.clone()))?;
                match mutant.decisions() {
                    Some(decisions) => decisions,
                    None => {
                        return self.stepped(name, mutant.implementation(seed(drawn()?)), policy);
                    }
                }
            }
        };
        let mut model = Direct::new(policy.clone(), decisions, drawn()?);
        for client in clients().values() {
            model.register(registered(client)).map_err(|error: NotRegistered| {
                CliError::CannotServe { name: "reference".to_owned(), why: error.to_string() }
            })?;
        }
        Ok(Box::new(model))
    }

    /// A mutant that is wrong outside the server's decisions.
    fn stepped(
        &self,
        name: &str,
        implementation: Box<dyn pkce_conformance::implementation::Implementation + Send>,
        policy: &Policy,
    ) -> Result<Box<dyn Model>, CliError> {
        let facts = |(role, client): (RoleName, Known)| ClientFacts {
            key: true,
            role,
            client_id: client.id,
            client_secret: client.secret,
            redirect_uri: client.redirect_uri,
        };
        let methods = policy.methods.offered().iter().map(|method| method.as_str().to_owned());
        let open = Open {
            session: "served".to_owned(),
            policy: FlowPolicy {
                pkce: match policy.pkce_required {
                    Required::None => PkceRequired::Optional,
                    Required::PublicClients => PkceRequired::Public,
                    Required::All | Required::Clients(_) => PkceRequired::Required,
                },
                methods: methods.collect(),
                code_lifetime: self.code_lifetime,
            },
            clients: clients().into_iter().map(facts).collect(),
        };
        let stepped = Stepped::open(implementation, &open)
            .map_err(|why| CliError::CannotServe { name: name.to_owned(), why })?;
        Ok(Box::new(stepped))
    }
}

fn seed(octets: [u8; 32]) -> u64 {
    octets.into_iter().take(8).fold(0, |seed, octet| seed << 8 | u64::from(octet))
}
