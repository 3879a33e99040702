//! Ctrl-C: the first ends the run with a report of what was done, the second ends the process.

use std::{
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

static FIRST: OnceLock<Instant> = OnceLock::new();

/// A second signal within this time is the first once more: `timeout` and others that pass signals on
/// send one to the process, then one to its group.
const ECHO: Duration = Duration::from_millis(500);

/// The exit code of a process that an interrupt ended.
const ENDED_BY_INTERRUPT: i32 = 130;

/// From here on an interrupt sets what this returns. Also when a terminal hangs up, or the process is asked to end.
pub(super) fn listen() -> &'static AtomicBool {
    // Without a handler an interrupt ends the process, as it would have done anyway.
    let _ = ctrlc::set_handler(|| {
        let first = FIRST.get_or_init(Instant::now);
        if INTERRUPTED.swap(true, Ordering::Relaxed) && first.elapsed() > ECHO {
            pkce_conformance::transport::end_all();
            std::process::exit(ENDED_BY_INTERRUPT);
        }
    });
    &INTERRUPTED
}
