//! Live servers, by the files that describe them.

use std::{
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use pkce_http::{
    FileError,
    driver::{Driver, Options},
    target::{ServerFile, read},
};

/// A live server.
#[derive(Debug, Clone)]
pub struct Live {
    /// The file.
    pub path: PathBuf,
    /// What it says.
    pub file: Arc<ServerFile>,
    /// Where its exchanges are written.
    pub trace: Option<PathBuf>,
    /// Its user started it, and may look at it in a debugger.
    pub attach: bool,
}

impl Live {
    /// Reads the file. A port that is free stands for each `{port}` in it.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|free| free.local_addr());
        Self::read_at(path, free.map_or(0, |address| address.port()))
    }

    /// Reads the file of a server at this port.
    pub fn read_at(path: &Path, port: u16) -> Result<Self, FileError> {
        let file = Arc::new(read(path, port)?);
        Ok(Self { path: path.to_owned(), file, trace: None, attach: false })
    }

    /// The driver of the server.
    pub(super) fn driver<'r>(&self, limit: Duration, interrupted: &'r AtomicBool) -> Driver<'r> {
        let folder = self.path.parent().map(Path::to_owned).unwrap_or_default();
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
        let (trace, attach) = (self.trace.clone(), self.attach);
        let options = Options { folder, limit, trace, attach, interrupted, say: &say };
        Driver::new((*self.file).clone(), options)
    }
}

/// A word beside the result.
fn say(text: &str) {
    anstream::eprintln!("{}", pkce_report::clean(text));
}

/// A file is one server.
impl PartialEq for Live {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.trace == other.trace && self.attach == other.attach
    }
}

impl Eq for Live {}
