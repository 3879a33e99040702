//! How fast a server is asked.

use std::{
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use super::fault::Trouble;
use crate::target::PaceEntry;

/// The pace of one run, shared by its threads.
pub(super) struct Pace {
    gap: Duration,
    token_gap: Duration,
    most: Option<usize>,
    state: Mutex<State>,
}

struct State {
    next: Instant,
    next_token: Instant,
    sent: usize,
}

impl Pace {
    pub(super) fn new(entry: &PaceEntry) -> Self {
        let now = Instant::now();
        Self {
            gap: Duration::from_millis(entry.gap.into()),
            token_gap: Duration::from_millis(entry.token_gap.into()),
            most: entry.requests,
            state: Mutex::new(State { next: now, next_token: now, sent: 0 }),
        }
    }

    /// Waits for its turn. An error where no request is left.
    pub(super) fn turn(&self, is_token: bool) -> Result<(), Trouble> {
        let wait = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(most) = self.most.filter(|most| state.sent >= *most) {
                return Err(Trouble::Spent(most));
            }
            state.sent += 1;
            let now = Instant::now();
            let own = if is_token { state.next_token } else { now };
            let at = state.next.max(own).max(now);
            state.next = at + self.gap;
            if is_token {
                state.next_token = at + self.token_gap;
            }
            at.saturating_duration_since(now)
        };
        thread::sleep(wait);
        Ok(())
    }

    /// How many requests were sent.
    pub(super) fn sent(&self) -> usize {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).sent
    }
}
