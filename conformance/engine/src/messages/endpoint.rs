//! Where a request goes.

use pkce_vectors::MetadataOf;

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
    /// A metadata document.
    Metadata(MetadataOf),
}

impl Endpoint {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Authorize,
        Self::Par,
        Self::Token,
        Self::Introspect,
        Self::UserInfo,
        Self::Metadata(MetadataOf::Oauth),
        Self::Metadata(MetadataOf::Openid),
        Self::Metadata(MetadataOf::Smart),
    ];

    /// Its path where our own server serves it.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Authorize => "/authorize",
            Self::Par => "/par",
            Self::Token => "/token",
            Self::Introspect => "/introspect",
            Self::UserInfo => "/userinfo",
            // RFC 8414 §3.
            Self::Metadata(MetadataOf::Oauth) => "/.well-known/oauth-authorization-server",
            // OpenID Connect Discovery 1.0 §4.
            Self::Metadata(MetadataOf::Openid) => "/.well-known/openid-configuration",
            // SMART App Launch 2.2, "Conformance".
            Self::Metadata(MetadataOf::Smart) => "/.well-known/smart-configuration",
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
