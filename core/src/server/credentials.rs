//! Who sends a request to the token or the PAR endpoint.

use alloc::vec::Vec;
use core::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    AuthorizationServer, Client, Refusal,
    context::{Login, Way},
};
use crate::request::{Parameters, TokenRequest, name};

/// What the request's `Authorization` header says; credentials in the body are parameters.
///
/// Not comparable: it holds a secret.
#[derive(Clone)]
pub enum Credentials {
    /// No header.
    Absent,
    /// RFC 6749 §2.3.1's HTTP Basic, decoded.
    Basic {
        /// `client_id`
        client_id: Vec<u8>,
        /// The secret.
        secret: Vec<u8>,
    },
    /// An assertion of this client (RFC 7523 §2.2), whose signature the caller has checked with the client's key.
    Asserted {
        /// The assertion's issuer and subject.
        client_id: Vec<u8>,
    },
    /// A header that this server can't read.
    Unreadable,
}

impl Credentials {
    /// Reads the value of an `Authorization` header.
    ///
    /// RFC 6749 §2.3.1:
    /// > The client identifier is encoded using the "application/x-www-form-urlencoded" encoding
    /// > algorithm per Appendix B, and the encoded value is used as the username; the client
    /// > password is encoded using the same algorithm and used as the password.
    #[must_use]
    pub fn parse(header: &[u8]) -> Self {
        Self::basic(header).unwrap_or(Self::Unreadable)
    }

    fn basic(header: &[u8]) -> Option<Self> {
        let (scheme, rest) = header.split_at_checked(6)?;
        if !scheme.eq_ignore_ascii_case(b"basic ") || rest.len() > MAX_HEADER_LENGTH {
            return None;
        }
        let encoded = rest.trim_ascii();
        let mut decoded = alloc::vec![0; encoded.len()];
        let length = STANDARD.decode_slice(encoded, &mut decoded).ok()?;
        decoded.truncate(length);
        let colon = decoded.iter().position(|byte| *byte == b':')?;
        let (client_id, secret) = decoded.split_at_checked(colon)?;
        Some(Self::Basic {
            client_id: Parameters::form_decode(client_id),
            secret: Parameters::form_decode(secret.get(1..)?),
        })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absent => "Absent",
            Self::Basic { .. } => "Basic([redacted])",
            Self::Asserted { .. } => "Asserted([redacted])",
            Self::Unreadable => "Unreadable",
        })
    }
}

impl AuthorizationServer {
    /// The client that a request comes from, and how it showed that. RFC 6749 §3.2.1:
    /// > Confidential clients or other clients issued client credentials MUST authenticate with the
    /// > authorization server as described in Section 2.3 when making requests to the token
    /// > endpoint.
    pub(super) fn authenticate(
        &self,
        credentials: &Credentials,
        request: &TokenRequest<'_>,
        sent: &Parameters,
    ) -> Result<(&Client, Way), Refusal> {
        let named = request.client_id.optional(name::CLIENT_ID)?;
        let in_body = request.client_secret.optional(name::CLIENT_SECRET)?;
        let (client_id, secret) = match credentials {
            Credentials::Absent => (None, in_body),
            Credentials::Unreadable => return Err(Refusal::ClientUnauthenticated),
            Credentials::Basic { client_id, secret } => (Some(client_id), Some(secret.as_slice())),
            Credentials::Asserted { client_id } => (Some(client_id), None),
        };
        let id = match client_id {
            None => named.ok_or(Refusal::ClientUnnamed)?,
            Some(client_id) => {
                // RFC 6749 §2.3:
                // > The client MUST NOT use more than one authentication method in each request.
                if in_body.is_some() {
                    return Err(Refusal::TwoCredentials);
                }
                if named.is_some_and(|named| named != client_id) {
                    return Err(Refusal::ClientUnauthenticated);
                }
                client_id
            }
        };
        // An empty secret is none: RFC 6749 §2.3.1 lets a client without one leave it out.
        let secret = secret.filter(|secret| !secret.is_empty());
        let client = self.client_of(id).ok_or(Refusal::ClientUnauthenticated)?;
        let way = match (credentials, secret) {
            (Credentials::Asserted { .. }, _) => Way::Key,
            (_, None) => Way::Named,
            (Credentials::Basic { .. }, Some(_)) => Way::Basic,
            (_, Some(_)) => Way::Body,
        };
        let login = Login { client, secret, way, verifier: request.verifier, sent };
        self.decisions.authenticated(&login)?;
        Ok((client, way))
    }

    pub(super) fn client_of(&self, id: &[u8]) -> Option<&Client> {
        self.clients.get(core::str::from_utf8(id).ok()?)
    }
}

/// No honest header is longer; what is decoded stays small.
const MAX_HEADER_LENGTH: usize = 8 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_is_decoded() {
        let cases: [(&[u8], &[u8], &[u8]); 2] = [
            // RFC 6749 §2.3.1's example.
            (
                b"Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3",
                b"s6BhdRkqt3",
                b"7Fjfp0ZBr1KtDRbnfVdmIw",
            ),
            // `a%3Ab:c+d`
            (b"basic YSUzQWI6Yytk", b"a:b", b"c d"),
        ];
        for (header, id, password) in cases {
            let Credentials::Basic { client_id, secret } = Credentials::parse(header) else {
                panic!("{header:?} is Basic");
            };
            assert_eq!((client_id.as_slice(), secret.as_slice()), (id, password));
        }
    }

    #[test]
    fn a_huge_header_is_not_decoded() {
        let header = |length: usize| [&b"Basic "[..], &b"YTpi".repeat(length / 4)].concat();
        let longest = Credentials::parse(&header(8_192));
        assert!(matches!(longest, Credentials::Basic { .. }));
        assert!(matches!(Credentials::parse(&header(8_196)), Credentials::Unreadable));
    }

    #[test]
    fn anything_else_is_unreadable() {
        for header in ["", "Basic", "Basic ", "Basic ????", "Basic YQ==", "Bearer YTpi"] {
            let read = Credentials::parse(header.as_bytes());
            assert!(matches!(read, Credentials::Unreadable), "{header}");
        }
    }
}
