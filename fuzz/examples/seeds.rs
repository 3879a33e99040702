//! Writes the seeds (`corpus/TARGET/…`, which git ignores) and the dictionaries (`dictionaries/TARGET.dict`).
//!
//! `cargo run -p pkce-fuzz --no-default-features --example seeds [FOLDER]`; the folder is this crate's if none is named.

use std::{collections::BTreeMap, env, error::Error, fs, path::PathBuf};

use pkce_fuzz::{dictionaries, seeds};
use pkce_vectors::VectorSet;

fn main() -> Result<(), Box<dyn Error>> {
    let folder =
        env::args_os().nth(1).map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    let set = VectorSet::bundled()?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in seeds::seeds(&set) {
        let corpus = folder.join("corpus").join(seed.target);
        fs::create_dir_all(&corpus)?;
        fs::write(corpus.join(seed.id.replace('/', "-")), &seed.bytes)?;
        *counts.entry(seed.target).or_default() += 1;
    }
    let written = folder.join("dictionaries");
    fs::create_dir_all(&written)?;
    for dictionary in dictionaries::dictionaries(&set) {
        fs::write(written.join(format!("{}.dict", dictionary.target)), dictionary.text)?;
    }
    for (target, count) in counts {
        println!("{target}: {count} seeds");
    }
    Ok(())
}
