//! A mark in an adapter's environment, which its children inherit. By it one is found that left the adapter's process group
//! (`setsid`): on Linux, where `/proc` shows the environment that a process started with. Elsewhere such a child stays.

use std::{
    process,
    sync::atomic::{AtomicU64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

/// The name of a variable that no other process has, unless it descends from one that was given it.
#[derive(Debug, Clone)]
pub(super) struct Mark(String);

impl Mark {
    /// One that was never given.
    pub(super) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        Self(format!("PKCE_RUN_{}_{number}_{now}", process::id()))
    }

    /// The variable. A name of its own, not a value: a run inside a run leaves the marks of the outer one as they are.
    pub(super) fn name(&self) -> &str {
        &self.0
    }

    /// Ends every process that bears it.
    #[cfg(target_os = "linux")]
    pub(super) fn end_bearers(&self) {
        // One may have forked while the others were looked for; one that was ended takes a moment to go.
        for _ in 0..ROUNDS {
            let mut found = false;
            for bearer in linux::bearers(&self.0) {
                found = true;
                bearer.end();
            }
            if !found {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    }

    /// Nobody can tell who bears it.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn end_bearers(&self) {}
}

/// How often bearers are looked for: a program that forks faster than it is ended is left to its group.
#[cfg(target_os = "linux")]
const ROUNDS: usize = 50;

#[cfg(target_os = "linux")]
mod linux {
    use std::{
        fs::{self, File},
        io::Read as _,
        os::fd::OwnedFd,
    };

    use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

    /// As much of an environment as is looked at.
    const MOST: u64 = 4 << 20;

    /// A process, held so that its id cannot become another's before it is ended.
    pub(super) struct Bearer(OwnedFd);

    impl Bearer {
        pub(super) fn end(&self) {
            // It may have gone by itself; then there is nothing to end.
            let _ = pidfd_send_signal(&self.0, Signal::KILL);
        }
    }

    pub(super) fn bearers(mark: &str) -> impl Iterator<Item = Bearer> {
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        processes.filter_map(move |entry| {
            let pid = entry.file_name().to_str()?.parse().ok().and_then(Pid::from_raw)?;
            if !bears(pid, mark) {
                return None;
            }
            let held = pidfd_open(pid, PidfdFlags::empty()).ok()?;
            // Once more: only now is it certain that both are the same process.
            bears(pid, mark).then_some(Bearer(held))
        })
    }

    /// Whether the variable is in the environment with which a process started. Another user's cannot be read.
    fn bears(pid: Pid, mark: &str) -> bool {
        let mut environment = Vec::new();
        let file = File::open(format!("/proc/{}/environ", pid.as_raw_nonzero()));
        let read = file.and_then(|file| file.take(MOST).read_to_end(&mut environment));
        let variables = environment.split(|octet| *octet == 0);
        let is_it = |variable: &[u8]| {
            variable.strip_prefix(mark.as_bytes()).is_some_and(|rest| rest.starts_with(b"="))
        };
        read.is_ok() && variables.into_iter().any(is_it)
    }
}
