//! One call of `verify`.

use std::fmt;

use arbitrary::{Arbitrary, Result, Unstructured};

/// A challenge and a verifier, both any octets.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyCase {
    /// The method.
    pub method: Method,
    /// The challenge.
    pub challenge: Vec<u8>,
    /// The verifier.
    pub verifier: Vec<u8>,
}

/// The method of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `S256`
    S256,
    /// `plain`
    Plain,
}

impl VerifyCase {
    /// The octets that this case is read from: method, length of the challenge, challenge, verifier. `None` for a
    /// challenge of more than 255 octets.
    #[must_use]
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        let length = u8::try_from(self.challenge.len()).ok()?;
        Some([&[self.method as u8, length], &*self.challenge, &*self.verifier].concat())
    }
}

impl<'a> Arbitrary<'a> for VerifyCase {
    fn arbitrary(data: &mut Unstructured<'a>) -> Result<Self> {
        let method = if data.arbitrary::<u8>()? & 1 == 0 { Method::S256 } else { Method::Plain };
        let length = usize::from(data.arbitrary::<u8>()?).min(data.len());
        let challenge = data.bytes(length)?.to_vec();
        let verifier = data.bytes(data.len())?.to_vec();
        Ok(Self { method, challenge, verifier })
    }
}

impl fmt::Debug for VerifyCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "pkce_fuzz::properties::verify(&pkce_fuzz::case::VerifyCase {{")?;
        writeln!(f, "    method: pkce_fuzz::case::Method::{:?},", self.method)?;
        writeln!(f, "    challenge: b\"{}\".to_vec(),", self.challenge.escape_ascii())?;
        writeln!(f, "    verifier: b\"{}\".to_vec(),", self.verifier.escape_ascii())?;
        f.write_str("});")
    }
}
