//! The crate `oauth-toolkit`: a server's check of a verifier, and a client's pair of verifier and challenge.
use oauth_toolkit::pkce::{self, PkceError, PkceMethod, PkcePolicy};
use pkce_conformance::{
    adapter::serve,
    implementation::{Answered, Declined, Implementation},
    wire::{About, Offers, Reason},
};

struct OAuthToolkit;

impl Implementation for OAuthToolkit {
    fn about(&self) -> About {
        // The crate does not tell its version: it is the one that this program was built with.
        let mut lock = include_str!("../Cargo.lock").split("\"oauth-toolkit\"\nversion = \"");
        let version = lock.nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let offers = Offers { plain: Some(true), ..Offers::default() };
        let [name, version, language] = ["oauth-toolkit", version, "Rust"].map(str::to_owned);
        let ops = ["verify", "check_verifier", "parse_method", "generate"].map(str::to_owned);
        // It takes text, so nothing beyond plain strings is accepted.
        let (ops, not_ours, accepts) = (ops.to_vec(), Vec::new(), Vec::new());
        About { name, version, language, ops, not_ours, offers, accepts }
    }

    fn verify(&mut self, verifier: &[u8], bound: &[u8], method: Option<&[u8]>) -> Answered<bool> {
        let (method, policy) = (parsed(method)?, PkcePolicy::allow_plain());
        match pkce::verify(text(verifier)?, text(bound)?, method, &policy) {
            Err(PkceError::Mismatch) => Ok(false),
            other => other.map(|()| true).map_err(refused),
        }
    }

    fn check_verifier(&mut self, verifier: &[u8]) -> Answered<bool> {
        pkce::validate_verifier(text(verifier)?).map(|()| true).map_err(refused)
    }

    fn parse_method(&mut self, method: Option<&[u8]>) -> Answered<String> {
        Ok(parsed(method)?.as_str().to_owned())
    }

    fn generate(&mut self, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
        length.map_or(Ok(()), |_| Err(Declined::unsupported("the call takes no length")))?;
        Ok((0..count).map(|_| pkce::generate_pkce_pair().0).collect())
    }
}

fn text(octets: &[u8]) -> Answered<&str> {
    std::str::from_utf8(octets).map_err(|_| Declined::unsupported("the crate takes text"))
}

fn parsed(method: Option<&[u8]>) -> Answered<PkceMethod> {
    let method = method.ok_or_else(|| Declined::unsupported("no call without a method"))?;
    PkceMethod::parse(text(method)?).map_err(refused)
}

fn refused(error: PkceError) -> Declined {
    Declined::refused(Reason::Other, error.to_string())
}

fn main() -> std::io::Result<()> {
    serve(&mut OAuthToolkit, std::io::stdin().lock(), std::io::stdout().lock())
}
