//! A client's decisions: never a downgrade, a fresh verifier each time, and to nobody but the server that was asked.

use pkce_core::{
    ChallengeMethod,
    client::{Capability, Metadata, Pending, Profile, Server},
};
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng as _};

use crate::{
    case::{Capable, ClientCase, Elsewhere, Listed, Rule},
    oracle,
};

const ISSUER: &str = "https://as.example";
const ENDPOINT: &str = "https://as.example/token";

/// Any metadata, and attempts one after the other.
pub fn client(case: &ClientCase) {
    let names: Option<Vec<&str>> =
        case.supported.as_ref().map(|names| names.iter().map(name).collect());
    let lists = |name: &str| names.as_ref().is_some_and(|names| names.contains(&name));
    let mut server = Server::new(
        match case.rule {
            Rule::Rfc7636 => Profile::Rfc7636,
            Rule::Mcp => Profile::Mcp,
        },
        Metadata {
            issuer: ISSUER,
            token_endpoint: ENDPOINT,
            code_challenge_methods_supported: names.as_deref(),
        },
    );
    let mut rng = ChaCha8Rng::from_seed([2; 32]);
    let mut drawn: Vec<String> = Vec::new();
    let mut tried_s256 = false;
    for attempt in case.attempts.iter().take(16) {
        // MCP authorization: without the metadata, no request at all.
        let listens = case.rule == Rule::Rfc7636 || lists("S256");
        let method = match attempt.capable {
            Capable::OfS256 => Some(ChallengeMethod::S256),
            // RFC 7636 §7.2: no plain after S256.
            _ if tried_s256 => None,
            Capable::OfPlainAndKnows => Some(ChallengeMethod::Plain),
            Capable::OfPlainAlone => lists("plain").then_some(ChallengeMethod::Plain),
        };
        let expected = method.filter(|_| listens);
        let begun = server.begin(capability(attempt.capable), &mut rng);
        assert_eq!(begun.as_ref().ok().map(Pending::method), expected);
        let Ok(pending) = begun else { continue };
        tried_s256 |= expected == Some(ChallengeMethod::S256);

        let challenge = pending.challenge();
        let released = match attempt.answer {
            Elsewhere::Nowhere => pending.release(ISSUER, ENDPOINT),
            Elsewhere::OtherIssuer => pending.release("https://as.example.net", ENDPOINT),
            Elsewhere::OtherEndpoint => pending.release(ISSUER, "https://as.example/token/"),
        };
        assert_eq!(released.is_ok(), attempt.answer == Elsewhere::Nowhere);
        let Ok(verifier) = released else { continue };
        let verifier = verifier.as_str();
        assert!(oracle::is_43_to_128_unreserved(verifier.as_bytes()));
        assert!(!drawn.iter().any(|known| known == verifier), "a verifier is fresh");
        match expected {
            Some(ChallengeMethod::S256) => {
                assert_eq!(challenge.as_str(), oracle::s256(verifier.as_bytes()));
            }
            _ => assert_eq!(challenge.as_str(), verifier),
        }
        drawn.push(verifier.to_owned());
    }
}

fn name(listed: &Listed) -> &str {
    match listed {
        Listed::S256 => "S256",
        Listed::Plain => "plain",
        Listed::Other(name) => name,
    }
}

const fn capability(capable: Capable) -> Capability {
    match capable {
        Capable::OfS256 => Capability::S256,
        Capable::OfPlainAlone => Capability::PlainOnly { known_out_of_band: false },
        Capable::OfPlainAndKnows => Capability::PlainOnly { known_out_of_band: true },
    }
}
