//! A child process in a group of its own, with its streams served by threads; neither it nor what it started outlives its
//! handle.

use std::{
    collections::{BTreeMap, VecDeque},
    ffi::OsString,
    io::{self, BufWriter, Read, Write},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{
    cannot_start::cannot_start,
    lines::{Event, read_lines},
    mark::Mark,
};

/// How much of standard error is kept.
const LAST_WORDS: usize = 64 << 10;

/// So long they are waited for when it has ended.
const LAST_BREATH: Duration = Duration::from_millis(200);

/// The groups that run and their marks, for the case that this process ends without dropping their handles.
static RUNNING: Mutex<BTreeMap<u32, Mark>> = Mutex::new(BTreeMap::new());

/// Ends every adapter of this process, with all its children. For a process that is about to end itself.
pub fn end_all() {
    // Held from here on: none is started any more.
    if let Ok(running) = RUNNING.lock() {
        running.keys().copied().for_each(end_group);
        running.values().for_each(Mark::end_bearers);
        std::mem::forget(running);
    }
}

fn end_group(leader: u32) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(leader).ok().and_then(rustix::process::Pid::from_raw) {
        // It may have gone by itself; then there is nothing to end.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    #[cfg(not(unix))]
    let _ = leader;
}

/// A running adapter.
pub struct Process {
    child: Child,
    to_child: Option<SyncSender<String>>,
    /// What it wrote, and its end.
    pub events: Receiver<Event>,
    errors: Arc<Mutex<VecDeque<u8>>>,
    /// Who reads them.
    listens: Option<JoinHandle<()>>,
    mark: Mark,
}

impl Process {
    /// Starts `command`, in `folder` if one is named. `window` lines may wait to be written. An error says what would help.
    pub fn start(
        command: &[OsString],
        folder: Option<&Path>,
        window: usize,
    ) -> Result<Self, String> {
        Self::start_in(command, folder, window, &|_| {})
    }

    /// The same in surroundings of its own: `surround` sets and removes variables of its environment.
    pub fn start_in(
        command: &[OsString],
        folder: Option<&Path>,
        window: usize,
        surround: &dyn Fn(&mut Command),
    ) -> Result<Self, String> {
        Self::started(command, folder, window, surround)
            .map_err(|error| cannot_start(command, folder, &error))
    }

    fn started(
        command: &[OsString],
        folder: Option<&Path>,
        window: usize,
        surround: &dyn Fn(&mut Command),
    ) -> io::Result<Self> {
        let Some((program, arguments)) = command.split_first() else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "no command"));
        };
        let mark = Mark::new();
        let mut command = Command::new(program);
        surround(&mut command);
        command.args(arguments).env(mark.name(), "1");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(folder) = folder {
            command.current_dir(folder);
        }
        #[cfg(unix)]
        {
            // A group of its own: it is ended with all its children, and a Ctrl-C at the terminal is ours.
            use std::os::unix::process::CommandExt as _;
            command.process_group(0);
        }
        let mut child = {
            let mut running = RUNNING.lock().map_err(|_| io::Error::other("a thread panicked"))?;
            let child = command.spawn()?;
            running.insert(child.id(), mark.clone());
            child
        };
        let (to_child, lines) = sync_channel::<String>(window + 2);
        // Few: a chunk of empty lines unfolds to a hundred times its size.
        let (events_in, events) = sync_channel(4);
        let errors = Arc::new(Mutex::new(VecDeque::new()));
        if let Some(stdin) = child.stdin.take() {
            let events = events_in.clone();
            thread::spawn(move || write_lines(stdin, &lines, &events));
        }
        if let Some(stdout) = child.stdout.take() {
            thread::spawn(move || read_lines(stdout, &events_in));
        }
        let listens = child.stderr.take().map(|stderr| {
            let errors = Arc::clone(&errors);
            thread::spawn(move || keep_last(stderr, &errors))
        });
        Ok(Self { child, to_child: Some(to_child), events, errors, listens, mark })
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Hands a line, or several with line feeds between them, to the writer. Never blocks: the queue holds a whole window.
    #[must_use]
    pub fn write(&self, line: String) -> bool {
        self.to_child.as_ref().is_some_and(|to_child| to_child.try_send(line).is_ok())
    }

    /// Nothing more is written: standard input ends.
    pub fn close_input(&mut self) {
        self.to_child = None;
    }

    /// How it ended, if it does within `patience`. Its last words are heard then, unless a child of its own goes on with them.
    pub fn ended(&mut self, patience: Duration) -> Option<ExitStatus> {
        let until = Instant::now() + patience;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => {
                    let until = Instant::now() + LAST_BREATH;
                    let listens = || self.listens.as_ref().is_some_and(|it| !it.is_finished());
                    while listens() && Instant::now() < until {
                        thread::sleep(Duration::from_millis(1));
                    }
                    return Some(status);
                }
                Ok(None) if Instant::now() < until => thread::sleep(Duration::from_millis(2)),
                _ => return None,
            }
        }
    }

    /// The end of what it wrote to standard error.
    #[must_use]
    pub fn last_words(&self) -> String {
        let Ok(errors) = self.errors.lock() else { return String::new() };
        let octets: Vec<u8> = errors.iter().copied().collect();
        String::from_utf8_lossy(&octets).trim().to_owned()
    }

    fn kill(&mut self) {
        end_group(self.child.id());
        let _ = self.child.kill();
        self.mark.end_bearers();
        if let Ok(mut running) = RUNNING.lock() {
            running.remove(&self.child.id());
        }
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // End of input asks an adapter to end by itself; one that does not is ended.
        self.to_child = None;
        self.ended(Duration::from_millis(200));
        self.kill();
    }
}

fn write_lines(stdin: impl Write, lines: &Receiver<String>, events: &SyncSender<Event>) {
    let mut stdin = BufWriter::with_capacity(1 << 16, stdin);
    let mut write = || -> io::Result<()> {
        while let Ok(line) = lines.recv() {
            let mut next = Some(line);
            while let Some(line) = next {
                stdin.write_all(line.as_bytes())?;
                stdin.write_all(b"\n")?;
                next = lines.try_recv().ok();
            }
            stdin.flush()?;
        }
        Ok(())
    };
    if let Err(error) = write() {
        let _ = events.try_send(Event::Unwritable(error.to_string()));
    }
}

fn keep_last(mut stderr: impl Read, errors: &Mutex<VecDeque<u8>>) {
    let mut chunk = vec![0; 1 << 14];
    while let Ok(length @ 1..) = stderr.read(&mut chunk) {
        let Ok(mut errors) = errors.lock() else { return };
        errors.extend(chunk.get(..length).unwrap_or_default());
        let surplus = errors.len().saturating_sub(LAST_WORDS);
        errors.drain(..surplus);
    }
}
