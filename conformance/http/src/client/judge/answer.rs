//! From a question to its answer.

use pkce_conformance::{
    judge::Judgement,
    result::{Unjudged, Verdict},
};
use pkce_vectors::{Asks, Effect};

use super::{
    callback, challenge, code, csrf, fresh, leaks, method, refusal, servers, sight::Sight, verifier,
};

/// Answers a question about a scenario.
#[must_use]
pub fn judge(asks: Asks, sight: &Sight<'_>) -> Judgement {
    match asks {
        Asks::ChallengeWithPkce => challenge::with_pkce(sight),
        Asks::ChallengeOfPublic => challenge::of_public(sight),
        Asks::ChallengeOfConfidential => challenge::of_confidential(sight),
        Asks::ChallengeOrNonce => challenge::or_nonce(sight),
        Asks::ChallengeUnlessNonce => challenge::unless_nonce(sight),
        Asks::ChallengeBesideNonce => challenge::beside_nonce(sight),
        Asks::ChallengeOfAll => challenge::of_all(sight),
        Asks::ChallengeAnyway => challenge::anyway(sight),
        Asks::S256OfAll => method::s256_of_all(sight),
        Asks::S256OfPublic => method::s256_of_public(sight),
        Asks::PushedProtected => challenge::pushed_protected(sight),
        Asks::S256IfCapable => method::s256_if_capable(sight),
        Asks::PlainIfUnavoidable => method::plain_if_unavoidable(sight),
        Asks::MethodNamed => method::named(sight),
        Asks::NoPlain => method::no_plain(sight),
        Asks::SecureMethod => method::secure(sight),
        Asks::VerifierNotShown => method::verifier_not_shown(sight),
        Asks::NoDowngrade => method::no_downgrade(sight),
        Asks::S256OfVerifier => verifier::s256(sight),
        Asks::VerifierSent => verifier::sent(sight),
        Asks::VerifierAfterChallenge => verifier::after_challenge(sight),
        Asks::VerifierGrammar => verifier::grammar(sight),
        Asks::VerifierDistinct => fresh::distinct(sight),
        Asks::ChallengePerTransaction => fresh::per_transaction(sight),
        Asks::ChallengePerRequest => fresh::per_request(sight),
        Asks::FreshAfterError => fresh::after_error(sight),
        Asks::NoRequest => refusal::no_request(sight),
        Asks::IssuerSame => refusal::issuer_same(sight),
        Asks::ParametersOnce => code::parameters_once(sight),
        Asks::CodeOnce => code::once(sight),
        Asks::CodeInRequest => code::in_request(sight),
        Asks::VerifierAgain => code::verifier_again(sight),
        Asks::SecretUsed => code::secret_used(sight),
        Asks::RequestUriOnce => code::request_uri_once(sight),
        Asks::OwnVerifier => code::own_verifier(sight),
        Asks::NoTokenRequest => callback::no_token_request(sight),
        Asks::SupportEnsured | Asks::StateWithoutPkce | Asks::MethodSupportEnsured => {
            csrf::protected(sight)
        }
        Asks::StateSent => callback::state_sent(sight),
        Asks::StateValidated => callback::state_validated(sight),
        Asks::StateOrPkce => callback::state_or_pkce(sight),
        Asks::StateCompared => callback::state_compared(sight),
        Asks::IssCompared | Asks::IssNoticed => callback::iss_compared(sight),
        Asks::IssRejected => callback::iss_rejected(sight),
        Asks::NonceChecked => callback::nonce_checked(sight),
        Asks::LoginsKeptApart => servers::logins_kept_apart(sight),
        Asks::SameOrigin => servers::same_origin(sight),
        Asks::SameServer | Asks::TokenRequestSameIssuer => servers::same_server(sight),
        Asks::VerifierNotInState => leaks::not_in_state(sight),
        Asks::VerifierNotElsewhere => leaks::not_elsewhere(sight),
        Asks::VerifierNotPrinted => leaks::not_printed(sight),
    }
}

/// A wrong answer.
pub(super) fn wrong(
    effect: Effect,
    expected: impl Into<String>,
    observed: impl Into<String>,
) -> Judgement {
    Judgement::fail(effect, expected.into(), observed.into())
}

/// Nothing came that the question is about.
pub(super) fn not_exercised(why: impl Into<String>) -> Judgement {
    Judgement::unjudged(Verdict::Skipped, Unjudged::NotExercised, why)
}

/// The question is about clients of another kind.
pub(super) fn not_asked(why: impl Into<String>) -> Judgement {
    Judgement::unjudged(Verdict::Skipped, Unjudged::NotOffered, why)
}

/// A pass where nothing was found against it.
pub(super) fn holds(found: Option<Judgement>) -> Judgement {
    found.unwrap_or_else(Judgement::pass)
}
