//! What a target offers: told by its introduction and by its controls, as in a run.

use std::collections::BTreeMap;

use pkce_vectors::{Flow, Level, Op, RoleName, Vector, VectorSet};

use super::{
    options::Kind,
    plot::{Ground, settings},
};
use pkce_conformance::{
    case::{Case, CaseKind, Record, Setting},
    judge::judge,
    offers::{Evidence, Offers},
    text::clip,
    wire::{About, Accept, Pushed},
};

/// What is worth exploring.
#[derive(Debug, Default)]
pub(super) struct Offer {
    pub(super) ops: Vec<Op>,
    /// Those that take plain.
    pub(super) plain: Vec<Op>,
    pub(super) ground: Ground,
    /// What is left out, with why.
    pub(super) left_out: Vec<String>,
}

/// A control, and what it is asked for.
#[derive(Debug, Clone, Copy)]
enum Asked<'s> {
    Op(&'s Vector),
    Flow(&'s Flow, Setting),
}

/// Asks the controls. `ask` puts cases to the target.
pub(super) fn probe(
    set: &VectorSet,
    about: &About,
    wanted: &[Kind],
    ask: &mut dyn FnMut(&[Case<'_>]) -> Vec<Record>,
) -> Offer {
    let wants = |kind: Kind| wanted.is_empty() || wanted.contains(&kind);
    let mut asked: Vec<Asked<'_>> = set
        .vectors
        .iter()
        .filter(|vector| vector.control && wants(Kind::Library(vector.op)))
        .map(Asked::Op)
        .collect();
    if wants(Kind::Flow) && about.ops.iter().any(|op| op == "flow.open") {
        for id in ["flow/control/s256", "flow/control/plain", "flow/control/par"] {
            let Some(flow) = set.flows.iter().find(|flow| flow.id == id) else { continue };
            let fits = |setting: &Setting| flow.needs.plain != Some(true) || setting.plain;
            let as_wanted = |setting: Setting| {
                let pushed = about.offers.role(setting.role).par == Some(Pushed::Required);
                Asked::Flow(flow, Setting { pushed, ..setting })
            };
            asked.extend(settings().into_iter().filter(fits).map(as_wanted));
        }
    }
    let level = Level::Must;
    let cases: Vec<Case<'_>> = asked
        .iter()
        .map(|asked| match *asked {
            Asked::Op(vector) => Case { kind: CaseKind::Library(vector), level },
            Asked::Flow(flow, setting) => Case { kind: CaseKind::Flow(flow, setting), level },
        })
        .collect();
    let records = ask(&cases);
    let mut said = Offers::said(about);
    let seen: Vec<Evidence> = cases
        .iter()
        .zip(&records)
        .map(|(case, record)| Evidence::of(record, &judge(case, record)))
        .collect();
    for (case, seen) in cases.iter().zip(&seen) {
        said.learn(case, seen);
    }
    let mut offer = Offer::default();
    let ops = Op::ALL.into_iter().filter(|op| wants(Kind::Library(*op)));
    offer.ops = ops.filter(|op| said.names(op.as_str())).collect();
    offer.plain = Op::ALL.into_iter().filter(|op| said.plain(*op).is_offered()).collect();
    let mut served: BTreeMap<&str, Vec<Setting>> = BTreeMap::new();
    let mut why = None;
    for (((asked, case), record), seen) in asked.iter().zip(&cases).zip(&records).zip(&seen) {
        match asked {
            Asked::Op(vector) => {
                if let Record::Unsupported(reason) = record
                    && vector.needs.plain != Some(true)
                    && offer.ops.contains(&vector.op)
                {
                    offer.ops.retain(|op| *op != vector.op);
                    offer.left_out.push(format!("{}: {}", vector.op.as_str(), clip(reason)));
                }
            }
            Asked::Flow(flow, setting) => {
                if seen.begun {
                    served.entry(flow.id.as_str()).or_default().push(*setting);
                } else {
                    why = why.or_else(|| Some(format!("{}: {}", case.id(), refused(record))));
                }
            }
        }
    }
    let of = |id: &str| served.get(id).cloned().unwrap_or_default();
    let plain = of("flow/control/plain");
    let mut ground = Ground {
        settings: of("flow/control/s256"),
        par: of("flow/control/par"),
        userinfo: about.offers.userinfo != Some(false),
        time: about.offers.code_lifetime != Some(false),
        post: about.accepts.contains(&Accept::Post),
        object: about.accepts.contains(&Accept::RequestObject),
        ways: about.offers.role(RoleName::Confidential).auth,
    };
    ground.settings.retain(|setting| !setting.plain || plain.contains(setting));
    ground.par.retain(|setting| about.offers.role(setting.role).par != Some(Pushed::No));
    ground.settings.retain(|setting| said.settings.serves(setting.role));
    let tried = settings().len();
    if let Some(why) = why.filter(|_| ground.settings.len() < tried) {
        let left = tried - ground.settings.len();
        offer.left_out.push(format!("{left} of {tried} settings of flows ({why})"));
    }
    offer.ground = ground;
    offer
}

fn refused(record: &Record) -> String {
    match record {
        Record::Unsupported(why) | Record::Abandoned(why) | Record::NotRun(why) => clip(why),
        Record::Broken(fault) => clip(&fault.words),
        _ => "its first request is refused".to_owned(),
    }
}
