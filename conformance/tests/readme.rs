//! The README's output is what the command prints. `UPDATE_README=1 cargo test --test readme` writes it anew.

#![cfg(all(feature = "cli", feature = "rust-adapters"))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{env, fs, process::Command};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
const COMMAND: &str = "$ cargo run --release -- ";

/// The seed and the time are of each run.
fn without_what_varies(text: &str) -> String {
    let lines = text.lines().map(|line| match line.find(", seed ") {
        Some(end) => line.get(..end).unwrap().to_owned(),
        None => line.trim_end().to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_first_example_prints_what_the_readme_shows() {
    let readme = fs::read_to_string(README).unwrap();
    let (before, rest) = readme.split_once(COMMAND).unwrap();
    let (arguments, rest) = rest.split_once('\n').unwrap();
    let (shown, after) = rest.split_once("```").unwrap();
    let output =
        Command::new(env!("CARGO_BIN_EXE_pkce")).args(arguments.split(' ')).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = without_what_varies(&String::from_utf8(output.stdout).unwrap());
    if env::var_os("UPDATE_README").is_some() {
        fs::write(README, format!("{before}{COMMAND}{arguments}\n{printed}\n```{after}")).unwrap();
    } else {
        assert_eq!(shown.trim_end(), printed.trim_end(), "UPDATE_README=1 writes it anew");
    }
}

/// What the README and the pages that it links to name as a command exists.
#[test]
fn every_command_that_it_names_is_understood() {
    let readme = fs::read_to_string(README).unwrap();
    let commands: Vec<&str> =
        readme.lines().filter_map(|line| line.strip_prefix(COMMAND)).collect();
    assert!(commands.len() > 4);
    for command in commands {
        let first: Vec<&str> = command
            .split(' ')
            .take_while(|word| word.chars().all(char::is_alphabetic))
            .take(1)
            .collect();
        let help =
            Command::new(env!("CARGO_BIN_EXE_pkce")).args(first).arg("--help").output().unwrap();
        assert!(help.status.success(), "{command}");
    }
}
