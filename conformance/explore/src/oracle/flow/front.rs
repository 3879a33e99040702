//! An authorization request: RFC 7636 §4.3 and §4.4.1 on its challenge and method, RFC 6749 §3.1 on its parameters.

use pkce_vectors::{CheckKind, Effect, Expect, PolicyName, RoleName, requirement_ids as ids};

use super::{Required, Sent, Stage, fit::Bound};
use crate::oracle::{
    name::Name,
    relation::{can_be_s256, is_invisible, is_legal},
    rule::Rule,
};
use pkce_conformance::case::Setting;

/// What a request says of PKCE.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is another fact of a request")]
pub(super) struct Front {
    pub(super) bound: Vec<Bound>,
    pub(super) methods: Vec<Vec<u8>>,
    pub(super) doubtful: bool,
    /// The challenge is the S256 of a legal verifier.
    made: bool,
    challenges_sent: usize,
    methods_sent: usize,
    /// One of several is empty, which RFC 6749 §3.1 takes as omitted.
    empties: bool,
    elsewhere: bool,
    unknown: bool,
    /// Not every server takes such a request, whatever it says of PKCE.
    pub(super) unusual: bool,
}

impl Front {
    /// Reads the parameters. `registered` is the client's redirect URI; `made` says that the challenge is the S256 of
    /// a legal verifier.
    pub(super) fn of(sent: &Sent, registered: Option<&str>, made: bool) -> Self {
        let all = |wanted: &str| -> Vec<&[u8]> {
            let found = sent.iter().filter(|(name, _)| name == wanted);
            found.map(|(_, value)| value.as_slice()).collect()
        };
        let (challenges, methods) = (all("code_challenge"), all("code_challenge_method"));
        let distinct = |values: &[&[u8]]| {
            let mut distinct: Vec<Vec<u8>> = Vec::new();
            for value in values {
                if !distinct.iter().any(|known| known == value) {
                    distinct.push(value.to_vec());
                }
            }
            distinct
        };
        let given: Vec<Vec<u8>> =
            distinct(&challenges).into_iter().filter(|text| !text.is_empty()).collect();
        let texts = distinct(&methods);
        let names: Vec<Name> = if texts.is_empty() {
            vec![Name::Absent]
        } else {
            texts.iter().map(|text| Name::of(Some(text))).collect()
        };
        let with = |challenge: &Vec<u8>| {
            let challenge = challenge.clone();
            names
                .iter()
                .map(move |method| Bound { challenge: challenge.clone(), method: *method })
                .collect::<Vec<_>>()
        };
        let bound = given.iter().flat_map(with).collect();
        let elsewhere =
            all("redirect_uri").iter().any(|uri| Some(*uri) != registered.map(str::as_bytes));
        let known = ["code_challenge", "code_challenge_method", "redirect_uri"];
        // A server that strips what is invisible finds it empty.
        let nothing =
            given.iter().any(|text| String::from_utf8_lossy(text).chars().all(is_invisible));
        Self {
            bound,
            methods: texts,
            doubtful: nothing || elsewhere,
            made,
            challenges_sent: challenges.len(),
            methods_sent: methods.len(),
            empties: challenges.iter().chain(&methods).any(|value| value.is_empty()),
            elsewhere,
            unknown: sent.iter().any(|(name, _)| !known.contains(&name.as_str())),
            unusual: false,
        }
    }

    pub(super) const fn is_bare(&self) -> bool {
        self.challenges_sent == 0 && self.methods_sent == 0
    }

    pub(super) const fn repeats(&self) -> bool {
        self.challenges_sent > 1 || self.methods_sent > 1
    }

    /// Whether a request is so right that every server takes it.
    pub(super) fn must_be_served(&self) -> bool {
        !self.doubtful
            && !self.unusual
            && !self.repeats()
            && self.made
            && self.only().is_some_and(|bound| bound.method == Name::S256)
    }

    fn only(&self) -> Option<&Bound> {
        match self.bound.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    pub(super) fn stage(
        &self,
        setting: Setting,
        role: RoleName,
        required: Required,
        pushed: bool,
    ) -> Stage {
        if self.elsewhere {
            let leak = Some(Effect::Leak);
            let refused = Rule {
                effect: leak,
                ..Rule::of(ids::RFC6749_4_1_2_1_NO_REDIRECT_TO_UNREGISTERED_URI, [Expect::Refused])
            };
            let checks = vec![(
                ids::RFC6749_4_1_2_1_NO_REDIRECT_TO_UNREGISTERED_URI,
                CheckKind::Redirect(false),
            )];
            return Stage { right: vec![Expect::Refused], rules: vec![refused], checks };
        }
        let mut stage = match self.only() {
            _ if self.doubtful => either(Vec::new()),
            _ if self.repeats() && !self.bound.is_empty() => {
                let advice = Rule::deviation(ids::HARDENING_DUPLICATE_PARAMETER, [Expect::Refused]);
                either((!self.empties).then_some(advice).into_iter().collect())
            }
            Some(bound) => self.of_one(bound, setting, pushed),
            None => self.of_none(setting, role, required, pushed),
        };
        if self.unusual {
            stage.rules.retain(|rule| rule.expect.contains(&Expect::Refused));
            stage.right = either(Vec::new()).right;
            stage.checks.clear();
        }
        if let Some(bound) = self.only().filter(|bound| is_legal(&bound.challenge)) {
            stage.checks.push((
                ids::RFC7636_4_4_CHALLENGE_NOT_EXTRACTABLE,
                CheckKind::ChallengeAbsent(true),
            ));
            let plain = bound.method == Name::Plain && setting.plain;
            if plain {
                stage.checks.push((
                    ids::RFC7636_7_2_PLAIN_CHALLENGE_IN_CODE_ENCRYPTED,
                    CheckKind::ChallengeAbsent(true),
                ));
            }
        }
        if !self.doubtful && !self.unusual && !self.repeats() && !pushed {
            stage.checks.push((ids::RFC6749_4_1_2_STATE_ECHOED, CheckKind::State(true)));
        }
        stage
    }

    fn of_one(&self, bound: &Bound, setting: Setting, pushed: bool) -> Stage {
        let code = || [Expect::Code(None)];
        let refused = || [Expect::Refused];
        let legal = is_legal(&bound.challenge);
        let advised = |rule: Rule| either(vec![rule]);
        let malformed = || {
            let rule = Rule::deviation(ids::HARDENING_MALFORMED_CHALLENGE_ACCEPTED, refused());
            either((!legal).then_some(rule).into_iter().collect())
        };
        let served = || {
            let requirement = if self.unknown {
                ids::RFC6749_3_1_UNKNOWN_PARAMETERS_IGNORED
            } else {
                ids::RFC7636_4_6_EQUAL_CONTINUES
            };
            Stage {
                right: code().to_vec(),
                rules: vec![Rule::of(requirement, code())],
                ..Stage::default()
            }
        };
        match bound.method {
            Name::S256 if self.made => {
                let mut stage = served();
                stage.rules.push(Rule::of(ids::RFC7636_4_2_S256_ON_SERVER, code()));
                stage
            }
            // It may be the S256 of something: what a careful server does about the rest is its own affair.
            Name::S256 if can_be_s256(&bound.challenge) => either(Vec::new()),
            Name::S256 => malformed(),
            Name::Plain if setting.plain && legal => served(),
            Name::Plain if setting.plain => malformed(),
            Name::Plain | Name::Unheard => refusal(
                ids::RFC7636_4_4_1_UNSUPPORTED_METHOD_REFUSED,
                pushed,
                bound.method == Name::Plain,
            ),
            Name::Absent if setting.plain && legal => {
                advised(Rule::lockout(ids::HARDENING_OMITTED_METHOD_REFUSED, code()))
            }
            Name::Absent if !setting.plain => {
                advised(Rule::deviation(ids::HARDENING_UNSUPPORTED_OMITTED_CODE_ISSUED, refused()))
            }
            Name::Empty if setting.plain && legal => {
                advised(Rule::lockout(ids::HARDENING_EMPTY_PARAMETER, code()))
            }
            Name::Absent | Name::Empty | Name::NearS256 | Name::NearPlain | Name::Other => {
                either(Vec::new())
            }
        }
    }

    /// RFC 7636 §4.4.1:
    /// > the authorization endpoint MUST return the authorization error response with the "error" value set to
    /// > "invalid_request"
    fn of_none(&self, setting: Setting, role: RoleName, required: Required, pushed: bool) -> Stage {
        let refused = || [Expect::Refused];
        let mut stage = match required {
            Required::Yes => refusal(ids::RFC7636_4_4_1_MISSING_CHALLENGE_REFUSED, pushed, false),
            Required::No
                if self
                    .methods
                    .iter()
                    .any(|name| matches!(name.as_slice(), b"S256" | b"plain")) =>
            {
                either(vec![Rule::deviation(ids::HARDENING_METHOD_WITHOUT_CHALLENGE, refused())])
            }
            Required::No if self.is_bare() && !self.unknown => {
                either(vec![Rule::of(ids::RFC7636_5_CLIENTS_WITHOUT_PKCE, [Expect::Code(None)])])
            }
            Required::No
                if role.is_confidential()
                    && self.challenges_sent == 1
                    && self.methods_sent == 0 =>
            {
                either(vec![Rule::lockout(ids::HARDENING_EMPTY_PARAMETER, [Expect::Code(None)])])
            }
            Required::Unsaid | Required::No => either(Vec::new()),
        };
        let policy = setting.policy;
        let strict =
            matches!(policy, PolicyName::Own | PolicyName::Required | PolicyName::RequiredPublic);
        if strict && !role.is_confidential() && self.is_bare() {
            stage.rules.push(Rule::deviation(ids::OAUTH21_PUBLIC_CHALLENGE_REQUIRED, refused()));
        }
        if matches!(policy, PolicyName::Own | PolicyName::Required) && self.is_bare() {
            stage.rules.push(Rule::deviation(ids::FAPI2_S256_REQUIRED, refused()));
        }
        stage
    }
}

fn either(rules: Vec<Rule>) -> Stage {
    Stage { right: vec![Expect::Refused, Expect::Code(None)], rules, checks: Vec::new() }
}

/// A refusal that has to come, here or at the pushed request. A code alone harms nobody; what redeems it does.
fn refusal(requirement: &'static str, pushed: bool, plain: bool) -> Stage {
    let requirement = if pushed { ids::RFC9126_2_1_PUSHED_REQUEST_VALIDATED } else { requirement };
    let refused = || [Expect::Refused];
    let mut stage = either(vec![Rule::deviation(requirement, refused())]);
    if plain {
        stage.rules.push(Rule::deviation(ids::FAPI2_S256_REQUIRED, refused()));
    }
    if !pushed {
        let redirect = CheckKind::Redirect(true);
        let value = CheckKind::Error(vec!["invalid_request".to_owned()]);
        stage.checks = vec![
            (ids::RFC6749_4_1_2_1_ERROR_PRESENT, CheckKind::Error(Vec::new())),
            (ids::RFC7636_4_4_1_ERROR_VALUE, value),
            (ids::HARDENING_ERROR_REDIRECTED, redirect),
        ];
    }
    stage
}
