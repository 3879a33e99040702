//! The listener: connections in, a thread each, as many as are allowed.

use std::{
    io::{self, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use super::{
    answers::Answers,
    connection::{self, Place, plain},
    site::Site,
};
use crate::message::response_head;

/// Connections held at most; one more is told to come again.
const MOST: usize = 256;

/// How long the end of a server waits for the answers under way.
const FAREWELL: Duration = Duration::from_secs(2);

/// A server that runs until this is dropped: answers under way are given, and no request more.
pub struct Running {
    address: SocketAddr,
    issuer: String,
    ends: Arc<AtomicBool>,
    open: Arc<AtomicUsize>,
    listener: Option<JoinHandle<()>>,
}

impl Running {
    /// Where it is: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Its port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.address.port()
    }
}

/// Serves a site on loopback at `port`; 0 is any that is free.
pub fn serve(site: Site, port: u16) -> io::Result<Running> {
    listen(Arc::new(site), port)
}

/// The same for whatever answers.
pub(crate) fn listen(answers: Arc<dyn Answers>, port: u16) -> io::Result<Running> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    let address = listener.local_addr()?;
    let port = address.port();
    let issuer = format!("http://127.0.0.1:{port}");
    let place = Place {
        issuer: issuer.clone(),
        hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")],
    };
    let (ends, open) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let shared = (answers, Arc::new(place), Arc::clone(&ends), Arc::clone(&open));
    let listener = thread::Builder::new().name("listener".to_owned()).spawn(move || {
        let (answers, place, ends, open) = shared;
        for stream in listener.incoming() {
            if ends.load(Ordering::Relaxed) {
                return;
            }
            match stream {
                Ok(stream) => accept(stream, &answers, &place, &ends, &open),
                // Too many files are open: the next look is worth nothing at once.
                Err(_) => thread::sleep(Duration::from_millis(20)),
            }
        }
    })?;
    Ok(Running { address, issuer, ends, open, listener: Some(listener) })
}

fn accept(
    mut stream: TcpStream,
    answers: &Arc<dyn Answers>,
    place: &Arc<Place>,
    ends: &Arc<AtomicBool>,
    open: &Arc<AtomicUsize>,
) {
    let one = Counted::new(open);
    if open.load(Ordering::Relaxed) > MOST {
        let mut busy = plain(503, "Too many connections are open.\n");
        busy.headers.push("Retry-After", *b"1");
        let mut octets = response_head(busy.status, &busy.headers, busy.body.len(), false);
        octets.extend(busy.body);
        // Whoever does not read is not waited for.
        let _ = stream.set_write_timeout(Some(Duration::from_millis(50)));
        let _ = stream.write_all(&octets);
        return;
    }
    let shared = (Arc::clone(answers), Arc::clone(place), Arc::clone(ends), one);
    let spawned = thread::Builder::new().name("connection".to_owned()).spawn(move || {
        let (answers, place, ends, _one) = shared;
        connection::serve(stream, &*answers, &place, &ends);
    });
    // Without a thread the stream is dropped, and so closed.
    drop(spawned);
}

/// Counts a connection while it lives.
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn new(open: &Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(open))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        // The listener sleeps until somebody comes.
        let _ = TcpStream::connect_timeout(&self.address, FAREWELL);
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
        let step = Duration::from_millis(10);
        let mut waited = Duration::ZERO;
        while self.open.load(Ordering::Relaxed) > 0 && waited < FAREWELL {
            thread::sleep(step);
            waited += step;
        }
    }
}
