//! The threads that ask the server: a session's calls come one after another, sessions side by side.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use pkce_conformance::{
    fault::Fault,
    wire::{Call, Open, Outcome, PkceRequired, Reply, StepAnswer, StepCall},
};

use super::{
    agent::Agent,
    jar::Jar,
    session::{Session, Stepped, is_shared},
    site::Site,
};

/// What came of a call.
pub(super) type Done = (u64, Result<Reply, Fault>);

/// The threads of one start, and what they share.
pub(super) struct Work {
    calls: Option<Sender<(u64, Call)>>,
    done: Receiver<Done>,
    shared: Arc<Shared>,
}

struct Shared {
    site: Arc<Site>,
    /// Whether the server offers plain.
    plain: bool,
    sessions: Mutex<HashMap<String, Arc<Mutex<Session>>>>,
    /// Jars of user agents that are logged in and idle.
    idle: Mutex<Vec<Jar>>,
    ends: AtomicBool,
}

impl Work {
    /// So many threads at this server.
    pub(super) fn begin(site: &Arc<Site>, plain: bool, threads: usize) -> std::io::Result<Self> {
        let shared = Arc::new(Shared {
            site: Arc::clone(site),
            plain,
            sessions: Mutex::default(),
            idle: Mutex::default(),
            ends: AtomicBool::new(false),
        });
        let (calls, waiting) = channel();
        let (to_done, done) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..threads {
            let (shared, waiting, to_done) =
                (Arc::clone(&shared), Arc::clone(&waiting), to_done.clone());
            thread::Builder::new().name("driver".to_owned()).spawn(move || {
                let mut agent = Agent::new(Arc::clone(&shared.site));
                while let Some((id, call)) = next(&waiting) {
                    let reply = shared.answer(&mut agent, call);
                    if shared.ends.load(Ordering::Relaxed) || to_done.send((id, reply)).is_err() {
                        return;
                    }
                }
            })?;
        }
        Ok(Self { calls: Some(calls), done, shared })
    }

    /// Hands a call to a thread. `false`: none is left.
    pub(super) fn put(&self, id: u64, call: Call) -> bool {
        self.calls.as_ref().is_some_and(|calls| calls.send((id, call)).is_ok())
    }

    /// What came of a call, if something did within this time.
    pub(super) fn done(&self, time: Duration) -> Option<Done> {
        self.done.recv_timeout(time).ok()
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // A thread that waits for an answer ends after it; nobody waits for the thread.
        self.shared.ends.store(true, Ordering::Relaxed);
        self.calls = None;
    }
}

fn next(waiting: &Mutex<Receiver<(u64, Call)>>) -> Option<(u64, Call)> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

impl Shared {
    fn answer(&self, agent: &mut Agent, call: Call) -> Result<Reply, Fault> {
        match call {
            Call::Library(_) => Ok(unsupported("a live server has no library operations")),
            Call::Open(open) => Ok(self.open(&open)),
            Call::Step { step: StepCall::Wait { seconds }, .. } => {
                self.wait(Duration::from_secs(seconds.into()));
                Ok(Reply::Step(Box::new(StepAnswer::new(Outcome::Waited))))
            }
            Call::Step { session, step } => {
                let Some(session) = self.session(&session) else { return Ok(no_session()) };
                match lock(&session).step(agent, &step) {
                    Ok(Stepped::Answered(answer)) => Ok(Reply::Step(answer)),
                    Ok(Stepped::Unsupported(why)) => Ok(unsupported(why)),
                    Err(trouble) => Err(trouble.fault()),
                }
            }
            Call::Race { session, steps } => {
                let Some(session) = self.session(&session) else { return Ok(no_session()) };
                match lock(&session).race(agent, &steps) {
                    Ok(Some(answers)) => Ok(Reply::Steps(answers)),
                    Ok(None) => Ok(unsupported("a race of other requests than token requests")),
                    Err(trouble) => Err(trouble.fault()),
                }
            }
            Call::Close { session } => {
                let closed = lock(&self.sessions).remove(&session);
                let session = closed.and_then(|session| Arc::try_unwrap(session).ok());
                let session = session
                    .map(|session| session.into_inner().unwrap_or_else(PoisonError::into_inner));
                if is_shared(self.site.file.session.login)
                    && let Some(jar) = session.and_then(Session::into_jar)
                {
                    lock(&self.idle).push(jar);
                }
                Ok(Reply::Nothing)
            }
        }
    }

    fn open(&self, open: &Open) -> Reply {
        if open.policy.pkce != PkceRequired::Default {
            return unsupported("the policy is the server's own");
        }
        if open.policy.methods.iter().any(|method| method == "plain") != self.plain {
            return unsupported("the methods are the server's own");
        }
        let jar = lock(&self.idle).pop();
        let session = Session::new(&self.site.mask, jar);
        lock(&self.sessions).insert(open.session.clone(), Arc::new(Mutex::new(session)));
        Reply::Nothing
    }

    fn session(&self, name: &str) -> Option<Arc<Mutex<Session>>> {
        lock(&self.sessions).get(name).cloned()
    }

    fn wait(&self, time: Duration) {
        let until = Instant::now() + time;
        while Instant::now() < until && !self.ends.load(Ordering::Relaxed) {
            let left = until.saturating_duration_since(Instant::now());
            thread::sleep(left.min(Duration::from_millis(100)));
        }
    }
}

/// A thread that panicked left a state that can still be read.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unsupported(why: &str) -> Reply {
    Reply::Unsupported(why.to_owned())
}

fn no_session() -> Reply {
    unsupported("no such session")
}
