//! `code_challenge`: what the authorization request shows of the verifier.

use core::fmt;

use crate::{
    error::OAuthError,
    grammar::{MAX_LENGTH, MIN_LENGTH, first_reserved, is_base64url},
    inline::Inline,
    method::ChallengeMethod,
    transform::{self, Digest, S256_LENGTH},
    verifier::CodeVerifier,
};

/// A challenge and its method, held without the heap: S256 as its digest, plain as its text.
///
/// `Debug` names the method only: under plain the challenge *is* the verifier. There is no
/// `PartialEq`: use [`verify`](CodeChallenge::verify).
#[derive(Clone)]
pub struct CodeChallenge(pub(crate) Held);

#[derive(Clone)]
pub(crate) enum Held {
    S256(Digest),
    Plain(Inline),
}

impl CodeChallenge {
    /// Accepts what can be a challenge under `method`: for S256 exactly 43 characters of base64url
    /// that encode 32 octets in the one canonical way, for plain RFC 7636 §4.2's
    /// `43*128unreserved`.
    ///
    /// nb. the grammar of §4.2 alone would let 44 characters, a `.` or stray last bits pass under
    /// S256, though no verifier has such a challenge. Refusing it at once tells the client of its
    /// own fault.
    pub fn parse(
        method: ChallengeMethod,
        input: &(impl AsRef<[u8]> + ?Sized),
    ) -> Result<Self, ChallengeError> {
        let bytes = input.as_ref();
        let length = bytes.len();
        let longest = match method {
            ChallengeMethod::S256 => S256_LENGTH,
            ChallengeMethod::Plain => MAX_LENGTH,
        };
        if length < MIN_LENGTH {
            return Err(ChallengeError::TooShort { length });
        }
        if length > longest {
            return Err(ChallengeError::TooLong { length });
        }
        Ok(Self(match method {
            ChallengeMethod::S256 => Held::S256(decoded(bytes)?),
            ChallengeMethod::Plain => match first_reserved(bytes) {
                Some(offset) => return Err(ChallengeError::BadByte { offset }),
                None => Held::Plain(Inline::new(bytes)),
            },
        }))
    }

    /// The challenge of a verifier (RFC 7636 §4.2).
    #[must_use]
    pub fn derive(method: ChallengeMethod, verifier: &CodeVerifier<'_>) -> Self {
        match method {
            // > S256
            // >    code_challenge = BASE64URL-ENCODE(SHA256(ASCII(code_verifier)))
            ChallengeMethod::S256 => Self(Held::S256(Digest::of(verifier.as_bytes()))),
            // > plain
            // >    code_challenge = code_verifier
            ChallengeMethod::Plain => Self(Held::Plain(Inline::new(verifier.as_bytes()))),
        }
    }

    /// The method that the challenge was made or received with.
    #[must_use]
    pub const fn method(&self) -> ChallengeMethod {
        match self.0 {
            Held::S256(_) => ChallengeMethod::S256,
            Held::Plain(_) => ChallengeMethod::Plain,
        }
    }

    /// The text that goes into the authorization request.
    #[must_use]
    pub fn to_text(&self) -> ChallengeText {
        ChallengeText(match &self.0 {
            Held::S256(digest) => Inline::new(&transform::encode(&digest.octets())),
            Held::Plain(text) => *text,
        })
    }
}

impl fmt::Debug for CodeChallenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CodeChallenge({}, [redacted])", self.method())
    }
}

/// What an S256 challenge decodes to; what is wrong with it is looked for only if it doesn't.
fn decoded(text: &[u8]) -> Result<Digest, ChallengeError> {
    let octets = text.try_into().ok().and_then(transform::decode);
    octets.map(|octets| Digest::from_octets(&octets)).ok_or_else(|| {
        match text.iter().position(|byte| !is_base64url(*byte)) {
            Some(offset) => ChallengeError::BadByte { offset },
            None => ChallengeError::NotCanonical,
        }
    })
}

/// A challenge's text, to be sent.
#[derive(Clone)]
pub struct ChallengeText(Inline);

impl ChallengeText {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl AsRef<[u8]> for ChallengeText {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl AsRef<str> for ChallengeText {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for ChallengeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for ChallengeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChallengeText([redacted])")
    }
}

/// What is wrong with a challenge, and where; never the challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChallengeError {
    /// Fewer than 43 octets.
    TooShort {
        /// Octets received.
        length: usize,
    },
    /// More than 128 octets, or under S256 more than 43.
    TooLong {
        /// Octets received.
        length: usize,
    },
    /// An octet outside `unreserved`, or under S256 outside base64url.
    BadByte {
        /// Where the first one stands, from 0.
        offset: usize,
    },
    /// Under S256: the last character's two unused bits aren't zero, so no encoder wrote it.
    NotCanonical,
}

impl ChallengeError {
    /// RFC 6749 §4.1.2.1: a parameter with an invalid value is `invalid_request`.
    #[must_use]
    pub const fn oauth_error(self) -> OAuthError {
        OAuthError::InvalidRequest
    }
}

impl fmt::Display for ChallengeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort { length } => {
                write!(f, "the challenge has {length} octets, fewer than 43")
            }
            Self::TooLong { length } => {
                write!(f, "the challenge has {length} octets, more than its method allows")
            }
            Self::BadByte { offset } => {
                write!(f, "the challenge's octet {offset} is not of its method's alphabet")
            }
            Self::NotCanonical => f.write_str("the challenge's last character has stray bits"),
        }
    }
}

impl core::error::Error for ChallengeError {}

#[cfg(test)]
mod tests {
    use std::{format, string::ToString as _};

    use super::*;

    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn appendix_b() {
        let verifier = CodeVerifier::parse(VERIFIER).unwrap();
        let s256 = CodeChallenge::derive(ChallengeMethod::S256, &verifier);
        assert_eq!(s256.to_text().to_string(), CHALLENGE);
        let plain = CodeChallenge::derive(ChallengeMethod::Plain, &verifier);
        assert_eq!(plain.to_text().as_str(), VERIFIER);
        assert_eq!(format!("{plain:?}"), "CodeChallenge(plain, [redacted])");
    }

    #[test]
    fn parse_gives_back_the_text() {
        for (method, text) in
            [(ChallengeMethod::S256, CHALLENGE), (ChallengeMethod::Plain, VERIFIER)]
        {
            let challenge = CodeChallenge::parse(method, text).unwrap();
            assert_eq!((challenge.method(), challenge.to_text().as_str()), (method, text));
        }
    }

    #[test]
    fn the_text_is_shown_where_it_is_asked_for_only() {
        let text = CodeChallenge::parse(ChallengeMethod::S256, CHALLENGE).unwrap().to_text();
        assert_eq!(AsRef::<str>::as_ref(&text), CHALLENGE);
        assert_eq!(AsRef::<[u8]>::as_ref(&text), CHALLENGE.as_bytes());
        assert_eq!(format!("{text:?}"), "ChallengeText([redacted])");
    }

    #[test]
    fn s256_has_one_form() {
        let fault = |text: &str| CodeChallenge::parse(ChallengeMethod::S256, text).unwrap_err();
        assert_eq!(fault(""), ChallengeError::TooShort { length: 0 });
        assert_eq!(fault(&format!("{CHALLENGE}=")), ChallengeError::TooLong { length: 44 });
        assert_eq!(fault(&CHALLENGE.replace('-', "+")), ChallengeError::BadByte { offset: 40 });
        assert_eq!(fault(&CHALLENGE.replace("cM", "cN")), ChallengeError::NotCanonical);
    }
}
