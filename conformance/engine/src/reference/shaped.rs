//! Servers as they are: one policy, one kind of client, one way to ask. Each shape is right, and each was seen.

use std::collections::HashMap;

use pkce_vectors::{PolicyName, RoleName};

use crate::{
    implementation::{Answered, Declined, Implementation},
    wire::{
        About, Binding, ClientAuth, Offers, Open, Outcome, PkceRequired, Pushed, RoleOffers,
        SentRequest, StepAnswer, StepCall,
    },
};

/// A shape that a server may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// Its one policy.
    Policy(PolicyName),
    /// Its policy is its own: PKCE is required of every client, and its operator says so.
    OwnRequired,
    /// Its policy is its own: PKCE is required of public clients, and nobody says so.
    OwnUnsaid,
    /// It serves clients of one kind.
    Only(RoleName),
    /// It takes authorization requests that were pushed, and no others.
    PushedOnly,
    /// The same, and it does not say so.
    PushedOnlyUnsaid,
    /// Confidential clients alone may push.
    PushedByConfidential,
    /// A secret goes in the body, and no other way.
    SecretInBody,
    /// A secret goes by HTTP Basic, and no other way.
    SecretByBasic,
    /// An authorization request by POST is refused.
    NoPost,
    /// Every authorization request needs a scope.
    NeedsScope,
    /// Plain cannot be off.
    PlainAlways,
    /// Plain cannot be on.
    PlainNever,
}

impl Shape {
    /// Every shape.
    pub const ALL: [Self; 16] = [
        Self::Policy(PolicyName::Optional),
        Self::Policy(PolicyName::Required),
        Self::Policy(PolicyName::RequiredPublic),
        Self::OwnRequired,
        Self::OwnUnsaid,
        Self::Only(RoleName::Public),
        Self::Only(RoleName::Confidential),
        Self::PushedOnly,
        Self::PushedOnlyUnsaid,
        Self::PushedByConfidential,
        Self::SecretInBody,
        Self::SecretByBasic,
        Self::NoPost,
        Self::NeedsScope,
        Self::PlainAlways,
        Self::PlainNever,
    ];

    /// Its name, in words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Policy(PolicyName::Optional) => "optional",
            Self::Policy(PolicyName::Required) => "required",
            Self::Policy(PolicyName::RequiredPublic) => "required-public",
            Self::Policy(PolicyName::RequiredOne) => "required-one",
            Self::Policy(PolicyName::Own) => "own",
            Self::OwnRequired => "own-required",
            Self::OwnUnsaid => "own-unsaid",
            Self::Only(RoleName::Public | RoleName::Public2) => "public-only",
            Self::Only(RoleName::Confidential | RoleName::Confidential2) => "confidential-only",
            Self::PushedOnly => "pushed-only",
            Self::PushedOnlyUnsaid => "pushed-only-unsaid",
            Self::PushedByConfidential => "pushed-by-confidential",
            Self::SecretInBody => "secret-in-body",
            Self::SecretByBasic => "secret-by-basic",
            Self::NoPost => "no-post",
            Self::NeedsScope => "needs-scope",
            Self::PlainAlways => "plain-always",
            Self::PlainNever => "plain-never",
        }
    }

    /// What such a server says of itself, where it would say `offers` without the shape.
    fn offers(self, mut offers: Offers) -> Offers {
        let mut each = |change: &dyn Fn(RoleName, &mut RoleOffers)| {
            for role in [RoleName::Public, RoleName::Confidential] {
                change(role, offers.roles.entry(role).or_default());
            }
        };
        match self {
            Self::Policy(policy) => offers.policies = Some(vec![policy]),
            Self::OwnRequired => {
                each(&|_, role| role.pkce = Some(Binding::Required));
                offers.policies = Some(vec![PolicyName::Own]);
            }
            Self::OwnUnsaid => offers.policies = Some(vec![PolicyName::Own]),
            Self::Only(only) => {
                each(&|role, offers| {
                    offers.served = Some(role.is_confidential() == only.is_confidential());
                });
            }
            Self::PushedOnly => each(&|_, role| role.par = Some(Pushed::Required)),
            Self::PushedOnlyUnsaid => each(&|_, role| role.par = None),
            Self::PushedByConfidential => each(&|role, offers| {
                let may = if role.is_confidential() { Pushed::Optional } else { Pushed::No };
                offers.par = Some(may);
            }),
            Self::SecretInBody => each(&|role, offers| {
                let body = role.is_confidential().then_some(ClientAuth::Post.into());
                offers.auth = body.or(offers.auth);
            }),
            Self::SecretByBasic => each(&|role, offers| {
                let basic = role.is_confidential().then_some(ClientAuth::Basic.into());
                offers.auth = basic.or(offers.auth);
            }),
            // It is sent all the same: what is refused for it is refused rightly.
            Self::NoPost => {}
            Self::NeedsScope => {
                offers.authorization_parameters = vec![("scope".to_owned(), "openid".to_owned())];
            }
            Self::PlainAlways => offers = offers.with_methods(&[&["S256", "plain"]]),
            Self::PlainNever => offers = offers.with_methods(&[&["S256"]]),
        }
        offers
    }

    /// What the policy of a session becomes; nothing where the server cannot be set so.
    fn policy(self, asked: &PkceRequired) -> Option<PkceRequired> {
        let is = |policy: PolicyName| match policy {
            PolicyName::Optional => *asked == PkceRequired::Optional,
            PolicyName::Required => *asked == PkceRequired::Required,
            PolicyName::RequiredPublic => *asked == PkceRequired::Public,
            PolicyName::RequiredOne => matches!(asked, PkceRequired::Clients(_)),
            PolicyName::Own => *asked == PkceRequired::Default,
        };
        let own = |policy| is(PolicyName::Own).then_some(policy);
        match self {
            Self::Policy(policy) => is(policy).then(|| asked.clone()),
            Self::OwnRequired => own(PkceRequired::Required),
            Self::OwnUnsaid => own(PkceRequired::Public),
            _ => Some(asked.clone()),
        }
    }
}

/// A server of some shape around any server that can be set to everything.
pub struct Shaped {
    server: Box<dyn Implementation + Send>,
    shape: Shape,
    /// The ids of the confidential clients in each session.
    confidential: HashMap<String, Vec<String>>,
}

impl Shaped {
    /// Gives a server a shape.
    #[must_use]
    pub fn new(server: Box<dyn Implementation + Send>, shape: Shape) -> Self {
        Self { server, shape, confidential: HashMap::new() }
    }

    /// What the shape makes of a request before the server sees it.
    fn refused(&self, session: &str, step: &StepCall) -> Option<StepAnswer> {
        let value = |sent: &SentRequest, name: &str| {
            sent.params.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
        };
        let is_confidential = |sent: &SentRequest| {
            let of_basic = sent.basic.as_ref().map(|(id, _)| id.as_bytes().to_vec());
            let id = of_basic.or_else(|| Some(value(sent, "client_id")?.0));
            let known = self.confidential.get(session);
            id.zip(known).is_some_and(|(id, known)| known.iter().any(|k| k.as_bytes() == id))
        };
        let pushes = matches!(self.shape, Shape::PushedOnly | Shape::PushedOnlyUnsaid);
        match step {
            StepCall::Authorize(sent) if pushes && value(sent, "request_uri").is_none() => {
                Some(refusal("invalid_request", 400))
            }
            StepCall::Par(sent)
                if self.shape == Shape::PushedByConfidential && !is_confidential(sent) =>
            {
                Some(refusal("invalid_client", 401))
            }
            StepCall::Par(sent) | StepCall::Token(sent)
                if self.shape == Shape::SecretInBody && sent.basic.is_some() =>
            {
                Some(refusal("invalid_client", 401))
            }
            StepCall::Par(sent) | StepCall::Token(sent)
                if self.shape == Shape::SecretByBasic && value(sent, "client_secret").is_some() =>
            {
                Some(refusal("invalid_client", 401))
            }
            StepCall::Authorize(sent) if self.shape == Shape::NoPost && sent.post => {
                Some(refusal("invalid_request", 405))
            }
            StepCall::Authorize(sent) | StepCall::Par(sent)
                if self.shape == Shape::NeedsScope
                    && value(sent, "scope").is_none()
                    && value(sent, "request_uri").is_none() =>
            {
                Some(refusal("invalid_scope", 400))
            }
            _ => None,
        }
    }
}

/// An error page, or the answer of an endpoint.
fn refusal(error: &str, status: u16) -> StepAnswer {
    StepAnswer {
        error: Some(error.to_owned()),
        status: Some(status),
        content_type: Some("application/json".to_owned()),
        ..StepAnswer::new(Outcome::Refused)
    }
}

impl Implementation for Shaped {
    fn about(&self) -> About {
        let mut about = self.server.about();
        about.ops.retain(|op| op.starts_with("flow."));
        about.offers = self.shape.offers(about.offers);
        about
    }

    fn flow_open(&mut self, open: &Open) -> Answered<()> {
        let not = |why: &str| Err(Declined::unsupported(why));
        let Some(pkce) = self.shape.policy(&open.policy.pkce) else {
            return not("the policy is another, and fixed");
        };
        let plain = open.policy.methods.iter().any(|method| method == "plain");
        if self.shape == Shape::PlainAlways && !plain || self.shape == Shape::PlainNever && plain {
            return not("the list of methods is another, and fixed");
        }
        let is_other = |role: RoleName| match self.shape {
            Shape::Only(only) => role.is_confidential() != only.is_confidential(),
            _ => false,
        };
        if open.clients.iter().any(|client| is_other(client.role)) {
            return not("such clients are not served");
        }
        let confidential = open.clients.iter().filter(|client| client.role.is_confidential());
        let ids = confidential.map(|client| client.client_id.clone()).collect();
        self.confidential.insert(open.session.clone(), ids);
        let mut open = open.clone();
        open.policy.pkce = pkce;
        self.server.flow_open(&open)
    }

    fn flow_step(&mut self, session: &str, step: &StepCall) -> Answered<StepAnswer> {
        match self.refused(session, step) {
            Some(answer) => Ok(answer),
            None => self.server.flow_step(session, step),
        }
    }

    fn flow_race(&mut self, session: &str, steps: &[StepCall]) -> Answered<Vec<StepAnswer>> {
        if steps.iter().any(|step| self.refused(session, step).is_some()) {
            return steps.iter().map(|step| self.flow_step(session, step)).collect();
        }
        self.server.flow_race(session, steps)
    }

    fn flow_close(&mut self, session: &str) -> Answered<()> {
        self.confidential.remove(session);
        self.server.flow_close(session)
    }
}
