//! The search: batches of drawn cases, differences shrunk and folded.

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::Ordering},
    time::Instant,
};

use pkce_vectors::{Level, UnknownProfile, VectorSet};
use proptest::{
    strategy::{BoxedStrategy, Strategy as _, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::{
    cases::{Drawn, Law},
    difference,
    onward::Onward,
    options::{Kind, Options},
    plot::{self, Ground, Plot},
    probe,
};
use pkce_conformance::{
    case::{Case, CaseKind, Draws, Record, Setting},
    fixture::Fixture,
    judge::{judge, judge_checks},
    offers::not_accepted,
    plan::{Entry, Patterns},
    result::{Difference, Draft, Exploration, Verdict},
    schedule::{self, FAULTS_PER_OP, FAULTS_PER_TARGET, Jobs},
    transport::Transport,
    wire::{Accept, Offers},
};

/// Cases that are drawn before the target hears of them.
const BATCH: usize = 256;

/// Causes of one kind that are told: more of them are counted alone.
const CAUSES_PER_KIND: usize = 6;

/// Differences of one kind that are shrunk: most turn out to have a cause that is known.
const SHRUNK_PER_KIND: usize = 60;

/// Questions that shrinking one difference may cost.
const QUESTIONS: usize = 600;

/// When a search is over before its cases are.
pub(super) enum Until<'u> {
    /// Never: everything is told, shrunk.
    End,
    /// With the first difference like this, which is told as it was drawn.
    First(&'u dyn Fn(&Difference) -> bool),
}

/// Explores a target. Whatever the target does, what was found comes back.
///
/// `progress` hears how many cases were drawn so far.
pub fn explore(
    set: &VectorSet,
    transport: &mut dyn Transport,
    options: &Options<'_>,
    progress: &mut dyn FnMut(usize),
) -> Result<Exploration, UnknownProfile> {
    explore_until(set, transport, options, &Until::End, progress)
}

/// The same, until what was sought is found.
pub(super) fn explore_until(
    set: &VectorSet,
    transport: &mut dyn Transport,
    options: &Options<'_>,
    until: &Until<'_>,
    progress: &mut dyn FnMut(usize),
) -> Result<Exploration, UnknownProfile> {
    let profile = set.catalogue.profile(options.profile)?;
    let levels = set.catalogue.binding(profile);
    let mut exploration = Exploration {
        about: None,
        error: None,
        profile: profile.id.clone(),
        seed: options.seed,
        cases: 0,
        answered: BTreeMap::new(),
        left_out: Vec::new(),
        differences: Vec::new(),
        interrupted: false,
    };
    let about = match transport.start() {
        Ok(about) => about,
        Err(fault) => {
            let words = transport.last_words().map_or(String::new(), |words| {
                format!("; on stderr: {}", schedule::telling_line(&words))
            });
            exploration.error = Some(format!("{fault}{words}"));
            return Ok(exploration);
        }
    };
    let (offers, accepts) = (about.offers.clone(), about.accepts.clone());
    let mut target = Target { transport: Onward::new(transport), options, offers, accepts };
    let offer = probe::probe(set, &about, options.only, &mut |cases| target.ask(cases));
    let law = Law { levels: &levels, not_ours: Patterns::new(&about.not_ours), plain: offer.plain };
    exploration.about = Some(about);
    exploration.left_out = offer.left_out;
    let ground = offer.ground;
    let Some(strategy) = plot::plots(&offer.ops, Some(&ground)) else {
        exploration.error = Some("it offers nothing that can be explored".to_owned());
        return Ok(exploration);
    };
    let mut search = Search {
        target,
        law,
        ground: &ground,
        found: Vec::new(),
        shrunk: BTreeMap::new(),
        faults: BTreeMap::new(),
        end: options.time.map(|time| Instant::now() + time),
    };
    search.run(&strategy, until, &mut exploration, progress);
    let found = std::mem::take(&mut search.found);
    exploration.differences = search.finished(found);
    exploration.interrupted = options.interrupted.load(Ordering::Relaxed);
    Ok(exploration)
}

/// The target, through many schedules.
struct Target<'t, 'o> {
    transport: Onward<'t>,
    options: &'o Options<'o>,
    /// What it says that requests to it need.
    offers: Offers,
    /// What it can be sent beyond plain strings.
    accepts: Vec<Accept>,
}

impl Target<'_, '_> {
    /// Where the values of flows come from.
    fn draws<'d>(&'d self, fixture: Option<&'d Arc<Fixture>>) -> Draws<'d> {
        Draws { fixture, ..Draws::first(self.options.seed, &self.offers) }
    }

    fn ask(&mut self, cases: &[Case<'_>]) -> Vec<Record> {
        let entries: Vec<Entry<'_>> = cases
            .iter()
            .map(|case| Entry { case: *case, row: None, group: 0, control: false })
            .collect();
        let not_sent = |case| not_accepted(&self.accepts, case).map(Record::Unsupported);
        let mut records: Vec<Option<Record>> = cases.iter().map(not_sent).collect();
        let is_asked = |index: &usize| records.get(*index).is_some_and(Option::is_none);
        let jobs = Jobs {
            entries: &entries,
            asked: (0..entries.len()).filter(is_asked).collect(),
            seed: self.options.seed,
            offers: &self.offers,
            request_limit: self.options.request_limit,
            // The oracle knows the values of the first time alone.
            errors_again: false,
            may_break: &|_| false,
        };
        self.transport.anew();
        let interrupted = || self.options.interrupted.load(Ordering::Relaxed);
        schedule::put(&mut self.transport, jobs, &interrupted, &mut |index, ended| {
            if let Some(slot) = records.get_mut(index) {
                *slot = Some(ended.record);
            }
        });
        let not_run = || Record::NotRun("the exploration was interrupted".to_owned());
        records.into_iter().map(|record| record.unwrap_or_else(not_run)).collect()
    }
}

struct Search<'s, 't, 'o> {
    target: Target<'t, 'o>,
    law: Law<'s>,
    ground: &'s Ground,
    found: Vec<Difference>,
    /// How many differences of a kind were shrunk.
    shrunk: BTreeMap<(String, &'static str, String), usize>,
    faults: BTreeMap<Kind, usize>,
    /// When the time is over that was given.
    end: Option<Instant>,
}

type Tree = Box<dyn ValueTree<Value = Plot>>;

impl Search<'_, '_, '_> {
    fn run(
        &mut self,
        strategy: &BoxedStrategy<Plot>,
        until: &Until<'_>,
        exploration: &mut Exploration,
        progress: &mut dyn FnMut(usize),
    ) {
        let options = self.target.options;
        let mut runner = runner(options.seed);
        while exploration.cases < options.cases && !self.is_over() {
            let first = exploration.cases;
            let count = BATCH.min(options.cases - first);
            let trees: Vec<Tree> = (0..count)
                // A strategy without filters always draws.
                .filter_map(|_| strategy.new_tree(&mut runner).ok())
                .collect();
            let fixture = self.target.transport.fixture();
            let source = self.target.draws(fixture.as_ref());
            let drawn: Vec<Drawn> = trees
                .iter()
                .enumerate()
                .map(|(offset, tree)| {
                    Drawn::of(&tree.current(), first + offset, self.ground, &source)
                })
                .collect();
            let asked: Vec<usize> = (0..drawn.len())
                .filter(|at| drawn.get(*at).is_some_and(|case| !self.gave_up(case.kind())))
                .collect();
            let cases: Vec<Case<'_>> =
                asked.iter().filter_map(|at| Some(drawn.get(*at)?.case())).collect();
            let records = self.target.ask(&cases);
            let mut trees: Vec<Option<Tree>> = trees.into_iter().map(Some).collect();
            for (at, record) in asked.into_iter().zip(&records) {
                let Some(case) = drawn.get(at) else { continue };
                if matches!(record, Record::Library(_) | Record::Flow(_)) {
                    *exploration.answered.entry(case.kind().as_str()).or_default() += 1;
                }
                if matches!(record, Record::Broken(_)) {
                    *self.faults.entry(case.kind()).or_default() += 1;
                }
                let differences = case.differences(record, &self.law);
                if let Until::First(wanted) = until {
                    if let Some(first) =
                        differences.into_iter().find(|difference| wanted(difference))
                    {
                        self.found.push(first);
                        exploration.cases = first_case(exploration.cases, at);
                        return;
                    }
                    continue;
                }
                let mut tree = trees.get_mut(at).and_then(Option::take);
                for difference in differences {
                    self.take(difference, &mut tree, first + at);
                }
            }
            exploration.cases = first + count;
            progress(exploration.cases);
            if self.faults.values().sum::<usize>() >= FAULTS_PER_TARGET {
                exploration
                    .left_out
                    .push(format!("the rest: the target broke {FAULTS_PER_TARGET} times"));
                return;
            }
        }
        let given_up = Kind::all().into_iter().filter(|kind| self.gave_up(*kind));
        let told = given_up
            .map(|kind| format!("the rest of {}: it broke {FAULTS_PER_OP} times", kind.as_str()));
        exploration.left_out.extend(told);
    }

    /// Somebody interrupted, or the time is over.
    fn is_over(&self) -> bool {
        self.target.options.interrupted.load(Ordering::Relaxed)
            || self.end.is_some_and(|end| Instant::now() >= end)
    }

    fn gave_up(&self, kind: Kind) -> bool {
        self.faults.get(&kind).is_some_and(|faults| *faults >= FAULTS_PER_OP)
    }

    /// Counts a difference where its like is known, and shrinks it where it is not.
    fn take(&mut self, difference: Difference, tree: &mut Option<Tree>, index: usize) {
        let kind = difference::kind(&difference);
        let known = self.found.iter().filter(|known| difference::kind(known) == kind).count();
        let shrunk = self.shrunk.entry(kind.clone()).or_default();
        if known >= CAUSES_PER_KIND || *shrunk >= SHRUNK_PER_KIND {
            if let Some(known) = self.found.iter_mut().find(|known| difference::kind(known) == kind)
            {
                known.seen += 1;
            }
            return;
        }
        *shrunk += 1;
        // What breaks a target, or one that the first difference of its case was shrunk for, stays as it is.
        let shrunk = match tree.take() {
            Some(tree) if difference.verdict == Verdict::Fail => {
                self.shrink(difference, tree, index)
            }
            _ => difference,
        };
        let cause = difference::cause(&shrunk);
        match self.found.iter_mut().find(|known| difference::cause(known) == cause) {
            Some(known) => {
                known.seen += 1;
                if size(&shrunk) < size(known) {
                    *known = Difference { seen: known.seen, ..shrunk };
                }
            }
            None => self.found.push(shrunk),
        }
    }

    /// The simplest case that shows the same.
    fn shrink(&mut self, difference: Difference, mut tree: Tree, index: usize) -> Difference {
        let kind = difference::kind(&difference);
        let mut best = difference;
        let mut simpler = tree.simplify();
        for _ in 0..QUESTIONS {
            if !simpler || self.is_over() {
                break;
            }
            let fixture = self.target.transport.fixture();
            let drawn = Drawn::of(
                &tree.current(),
                index,
                self.ground,
                &self.target.draws(fixture.as_ref()),
            );
            let records = self.target.ask(&[drawn.case()]);
            let same = records.first().and_then(|record| {
                let mut all = drawn.differences(record, &self.law).into_iter();
                all.find(|difference| difference::kind(difference) == kind)
            });
            simpler = match same {
                Some(same) => {
                    best = same;
                    tree.simplify()
                }
                None => tree.complicate(),
            };
        }
        best
    }

    /// Names the drafts, and puts each to the target once more, as a run would.
    fn finished(&mut self, mut found: Vec<Difference>) -> Vec<Difference> {
        found.sort_by_key(difference::rank);
        let mut numbers: BTreeMap<(String, &str), usize> = BTreeMap::new();
        for difference in &mut found {
            let number =
                numbers.entry((difference.requirement.clone(), difference.op)).or_default();
            *number += 1;
            difference::name(difference, *number);
            if difference.verdict == Verdict::Fail {
                difference.confirmed = self.confirms(&difference.draft, difference.level);
            }
        }
        found
    }

    fn confirms(&mut self, draft: &Draft, level: Level) -> bool {
        let case = match draft {
            Draft::Vector(vector) => Case { kind: CaseKind::Library(vector), level },
            Draft::Flow(flow) => {
                let (Some(role), Some(policy)) = (flow.roles.first(), flow.policies.first()) else {
                    return false;
                };
                let plain = flow.needs.plain.unwrap_or(false);
                let setting = Setting::new(*role, *policy, plain);
                Case { kind: CaseKind::Flow(flow, setting), level }
            }
        };
        let records = self.target.ask(&[case]);
        let Some(record) = records.first() else { return false };
        let judgement = judge(&case, record);
        let failed = |verdict| matches!(verdict, Verdict::Fail | Verdict::Broken);
        let of_checks = match (draft, record) {
            (Draft::Flow(flow), Record::Flow(steps)) => {
                judge_checks(flow, steps).into_iter().any(|told| failed(told.judgement.verdict))
            }
            _ => false,
        };
        failed(judgement.verdict) || judgement.exception.is_some() || of_checks
    }
}

fn first_case(batch: usize, at: usize) -> usize {
    batch + at + 1
}

/// Shorter drafts are simpler.
fn size(difference: &Difference) -> usize {
    difference.draft.text().len()
}

/// Draws that a seed repeats, on every platform.
fn runner(seed: u64) -> TestRunner {
    let mut octets = [0; 32];
    for (octet, known) in octets.iter_mut().zip(seed.to_be_bytes()) {
        *octet = known;
    }
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &octets);
    let config = Config { failure_persistence: None, source_file: None, ..Config::default() };
    TestRunner::new_with_rng(config, rng)
}
