//! The crate `oauth-toolkit`: a server's check of a verifier, and a client's pair of verifier and challenge.

use std::io;

use oauth_toolkit::pkce::{self, PkceError, PkceMethod, PkcePolicy};
use pkce_conformance::{
    adapter::serve,
    implementation::{Answered, Declined, Implementation},
    wire::{About, Offers, Reason},
};

struct OAuthToolkit;

impl Implementation for OAuthToolkit {
    fn about(&self) -> About {
        About {
            name: "oauth-toolkit".to_owned(),
            version: locked_version().to_owned(),
            language: "Rust".to_owned(),
            ops: ["verify", "check_verifier", "parse_method", "generate"].map(str::to_owned).to_vec(),
            not_ours: Vec::new(),
            offers: Offers { plain: Some(true), ..Offers::default() },
        }
    }

    fn verify(&mut self, verifier: &[u8], challenge: &[u8], method: Option<&[u8]>) -> Answered<bool> {
        let (verifier, challenge) = (text(verifier)?, text(challenge)?);
        match pkce::verify(verifier, challenge, parsed(method)?, &PkcePolicy::allow_plain()) {
            Ok(()) => Ok(true),
            Err(PkceError::Mismatch) => Ok(false),
            Err(error) => Err(refused(&error)),
        }
    }

    fn check_verifier(&mut self, verifier: &[u8]) -> Answered<bool> {
        pkce::validate_verifier(text(verifier)?).map(|()| true).map_err(|error| refused(&error))
    }

    fn parse_method(&mut self, method: Option<&[u8]>) -> Answered<String> {
        Ok(parsed(method)?.as_str().to_owned())
    }

    fn generate(&mut self, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
        match length {
            None => Ok((0..count).map(|_| pkce::generate_pkce_pair().0).collect()),
            Some(_) => Err(Declined::unsupported("the call takes no length")),
        }
    }
}

fn text(octets: &[u8]) -> Answered<&str> {
    std::str::from_utf8(octets).map_err(|_| Declined::unsupported("the crate takes text"))
}

fn parsed(method: Option<&[u8]>) -> Answered<PkceMethod> {
    let method = method.ok_or_else(|| Declined::unsupported("no call without a method"))?;
    PkceMethod::parse(text(method)?).map_err(|error| refused(&error))
}

fn refused(error: &PkceError) -> Declined {
    let reason = match error {
        PkceError::UnknownMethod(_) | PkceError::MethodNotPermitted { .. } => Reason::MethodUnsupported,
        PkceError::Mismatch => Reason::Mismatch,
        PkceError::MalformedVerifier(why) if why.contains("unreserved") => Reason::VerifierBadChar,
        // Too short and too long are one message.
        PkceError::MalformedVerifier(_) => Reason::Other,
    };
    Declined::refused(reason, error.to_string())
}

/// The version that this program was built with: the crate does not tell its own.
fn locked_version() -> &'static str {
    let lock = include_str!("../Cargo.lock");
    let entry = lock.split_once("name = \"oauth-toolkit\"\nversion = \"");
    entry.and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default()
}

fn main() -> io::Result<()> {
    serve(&mut OAuthToolkit, io::stdin().lock(), io::stdout().lock())
}
