//! Where to look where everything matches, and a server refuses it nevertheless.

use crate::{
    diagnosis::Look,
    given::{Challenge, Method, Value},
};

/// The places, the likeliest first.
pub(super) fn then(verifiers: &[Value], challenges: &[Challenge]) -> Vec<Look> {
    let mut places = vec![Look {
        says: "The requests that arrived may not be these: log both values where the server \
               compares them.",
        flags: &[],
        links: &[],
    }];
    let named = |known: &Challenge| matches!(known.method, Method::Named(_));
    if !challenges.iter().all(named) {
        places.push(Look {
            says: "The method may be lost on its way: without `code_challenge_method=S256` a \
                   server compares as plain.",
            flags: &["MethodDefault"],
            links: &["https://salesforce.stackexchange.com/questions/330168"],
        });
    }
    places.push(Look {
        says: "The code may be another login's: another tab, a reload, a second process.",
        flags: &["GeneratorRepeats"],
        links: &["https://github.com/supabase/supabase-js/issues/2557"],
    });
    let has = |value: &Value, marks: &[u8]| value.octets.iter().any(|o| marks.contains(o));
    if verifiers.iter().any(|value| has(value, b"~.") || value.octets.len() != 43) {
        places.push(Look {
            says: "The server may refuse this verifier, which is legal: some know neither `~` nor \
                   `.`, or one length alone.",
            flags: &["LegalVerifier"],
            links: &[],
        });
    }
    if challenges.iter().any(|known| has(&known.value, b"-_")) {
        places.push(Look {
            says: "The server may compare in standard base64, so that `-` and `_` never match.",
            flags: &["LegalChallenge"],
            links: &[],
        });
    }
    places.push(Look {
        says: "The server may want something else than RFC 7636: the method as `s256`, the digest \
               in hexadecimal.",
        flags: &["MethodSpelling", "HexDigest"],
        links: &[],
    });
    places.push(Look {
        says: "`invalid_grant` has other reasons too: a code that expired or was used, another \
               redirect URI, another client (RFC 6749 §5.2).",
        flags: &[],
        links: &[],
    });
    places
}
