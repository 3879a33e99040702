//! What a token must not be given for: [`Breach::requirement`] names the sentence, for each event of the small world.

use super::event::{Ask, Beside, Show};
use pkce_vectors::requirement_ids as ids;

/// A rule that was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Breach {
    /// A pushed request of one client got a code for another.
    RequestUri,
    OtherClient,
    Secret,
    Twice,
    Expired,
    RedirectUri,
    /// PKCE is required of the client, and was not used.
    Required,
    Missing,
    Unequal,
    /// The verifier of the other code.
    OtherCode,
    Stray,
    /// The challenge's own text, where the token request names plain.
    MethodOfTokenRequest,
    /// The challenge's own text, where plain is not offered.
    PlainNotOffered,
    /// The challenge's own text, under a method that nobody knows.
    UnknownAsPlain,
}

impl Breach {
    /// The requirement that says so.
    pub(crate) const fn requirement(self) -> &'static str {
        match self {
            Self::RequestUri => ids::RFC9126_2_2_REQUEST_URI_BOUND_TO_CLIENT,
            Self::OtherClient => ids::RFC6749_4_1_3_CODE_BOUND_TO_CLIENT,
            Self::Secret => ids::RFC6749_3_2_1_SECRET_NOT_REPLACED,
            Self::Twice => ids::RFC6749_4_1_2_SECOND_USE_DENIED,
            Self::Expired => ids::RFC6749_4_1_2_CODE_EXPIRES,
            Self::RedirectUri => ids::RFC6749_4_1_3_REDIRECT_URI_SAME,
            Self::Required => ids::RFC7636_4_4_1_MISSING_CHALLENGE_REFUSED,
            Self::Missing => ids::RFC7636_4_5_VERIFIER_REQUIRED,
            Self::Unequal => ids::RFC7636_4_6_UNEQUAL_REFUSED,
            Self::OtherCode => ids::RFC7636_4_4_CHALLENGE_BOUND_TO_CODE,
            Self::Stray => ids::RFC9700_4_8_VERIFIER_NEEDS_CHALLENGE,
            Self::MethodOfTokenRequest => ids::RFC7636_4_5_BOUND_METHOD_USED,
            Self::PlainNotOffered => ids::RFC7636_4_4_1_PLAIN_NOT_OFFERED_NOT_HONOURED,
            Self::UnknownAsPlain => ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER,
        }
    }

    /// The kind of bug, as the vectors' flags name it.
    pub(crate) const fn flag(self) -> &'static str {
        match self {
            Self::RequestUri | Self::OtherClient => "CrossClient",
            Self::Secret => "SecretReplaced",
            Self::Twice => "CodeReuse",
            Self::Expired => "ExpiredCode",
            Self::RedirectUri => "RedirectMismatch",
            Self::Required => "MissingChallenge",
            Self::Missing => "MissingVerifier",
            Self::Unequal => "WrongVerifier",
            Self::OtherCode => "CrossSession",
            Self::Stray => "StrayVerifier",
            Self::MethodOfTokenRequest | Self::PlainNotOffered => "PlainDowngrade",
            Self::UnknownAsPlain => "UnsupportedMethod",
        }
    }
}

/// What a code asks for, whatever the server made of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Demand {
    /// A token without any verifier is right.
    none: bool,
    /// So is one for the right verifier.
    right: bool,
    /// What one for the challenge's own text breaks, if it isn't right as well.
    text: Option<Breach>,
    /// A token for the stranger's verifier is right: its challenge was sent too.
    strangers: bool,
}

impl Demand {
    /// What the request of a code demands, where plain is offered or not.
    pub(crate) fn of(ask: Ask, plain: bool) -> Self {
        let challenged = |text| Self { none: false, right: true, text, strangers: false };
        let offered = (!plain).then_some(Breach::PlainNotOffered);
        match ask {
            Ask::Nothing | Ask::Empty | Ask::MethodAlone => {
                Self { none: true, right: false, text: Some(Breach::Stray), strangers: false }
            }
            Ask::S256 | Ask::EmptyFirst => challenged(Some(Breach::Unequal)),
            Ask::Twice => Self { strangers: true, ..challenged(Some(Breach::Unequal)) },
            // Under plain the text is the verifier, and what hashes to it is not. Elsewhere a server that takes
            // S256 for what was meant gives a token to nobody but the one who sent the challenge.
            Ask::Plain => Self { right: !plain, ..challenged(offered) },
            Ask::MethodOmitted | Ask::MethodEmpty | Ask::MethodTwice => challenged(offered),
            Ask::MethodUnknown => challenged(Some(Breach::UnknownAsPlain)),
        }
    }

    /// The same for a pushed request, and what stood beside its name. Only what was pushed counts; but a challenge
    /// that is added to a request without one may be bound as well.
    pub(crate) fn beside(self, beside: Beside) -> Self {
        Self { strangers: self.strangers || (self.none && beside == Beside::Challenge), ..self }
    }

    /// Whether the request asked for PKCE.
    pub(crate) const fn is_none(self) -> bool {
        self.none
    }

    /// What a token for this verifier breaks.
    pub(crate) fn breach(self, show: Show) -> Option<Breach> {
        let unequal = if self.none { Breach::Stray } else { Breach::Unequal };
        let other = if self.none { Breach::Stray } else { Breach::OtherCode };
        match show {
            Show::Missing | Show::Empty => (!self.none).then_some(Breach::Missing),
            Show::Right => (!self.right).then_some(unequal),
            Show::Wrong => (!self.strangers).then_some(unequal),
            // Two may count as none, which is right where none was asked for.
            Show::TwoWrong => (!self.none && !self.strangers).then_some(unequal),
            Show::WithChallenge => (!self.strangers).then_some(other),
            Show::Other => Some(other),
            Show::Challenge => self.text,
            Show::ChallengeAsPlain => self.text.map(|text| match text {
                Breach::Unequal => Breach::MethodOfTokenRequest,
                text => text,
            }),
        }
    }
}
