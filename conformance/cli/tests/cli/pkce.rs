//! Running the binary, and reading what it said.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// A target that fails: reports name no product with a failure.
pub(crate) const STRAY: &str = "mutant:stray-verifier-ignored";

/// What a call of `pkce` came to.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Said {
    /// Everything, for a snapshot. What differs from machine to machine or run to run is taken out.
    pub(crate) fn shown(&self) -> String {
        let mut text = format!("exit {}\n", self.code);
        for (name, said) in [("stdout", &self.out), ("stderr", &self.err)] {
            if !said.is_empty() {
                write!(text, "--- {name}\n{said}").unwrap();
            }
        }
        without_times(&text)
            .replace(data().to_str().unwrap(), "DATA")
            .replace(env!("CARGO_TARGET_TMPDIR"), "TMP")
            .replace(env!("CARGO_PKG_VERSION"), "VERSION")
            .replace(&digest(), "DIGEST")
            .replace(&digest()[..12], "DIGEST")
    }
}

/// The command, without whatever the environment says of terminals.
pub(crate) fn command<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pkce"));
    command
        .args(arguments)
        .stdin(Stdio::null())
        .env_remove("COLUMNS")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE");
    for name in ["TARGET", "COMMAND", "PROFILE", "KNOWN", "REPORTS"] {
        command.env_remove(format!("PKCE_{name}"));
    }
    command
}

/// Runs it to its end.
pub(crate) fn pkce<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Said {
    command(arguments).output().unwrap().into()
}

/// The same with the small data set of these tests, and a seed.
pub(crate) fn with_data(arguments: &[&str]) -> Said {
    let mut all = arguments.to_vec();
    let end = all.iter().position(|word| *word == "--").unwrap_or(all.len());
    let data = data();
    all.splice(end..end, ["--seed", "7", "--vectors", data.to_str().unwrap()]);
    pkce(&all)
}

/// A few vectors that change only with these tests.
pub(crate) fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

fn digest() -> String {
    pkce_vectors::VectorSet::from_dir(&data()).unwrap().digest
}

/// An adapter in a POSIX shell: it offers `ops`, and does with each request what `does` says, which has its `id`.
pub(crate) fn shell_adapter(folder: &Path, ops: &str, does: &str) -> PathBuf {
    let file = folder.join("adapter.sh");
    let hello = format!(
        r#"{{"protocol":1,"name":"in a shell","version":"","language":"shell","ops":[{ops}]}}"#
    );
    let script = format!(
        "while read -r line; do\ncase $line in\n*'\"hello\"'*) echo '{hello}';;\n\
         *) id=${{line#*'\"id\":'}}; id=${{id%%,*}}; {does};;\nesac\ndone\n"
    );
    std::fs::write(&file, script).unwrap();
    file
}

/// A fresh empty folder.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A report of a run without what each run takes of time.
pub(crate) fn without_times(text: &str) -> String {
    // Of the terminal report: the line, and what it goes on with.
    let mut in_time = false;
    let lines = text.split('\n').filter(|line| {
        in_time = line.starts_with("time      ") || (in_time && line.starts_with("          "));
        !in_time
    });
    let lines = lines.map(|line| {
        let times = ["\"started\": ", "\"milliseconds\": ", "\"micros\": "];
        match times.into_iter().find(|name| line.trim_start().starts_with(name)) {
            Some(name) => {
                let (before, rest) = line.split_once(name).unwrap();
                format!("{before}{name}N{}", rest.trim_start_matches(|c: char| c.is_ascii_digit()))
            }
            None => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}
