//! TLS before a server that speaks plain http, with a certificate of its own.

use std::{
    io::{Read, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};

/// It runs until the test ends.
pub(crate) struct Front {
    pub(crate) port: u16,
    /// The certificate of `localhost`, in PEM.
    pub(crate) certificate: String,
    asked: Arc<AtomicUsize>,
}

impl Front {
    /// A front of the server at a port of this machine.
    pub(crate) fn start(behind: u16) -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let (config, asked) = (Arc::new(config), Arc::new(AtomicUsize::new(0)));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let counted = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (config, counted) = (Arc::clone(&config), Arc::clone(&counted));
                thread::spawn(move || {
                    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
                    let connection = ServerConnection::new(config).unwrap();
                    // A handshake that the client breaks off is what some tests want.
                    let _ = pass(StreamOwned::new(connection, stream), behind, &counted);
                });
            }
        });
        Self { port, certificate: made.cert.pem(), asked }
    }

    /// How many requests came through.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

/// One request, and the answer to it.
fn pass(
    mut front: StreamOwned<ServerConnection, TcpStream>,
    behind: u16,
    asked: &AtomicUsize,
) -> std::io::Result<()> {
    let request = whole(&mut front)?;
    asked.fetch_add(1, Ordering::Relaxed);
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let lines: Vec<&str> = head.lines().filter(|line| !line.starts_with("Host: ")).collect();
    let head = lines.join("\r\n");
    let mut server = TcpStream::connect(("127.0.0.1", behind))?;
    write!(server, "{head}\r\nHost: 127.0.0.1:{behind}\r\nConnection: close\r\n\r\n{body}")?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    front.write_all(&answer)?;
    front.conn.send_close_notify();
    front.flush()
}

fn whole(stream: &mut impl Read) -> std::io::Result<String> {
    let mut text = String::new();
    let mut chunk = [0; 4_096];
    loop {
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return Ok(text);
            }
        }
        let read = stream.read(&mut chunk)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        text.push_str(&String::from_utf8_lossy(chunk.get(..read).unwrap_or_default()));
    }
}
