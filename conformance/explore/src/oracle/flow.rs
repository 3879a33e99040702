//! What is right at each step of a flow, whatever the steps before it gave.

mod circumstances;
mod code;
mod fault;
mod fit;
mod front;
mod proof;
mod token;

use std::collections::BTreeMap;

use pkce_vectors::{
    Action, Authentication, Bindings, CheckKind, ClientRef, Expect, Flow, PolicyName, Request,
    RoleName, Value, Wait, requirement_ids as ids,
};

use self::{
    circumstances::Circumstances,
    code::{Code, Replays, Spent, Tried},
    fit::Bound,
    token::Attempt,
};
use super::rule::Rule;
use pkce_conformance::case::Setting;

/// One step, as the documents have it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stage {
    /// Every outcome that some careful server gives.
    pub(crate) right: Vec<Expect>,
    /// What a wrong outcome breaks.
    pub(crate) rules: Vec<Rule>,
    /// What is asked of the answer beyond its outcome.
    pub(crate) checks: Vec<(&'static str, CheckKind)>,
}

/// Whether a client has to use PKCE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Required {
    Yes,
    No,
    /// The target's own policy: nobody said.
    Unsaid,
}

/// A pushed request.
#[derive(Debug, Clone)]
struct Pushed {
    role: RoleName,
    front: front::Front,
}

struct World<'b> {
    setting: Setting,
    bindings: &'b mut Bindings,
    codes: BTreeMap<String, Code>,
    pushed: BTreeMap<String, Pushed>,
    /// The code behind each token that surely came.
    tokens: BTreeMap<String, String>,
}

/// Evaluated parameters.
type Sent = Vec<(String, Vec<u8>)>;

/// What is right at each step.
pub(crate) fn stages(flow: &Flow, setting: Setting, bindings: &mut Bindings) -> Vec<Stage> {
    let mut world = World {
        setting,
        bindings,
        codes: BTreeMap::new(),
        pushed: BTreeMap::new(),
        tokens: BTreeMap::new(),
    };
    flow.steps.iter().map(|step| world.stage(&step.action, &step.expect)).collect()
}

impl World<'_> {
    fn stage(&mut self, action: &Action, names: &[Expect]) -> Stage {
        match action {
            Action::Authorize(request) => {
                self.authorize(request, names.iter().find_map(Expect::code).map(str::to_owned))
            }
            Action::Par(request) => self.par(request, names),
            Action::Token(request) => self.token(request, names),
            Action::Race { tokens, .. } => self.race(tokens),
            Action::Use { token } => self.use_of(token),
            Action::Wait(Wait::Within(_)) => Stage::default(),
            Action::Wait(Wait::Beyond(_)) => {
                for code in self.codes.values_mut() {
                    code.expired = true;
                }
                Stage::default()
            }
            Action::Metadata { .. } => Stage { right: names.to_vec(), ..Stage::default() },
        }
    }

    fn role(&self, client: ClientRef) -> RoleName {
        client.resolve(self.setting.role)
    }

    fn required(&self, role: RoleName) -> Required {
        let when = |required| if required { Required::Yes } else { Required::No };
        match self.setting.policy {
            PolicyName::Optional => Required::No,
            PolicyName::Required => Required::Yes,
            PolicyName::RequiredPublic => when(!role.is_confidential()),
            PolicyName::RequiredOne => when(role == self.setting.role),
            PolicyName::Own => Required::Unsaid,
        }
    }

    fn evaluate(&mut self, params: &[(String, Value)]) -> Sent {
        let mut value = |value| self.bindings.evaluate(value).unwrap_or_default();
        params.iter().map(|(name, given)| (name.clone(), value(given))).collect()
    }

    fn authorize(&mut self, request: &Request, name: Option<String>) -> Stage {
        let role = self.role(request.client);
        // RFC 9101 §6.3: what the request object says counts, and nothing else.
        let sent = self.evaluate(request.request_object.as_ref().unwrap_or(&request.params));
        let (stage, code) = if let Some(uri) = &request.request_uri {
            self.of_pushed(uri, role, &sent)
        } else {
            let front = self.front(request, &sent, role);
            let stage = front.stage(self.setting, role, self.required(role), false);
            (stage, Code::of(role, &front, false))
        };
        if let Some(name) = name {
            let named = |expect| match expect {
                Expect::Code(_) => Expect::Code(Some(name.clone())),
                other => other,
            };
            self.codes.insert(name.clone(), code);
            let rename = |expects: Vec<Expect>| expects.into_iter().map(named).collect::<Vec<_>>();
            let rules = stage.rules.into_iter();
            let rules = rules.map(|rule| Rule { expect: rename(rule.expect), ..rule }).collect();
            return Stage { right: rename(stage.right), rules, checks: stage.checks };
        }
        stage
    }

    fn par(&mut self, request: &Request, names: &[Expect]) -> Stage {
        let role = self.role(request.client);
        let sent = self.evaluate(&request.params);
        let front = self.front(request, &sent, role);
        let name = names.iter().find_map(|expect| match expect {
            Expect::RequestUri(name) => name.clone(),
            _ => None,
        });
        let uri = Expect::RequestUri(name.clone());
        let expected = front.must_be_served();
        if let Some(name) = name {
            self.pushed.insert(name, Pushed { role, front });
        }
        if expected {
            let rules = vec![Rule::of(ids::RFC7636_4_6_EQUAL_CONTINUES, [uri.clone()])];
            return Stage { right: vec![uri], rules, checks: Vec::new() };
        }
        Stage { right: vec![Expect::Refused, uri], ..Stage::default() }
    }

    /// RFC 9126 §4, RFC 9101 §5: what was pushed counts.
    fn of_pushed(&self, uri: &str, role: RoleName, query: &Sent) -> (Stage, Code) {
        let refused = || vec![Expect::Refused];
        let Some(pushed) = self.pushed.get(uri) else {
            let stage =
                Stage { right: vec![Expect::Refused, Expect::Code(None)], ..Stage::default() };
            return (stage, Code::doubtful(role));
        };
        if pushed.role != role {
            let rules =
                vec![Rule::deviation(ids::RFC9126_2_2_REQUEST_URI_BOUND_TO_CLIENT, refused())];
            let right = vec![Expect::Refused, Expect::Code(None)];
            return (Stage { right, rules, checks: Vec::new() }, Code::doubtful(role));
        }
        let mut code = Code::of(role, &pushed.front, true);
        if query.is_empty() {
            return (pushed.front.stage(self.setting, role, self.required(role), true), code);
        }
        let beside = front::Front::of(query, None, false);
        code.beside = if beside.bound.is_empty() {
            // A method alone: that of the query with the challenge that was pushed.
            let with = |name| {
                code.bound.iter().map(move |bound: &Bound| bound.under(name)).collect::<Vec<_>>()
            };
            beside.methods.iter().flat_map(|name| with(Some(name.as_slice()))).collect()
        } else {
            beside.bound
        };
        (Stage { right: vec![Expect::Refused, Expect::Code(None)], ..Stage::default() }, code)
    }

    fn front(&mut self, request: &Request, sent: &Sent, role: RoleName) -> front::Front {
        let registered = self.bindings.client(role).map(|client| client.redirect_uri.clone());
        let said = request.request_object.as_ref().unwrap_or(&request.params);
        let hashed = said.iter().find(|(name, _)| name == "code_challenge");
        let made = match hashed {
            Some((_, Value::S256(inner))) => {
                let verifier = self.bindings.evaluate(inner).unwrap_or_default();
                super::relation::is_legal(&verifier)
            }
            _ => false,
        };
        let unusual = request.post
            || request.request_object.is_some()
            || !request.omit.is_empty()
            || sent.iter().any(|(name, _)| OF_TASTE.contains(&name.as_str()));
        let mut front = front::Front::of(sent, registered.as_deref(), made);
        front.unusual = unusual;
        front
    }

    fn token(&mut self, request: &Request, names: &[Expect]) -> Stage {
        let name = names.iter().find_map(|expect| match expect {
            Expect::Token(name) => name.clone(),
            _ => None,
        });
        if let Some(code) = altered_code(request) {
            // It is nobody's code, and no use of the one that it is near to.
            if let Some(code) = self.codes.get_mut(code).filter(|code| code.spent == Spent::Surely)
            {
                code.replays.wrong = true;
            }
            let rule = Rule::of(ids::RFC6749_4_1_3_CODE_VALID, [Expect::Refused]);
            return Stage { right: vec![Expect::Refused], rules: vec![rule], checks: Vec::new() };
        }
        let attempt = self.attempt(request);
        let token = Expect::Token(name.clone());
        let Some(code) = request.code.as_ref().and_then(|code| self.codes.get_mut(code)) else {
            return Stage { right: vec![Expect::Refused], ..Stage::default() };
        };
        let stage = attempt.stage(code, &token);
        let fresh = code.spent == Spent::No && code.tried == Tried::No;
        if matches!(attempt.fit, fit::Fit::Right(_))
            && fresh
            && let (Some(name), Some(code)) = (name, &request.code)
        {
            self.tokens.insert(name, code.clone());
        }
        attempt.leaves(code);
        stage
    }

    /// Whatever comes first: of the requests for one code, as many get a token as of the best of them.
    fn race(&mut self, requests: &[Request]) -> Stage {
        let mut best: BTreeMap<&str, (u32, Option<&'static str>)> = BTreeMap::new();
        for request in requests {
            let attempt = self.attempt(request);
            let Some(name) = request.code.as_deref() else { continue };
            let Some(code) = self.codes.get_mut(name) else { continue };
            let (most, requirement) = attempt.at_most(code);
            let known = best.entry(name).or_insert((most, requirement));
            known.0 = known.0.max(most);
            known.1 = known.1.or(requirement);
            attempt.leaves(code);
            code.spent = code.spent.max_perhaps();
        }
        let most = best.values().map(|(most, _)| most).sum();
        let right = vec![Expect::AtMostTokens(most)];
        let requirement = best.values().find_map(|(_, requirement)| *requirement);
        let rules = requirement.map(|id| Rule::of(id, right.clone())).into_iter().collect();
        Stage { right, rules, checks: Vec::new() }
    }

    fn attempt(&mut self, request: &Request) -> Attempt {
        let role = self.role(request.client);
        let body = self.evaluate(&request.params);
        let query = self.evaluate(&request.query);
        let name_alone = request.raw.is_some();
        let registered =
            |role| self.bindings.client(role).map(|client| client.redirect_uri.as_bytes());
        let Some((name, code)) =
            request.code.as_ref().and_then(|code| self.codes.get_key_value(code))
        else {
            return Attempt::on_nothing();
        };
        let others: Vec<&Bound> = self
            .codes
            .iter()
            .filter(|(other, _)| *other != name)
            .flat_map(|(_, code)| &code.bound)
            .collect();
        let of_public = request.auth == Authentication::Wrong && !role.is_confidential();
        let circumstances = Circumstances {
            role,
            authenticates: request.auth == Authentication::Own
                || request.auth.is_chosen()
                || of_public,
            redirect_of_code: registered(code.role),
            plain: self.setting.plain,
            required: self.required(code.role),
            others,
            strict: matches!(
                self.setting.policy,
                PolicyName::Own | PolicyName::Required | PolicyName::RequiredPublic
            ),
        };
        let attempt = Attempt::of(code, &circumstances, &body, &query, name_alone);
        // A secret that a public client never had may be refused, or not be looked at.
        if of_public { attempt.or_refused() } else { attempt }
    }

    /// RFC 6749 §4.1.2:
    /// > SHOULD revoke (when possible) all tokens previously issued based on that authorization code
    fn use_of(&self, token: &str) -> Stage {
        let right = vec![Expect::Active, Expect::Inactive];
        let code = self.tokens.get(token).and_then(|code| self.codes.get(code));
        let rules = match code.map(|code| (code.replays, code.expired)) {
            Some((Replays { valid: true, doubtful: false, .. }, false)) => {
                vec![Rule::deviation(ids::RFC6749_4_1_2_REPLAY_REVOKES, [Expect::Inactive])]
            }
            Some((Replays { valid: false, wrong: true, doubtful: false }, false)) => {
                vec![Rule::lockout(ids::OAUTH21_NO_REVOCATION_ON_INVALID_REPLAY, [Expect::Active])]
            }
            _ => Vec::new(),
        };
        Stage { right, rules, checks: Vec::new() }
    }
}

/// Parameters that a server may have ideas of its own about: whoever sends them may be refused.
const OF_TASTE: [&str; 4] = ["scope", "prompt", "response_type", "state"];

/// The code that is sent altered.
fn altered_code(request: &Request) -> Option<&str> {
    request.params.iter().find_map(|(name, value)| match value {
        Value::Alter(alteration) if name == "code" => match &*alteration.alter {
            Value::Code(of) => Some(of.as_str()),
            _ => None,
        },
        _ => None,
    })
}
