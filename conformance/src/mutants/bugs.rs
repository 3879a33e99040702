//! Published bugs that have no mutant, and why.

/// A row of the list of published bugs, and why it has no mutant among libraries and servers.
pub const NOT_A_MUTANT: &[(&str, &str)] = &[
    (
        "idpyoidc without its add-on: challenge never verified",
        "the behaviour is `verifier-unchecked`; there is no public thread to cite",
    ),
    (
        "kanidm: downgrade",
        "the maintainers disagreed; the behaviour is `stray-verifier-ignored`, which cites others",
    ),
    (
        "better-auth legacy plugins: missing method rewritten to plain",
        "where plain is offered RFC 7636 §4.3 says so; where not, `omitted-method-gets-round-no-plain`",
    ),
    (
        "better-auth #9645: lowercase s256",
        "the behaviour is `s256-wanted-in-lower-case`, which cites another thread; this one was not read",
    ),
    (
        "nhost: the code is burned before the check",
        "RFC 7636 is silent on whether a code survives a wrong verifier, and the reference burns it",
    ),
    (
        "comparison that is not in constant time (Apache CXF, fastmcp, Pocket ID)",
        "no answer shows it: time does, which no vector measures",
    ),
    ("google-oauth-client (Java): no PKCE", "a client's"),
    ("next-auth: state, PKCE and nonce not enforced", "a client's"),
    ("Auth.js core: verifier cookie not bound to the provider", "a client's"),
];
