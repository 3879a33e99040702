//! The names that are looked for.

/// Which parameter a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    Verifier,
    Challenge,
    Method,
    /// One whose value may have been mixed up with the pair's.
    Beside(&'static str),
    /// One that only an authorization request has.
    OfAuthorization,
    /// One that only a token request has.
    OfToken,
}

/// Parameters whose values are compared with the pair, as they are registered.
const BESIDE: [&str; 6] = ["code", "state", "nonce", "client_id", "client_secret", "session_state"];

impl Name {
    /// The registered name, of those that make the pair.
    pub(super) const fn of_pair(self) -> Option<&'static str> {
        match self {
            Self::Verifier => Some("code_verifier"),
            Self::Challenge => Some("code_challenge"),
            Self::Method => Some("code_challenge_method"),
            _ => None,
        }
    }
}

/// The name at the beginning of a text, and its length.
pub(super) fn name(text: &[u8]) -> Option<(Name, usize)> {
    of_pair(text).or_else(|| exact(text)).filter(|(_, length)| {
        let after = text.get(*length);
        !after.is_some_and(|octet| octet.is_ascii_alphanumeric() || *octet == b'_')
    })
}

/// `code_verifier` and its kin, in any spelling.
fn of_pair(text: &[u8]) -> Option<(Name, usize)> {
    let rest = after(text, b"code")?;
    if let Some(rest) = after(parted(rest), b"verifier") {
        return Some((Name::Verifier, text.len() - rest.len()));
    }
    let rest = after(parted(rest), b"challenge")?;
    let (name, rest) = match after(parted(rest), b"method") {
        Some(rest) => (Name::Method, rest),
        None => (Name::Challenge, rest),
    };
    Some((name, text.len() - rest.len()))
}

/// The others, as they are registered.
fn exact(text: &[u8]) -> Option<(Name, usize)> {
    let starts = |name: &str| text.starts_with(name.as_bytes()).then_some(name.len());
    let beside = BESIDE.into_iter().filter_map(|name| Some((Name::Beside(name), starts(name)?)));
    let hints = [("response_type", Name::OfAuthorization), ("grant_type", Name::OfToken)];
    let hints = hints.into_iter().filter_map(|(name, means)| Some((means, starts(name)?)));
    beside.chain(hints).max_by_key(|(_, length)| *length)
}

/// What follows a word, in either case.
fn after<'t>(text: &'t [u8], word: &[u8]) -> Option<&'t [u8]> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest)
}

/// Without what parts two words.
fn parted(text: &[u8]) -> &[u8] {
    match text {
        [b'_' | b'-' | b' ', rest @ ..] => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_many_spellings() {
        for text in ["code_verifier", "codeVerifier", "Code Verifier", "CODE-VERIFIER"] {
            assert_eq!(name(text.as_bytes()), Some((Name::Verifier, text.len())), "{text}");
        }
        for text in ["code_challenge_method", "codeChallengeMethod", "CodeChallenge_Method"] {
            assert_eq!(name(text.as_bytes()), Some((Name::Method, text.len())), "{text}");
        }
        assert_eq!(name(b"code_challenge=x"), Some((Name::Challenge, 14)));
        assert_eq!(name(b"code=x"), Some((Name::Beside("code"), 4)));
        assert_eq!(name(b"session_state="), Some((Name::Beside("session_state"), 13)));
    }

    #[test]
    fn words_that_only_begin_so() {
        for text in ["code_verifiers", "codec", "code_challenges_supported", "statement", "cod"] {
            assert_eq!(name(text.as_bytes()), None, "{text}");
        }
    }
}
