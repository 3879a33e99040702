//! A fault of a receiver, written once: a challenge, a method and a verifier, and how their pair is judged.

use crate::{
    Action, Expect, Flow, Input, Needs, Op, PolicyName, Request, RoleName, Step, Value, Vector,
};

use super::{
    rule::Judged,
    shorthand::{Constants, text},
};

/// One pair and its rule. [`Fault::vector`] and [`Fault::flow`] are its two forms.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    /// What comes after `verify/` and `flow/receiver/`.
    pub(super) name: String,
    pub(super) comment: String,
    pub(super) flags: Vec<&'static str>,
    pub(super) method: Value,
    pub(super) challenge: Value,
    pub(super) verifier: Value,
    pub(super) judged: Judged,
    pub(super) requirement: &'static str,
    /// Whether the challenge (or the method) may be refused before any verifier is seen.
    pub(super) refusable: bool,
    /// Whether it also goes to servers.
    pub(super) wire: bool,
    pub(super) needs: Needs,
    pub(super) control: bool,
    /// The name of the fault under which this one says nothing new.
    pub(super) implied_by: Option<String>,
}

impl Fault {
    /// A fault under S256.
    pub(super) fn s256(
        judged: Judged,
        name: impl Into<String>,
        comment: impl Into<String>,
        challenge: Value,
        verifier: Value,
    ) -> Self {
        let name = name.into();
        let implied_by = (judged == Judged::Wrong && name != OTHER).then(|| OTHER.to_owned());
        Self {
            name,
            comment: comment.into(),
            flags: Vec::new(),
            method: text("S256"),
            challenge,
            verifier,
            judged,
            requirement: judged.requirement(),
            refusable: false,
            wire: false,
            needs: Needs::default(),
            control: false,
            implied_by,
        }
    }

    /// A fault under `plain`; its name starts with `plain-`.
    pub(super) fn plain(
        judged: Judged,
        name: impl Into<String>,
        comment: impl Into<String>,
        challenge: Value,
        verifier: Value,
    ) -> Self {
        let name = format!("plain-{}", name.into());
        let implied_by =
            (judged == Judged::Wrong && name != PLAIN_OTHER).then(|| PLAIN_OTHER.to_owned());
        Self {
            method: text("plain"),
            needs: Needs { plain: Some(true), ..Needs::default() },
            implied_by,
            ..Self::s256(judged, name, comment, challenge, verifier)
        }
    }

    pub(super) fn flag(mut self, flag: &'static str) -> Self {
        self.flags.push(flag);
        self
    }

    /// It goes to servers too, if so.
    pub(super) fn wired(mut self, wire: bool) -> Self {
        self.wire = wire;
        self
    }

    /// Another name of the method than the one it was made for.
    pub(super) fn method(mut self, method: Value) -> Self {
        self.method = method;
        self
    }

    /// Under another requirement than the one of its judgement.
    pub(super) fn required_by(mut self, requirement: &'static str) -> Self {
        self.requirement = requirement;
        self
    }

    /// The authorization request may be refused already.
    pub(super) fn refusable(mut self) -> Self {
        self.refusable = true;
        self
    }

    /// It says nothing new where the fault of this name failed.
    pub(super) fn under(mut self, cause: impl Into<String>) -> Self {
        self.implied_by = Some(cause.into()).filter(|cause| *cause != self.name);
        self
    }

    /// The library vector.
    pub(super) fn vector(&self) -> Vector {
        let id = format!("verify/{}", self.name);
        let mut constants = Constants::new(&id, &self.challenge);
        let challenge = constants.datum(&self.challenge);
        Vector {
            requirement: self.requirement.to_owned(),
            comment: self.comment.clone(),
            flags: self.flags.iter().map(|&flag| flag.to_owned()).collect(),
            op: Op::Verify,
            input: Input {
                method: Some(constants.datum(&self.method)),
                challenge: Some(challenge),
                verifier: Some(constants.datum(&self.verifier)),
                ..Input::default()
            },
            expect: vec![Expect::Match(self.judged == Judged::Right)],
            effect: self.judged.effect(),
            needs: self.needs,
            implied_by: self.implied_by.iter().map(|name| format!("verify/{name}")).collect(),
            control: self.control,
            controlled_by: None,
            withdrawn: None,
            id,
        }
    }

    /// The flow: the challenge to the authorization endpoint, then the verifier to the token endpoint.
    pub(super) fn flow(&self) -> Flow {
        let right = self.judged == Judged::Right;
        let code = Expect::Code(Some("c1".to_owned()));
        // Published servers let wrong verifiers pass in just one of the four combinations.
        let everywhere = self.judged == Judged::Wrong;
        Flow {
            id: flow_id(&self.name),
            requirement: self.requirement.to_owned(),
            comment: self.comment.clone(),
            flags: self.flags.iter().map(|&flag| flag.to_owned()).collect(),
            roles: vec![RoleName::Public, RoleName::Confidential],
            policies: if everywhere {
                vec![PolicyName::Optional, PolicyName::Required]
            } else {
                vec![PolicyName::Required, PolicyName::Optional]
            },
            once: !everywhere,
            needs: self.needs,
            steps: vec![
                Step {
                    action: Action::Authorize(Request {
                        params: vec![
                            ("code_challenge".to_owned(), self.challenge.clone()),
                            ("code_challenge_method".to_owned(), self.method.clone()),
                        ],
                        ..Request::default()
                    }),
                    expect: if self.refusable { vec![code, Expect::Refused] } else { vec![code] },
                    setup: !right && !self.refusable,
                },
                Step {
                    action: Action::Token(Request {
                        code: Some("c1".to_owned()),
                        params: vec![("code_verifier".to_owned(), self.verifier.clone())],
                        ..Request::default()
                    }),
                    expect: vec![if right { Expect::Token(None) } else { Expect::Refused }],
                    setup: false,
                },
            ],
            checks: Vec::new(),
            effect: self.judged.effect(),
            implied_by: self.implied_by.iter().map(|name| flow_id(name)).collect(),
            control: false,
            controlled_by: (self.method == text("plain")).then(|| "flow/control/plain".to_owned()),
            withdrawn: None,
        }
    }
}

/// The flow of a fault. Those that a server's own flows have anyway are written by hand, and stand there.
fn flow_id(name: &str) -> String {
    match name {
        OTHER => "flow/verifier/wrong".to_owned(),
        PLAIN_OTHER => "flow/verifier/plain-wrong".to_owned(),
        UNKNOWN_AS_PLAIN => "flow/method/unknown-acts-as-plain".to_owned(),
        name => format!("flow/receiver/{name}"),
    }
}

/// The plainest wrong verifier: a receiver that takes it checks nothing.
pub(super) const OTHER: &str = "other-verifier";
/// The same under `plain`.
pub(super) const PLAIN_OTHER: &str = "plain-other-verifier";
/// The plainest wrong method: a receiver that takes every name for `plain`.
pub(super) const UNKNOWN_AS_PLAIN: &str = "method-unguessable/as-plain";
/// A receiver that takes every name for S256.
pub(super) const UNKNOWN_AS_S256: &str = "method-unguessable/as-s256";
