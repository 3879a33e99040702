//! What an authorization server is asked: codes, asked for and redeemed in some order.

mod open;
mod redeem;

use pkce_vectors::{Action, Expect, Flow, Needs, PolicyName, RoleName, Span, Step, Wait};
use proptest::{
    bool::weighted,
    collection::vec,
    prelude::*,
    sample::{Index, select},
};

pub(crate) use open::Open;
pub(crate) use redeem::Redeem;

use super::text::one_of;
use pkce_conformance::{case::Setting, wire::Ways};

/// A session with one server.
#[derive(Debug, Clone)]
pub(crate) struct FlowPlot {
    setting: Setting,
    first: Open,
    acts: Vec<Act>,
}

/// What happens after the first authorization request.
#[derive(Debug, Clone)]
enum Act {
    Redeem(Index, Redeem),
    Open(Open),
    /// An earlier request once more, with the same challenge.
    Again(Index),
    Use,
    Wait(Wait),
}

/// What a target offers beside flows themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is another thing that a target offers")]
pub(crate) struct Ground {
    /// Where its controls hold.
    pub(crate) settings: Vec<Setting>,
    /// Where a pushed request is taken.
    pub(crate) par: Vec<Setting>,
    /// Tokens can be tried.
    pub(crate) userinfo: bool,
    /// Time can be moved.
    pub(crate) time: bool,
    /// An authorization request may come by POST.
    pub(crate) post: bool,
    /// A request object may come by value.
    pub(crate) object: bool,
    /// How a confidential client may authenticate, beside its own way.
    pub(crate) ways: Option<Ways>,
}

impl FlowPlot {
    /// The surroundings.
    pub(crate) const fn setting(&self) -> Setting {
        self.setting
    }

    /// The flow under an id, with every outcome of each step taken for right: what is right is another's business.
    pub(crate) fn flow(&self, id: &str, ground: &Ground) -> Flow {
        let mut steps = Vec::new();
        let par = ground.par.contains(&self.setting);
        let confidential = self.setting.role.is_confidential();
        let mut opens = vec![self.first.clone()];
        self.first.steps(1, ground, par, &mut steps);
        for act in &self.acts {
            match act {
                Act::Open(open) => {
                    opens.push(open.clone());
                    open.steps(opens.len(), ground, par, &mut steps);
                }
                Act::Again(index) => {
                    let earlier = one_of(*index, opens.len());
                    let again = opens.get(earlier).unwrap_or(&self.first).again(earlier + 1);
                    again.steps(opens.len() + 1, ground, par, &mut steps);
                    opens.push(again);
                }
                Act::Redeem(index, redeem) => {
                    let code = one_of(*index, opens.len()) + 1;
                    let opened = opens.get(code - 1).unwrap_or(&self.first);
                    let at =
                        redeem::At { code, opens: opens.len(), confidential, index: steps.len() };
                    steps.push(redeem.step(at, opened, ground));
                }
                Act::Use if ground.userinfo => {
                    let got =
                        steps.iter().enumerate().find_map(|(index, step)| match step.action {
                            Action::Token(_) => Some(format!("t{index}")),
                            _ => None,
                        });
                    steps.extend(got.map(|token| Step {
                        action: Action::Use { token },
                        expect: vec![Expect::Active, Expect::Inactive],
                        setup: false,
                    }));
                }
                // Two halves are a whole, of which nobody says on which side it falls.
                Act::Wait(wait) if ground.time && !steps.iter().any(waits) => steps.push(Step {
                    action: Action::Wait(*wait),
                    expect: Vec::new(),
                    setup: false,
                }),
                Act::Use | Act::Wait(_) => {}
            }
        }
        blank(id, self.setting, steps)
    }
}

const fn waits(step: &Step) -> bool {
    matches!(step.action, Action::Wait(_))
}

/// A flow that is still without requirement.
fn blank(id: &str, setting: Setting, steps: Vec<Step>) -> Flow {
    Flow {
        id: id.to_owned(),
        requirement: String::new(),
        comment: String::new(),
        flags: Vec::new(),
        roles: vec![setting.role],
        policies: vec![setting.policy],
        once: false,
        needs: needs(setting, &steps),
        steps,
        checks: Vec::new(),
        effect: None,
        implied_by: Vec::new(),
        control: false,
        controlled_by: None,
        withdrawn: None,
    }
}

/// What its steps ask of a target, and whether plain is on.
pub(crate) fn needs(setting: Setting, steps: &[Step]) -> Needs {
    let has =
        |wanted: fn(&Action) -> bool| steps.iter().any(|step| wanted(&step.action)).then_some(true);
    Needs {
        plain: Some(setting.plain),
        par: has(|action| matches!(action, Action::Par(_))),
        code_lifetime: has(|action| matches!(action, Action::Wait { .. })),
        userinfo: has(|action| matches!(action, Action::Use { .. })),
        metadata: has(|action| matches!(action, Action::Metadata { .. })),
    }
}

/// Sessions on this ground.
pub(crate) fn flows(ground: &Ground) -> BoxedStrategy<FlowPlot> {
    let setting = select(ground.settings.clone());
    let redeem = || {
        (any::<Index>(), redeem::redeem())
            .prop_map(|(index, redeem)| Act::Redeem(index, redeem))
            .boxed()
    };
    let open = || open::open().prop_map(Act::Open).boxed();
    let again = || any::<Index>().prop_map(Act::Again).boxed();
    let wait = || {
        select(vec![Wait::Beyond(Span::CodeLifetime), Wait::Within(Span::CodeLifetime)])
            .prop_map(Act::Wait)
            .boxed()
    };
    let act =
        prop_oneof![12 => redeem(), 3 => open(), 1 => again(), 1 => Just(Act::Use), 1 => wait()];
    let acts = prop_oneof![
        8 => in_turn(vec![redeem()]),
        6 => in_turn(vec![redeem(), act.clone().boxed()]),
        5 => vec(act, 1..=4),
        2 => in_turn(vec![wait(), redeem()]),
        2 => in_turn(vec![redeem(), open(), redeem()]),
        1 => in_turn(vec![again(), redeem(), redeem()]),
        1 => Just(Vec::new()),
    ];
    (setting, open::open(), acts)
        .prop_map(|(setting, first, acts)| FlowPlot { setting, first, acts })
        .boxed()
}

/// One after the other. Each may be left out, hardly ever when it is drawn: a session that shows the same without it is
/// simpler.
fn in_turn(acts: Vec<BoxedStrategy<Act>>) -> BoxedStrategy<Vec<Act>> {
    let may_go = |act| (weighted(0.98), act).prop_map(|(stays, act)| stays.then_some(act)).boxed();
    let acts: Vec<BoxedStrategy<Option<Act>>> = acts.into_iter().map(may_go).collect();
    acts.prop_map(|acts| acts.into_iter().flatten().collect()).boxed()
}

/// Every setting that a session may be tried in.
pub(crate) fn settings() -> Vec<Setting> {
    let roles = [RoleName::Public, RoleName::Confidential];
    let of = |role| {
        PolicyName::ALL.map(|policy| [false, true].map(|plain| Setting::new(role, policy, plain)))
    };
    roles.into_iter().flat_map(of).flatten().collect()
}
