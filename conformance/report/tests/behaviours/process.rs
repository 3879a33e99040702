//! The adapter's end as a real process.

use std::{
    fs::File,
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use crate::{
    actor::{Actor, Deed},
    behaviour::Behaviour,
    left_behind,
};

/// How long it waits for another request before it says what it held back.
const IDLE: Duration = Duration::from_millis(5);

/// Lives as the behaviour says for the number of lives that the file tells, and adds this one to them.
pub(crate) fn adapter(behaviour: &str, lives: &str) -> ExitCode {
    let lives = Path::new(lives);
    let number = std::fs::read_to_string(lives).unwrap_or_default().lines().count();
    note(lives, std::process::id());
    let Ok(behaviour) = serde_json::from_str::<Behaviour>(behaviour) else {
        return ExitCode::from(9);
    };
    let life = behaviour.life(number);
    let stays = life.stays;
    let mut actor = Actor::new(life);
    let (requests_in, requests) = channel();
    thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            if requests_in.send(line).is_err() {
                return;
            }
        }
    });
    loop {
        let deeds = match requests.recv_timeout(IDLE) {
            Ok(request) => actor.hear(&request),
            Err(RecvTimeoutError::Timeout) => actor.idle(),
            Err(RecvTimeoutError::Disconnected) => {
                if stays {
                    thread::sleep(Duration::from_secs(3_600));
                }
                return ExitCode::SUCCESS;
            }
        };
        for deed in deeds {
            if let Some(status) = does(deed, lives) {
                return status;
            }
        }
    }
}

fn does(deed: Deed, lives: &Path) -> Option<ExitCode> {
    match deed {
        Deed::Say(octets) => say(&octets).err().map(|_| ExitCode::SUCCESS),
        Deed::SayForEver => {
            while say(&[b'x'; 1 << 14]).is_ok() {}
            None
        }
        Deed::Words(count) => {
            let _ = io::stderr().write_all(&vec![b'x'; count]);
            None
        }
        Deed::Exit(status) => Some(ExitCode::from(status)),
        Deed::CloseOutput => {
            nowhere(|null| Ok(rustix::stdio::dup2_stdout(null)?));
            None
        }
        Deed::CloseInput => {
            nowhere(|null| Ok(rustix::stdio::dup2_stdin(null)?));
            None
        }
        Deed::Orphan => {
            if let Ok(child) = Command::new("sleep").arg("3600").spawn() {
                note(&children(lives), child.id());
            }
            None
        }
    }
}

fn say(octets: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(octets)?;
    out.flush()
}

/// Puts another file in the pipe's place: the runner sees the pipe end.
fn nowhere(stream: fn(File) -> io::Result<()>) {
    if let Ok(null) = File::options().read(true).write(true).open("/dev/null") {
        let _ = stream(null);
    }
}

fn note(path: &Path, pid: u32) {
    if let Ok(mut file) = File::options().create(true).append(true).open(path) {
        let _ = writeln!(file, "{pid}");
    }
}

/// The file that tells the children's processes, beside that of the lives.
fn children(lives: &Path) -> PathBuf {
    lives.with_extension("children")
}

/// Holds every process that was noted to be gone.
pub(crate) fn nobody_is_left(lives: &Path) -> Result<(), String> {
    left_behind::nobody_is_left(lives)?;
    left_behind::nobody_is_left(&children(lives))
}
