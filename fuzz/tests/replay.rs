//! Regressions, seeds and whatever corpus lies here, replayed without libFuzzer.

#![expect(clippy::unwrap_used, reason = "a helper of tests that reads files")]

use std::{fs, path::Path};

use pkce_fuzz::{TARGETS, seeds};
use pkce_vectors::VectorSet;

fn replay(folder: &str) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut replayed = 0;
    for target in TARGETS {
        let Ok(files) = fs::read_dir(root.join(target.name)) else { continue };
        for file in files {
            let path = file.unwrap().path();
            // A failure is told with what was read last.
            println!("{}", path.display());
            (target.run)(&fs::read(&path).unwrap());
            replayed += 1;
        }
    }
    replayed
}

#[test]
fn regressions_stay_fixed() {
    assert!(replay("regressions") > 0, "there are regressions, and none was replayed");
}

/// What earlier runs of libFuzzer have found; an empty folder is fine.
#[test]
fn corpus_holds() {
    println!("{} inputs", replay("corpus"));
}

#[test]
fn every_seed_holds_and_every_target_has_some() {
    let set = VectorSet::bundled().unwrap();
    let seeds = seeds::seeds(&set);
    for target in TARGETS {
        let own: Vec<_> = seeds.iter().filter(|seed| seed.target == target.name).collect();
        assert!(!own.is_empty(), "{} has no seed", target.name);
        for seed in own {
            println!("{}/{}", seed.target, seed.id);
            (target.run)(&seed.bytes);
        }
    }
}

#[test]
fn every_target_takes_nothing_and_little() {
    for target in TARGETS {
        for input in [&b""[..], b"\0", b"\xff", b"\n", b"&", b"{}", b"[[known]]"] {
            (target.run)(input);
        }
    }
}
