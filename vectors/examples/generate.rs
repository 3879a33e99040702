//! Writes the generated files of `v1/`: `cargo run -p pkce-vectors --features families --example generate`.

use std::{fs, io, path::Path};

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("v1");
    for file in pkce_vectors::families::files() {
        fs::write(folder.join(file.name), file.contents)?;
    }
    Ok(())
}
