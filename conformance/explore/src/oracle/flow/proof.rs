//! The verifier of a token request against the challenge of its code: RFC 7636 §4.5 and §4.6,
//! and RFC 9700 §4.8 where the code has none.

use pkce_vectors::{Effect, requirement_ids as ids, s256};

use super::{
    Code, Required, Sent,
    circumstances::Circumstances,
    fault::Fault,
    fit::{Bound, Fit, fit, fit_of_nothing},
};
use crate::oracle::{
    name::Name,
    relation::{is_invisible, is_legal},
};

/// The verifiers of a request.
pub(super) struct Verifiers {
    /// How often the parameter stands in the body.
    pub(super) sent: usize,
    /// What it says there, without empty values and repeats.
    given: Vec<Vec<u8>>,
    /// What the query says.
    in_query: Vec<Vec<u8>>,
    name_alone: bool,
    /// One of them is empty, which RFC 6749 §3.1 takes as omitted.
    pub(super) empties: bool,
}

impl Verifiers {
    pub(super) fn of(body: &Sent, query: &Sent, name_alone: bool) -> Self {
        let all = |sent: &Sent| -> Vec<Vec<u8>> {
            let found = sent.iter().filter(|(name, _)| name == "code_verifier");
            found.map(|(_, value)| value.clone()).collect()
        };
        let sent = all(body);
        let mut given: Vec<Vec<u8>> = Vec::new();
        for value in sent.iter().filter(|value| !value.is_empty()) {
            if !given.contains(value) {
                given.push(value.clone());
            }
        }
        let empties = sent.iter().any(Vec::is_empty);
        Self { sent: sent.len(), given, in_query: all(query), name_alone, empties }
    }

    /// Not even the parameter's name is there.
    const fn are_absent(&self) -> bool {
        self.sent == 0 && self.in_query.is_empty() && !self.name_alone
    }
}

/// What the verifiers of a token request are worth for a code, and whether they are its only fault.
pub(super) fn proof(
    code: &Code,
    around: &Circumstances<'_>,
    body: &Sent,
    verifiers: &Verifiers,
) -> (Fit, Fault) {
    if code.bound.is_empty() {
        return without_challenge(code, around, verifiers);
    }
    if verifiers.given.is_empty() {
        return without_verifier(code, around, verifiers);
    }
    let fits = fits_of(code, around, &verifiers.given);
    if fits.iter().all(Fit::is_wrong) {
        return unequal(code, around, body, verifiers, fits);
    }
    let fit = match fits.as_slice() {
        _ if code.repeated => Fit::Either(None),
        [Fit::Right(requirement)] if verifiers.sent == 1 => {
            return among_others(requirement, body, verifiers);
        }
        [Fit::Either(advice)] => Fit::Either(*advice),
        _ => Fit::Either(None),
    };
    (fit, Fault::Several)
}

/// Each verifier against each challenge that the code may be bound to.
fn fits_of(code: &Code, around: &Circumstances<'_>, verifiers: &[Vec<u8>]) -> Vec<Fit> {
    verifiers
        .iter()
        .flat_map(|verifier| code.bound.iter().map(|bound| fit(bound, verifier, around.plain)))
        .collect()
}

/// RFC 7636 §4.5: the verifier is required where there was a challenge.
fn without_verifier(
    code: &Code,
    around: &Circumstances<'_>,
    verifiers: &Verifiers,
) -> (Fit, Fault) {
    if fits_of(code, around, &verifiers.in_query).iter().any(|fit| !fit.is_wrong()) {
        return (Fit::Either(Some(ids::HARDENING_VERIFIER_IN_QUERY)), Fault::Several);
    }
    let fit = match fit_of_nothing(&code.bound) {
        Fit::Wrong(..) if verifiers.name_alone => {
            Fit::Wrong(ids::RFC6749_3_1_EMPTY_PARAMETER_OMITTED, None)
        }
        Fit::Wrong(..) if !code.beside.is_empty() => {
            Fit::Wrong(ids::RFC9101_5_ONLY_THE_REQUEST_OBJECT, None)
        }
        fit => fit,
    };
    (fit, if verifiers.are_absent() { Fault::MissingVerifier } else { Fault::Several })
}

/// The right verifier: is there anything beside it that a server may take amiss?
fn among_others(requirement: &'static str, body: &Sent, verifiers: &Verifiers) -> (Fit, Fault) {
    let known = ["code_verifier", "redirect_uri"];
    let names = body.iter().map(|(name, _)| name.as_str());
    let extra: Vec<&str> = names.filter(|name| !known.contains(name)).collect();
    match extra.as_slice() {
        [] if verifiers.in_query.is_empty() => (Fit::Right(requirement), Fault::None),
        ["x_unrecognized"] => {
            (Fit::Right(ids::RFC6749_3_1_UNKNOWN_PARAMETERS_IGNORED), Fault::None)
        }
        _ => (Fit::Either(None), Fault::Several),
    }
}

/// RFC 7636 §4.6: no verifier of the body is equal to what the code is bound to.
fn unequal(
    code: &Code,
    around: &Circumstances<'_>,
    body: &Sent,
    verifiers: &Verifiers,
    fits: Vec<Fit>,
) -> (Fit, Fault) {
    let right_in_query =
        fits_of(code, around, &verifiers.in_query).iter().any(|fit| !fit.is_wrong());
    let verifier = verifiers.given.first().map_or(&[][..], Vec::as_slice);
    let fit = match fits.into_iter().next() {
        Some(Fit::Wrong(ids::RFC7636_4_6_UNEQUAL_REFUSED, _)) if right_in_query => {
            Fit::Wrong(ids::RFC7636_4_6_UNEQUAL_REFUSED, Some(Effect::Deviation))
        }
        Some(Fit::Wrong(ids::RFC7636_4_6_UNEQUAL_REFUSED, effect)) => {
            blamed(code, around, body, verifier, effect)
        }
        Some(fit) => fit,
        None => Fit::Either(None),
    };
    let lone = verifiers.sent == 1
        && !code.repeated
        && verifiers.in_query.is_empty()
        && is_legal(verifier)
        && code.bound.len() == 1;
    (fit, if lone { Fault::WrongVerifier } else { Fault::Several })
}

/// RFC 9700 §4.8: a verifier for a code whose request had no challenge.
fn without_challenge(
    code: &Code,
    around: &Circumstances<'_>,
    verifiers: &Verifiers,
) -> (Fit, Fault) {
    // A server that strips what is invisible finds it empty.
    let visible = |text: &Vec<u8>| !String::from_utf8_lossy(text).chars().all(is_invisible);
    let of_query = verifiers
        .given
        .iter()
        .flat_map(|verifier| code.beside.iter().map(|bound| fit(bound, verifier, around.plain)))
        .any(|fit| !fit.is_wrong());
    if of_query {
        return (Fit::Either(Some(ids::HARDENING_PAR_CHALLENGE_ADDED)), Fault::Several);
    }
    if verifiers.given.iter().any(visible) {
        return (
            Fit::Wrong(ids::RFC9700_4_8_VERIFIER_NEEDS_CHALLENGE, None),
            if verifiers.sent == 1 { Fault::Stray } else { Fault::Several },
        );
    }
    let nothing_sent = verifiers.are_absent();
    let fit = match around.required {
        Required::Yes if code.pushed => Fit::Wrong(ids::RFC9126_2_1_PUSHED_REQUEST_VALIDATED, None),
        Required::Yes if nothing_sent => {
            Fit::Wrong(ids::RFC7636_4_4_1_MISSING_CHALLENGE_REFUSED, None)
        }
        Required::Yes => Fit::Wrong(ids::RFC6749_3_1_EMPTY_PARAMETER_OMITTED, None),
        Required::Unsaid if around.role.is_confidential() => {
            Fit::Either(Some(ids::HARDENING_REQUIRED_CONFIDENTIAL))
        }
        Required::Unsaid => Fit::Either(Some(ids::HARDENING_PKCE_NOT_REQUIRED_OF_PUBLIC)),
        Required::No if !code.beside.is_empty() || !verifiers.given.is_empty() => Fit::Either(None),
        Required::No if code.bare && nothing_sent => {
            Fit::Right(ids::RFC7636_5_CLIENTS_WITHOUT_PKCE)
        }
        Required::No if around.role.is_confidential() && verifiers.in_query.is_empty() => {
            Fit::Either(Some(ids::HARDENING_EMPTY_PARAMETER))
        }
        Required::No => Fit::Either(None),
    };
    (fit, Fault::Several)
}

/// Under which requirement an unequal verifier falls: it may be right for something else.
fn blamed(
    code: &Code,
    around: &Circumstances<'_>,
    body: &Sent,
    verifier: &[u8],
    effect: Option<Effect>,
) -> Fit {
    let at_token =
        |wanted: &str| body.iter().find(|(name, _)| name == wanted).map(|(_, value)| value);
    let takes = |bound: &Bound| !fit(bound, verifier, true).is_wrong();
    let own_challenge =
        at_token("code_challenge").is_some_and(|text| *text == s256(verifier).into_bytes());
    let under_another =
        |method: &Vec<u8>| code.bound.iter().any(|bound| takes(&bound.under(Some(method))));
    if around.others.iter().any(|bound| takes(bound)) || own_challenge {
        Fit::Wrong(ids::RFC7636_4_4_CHALLENGE_BOUND_TO_CODE, None)
    } else if at_token("code_challenge_method").is_some_and(under_another) {
        let hashed = code.bound.iter().all(|bound| bound.method != Name::S256);
        Fit::Wrong(ids::RFC7636_4_5_BOUND_METHOD_USED, hashed.then_some(Effect::Deviation))
    } else if code.beside.iter().any(takes) {
        Fit::Wrong(ids::RFC9101_5_ONLY_THE_REQUEST_OBJECT, None)
    } else if code.pushed {
        Fit::Wrong(ids::RFC9126_2_CHALLENGE_BOUND_WHEN_PUSHED, effect)
    } else {
        Fit::Wrong(ids::RFC7636_4_6_UNEQUAL_REFUSED, effect)
    }
}
