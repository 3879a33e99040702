//! `pkce reference-client`: the reference, or a mutant of it, as a client that speaks lines.

use std::io;

use super::error::CliError;
use pkce_conformance::client::{ClientDecisions, Reference, Setup};
use pkce_http::client::ReferenceClient;
use pkce_mutants::client_mutants;

/// Be an OAuth client that speaks lines with its judge
///
/// This is the positive control of `pkce client`: it logs in at the issuer, as the judge tells it on standard input.
#[derive(Debug, clap::Args)]
#[command(hide = true)]
pub(super) struct Args {
    /// The issuer whose metadata it reads
    issuer: String,
    /// Its client id
    client_id: String,
    /// Where its answers go
    redirect_uri: String,
    /// Its secret, where it is a confidential client
    #[arg(long, value_name = "SECRET")]
    secret: Option<String>,
    /// Go by the rules of the MCP authorization specification
    #[arg(long)]
    mcp: bool,
    /// Be this mutant in place of the reference; `pkce mutants --matrix` names all
    #[arg(long, value_name = "NAME")]
    mutant: Option<String>,
}

pub(super) fn reference_client(args: &Args) -> Result<u8, CliError> {
    let setup = Setup {
        client_id: args.client_id.clone(),
        client_secret: args.secret.clone().filter(|secret| !secret.is_empty()),
        redirect_uri: args.redirect_uri.clone(),
        mcp: args.mcp,
    };
    let decisions: Box<dyn ClientDecisions> = match &args.mutant {
        None => Box::new(Reference),
        Some(name) => {
            let mutant = client_mutants().into_iter().find(|mutant| mutant.name == name);
            mutant.ok_or_else(|| CliError::NoClientMutant(name.clone()))?.decisions()
        }
    };
    let draw = || {
        let mut octets = [0; 32];
        // Without random octets no verifier is safe: the judge then sees one twice.
        let _ = getrandom::fill(&mut octets);
        octets
    };
    let client = ReferenceClient::new(decisions, setup, &args.issuer, Box::new(draw));
    match client.speak(io::stdin().lock(), io::stdout().lock()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(CliError::Streams(error)),
        _ => Ok(0),
    }
}
