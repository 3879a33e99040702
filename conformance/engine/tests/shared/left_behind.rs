//! Processes that adapters noted, a line each, and whether one of them outlived its run.

use std::{fs, path::Path, process::Command, thread, time::Duration};

/// Holds every process of the file to be gone, and forgets them.
pub(crate) fn nobody_is_left(noted: &Path) -> Result<(), String> {
    let pids = fs::read_to_string(noted).unwrap_or_default();
    let pids = pids.lines().collect::<Vec<_>>().join(",");
    let mut tries = 0;
    // An orphan that was killed is reaped by init: it may take a moment.
    while !pids.is_empty() && any_lives(&pids) {
        tries += 1;
        if tries > 100 {
            return Err(format!("of the processes {pids} one is left behind"));
        }
        thread::sleep(Duration::from_millis(20));
    }
    // Where nothing was noted there is no file.
    let _ = fs::remove_file(noted);
    Ok(())
}

fn any_lives(pids: &str) -> bool {
    let asked = Command::new("ps").args(["-o", "stat=", "-p", pids]).output();
    asked.is_ok_and(|output| {
        let states = String::from_utf8_lossy(&output.stdout).into_owned();
        states.lines().any(|state| !state.trim().starts_with('Z'))
    })
}
