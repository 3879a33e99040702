//! A token request: JUDGING, "A verifier is wrong" and "A code".

use pkce_vectors::{CheckKind, Effect, Expect, RoleName, s256};

use super::{
    Code, Required, Sent, Spent, Stage, Tried,
    fit::{Bound, Fit, fit, fit_of_nothing},
};
use crate::explore::oracle::{
    name::Name,
    relation::{is_invisible, is_legal},
    rule::{self, Rule},
};

/// One attempt on a code.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    pub(super) fit: Fit,
    /// Further requirements that a token breaks.
    also: Vec<&'static str>,
    /// The verifier was given more than once, and one of them is right.
    repeats: bool,
    /// The only fault is this one.
    fault: Fault,
    doubtful: bool,
}

/// The one fault of an attempt, for the checks on its refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    WrongVerifier,
    MissingVerifier,
    Stray,
    OtherClient,
    Secret,
    Expired,
    Several,
}

/// What surrounds an attempt.
pub(super) struct Circumstances<'w> {
    pub(super) role: RoleName,
    pub(super) authenticates: bool,
    pub(super) redirect_of_code: Option<&'w [u8]>,
    pub(super) plain: bool,
    pub(super) required: Required,
    pub(super) others: Vec<&'w Bound>,
    /// The policy is the target's own, or asks PKCE of every public client.
    pub(super) strict: bool,
}

const PUBLIC_FREE: &str = "hardening-pkce-not-required-of-public";
const CONFIDENTIAL_FREE: &str = "hardening-required-confidential";

impl Attempt {
    /// The code does not exist.
    pub(super) const fn on_nothing() -> Self {
        Self {
            fit: Fit::Either(None),
            also: Vec::new(),
            repeats: false,
            fault: Fault::Several,
            doubtful: true,
        }
    }

    pub(super) fn of(
        code: &Code,
        around: &Circumstances<'_>,
        body: &Sent,
        query: &Sent,
        name_alone: bool,
    ) -> Self {
        let verifiers = Verifiers::of(body, query, name_alone);
        let (fit, fault) = proof(code, around, body, &verifiers);
        let redirect =
            body.iter().find(|(name, _)| name == "redirect_uri").map(|(_, value)| value.as_slice());
        let elsewhere = redirect.is_some() && redirect != around.redirect_of_code;
        // Whoever is let through with more than one fault is blamed for the first.
        let faults = [
            (code.role != around.role, rule::BOUND_TO_CLIENT, Fault::OtherClient),
            (!around.authenticates, rule::SECRET, Fault::Secret),
            (elsewhere, rule::REDIRECT_SAME, Fault::Several),
            (code.expired, rule::EXPIRED, Fault::Expired),
        ];
        let mut found = faults.into_iter().filter(|(is, ..)| *is);
        let (fit, fault) = match (found.next(), found.next()) {
            (None, _) => (fit, fault),
            (Some((_, requirement, fault)), more) => {
                let alone = more.is_none() && matches!(fit, Fit::Right(_));
                (Fit::Wrong(requirement, None), if alone { fault } else { Fault::Several })
            }
        };
        let also = match fit {
            Fit::Wrong(rule::VERIFIER_REQUIRED | rule::STRAY, _) => vec![rule::VERIFIER_IFF],
            Fit::Wrong(rule::MISSING_CHALLENGE, _) | Fit::Either(Some(PUBLIC_FREE))
                if !around.role.is_confidential() && around.strict =>
            {
                vec![rule::NO_CHALLENGE_NO_TOKEN]
            }
            _ => Vec::new(),
        };
        let repeats = verifiers.sent > 1 && !verifiers.empties && !fit.is_wrong();
        Self { fit, also, repeats, fault, doubtful: code.doubtful }
    }

    /// What is right, given what happened to the code before.
    pub(super) fn stage(&self, code: &Code, token: &Expect) -> Stage {
        let token = || token.clone();
        let both = || vec![token(), Expect::Refused];
        let refused = || [Expect::Refused];
        if self.doubtful {
            return Stage { right: both(), ..Stage::default() };
        }
        let mut stage = Stage::default();
        match (&self.fit, code.spent, code.tried) {
            (Fit::Wrong(requirement, effect), ..) => {
                stage.right = refused().to_vec();
                stage.rules.push(Rule { effect: *effect, ..Rule::of(requirement, refused()) });
                stage.rules.extend(self.also.iter().map(|id| Rule::of(id, refused())));
                if code.spent == Spent::No && code.tried == Tried::No {
                    stage.checks = self.fault.checks();
                }
            }
            (Fit::Right(_), Spent::Surely, _) => {
                stage.right = refused().to_vec();
                stage.rules.push(Rule::of(rule::SECOND_USE, refused()));
                stage.checks = grant_errors();
            }
            (Fit::Right(rule::FREE), Spent::No, Tried::No) => {
                stage.right = both();
                stage.rules.push(Rule::of(rule::FREE, [token()]));
            }
            (Fit::Right(requirement), Spent::No, Tried::No) => {
                stage.right = vec![token()];
                stage.rules.push(Rule::of(requirement, [token()]));
                stage.checks = vec![
                    (rule::NO_STORE, CheckKind::NoStore(true)),
                    (rule::TOKEN_JSON, CheckKind::ContentType("application/json".to_owned())),
                    (rule::CHALLENGE_SHOWN, CheckKind::ChallengeAbsent(true)),
                ];
            }
            (Fit::Right(_), Spent::No, Tried::WrongVerifier) => {
                stage.right = both();
                stage.rules.push(Rule::deviation(rule::CODE_SURVIVES, refused()));
            }
            (Fit::Either(advice), Spent::No, Tried::No) => {
                stage.right = both();
                let advice = if self.repeats { Some(rule::DUPLICATE) } else { *advice };
                stage.rules.extend(advice.map(|id| advised(id, &token())));
                stage.rules.extend(self.also.iter().map(|id| Rule::of(id, refused())));
            }
            _ => stage.right = both(),
        }
        stage
    }

    /// Of requests at the same moment, how many may get a token, and what more would break.
    pub(super) fn at_most(&self, code: &Code) -> (u32, Option<&'static str>) {
        match (&self.fit, code.spent) {
            _ if self.doubtful => (1, None),
            (Fit::Wrong(requirement, _), _) => (0, Some(requirement)),
            (Fit::Right(_), Spent::Surely) => (0, Some(rule::SECOND_USE)),
            (Fit::Right(_), _) => (1, Some(rule::SECOND_USE)),
            (Fit::Either(_), _) => (1, None),
        }
    }

    /// What the attempt does to the code.
    pub(super) fn leaves(&self, code: &mut Code) {
        match self.fit {
            _ if self.doubtful => {}
            Fit::Right(_) if code.spent == Spent::Surely => code.replays.valid = true,
            Fit::Right(_) if code.spent == Spent::No && code.tried == Tried::No => {
                code.spent = Spent::Surely;
            }
            Fit::Wrong(..) if code.spent == Spent::Surely => code.replays.wrong = true,
            Fit::Wrong(..) => {
                code.tried = match (code.tried, self.fault) {
                    (Tried::No, Fault::WrongVerifier) => Tried::WrongVerifier,
                    _ => Tried::Otherwise,
                };
            }
            Fit::Either(_) if code.spent == Spent::Surely => code.replays.doubtful = true,
            Fit::Right(_) | Fit::Either(_) => code.spent = code.spent.max_perhaps(),
        }
    }
}

/// Advice against a token, or for one.
fn advised(requirement: &'static str, token: &Expect) -> Rule {
    match requirement {
        rule::EMPTY_PARAMETER => Rule::lockout(requirement, [token.clone()]),
        // A public client's token without PKCE: JUDGING, "What a target offers and requires".
        PUBLIC_FREE | CONFIDENTIAL_FREE => Rule::of(requirement, [Expect::Refused]),
        _ => Rule::deviation(requirement, [Expect::Refused]),
    }
}

/// The verifiers of a request.
struct Verifiers {
    /// How often the parameter stands in the body.
    sent: usize,
    /// What it says there, without empty values and repeats.
    given: Vec<Vec<u8>>,
    /// What the query says.
    in_query: Vec<Vec<u8>>,
    name_alone: bool,
    /// One of them is empty, which RFC 6749 §3.1 takes as omitted.
    empties: bool,
}

impl Verifiers {
    fn of(body: &Sent, query: &Sent, name_alone: bool) -> Self {
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
}

fn proof(
    code: &Code,
    around: &Circumstances<'_>,
    body: &Sent,
    verifiers: &Verifiers,
) -> (Fit, Fault) {
    if code.bound.is_empty() {
        return without_challenge(code, around, verifiers);
    }
    let fit_of = |verifier: &Vec<u8>| {
        code.bound.iter().map(|bound| fit(bound, verifier, around.plain)).collect::<Vec<_>>()
    };
    if verifiers.given.is_empty() {
        let in_query: Vec<Fit> = verifiers.in_query.iter().flat_map(fit_of).collect();
        if in_query.iter().any(|fit| !fit.is_wrong()) {
            return (Fit::Either(Some(rule::VERIFIER_IN_QUERY)), Fault::Several);
        }
        let fit = match fit_of_nothing(&code.bound) {
            Fit::Wrong(..) if verifiers.name_alone => {
                Fit::Wrong("rfc6749-3.1-empty-parameter-omitted", None)
            }
            Fit::Wrong(..) if !code.beside.is_empty() => Fit::Wrong(rule::ONLY_PUSHED, None),
            fit => fit,
        };
        let plain_fault =
            verifiers.sent == 0 && verifiers.in_query.is_empty() && !verifiers.name_alone;
        return (fit, if plain_fault { Fault::MissingVerifier } else { Fault::Several });
    }
    let fits: Vec<Fit> = verifiers.given.iter().flat_map(fit_of).collect();
    if code.repeated && fits.iter().any(|fit| !fit.is_wrong()) {
        return (Fit::Either(None), Fault::Several);
    }
    if let [Fit::Right(requirement)] = fits.as_slice()
        && verifiers.sent == 1
    {
        let known = ["code_verifier", "redirect_uri"];
        let extra: Vec<&str> = body
            .iter()
            .map(|(name, _)| name.as_str())
            .filter(|name| !known.contains(name))
            .collect();
        if extra.is_empty() && verifiers.in_query.is_empty() {
            return (Fit::Right(requirement), Fault::None);
        }
        if extra == ["x_unrecognized"] {
            return (Fit::Right(rule::UNKNOWN_IGNORED), Fault::None);
        }
        return (Fit::Either(None), Fault::Several);
    }
    if let [Fit::Either(advice)] = fits.as_slice() {
        return (Fit::Either(*advice), Fault::Several);
    }
    if fits.iter().any(|fit| !fit.is_wrong()) {
        return (Fit::Either(None), Fault::Several);
    }
    let right_in_query = verifiers.in_query.iter().flat_map(fit_of).any(|fit| !fit.is_wrong());
    let verifier = verifiers.given.first().map_or(&[][..], Vec::as_slice);
    let fit = match fits.into_iter().next() {
        Some(Fit::Wrong(rule::UNEQUAL, _)) if right_in_query => {
            Fit::Wrong(rule::UNEQUAL, Some(Effect::Deviation))
        }
        Some(Fit::Wrong(rule::UNEQUAL, effect)) => blamed(code, around, body, verifier, effect),
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
        return (Fit::Either(Some(rule::QUERY_ADDS)), Fault::Several);
    }
    if verifiers.given.iter().any(visible) {
        return (
            Fit::Wrong(rule::STRAY, None),
            if verifiers.sent == 1 { Fault::Stray } else { Fault::Several },
        );
    }
    let nothing_sent =
        verifiers.sent == 0 && verifiers.in_query.is_empty() && !verifiers.name_alone;
    let fit = match around.required {
        Required::Yes if code.pushed => Fit::Wrong(rule::PUSHED_VALIDATED, None),
        Required::Yes if nothing_sent => Fit::Wrong(rule::MISSING_CHALLENGE, None),
        Required::Yes => Fit::Wrong("rfc6749-3.1-empty-parameter-omitted", None),
        Required::Unsaid if around.role.is_confidential() => Fit::Either(Some(CONFIDENTIAL_FREE)),
        Required::Unsaid => Fit::Either(Some(PUBLIC_FREE)),
        Required::No if !code.beside.is_empty() || !verifiers.given.is_empty() => Fit::Either(None),
        Required::No if code.bare && nothing_sent => Fit::Right(rule::FREE),
        Required::No if around.role.is_confidential() && verifiers.in_query.is_empty() => {
            Fit::Either(Some(rule::EMPTY_PARAMETER))
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
        Fit::Wrong(rule::BOUND_TO_CODE, None)
    } else if at_token("code_challenge_method").is_some_and(under_another) {
        let hashed = code.bound.iter().all(|bound| bound.method != Name::S256);
        Fit::Wrong(rule::BOUND_METHOD, hashed.then_some(Effect::Deviation))
    } else if code.beside.iter().any(takes) {
        Fit::Wrong(rule::ONLY_PUSHED, None)
    } else if code.pushed {
        Fit::Wrong(rule::PUSHED_BOUND, effect)
    } else {
        Fit::Wrong(rule::UNEQUAL, effect)
    }
}

impl Fault {
    /// RFC 6749 §5.2 and RFC 7636 §4.6 on the refusal of a request with this one fault.
    fn checks(self) -> Vec<(&'static str, CheckKind)> {
        let one_of = |names: &[&str]| {
            CheckKind::Error(names.iter().map(|name| (*name).to_owned()).collect())
        };
        let mut checks = match self {
            Self::None | Self::Several => return Vec::new(),
            Self::WrongVerifier => vec![
                (rule::INVALID_GRANT, one_of(&["invalid_grant"])),
                (rule::FAPI_ERROR, one_of(&["invalid_grant"])),
                (rule::FAPI_ERROR, CheckKind::Status(vec![400])),
            ],
            Self::MissingVerifier => vec![
                (rule::ERROR_VALUE, one_of(&["invalid_request", "invalid_grant"])),
                (rule::FAPI_ERROR, one_of(&["invalid_grant"])),
                (rule::FAPI_ERROR, CheckKind::Status(vec![400])),
            ],
            Self::Stray => vec![(rule::STRAY_ERROR, one_of(&["invalid_request", "invalid_grant"]))],
            Self::OtherClient | Self::Expired => {
                return vec![(rule::ERROR_VALUE, one_of(&["invalid_grant"]))];
            }
            Self::Secret => return vec![(rule::ERROR_VALUE, one_of(&["invalid_client"]))],
        };
        checks.extend([
            (rule::REFUSAL_ERROR, CheckKind::Error(Vec::new())),
            (rule::ERROR_400, CheckKind::Status(vec![400])),
            (rule::ERROR_JSON, CheckKind::ContentType("application/json".to_owned())),
        ]);
        if matches!(self, Self::WrongVerifier) {
            checks.push((rule::CHALLENGE_SHOWN, CheckKind::ChallengeAbsent(true)));
        }
        checks
    }
}

/// A spent code.
fn grant_errors() -> Vec<(&'static str, CheckKind)> {
    vec![
        (rule::ERROR_VALUE, CheckKind::Error(vec!["invalid_grant".to_owned()])),
        (rule::ERROR_400, CheckKind::Status(vec![400])),
    ]
}
