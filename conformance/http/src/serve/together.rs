//! Token requests that come at the same moment, answered together: a server that is wrong there alone shows it so.

use std::{
    collections::HashMap,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use pkce_conformance::messages::{Request, Response};

/// What comes within this time comes at the same moment.
const MOMENT: Duration = Duration::from_millis(20);

/// The requests that wait, and the answers that are not taken yet.
#[derive(Default)]
pub(super) struct Together {
    state: Mutex<State>,
    answered: Condvar,
}

#[derive(Default)]
struct State {
    waiting: Vec<(u64, Request)>,
    answers: HashMap<u64, Response>,
    tickets: u64,
}

impl Together {
    /// The answer to one request. `answer` is given all that wait, once, by the first of them.
    pub(super) fn answer(
        &self,
        request: Request,
        answer: &dyn Fn(&[Request]) -> Vec<Response>,
    ) -> Option<Response> {
        let mut state = self.lock();
        let ticket = state.tickets;
        state.tickets += 1;
        let leads = state.waiting.is_empty();
        state.waiting.push((ticket, request));
        drop(state);
        if leads {
            thread::sleep(MOMENT);
            let waiting = std::mem::take(&mut self.lock().waiting);
            let (tickets, requests): (Vec<u64>, Vec<Request>) = waiting.into_iter().unzip();
            let answers = answer(&requests);
            self.lock().answers.extend(tickets.into_iter().zip(answers));
            self.answered.notify_all();
        }
        let awaits = |state: &mut State| !state.answers.contains_key(&ticket);
        let waited = self.answered.wait_timeout_while(self.lock(), PATIENCE, awaits);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.answers.remove(&ticket)
    }

    /// A thread that panicked left a state that can still be read.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long the answers may take.
const PATIENCE: Duration = Duration::from_secs(10);
