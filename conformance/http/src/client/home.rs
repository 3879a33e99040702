//! A folder that is a client's HOME for one scenario, and what was left in it.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// Files read at most, and octets of each.
const MOST_FILES: usize = 200;
const MOST_OCTETS: usize = 64 * 1024;

/// How deep folders are looked through.
const MOST_DEPTH: usize = 8;

/// The folder. It goes when this is dropped.
pub(super) struct Home(PathBuf);

impl Home {
    pub(super) fn new() -> io::Result<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("pkce-client-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        // One that stands there already is somebody else's.
        fs::create_dir(&path)?;
        Ok(Self(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// The files in it: their names and the beginning of their contents.
    pub(super) fn files(&self) -> Vec<(String, String)> {
        let mut files = Vec::new();
        self.look(&self.0, MOST_DEPTH, &mut files);
        files
    }

    fn look(&self, folder: &Path, depth: usize, files: &mut Vec<(String, String)>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            let path = entry.path();
            // A link leads elsewhere, and a pipe has no end.
            let Ok(kind) = entry.file_type() else { continue };
            if files.len() >= MOST_FILES {
                return;
            }
            if kind.is_dir() && depth > 0 {
                self.look(&path, depth - 1, files);
            } else if kind.is_file()
                && let Ok(mut octets) = read(&path)
            {
                octets.truncate(MOST_OCTETS);
                let name = path.strip_prefix(&self.0).unwrap_or(&path).display().to_string();
                files.push((name, String::from_utf8_lossy(&octets).into_owned()));
            }
        }
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    use io::Read as _;
    let mut octets = Vec::new();
    fs::File::open(path)?.take(MOST_OCTETS as u64).read_to_end(&mut octets)?;
    Ok(octets)
}

impl Drop for Home {
    fn drop(&mut self) {
        // What cannot be removed is a temporary file all the same.
        let _ = fs::remove_dir_all(&self.0);
    }
}
