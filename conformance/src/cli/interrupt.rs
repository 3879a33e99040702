//! Ctrl-C: the first ends the run with a report of what was done, the second ends the process.

use std::sync::atomic::{AtomicBool, Ordering};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// The exit code of a process that an interrupt ended.
const ENDED_BY_INTERRUPT: i32 = 130;

/// From here on an interrupt sets what this returns. Also when a terminal hangs up, or the process is asked to end.
pub(super) fn listen() -> &'static AtomicBool {
    // Without a handler an interrupt ends the process, as it would have done anyway.
    let _ = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            crate::transport::end_all();
            std::process::exit(ENDED_BY_INTERRUPT);
        }
    });
    &INTERRUPTED
}
