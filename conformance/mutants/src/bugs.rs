//! Published bugs that have no mutant, and why.

/// A published bug that no mutant stands for.
#[derive(Debug, Clone, Copy)]
pub struct NotAMutant {
    /// Whose bug, and which.
    pub bug: &'static str,
    /// Where it was reported; nothing where no thread is public.
    pub source: Option<&'static str>,
    /// Why it has no mutant among libraries and servers; a mutant that it speaks of stands in backticks.
    pub why: &'static str,
}

/// Those that a document allows, that no answer shows, or that others show as well.
pub const NOT_A_MUTANT: &[NotAMutant] = &[
    NotAMutant {
        bug: "better-auth, legacy plugins: a missing method is rewritten to plain",
        source: Some("https://github.com/better-auth/better-auth/pull/9575"),
        why: "where plain is offered, RFC 7636 §4.3 says so; where it is not, \
              `omitted-method-gets-round-no-plain` does it",
    },
    NotAMutant {
        bug: "nhost: the code is burned before the verifier is looked at",
        source: Some("https://github.com/nhost/nhost/issues/4432"),
        why: "RFC 7636 leaves open whether a code survives a wrong verifier, and the reference \
              burns it",
    },
    NotAMutant {
        bug: "Coder: a malformed verifier is refused with invalid_grant",
        source: Some("https://github.com/coder/coder/pull/28003"),
        why: "RFC 7636 §4.6 allows it: that error is for any verifier that does not match. Its \
              other faults are `verifier-syntax-unchecked` and `code-survives-wrong-verifier`",
    },
    NotAMutant {
        bug: "Apache CXF: the comparison is not in constant time",
        source: Some("https://github.com/apache/cxf/issues/3170"),
        why: TIME,
    },
    NotAMutant {
        bug: "fastmcp: the comparison is not in constant time",
        source: Some("https://github.com/punkpeye/fastmcp/issues/313"),
        why: TIME,
    },
    NotAMutant {
        bug: "Pocket ID: the comparison is not in constant time",
        source: Some("https://github.com/pocket-id/pocket-id/issues/1047"),
        why: TIME,
    },
    NotAMutant {
        bug: "better-auth: the method is called s256",
        source: Some("https://github.com/better-auth/better-auth/issues/9645"),
        why: "nothing is to be seen of it beside what `s256-wanted-in-lower-case` shows",
    },
    NotAMutant {
        bug: "idpyoidc without its add-on: the challenge is never verified",
        source: None,
        why: "nothing is to be seen of it beside what `verifier-unchecked` shows",
    },
    NotAMutant {
        bug: "kanidm: a verifier without a challenge is accepted",
        source: Some("https://github.com/kanidm/kanidm/issues/1097"),
        why: "its maintainers disagreed that it is one; `stray-verifier-ignored` does so",
    },
    NotAMutant {
        bug: "google-oauth-client (Java): no PKCE",
        source: Some("https://github.com/googleapis/google-oauth-java-client/issues/469"),
        why: CLIENT,
    },
    NotAMutant {
        bug: "next-auth: state, PKCE and nonce are not enforced",
        source: Some(
            "https://github.com/nextauthjs/next-auth/security/advisories/GHSA-7r7x-4c4q-c4qf",
        ),
        why: CLIENT,
    },
    NotAMutant {
        bug: "Auth.js: the verifier's cookie is not bound to the provider",
        source: Some(
            "https://github.com/nextauthjs/next-auth/security/advisories/GHSA-x445-f3h2-j279",
        ),
        why: CLIENT,
    },
];

const TIME: &str = "no answer shows it, only the time that it takes";
const CLIENT: &str =
    "a client's: nothing of it is to be seen at a server, or in a library's operations";
