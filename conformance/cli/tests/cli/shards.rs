//! `--shard` and `pkce report --merge`: a run in parts is the same run.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

use crate::pkce::{STRAY, Said, data, folder, pkce, shell_adapter, with_data};

/// A result without what differs from one run to the next: times and restarts.
fn alike(path: &Path) -> (Vec<Value>, Value) {
    let mut report: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let facts = report.get_mut("run").unwrap().as_object_mut().unwrap();
    for fact in ["started", "milliseconds", "restarts", "asked_again"] {
        facts.remove(fact);
    }
    let Some(Value::Array(mut rows)) = report.as_object_mut().unwrap().remove("results") else {
        panic!("no rows")
    };
    for row in &mut rows {
        let row = row.as_object_mut().unwrap();
        row.remove("micros");
        row.remove("asked_again");
    }
    (rows, report)
}

/// Runs whole and in shards, and holds the merged result against the whole one: rows, counts, coverage, notes, what is
/// stale, and the exit code. `shared` are options of the merging too.
fn hold(name: &str, of: usize, words: &[&str], shared: &[&str]) -> Said {
    let folder = folder(&format!("shards-{name}"));
    let run = |file: &str, more: &[&str]| {
        let path = folder.join(file);
        let own = ["run", "--seed", "7", "--format", "json", "-o", path.to_str().unwrap()];
        let said = pkce(&[&own, more, words, shared].concat());
        assert!(said.code != 2, "{name}: {}", said.err);
        (path, said)
    };
    let (whole, said) = run("whole.json", &[]);
    let whole = alike(&whole);
    let (mut files, mut rows) = (Vec::new(), Vec::new());
    for number in 1..=of {
        let (path, _) = run(&format!("{number}.json"), &["--shard", &format!("{number}/{of}")]);
        rows.push(alike(&path).0.len());
        files.push(path.to_str().unwrap().to_owned());
    }
    // Only a few rows, those of controls, are in more than one.
    assert!(
        rows.iter().sum::<usize>() < whole.0.len() * 2,
        "{name}: {rows:?} of {}",
        whole.0.len()
    );
    // In any order.
    files.reverse();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let merged = folder.join("merged.json");
    let own = ["report", "--merge", "--format", "json", "-o", merged.to_str().unwrap()];
    let again = pkce(&[&own, shared, &files[..]].concat());
    assert_eq!((again.code, again.err.as_str()), (said.code, ""), "{name}");
    let merged = alike(&merged);
    for (row, merged) in whole.0.iter().zip(&merged.0) {
        assert_eq!(row, merged, "{name}");
    }
    assert_eq!(whole, merged, "{name}");
    again
}

#[test]
fn the_reference_in_three_shards_is_the_reference() {
    assert_eq!(hold("reference", 3, &["reference"], &[]).code, 0);
}

#[test]
fn a_target_that_fails_in_shards_fails_in_the_same_rows() {
    for (target, of) in [
        ("mutant:verifier-unchecked", 3),
        // Its controls fail, so that all else stays undecided.
        ("mutant:s256-is-hex", 5),
        ("mutant:library-s256-padded", 2),
    ] {
        hold(target.trim_start_matches("mutant:"), of, &[target, "--profile", "oauth-2.1"], &[]);
    }
}

#[test]
fn a_target_that_offers_little_does_so_in_shards() {
    hold("pkce-std", 3, &["pkce-std", "--strict-reasons"], &[]);
    hold("oauth2", 4, &["oauth2", "--complete"], &[]);
}

/// What is stale of a file of known failures is known when all rows are there.
#[test]
fn known_failures_are_held_to_all_rows() {
    let folder = folder("shards-known-file");
    let known = folder.join("known.toml");
    fs::write(
        &known,
        "[[known]]\nrequirement = \"rfc9700-4.8-verifier-needs-challenge\"\nreason = \"x\"\n\n\
         [[known]]\nid = \"flow/code/*\"\nreason = \"y\"\n",
    )
    .unwrap();
    let (known, data) = (known.to_str().unwrap(), data());
    let words = ["--known", known, "--vectors", data.to_str().unwrap()];
    // All rows under the requirement pass, which no shard alone can tell.
    hold("known-right", 3, &["reference"], &words);
    hold("known-wrong", 3, &[STRAY], &words);
}

/// More shards than there are vectors: some have nothing but controls, and say so.
#[test]
fn a_shard_without_vectors_is_one_too() {
    let only = ["--only", "flow/downgrade/verifier-without-challenge"];
    hold("few", 3, &[&[STRAY], &only[..]].concat(), &[]);
    let empty = (1..=3).map(|number| {
        let shard = format!("{number}/3");
        with_data(&[&["run", "reference", "--shard", &shard], &only[..]].concat())
    });
    let said: Vec<Said> = empty.collect();
    let nothing = |said: &&Said| said.out.contains("which has no vector of this run (exit 0)");
    assert_eq!(said.iter().filter(nothing).count(), 2);
    assert!(said.iter().all(|said| said.code == 0));
}

#[test]
fn what_is_no_whole_run_is_not_merged() {
    let folder = folder("shards-wrong");
    let run = |name: &str, words: &[&str]| {
        let path = folder.join(name);
        let path = path.to_str().unwrap();
        let said = with_data(&[&["run", "--format", "json", "-o", path], words].concat());
        assert!(said.code != 2, "{}", said.err);
        path.to_owned()
    };
    let first = run("1", &["reference", "--shard", "1/2"]);
    let second = run("2", &["reference", "--shard", "2/2"]);
    let whole = run("whole", &["reference"]);
    let other = run("other", &[STRAY, "--shard", "2/2"]);
    let less = run("less", &["reference", "--shard", "2/2", "--skip", "flow/*"]);
    let adapter = shell_adapter(&folder, r#""verify""#, "exit 1");
    let command = ["--shard", "2/2", "--", "/no/such/program", adapter.to_str().unwrap()];
    let not_run = run("not-run", &command);
    let data = data();
    let merge = |files: &[&str]| {
        let own = ["report", "--merge", "--vectors", data.to_str().unwrap()];
        pkce(&[&own, files].concat())
    };
    for (files, code, told) in [
        (&[&*first][..], 2, "of 2 shards 2 is not there"),
        (&[&*first, &first], 2, "shard 1/2 is there twice"),
        (&[&*first, &whole], 2, "a report is no shard: it was made without --shard"),
        (&[&*first, &other], 2, "the shards are not of one run: they differ in their target"),
        (&[&*first, &less], 2, "they differ in their selection of vectors"),
        (&[&*not_run], 3, "shard 2/2 could not be run"),
        (&[&*first, &second, "--known", "/no/such/file"], 2, "/no/such/file"),
    ] {
        let said = merge(files);
        assert_eq!((said.code, said.out.as_str()), (code, ""), "{told}");
        assert!(said.err.contains(told), "{}", said.err);
    }
    assert_eq!(merge(&[&second, &first]).code, 0);
    let known = folder.join("known.toml");
    fs::write(&known, "").unwrap();
    let said = merge(&[&second, &first, "--known", known.to_str().unwrap()]);
    assert!(said.err.contains("the shards were run without known failures"), "{}", said.err);
    let without_vectors = pkce(&["report", "--merge", &first, &second]);
    assert!(
        without_vectors.err.contains("name their folder with --vectors"),
        "{}",
        without_vectors.err
    );
}

#[test]
fn each_mutant_is_held_in_one_shard() {
    const NAMES: [&str; 4] = [
        "library-s256-padded",
        "library-compares-in-any-case",
        "s256-is-hex",
        "verifier-unchecked",
    ];
    let held = |more: &[&str]| {
        let said = pkce(&[&["mutants", "--format", "json"], &NAMES[..], more].concat());
        assert_eq!(said.err, "");
        let rows: Vec<Value> = serde_json::from_str(&said.out).unwrap();
        rows.into_iter().map(|row| row["name"].to_string())
    };
    let all: BTreeSet<String> = held(&[]).collect();
    let parts: Vec<String> = held(&["--shard", "1/2"]).chain(held(&["--shard", "2/2"])).collect();
    assert_eq!(parts.len(), all.len());
    assert_eq!(parts.into_iter().collect::<BTreeSet<_>>(), all);
}

#[test]
fn a_search_is_whole_and_in_one_shard() {
    let explore = |shard: &str| {
        let words = ["explore", "reference", "--only", "derive", "--cases", "64", "--seed", "1"];
        pkce(&[&words[..], &["--shard", shard]].concat())
    };
    let said = ["1/3", "2/3", "3/3"].map(explore);
    assert!(said.iter().all(|said| said.code == 0));
    let left: Vec<&Said> = said.iter().filter(|said| said.out.is_empty()).collect();
    assert_eq!(left.len(), 2);
    for said in left {
        assert!(said.err.contains("a search is whole, and in shard "), "{}", said.err);
    }
}
