//! The schedule: puts scripts to a target, pipelined, and makes sure that blame for a crash falls right.
//!
//! Scripts run side by side up to the transport's window. When the target breaks, those in flight start
//! anew, one at a time, each alone with a fresh process if need be: who breaks it then is to blame.

mod rounds;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, VecDeque},
    time::{Duration, Instant},
};

use crate::{
    case::{Draws, Record, Script},
    plan::Entry,
    text::clip,
    transport::{Fault, Received, Transport},
    wire::{Call, Offers},
};
use rounds::Rounds;

/// After so many faults in one operation the rest of it is abandoned.
pub const FAULTS_PER_OP: usize = 5;

/// After so many faults the rest of the target is abandoned.
pub const FAULTS_PER_TARGET: usize = 20;

/// What is put to a target.
pub struct Jobs<'j, 'a> {
    /// The plan's entries; the index of one names its job.
    pub entries: &'j [Entry<'a>],
    /// Those that are asked, in order.
    pub asked: VecDeque<usize>,
    /// Decides every draw.
    pub seed: u64,
    /// What the subject says that requests to it need.
    pub offers: &'j Offers,
    /// How long one request may take.
    pub request_limit: Duration,
    /// Whether a flow that meets a server error is put once more, with fresh values: only an error that comes again counts.
    pub errors_again: bool,
    /// Whether a job is known to break. Such jobs have faults of their own to spend, as many as the others have.
    pub may_break: &'j dyn Fn(usize) -> bool,
}

/// How one job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// What was answered.
    pub record: Record,
    /// How long the target took over it, in microseconds: each answer's time since it was asked for, or since the answer
    /// before it came, where that was later.
    pub micros: u64,
    /// It was in flight when the target broke, or met a server error, was asked again, and then met none.
    pub asked_again: bool,
    /// How often it raced, where time decides a race.
    pub rounds: u32,
}

/// How it went with the target.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Went {
    /// How often it was started anew, after it broke.
    pub restarts: usize,
    /// Jobs that were under way when it broke, and of which none broke it when each was asked again; and jobs that met a
    /// server error, and none when they were put once more.
    pub held_again: usize,
}

/// Runs every job, and hands over its record as soon as it ends.
///
/// `ended` hears of a job once more where the target answers it twice: the later record counts. `is_over` ends the run
/// early; jobs that had not ended have no record.
pub fn put(
    transport: &mut dyn Transport,
    jobs: Jobs<'_, '_>,
    is_over: &dyn Fn() -> bool,
    ended: &mut dyn FnMut(usize, Ended),
) -> Went {
    let mut schedule = Schedule {
        transport,
        jobs,
        suspects: VecDeque::new(),
        running: HashMap::new(),
        order: VecDeque::new(),
        owners: Vec::new(),
        first_id: 0,
        next_id: 0,
        scripts: 0,
        head_since: Instant::now(),
        answered: Instant::now(),
        faults: BTreeMap::new(),
        unblamed_faults: 0,
        unblamed: None,
        abandoned: None,
        again: BTreeSet::new(),
        retried: BTreeSet::new(),
        rounds: Rounds::default(),
        sought: Vec::new(),
        held: BTreeSet::new(),
        restarts: 0,
        ended,
    };
    while !schedule.is_done() && !is_over() {
        schedule.fill();
        schedule.listen();
    }
    Went { restarts: schedule.restarts, held_again: schedule.held.len() }
}

/// A job that is under way.
struct Running<'a> {
    job: usize,
    script: Script<'a>,
    /// When its call was sent.
    sent: Instant,
    /// How long the target took over the calls before.
    took: Duration,
}

struct Schedule<'r, 'a> {
    transport: &'r mut dyn Transport,
    jobs: Jobs<'r, 'a>,
    /// Jobs that were in flight when the target broke: they run one at a time.
    suspects: VecDeque<usize>,
    /// Calls in flight, by id.
    running: HashMap<u64, Running<'a>>,
    /// Ids in the order they were sent; the first that is still running is the oldest.
    order: VecDeque<u64>,
    /// The job of every id since the process started, to blame one that answers twice.
    owners: Vec<usize>,
    first_id: u64,
    next_id: u64,
    /// Scripts begun so far.
    scripts: u64,
    head_since: Instant,
    /// When the last answer came.
    answered: Instant,
    /// By operation, and whether the jobs that broke are known to.
    faults: BTreeMap<(&'static str, bool), usize>,
    /// Faults whose culprit was sought, and that nobody caused alone.
    unblamed_faults: usize,
    /// A fault whose culprit is still sought among the suspects.
    unblamed: Option<Fault>,
    abandoned: Option<String>,
    /// Jobs that were in flight at a fault, and that nobody had blamed.
    again: BTreeSet<usize>,
    /// Jobs that met a server error, and were put once more.
    retried: BTreeSet<usize>,
    rounds: Rounds,
    /// Jobs of which one may have broken the target.
    sought: Vec<usize>,
    /// Jobs of which one did, or that met a server error, and that did not do so again.
    held: BTreeSet<usize>,
    restarts: usize,
    ended: &'r mut dyn FnMut(usize, Ended),
}

impl<'a> Schedule<'_, 'a> {
    fn is_done(&self) -> bool {
        self.jobs.asked.is_empty() && self.suspects.is_empty() && self.running.is_empty()
    }

    /// Begins jobs while there is room: one at a time while there are suspects.
    fn fill(&mut self) {
        loop {
            let (room, job) = if self.suspects.is_empty() {
                (self.transport.window(), self.jobs.asked.front().copied())
            } else {
                (1, self.suspects.front().copied())
            };
            let Some(job) = job.filter(|_| self.running.len() < room) else { return };
            if self.suspects.pop_front().is_none() {
                self.jobs.asked.pop_front();
            }
            if let Some(why) = self.given_up(job) {
                self.finish(job, Record::Abandoned(why), Duration::ZERO);
                continue;
            }
            let Some(entry) = self.jobs.entries.get(job) else { continue };
            let fixture = self.transport.fixture();
            let draws = Draws {
                seed: self.jobs.seed,
                fixture: fixture.as_ref(),
                offers: self.jobs.offers,
                again: u32::from(self.retried.contains(&job)) + self.rounds.of(job).over,
            };
            let mut script = entry.case.script(&draws, self.scripts);
            self.scripts += 1;
            match script.next(None) {
                Some(call) => {
                    let (sent, took) = (Instant::now(), Duration::ZERO);
                    self.send(Running { job, script, sent, took }, call);
                }
                None => self.finish(job, script.into_record(), Duration::ZERO),
            }
        }
    }

    /// Why a job is not begun any more.
    fn given_up(&self, job: usize) -> Option<String> {
        if let Some(why) = &self.abandoned {
            return Some(why.clone());
        }
        let (op, known) = self.kind(job);
        let faults = self.faults.get(&(op, known)).copied().unwrap_or(0);
        if faults >= FAULTS_PER_OP {
            return Some(format!("abandoned: {op} broke {faults} times"));
        }
        let faults = self.faults(true);
        (known && faults >= FAULTS_PER_TARGET)
            .then(|| format!("abandoned: what is known to break the target did so {faults} times"))
    }

    /// The faults of jobs that are known to break, or of the others.
    fn faults(&self, known: bool) -> usize {
        self.faults.iter().filter(|((_, of), _)| *of == known).map(|(_, count)| count).sum()
    }

    /// The operation, and whether the job is known to break, for counting faults.
    fn kind(&self, job: usize) -> (&'static str, bool) {
        let op = self.jobs.entries.get(job).map_or("", |entry| entry.case.op());
        (op, (self.jobs.may_break)(job))
    }

    fn send(&mut self, running: Running<'a>, call: Call) {
        let id = self.next_id;
        self.next_id += 1;
        self.owners.push(running.job);
        match self.transport.send(id, call) {
            Ok(()) => {
                if self.running.is_empty() {
                    self.head_since = Instant::now();
                }
                self.running.insert(id, running);
                self.order.push_back(id);
            }
            Err(fault) => {
                self.finish(running.job, Record::Broken(fault), running.took);
            }
        }
    }

    fn listen(&mut self) {
        if self.running.is_empty() {
            return;
        }
        match self.transport.receive(self.head_since + self.jobs.request_limit) {
            Received::Nothing => {}
            Received::Answer(id, reply) => {
                let Some(mut running) = self.running.remove(&id) else { return };
                self.advance_head(id);
                let now = Instant::now();
                running.took += now.saturating_duration_since(running.sent.max(self.answered));
                self.answered = now;
                if let Some(call) = running.script.next(Some(reply)) {
                    running.sent = Instant::now();
                    self.send(running, call);
                } else {
                    let record = running.script.into_record();
                    let again = self.jobs.errors_again && record.has_server_error();
                    let (job, took, most) = (running.job, running.took, self.transport.rounds());
                    if again && self.retried.insert(job)
                        || self.rounds.another(job, &record, took, most)
                    {
                        self.jobs.asked.push_front(job);
                    } else {
                        self.finish(running.job, record, running.took);
                    }
                }
            }
            Received::Fault(fault, id) => self.fault(fault, id),
        }
    }

    /// A request's clock starts when it is the oldest one unanswered.
    fn advance_head(&mut self, answered: u64) {
        if self.order.front() == Some(&answered) {
            self.head_since = Instant::now();
        }
        while self.order.front().is_some_and(|id| !self.running.contains_key(id)) {
            self.order.pop_front();
        }
    }

    fn fault(&mut self, fault: Fault, id: Option<u64>) {
        let named = id.and_then(|id| self.owner(id));
        let running = self.order.iter().filter_map(|id| self.running.get(id));
        let mut in_flight: Vec<usize> = running.map(|running| running.job).collect();
        self.running.clear();
        self.order.clear();
        let alone = if let [only] = in_flight.as_slice() { Some(*only) } else { None };
        if let Some(culprit) = named.or(alone) {
            in_flight.retain(|job| *job != culprit);
            self.blame(culprit, &fault);
        } else {
            // Its culprit is sought; where nobody breaks it alone, the fault counts all the same.
            self.count_unblamed();
            self.unblamed = Some(fault);
            self.sought.clone_from(&in_flight);
        }
        for job in in_flight.into_iter().rev() {
            self.again.insert(job);
            self.suspects.push_front(job);
        }
        self.restart();
    }

    fn owner(&self, id: u64) -> Option<usize> {
        let index = usize::try_from(id.checked_sub(self.first_id)?).ok()?;
        self.owners.get(index).copied()
    }

    fn blame(&mut self, job: usize, fault: &Fault) {
        self.unblamed = None;
        self.sought.clear();
        *self.faults.entry(self.kind(job)).or_default() += 1;
        let words = self.transport.last_words().map(|words| telling_line(&words));
        let words = match words {
            Some(words) => format!("{fault}; last on stderr: {words}"),
            None => fault.to_string(),
        };
        let took = self.head_since.elapsed();
        self.finish(job, Record::Broken(Fault { kind: fault.kind, words }), took);
    }

    fn count_unblamed(&mut self) {
        if self.unblamed.take().is_some() {
            self.unblamed_faults += 1;
            self.held.extend(self.sought.drain(..));
        }
    }

    fn restart(&mut self) {
        let faults = self.faults(false) + self.unblamed_faults;
        if faults >= FAULTS_PER_TARGET {
            self.abandoned = Some(format!("abandoned: the target broke {faults} times"));
            return;
        }
        self.owners.clear();
        self.first_id = self.next_id;
        self.restarts += 1;
        if let Err(fault) = self.transport.start() {
            self.abandoned = Some(format!("abandoned: it does not start again: {fault}"));
        }
    }

    fn finish(&mut self, job: usize, record: Record, took: Duration) {
        let before = self.rounds.of(job);
        // The last round is among those that were counted.
        let took = before.took.max(took);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let held = self.retried.contains(&job) && !record.has_server_error();
        if held {
            self.held.insert(job);
        }
        let asked_again = held || self.again.contains(&job);
        (self.ended)(job, Ended { record, micros, asked_again, rounds: before.over });
        if self.suspects.is_empty() && self.running.is_empty() {
            self.count_unblamed();
        }
    }
}

/// The line of what a program said that tells what went wrong: the last that speaks of an error, else the last.
#[must_use]
pub fn telling_line(words: &str) -> String {
    let speaks = |line: &&str| {
        ["Error", "error", "Exception", "panicked at"].iter().any(|word| line.contains(word))
    };
    let line = words.lines().rfind(speaks).or_else(|| words.lines().next_back());
    clip(line.unwrap_or_default().trim())
}
