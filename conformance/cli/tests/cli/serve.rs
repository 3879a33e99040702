//! What is served, and the runs against it.

use std::{
    path::{Path, PathBuf},
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::pkce::{command, folder, pkce};

/// A server that ends with the test.
pub(crate) struct Served {
    pub(crate) child: Child,
    pub(crate) file: PathBuf,
}

impl Served {
    pub(crate) fn start(name: &str, more: &[&str]) -> Self {
        let file = folder(name).join("server.toml");
        let mut words = vec!["serve", "--port", "0", "--target", file.to_str().unwrap()];
        words.extend(more);
        let child = command(&words).stdout(Stdio::null()).spawn().unwrap();
        let until = Instant::now() + Duration::from_secs(30);
        while !file.exists() && Instant::now() < until {
            thread::sleep(Duration::from_millis(20));
        }
        Self { child, file }
    }

    pub(crate) fn file(&self) -> &str {
        self.file.to_str().unwrap()
    }

    /// Ends it as a terminal does; its exit code.
    fn interrupt(mut self) -> i32 {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        kill_process(pid, Signal::INT).unwrap();
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_served_reference_is_checked_and_run() {
    let served = Served::start("serve-reference", &["--login", "--policy", "required-public"]);
    let checked = pkce(&["check-target", served.file()]);
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
    assert!(checked.out.contains("set up: `pkce run` can judge"), "{}", checked.out);
    let trace = served.file.with_file_name("exchanges.txt");
    let only = ["--only", "flow/control/*", "--only", "flow/verifier/*"];
    let mut words = vec!["run", served.file(), "--trace", trace.to_str().unwrap()];
    words.extend(only);
    let run = pkce(&words);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let exchanges = std::fs::read_to_string(&trace).unwrap();
    assert!(exchanges.contains("> POST /token HTTP/1.1"), "{exchanges}");
    assert!(exchanges.contains("$CODE") && exchanges.contains("$TOKEN"), "{exchanges}");
    for secret in ["wonderland", "secret-of-confidential"] {
        assert!(!exchanges.contains(secret), "{secret} is in the trace");
    }
    assert_eq!(served.interrupt(), 0);
}

#[test]
fn a_served_mutant_fails_and_an_ended_server_is_told() {
    let served = Served::start("serve-mutant", &["--mutant", "verifier-unchecked"]);
    let file = served.file().to_owned();
    let run = pkce(&["run", &file, "--only", "flow/verifier/wrong"]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    drop(served);
    let gone = pkce(&["run", &file, "--only", "flow/verifier/wrong"]);
    assert_eq!(gone.code, 3, "{}{}", gone.out, gone.err);
    assert!(gone.out.contains("cannot connect to 127.0.0.1"), "{}", gone.out);
    assert_eq!(pkce(&["check-target", &file]).code, 3);
}

#[test]
fn wrong_words_are_refused() {
    for (words, says) in [
        (&["serve", "--mutant", "unheard-of"][..], "no mutant of a server `unheard-of`"),
        (&["serve", "--profile", "unheard-of"], "unheard-of"),
        (&["run", "nowhere/server.toml"], "cannot read nowhere/server.toml"),
        (&["run", "reference", "--trace", "x"], "--trace is for live servers"),
    ] {
        let said = pkce(words);
        assert_eq!(said.code, 2, "{words:?}");
        assert!(said.err.contains(says), "{words:?}: {}", said.err);
    }
}

/// The files of the repository, and one that is written for a served server, are what the schema and the reader take.
#[test]
fn target_files_are_as_their_schema_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = std::fs::read_to_string(root.join("schema/server.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let served = Served::start("serve-schema", &["--login"]);
    let targets = std::fs::read_dir(root.join("targets")).unwrap();
    let files = targets.map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let mut held = 0;
    for path in files.chain([served.file.clone()]) {
        pkce_http::target::read(&path, 8080).unwrap();
        let text = std::fs::read_to_string(&path).unwrap().replace("{port}", "8080");
        let file: Value = toml::from_str(&text).unwrap();
        if let Err(error) = schema.validate(&file) {
            panic!("{}: {error} at {}", path.display(), error.instance_path());
        }
        held += 1;
    }
    assert!(held > 1);
    // What the reader refuses for its words alone, the schema refuses too.
    for wrong in ["[offers]\nplan = true", "[pace]\nwindow = 17", "[run]\nstart = []"] {
        let text = format!("{}\n{wrong}\n", std::fs::read_to_string(&served.file).unwrap());
        let text = text.replace("[offers]\nplain = false\ncode_lifetime = 60\n", "");
        let file: Value = toml::from_str(&text).unwrap();
        assert!(!schema.is_valid(&file), "{wrong}");
        assert!(pkce_http::target::parse(&text).is_err(), "{wrong}");
    }
}
