//! What the server's metadata say of PKCE.

use alloc::vec::Vec;

/// A metadata document; a server may have several, which may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Document {
    /// That of OAuth (RFC 8414).
    Oauth,
    /// That of OpenID Connect Discovery.
    Openid,
    /// That of SMART App Launch.
    Smart,
}

/// What a document has as `code_challenge_methods_supported`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advertised {
    /// It has no such member.
    Absent,
    /// A list.
    List(Vec<&'static str>),
    /// Text, where a list belongs.
    Text(&'static str),
}
