//! Where a request goes.

/// An endpoint of an authorization server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// RFC 6749 §3.1.
    Authorize,
    /// RFC 9126 §2.
    Par,
    /// RFC 6749 §3.2.
    Token,
    /// RFC 7662 §2.
    Introspect,
    /// A resource that wants an access token.
    UserInfo,
    /// RFC 8414 §3.
    Metadata,
}

impl Endpoint {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Authorize, Self::Par, Self::Token, Self::Introspect, Self::UserInfo, Self::Metadata];

    /// Its path where our own server serves it.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Authorize => "/authorize",
            Self::Par => "/par",
            Self::Token => "/token",
            Self::Introspect => "/introspect",
            Self::UserInfo => "/userinfo",
            Self::Metadata => "/.well-known/oauth-authorization-server",
        }
    }
}

/// The methods that OAuth uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Parameters in the query.
    Get,
    /// Parameters in the body.
    Post,
}

impl Method {
    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}
