//! A server that does with a connection whatever it likes.

use std::{
    io::Read as _,
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// It runs until the test ends.
pub(crate) struct Server {
    pub(crate) port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Reads one request from each connection, and hands it over with the stream.
    pub(crate) fn start(act: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (seen, act) = (Arc::clone(&requests), Arc::new(act));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (seen, act) = (Arc::clone(&seen), Arc::clone(&act));
                thread::spawn(move || serve(stream, &seen, &*act));
            }
        });
        Self { port, requests }
    }

    /// The requests so far: first line, header and body.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, seen: &Mutex<Vec<String>>, act: &dyn Fn(&str, &mut TcpStream)) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
    let _ = stream.set_write_timeout(Some(Duration::from_secs(2)));
    let mut text = String::new();
    let mut chunk = [0; 4_096];
    while !is_whole(&text) {
        match stream.read(&mut chunk) {
            Ok(read @ 1..) => {
                text.push_str(&String::from_utf8_lossy(chunk.get(..read).unwrap_or_default()));
            }
            _ => return,
        }
    }
    seen.lock().unwrap().push(text.clone());
    act(&text, &mut stream);
}

fn is_whole(text: &str) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
    body.len() >= length.map_or(0, |length| length.parse().unwrap())
}
