//! The README's output is what the command prints. `UPDATE_README=1 cargo test --test readme` writes it anew.

#![cfg(feature = "rust-adapters")]

use std::{env, fs, iter, path::Path, process::Command};

use clap::error::ErrorKind;
use pkce_cli::command::command as command_line;

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");
const COMMAND: &str = "$ cargo run --release -- ";
const INLINE: &str = "`cargo run --release -- ";

/// The seed and the time are of each run.
fn without_what_varies(text: &str) -> String {
    let lines = text.lines().map(|line| match line.split_once(", seed ") {
        Some((foot, _)) => foot.split_once(" s; ").map_or(foot, |(_, foot)| foot).to_owned(),
        None => line.trim_end().to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn each_example_prints_what_the_readme_shows() {
    let readme = fs::read_to_string(README).unwrap();
    let mut written = String::new();
    let mut rest = readme.as_str();
    let mut held = 0;
    while let Some((before, after)) = rest.split_once(COMMAND) {
        let (arguments, after) = after.split_once('\n').unwrap();
        written.extend([before, COMMAND, arguments, "\n"]);
        rest = after;
        if after.starts_with("```") || after.starts_with("$ ") {
            continue;
        }
        let (shown, after) = after.split_once("```").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_pkce"));
        let output = command.args(arguments.split(' ')).env("COLUMNS", "100").output().unwrap();
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = without_what_varies(&String::from_utf8(output.stdout).unwrap());
        if env::var_os("UPDATE_README").is_none() {
            assert_eq!(shown.trim_end(), printed.trim_end(), "UPDATE_README=1 writes it anew");
        }
        written.extend([printed.trim_end(), "\n```"]);
        rest = after;
        held += 1;
    }
    assert_eq!(held, 3);
    if env::var_os("UPDATE_README").is_some() {
        fs::write(README, written + rest).unwrap();
    }
}

/// What the README and the pages that it links to show as a command is understood, with every argument.
#[test]
fn every_command_that_it_names_is_understood() {
    let root = Path::new(README).parent().unwrap();
    let readme = fs::read_to_string(README).unwrap();
    let linked = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let pages = linked.filter(|link| {
        !link.contains("://") && Path::new(link).extension().is_some_and(|end| end == "md")
    });
    let texts = pages.map(|page| fs::read_to_string(root.join(page)).unwrap());
    let mut seen = 0;
    for text in texts.chain([readme.clone()]) {
        for command in shown(&text) {
            let words = iter::once("pkce".to_owned()).chain(words(command));
            if let Err(error) = command_line().try_get_matches_from(words) {
                let asked_for =
                    matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
                assert!(asked_for, "{command}\n{error}");
            }
            seen += 1;
        }
    }
    assert!(seen > 12, "{seen} commands");
}

/// The arguments behind `cargo run --release --`: lines of a console, and what stands in backticks.
fn shown(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter_map(|line| line.strip_prefix(COMMAND));
    let inline = text.split(INLINE).skip(1).filter_map(|rest| rest.split('`').next());
    lines.chain(inline)
}

/// As a shell splits them, as far as these pages go: single quotes hold together.
fn words(command: &str) -> Vec<String> {
    let pieces = command.split('\'').enumerate().map(|(index, piece)| match index % 2 {
        0 => piece.to_owned(),
        _ => piece.replace(' ', "\0"),
    });
    let joined: String = pieces.collect();
    joined.split_whitespace().map(|word| word.replace('\0', " ")).collect()
}
