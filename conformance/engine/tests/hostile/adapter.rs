//! The adapter's end: the reference, with one bad habit.

use std::{
    io::{self, BufRead, Read, Write},
    process::{Command, ExitCode, Stdio as Streams},
    thread,
    time::Duration,
};

use pkce_conformance::{
    implementation::{Implementation, answer},
    reference::Reference,
    wire::{Call, Decoded, decode_line, encode_about, encode_reply},
};

use crate::{REQUEST, own_command};

/// Serves the reference, and does what `mode` says when the trigger comes.
pub(crate) fn serve(mode: &str, trigger: &str, pid_file: Option<&String>) -> ExitCode {
    if mode == "lives-in-a-session" {
        let _ = rustix::process::setsid();
        print(b"it does\n");
        thread::sleep(Duration::from_secs(3_600));
    }
    note(pid_file, std::process::id());
    if mode == "floods-stderr" {
        thread::spawn(|| {
            let words = vec![b'x'; 1 << 16];
            while io::stderr().write_all(&words).is_ok() {}
        });
    }
    let mut reference = Reference::new(1);
    let mut held: Vec<String> = Vec::new();
    for line in io::stdin().lock().lines().map_while(Result::ok) {
        let text = match decode_line(&line) {
            Ok(Decoded::Hello) => greeting(mode, &reference),
            Ok(Decoded::Request(id, call)) => {
                let text = encode_reply(id, &answer(&mut reference, &call));
                let is_short = match &call {
                    Call::Library(call) => call.verifier.as_ref().is_some_and(|v| v.0.len() < 43),
                    _ => false,
                };
                let triggers = line.contains(&format!("\"verifier\":\"{trigger}\""));
                if if mode == "exits-when-short" { is_short } else { triggers } {
                    misbehave(mode, id, &text, pid_file);
                }
                text
            }
            Ok(Decoded::Unknown(..)) | Err(_) => return ExitCode::from(9),
        };
        held.push(text);
        // Out of order: pairs swapped; the last of an odd number must not wait for ever.
        if mode == "out-of-order" && held.len() < 2 && !line.contains("hello") && held_back(&held) {
            continue;
        }
        let mut out = io::stdout().lock();
        for text in held.drain(..).rev() {
            if writeln!(out, "{text}").is_err() {
                return ExitCode::SUCCESS;
            }
        }
        let _ = out.flush();
    }
    ExitCode::SUCCESS
}

fn greeting(mode: &str, reference: &Reference) -> String {
    let honest = encode_about(&reference.about());
    match mode {
        "exits-at-hello" => std::process::exit(5),
        "hangs-at-hello" => thread::sleep(Duration::from_secs(3_600)),
        "answers-hello-with-bytes" => print(b"\xff\n"),
        "answers-hello-with-garbage" => return "usage: adapter [options]".to_owned(),
        "answers-hello-in-another-protocol" => {
            return honest.replace("\"protocol\":1", "\"protocol\":2");
        }
        _ => {}
    }
    honest
}

/// Only answers to requests with an even id are held back: the next request has an odd one, or there is none and
/// the id is the last.
fn held_back(held: &[String]) -> bool {
    let id = held
        .first()
        .and_then(|text| text.strip_prefix("{\"id\":"))
        .and_then(|text| text.split(',').next());
    id.and_then(|id| id.parse::<u64>().ok()).is_some_and(|id| id % 2 == 0 && id < 100)
}

fn note(pid_file: Option<&String>, pid: u32) {
    let Some(path) = pid_file else { return };
    let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
    if let Ok(mut file) = file {
        let _ = writeln!(file, "{pid}");
    }
}

fn processes(pid_file: Option<&String>) -> usize {
    let noted = pid_file.and_then(|path| std::fs::read_to_string(path).ok());
    noted.map_or(0, |noted| noted.lines().count())
}

fn print(text: &[u8]) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text);
    let _ = out.flush();
}

fn misbehave(mode: &str, id: u64, text: &str, pid_file: Option<&String>) {
    match mode {
        "exits" | "exits-when-short" => std::process::exit(3),
        // The second process finds that there was one before it.
        "exits-once" if processes(pid_file) == 1 => std::process::exit(3),
        "aborts" => std::process::abort(),
        "hangs" => thread::sleep(Duration::from_secs(3_600)),
        "answers-late" => thread::sleep(REQUEST * 2),
        "slow-but-in-time" => thread::sleep(REQUEST / 3),
        "prints-garbage" => print(b"Traceback (most recent call last):\n"),
        "prints-endless-line" => loop {
            print(&[b'a'; 1 << 12]);
        },
        "prints-bytes" => print(b"\xff\xfe\n"),
        "answers-twice" => print(format!("{text}\n").as_bytes()),
        "answers-unasked" => print(b"{\"id\":987654321,\"ok\":{\"match\":true}}\n"),
        "answers-wrong-shape" => {
            print(format!("{{\"id\":{id},\"ok\":{{\"match\":\"yes\"}}}}\n").as_bytes());
            thread::sleep(Duration::from_secs(3_600));
        }
        "answers-two-kinds" => {
            print(
                format!("{{\"id\":{id},\"ok\":{{\"match\":true}},\"unsupported\":\"\"}}\n")
                    .as_bytes(),
            );
            thread::sleep(Duration::from_secs(3_600));
        }
        "closes-stdout" => {
            away_with(|null| Ok(rustix::stdio::dup2_stdout(null)?));
            thread::sleep(Duration::from_secs(3_600));
        }
        "closes-stdin" => {
            away_with(|null| Ok(rustix::stdio::dup2_stdin(null)?));
            thread::sleep(Duration::from_secs(3_600));
        }
        "leaves-a-session" => {
            let command = own_command(&["--adapter", "lives-in-a-session", ""]);
            let (program, arguments) = command.split_first().expect("it has a program");
            let child = Command::new(program).args(arguments).stdout(Streams::piped()).spawn();
            if let Ok(mut child) = child {
                note(pid_file, child.id());
                // It has left the group once it says so.
                let mut said = [0; 1];
                let _ = child.stdout.take().map(|mut out| out.read(&mut said));
            }
            std::process::exit(4);
        }
        "leaves-a-child" => {
            let child = Command::new("sleep").arg("3600").spawn();
            if let Ok(child) = child {
                note(pid_file, child.id());
            }
            std::process::exit(4);
        }
        _ => {}
    }
}

/// Puts another file in the pipe's place: the runner sees the pipe end.
fn away_with(stream: fn(std::fs::File) -> io::Result<()>) {
    if let Ok(null) = std::fs::File::options().read(true).write(true).open("/dev/null") {
        let _ = stream(null);
    }
}
