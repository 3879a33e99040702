//! Questions: what is asked of the requests of a client, each with the requirement that an answer is held against.

use serde::{Deserialize, Serialize};

/// One thing that is judged in a scenario. It has a row of its own: the scenario's id, `#`, and what is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What is asked.
    pub asks: Asks,
    /// The id of the requirement behind it. Where it does not bind in a profile, the question is not put.
    pub requirement: String,
}

macro_rules! asks {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What is asked, out of a closed list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Asks {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl Asks {
            /// Every question.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name used in the data and in the ids of rows.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

asks! {
    /// Who uses any part of PKCE sends a challenge with each authorization request.
    ChallengeWithPkce = "challenge-with-pkce",
    /// A public client sends a challenge with each.
    ChallengeOfPublic = "challenge-of-public",
    /// A confidential client sends a challenge with each.
    ChallengeOfConfidential = "challenge-of-confidential",
    /// A confidential client sends a challenge, or the scope `openid` with a `nonce`.
    ChallengeOrNonce = "challenge-or-nonce",
    /// The same of every client; the nonce counts for a confidential one alone.
    ChallengeUnlessNonce = "challenge-unless-nonce",
    /// A confidential client with a nonce sends a challenge as well.
    ChallengeBesideNonce = "challenge-beside-nonce",
    /// Every client sends a challenge.
    ChallengeOfAll = "challenge-of-all",
    /// Every client sends a challenge by S256.
    S256OfAll = "s256-of-all",
    /// A public client does.
    S256OfPublic = "s256-of-public",
    /// Who uses PKCE where S256 is announced uses it here too.
    ChallengeAnyway = "challenge-anyway",
    /// Who pushes its requests puts PKCE, `state` or `nonce` into them.
    PushedProtected = "pushed-protected",
    /// Who can do S256 does, where it sends a challenge.
    S256IfCapable = "s256-if-capable",
    /// Who can do S256 sends no challenge by plain.
    PlainIfUnavoidable = "plain-if-unavoidable",
    /// The method is named with each challenge, and is not plain.
    MethodNamed = "method-named",
    /// No challenge goes by plain.
    NoPlain = "no-plain",
    /// Each challenge goes by a method that is cryptographically secure.
    SecureMethod = "secure-method",
    /// No authorization request shows its verifier as its challenge.
    VerifierNotShown = "verifier-not-shown",
    /// After a request by S256 none goes by plain.
    NoDowngrade = "no-downgrade",
    /// A challenge is the S256 of the verifier that is then sent.
    S256OfVerifier = "s256-of-verifier",
    /// A code that belongs to a challenge is sent with a verifier.
    VerifierSent = "verifier-sent",
    /// A verifier is sent only where a challenge was.
    VerifierAfterChallenge = "verifier-after-challenge",
    /// Each verifier is legal.
    VerifierGrammar = "verifier-grammar",
    /// No two authorizations have one verifier.
    VerifierDistinct = "verifier-distinct",
    /// No challenge comes again after its authorization ended, at another server, or all the time.
    ChallengePerTransaction = "challenge-per-transaction",
    /// No challenge comes again in another authorization request.
    ChallengePerRequest = "challenge-per-request",
    /// After an error a challenge is a fresh one.
    FreshAfterError = "fresh-after-error",
    /// With metadata such as these no authorization request is made.
    NoRequest = "no-request",
    /// Metadata of another issuer are not used.
    IssuerSame = "issuer-same",
    /// No parameter is sent twice.
    ParametersOnce = "parameters-once",
    /// A code is sent once.
    CodeOnce = "code-once",
    /// A second request with a code has the verifier, too.
    VerifierAgain = "verifier-again",
    /// A configured secret is used at the token endpoint.
    SecretUsed = "secret-used",
    /// A request URI is used once.
    RequestUriOnce = "request-uri-once",
    /// Who has no `state` and no `nonce` has seen that the server supports PKCE.
    SupportEnsured = "support-ensured",
    /// The same, of the method that the client means to use.
    MethodSupportEnsured = "method-support-ensured",
    /// Where the server does not support PKCE, a `state` or a `nonce` is sent.
    StateWithoutPkce = "state-without-pkce",
    /// A `state` is sent, and the verifier is not in it.
    StateSent = "state-sent",
    /// With a `state` that is not its own the client does not go on.
    StateValidated = "state-validated",
    /// With such a `state`, where nothing else stands against it, no token is used.
    StateOrPkce = "state-or-pkce",
    /// With such a `state` no code is sent, where one was sent along.
    StateCompared = "state-compared",
    /// With an `iss` that is wrong, or that was announced and is missing, no code is sent.
    IssCompared = "iss-compared",
    /// The same for who is known to look at `iss`.
    IssRejected = "iss-rejected",
    /// The same of every client, as advice.
    IssNoticed = "iss-noticed",
    /// Who relies on a nonce uses no token with another one.
    NonceChecked = "nonce-checked",
    /// With a code that somebody else got goes the verifier of this login, and no other.
    OwnVerifier = "own-verifier",
    /// A token request for a code has one.
    CodeInRequest = "code-in-request",
    /// After an error, or without a code, no token is asked for.
    NoTokenRequest = "no-token-request",
    /// Each of several logins under way is ended with its own verifier.
    LoginsKeptApart = "logins-kept-apart",
    /// A verifier and a code go to no other origin than the server's.
    SameOrigin = "same-origin",
    /// A code and a verifier go to the server that the login was begun with.
    SameServer = "same-server",
    /// The token request goes to the issuer that the login was begun with.
    TokenRequestSameIssuer = "token-request-same-issuer",
    /// The verifier is not in `state`, nor in what that decodes to.
    VerifierNotInState = "verifier-not-in-state",
    /// The verifier is in no URL and no header field.
    VerifierNotElsewhere = "verifier-not-elsewhere",
    /// The verifier is not in what the client prints.
    VerifierNotPrinted = "verifier-not-printed",
}
