//! A stream to a server, with or without TLS.

use std::{
    cell::Cell,
    io::{self, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use rustls::{ClientConnection, StreamOwned};

use crate::message::Timed;

/// A connection.
pub(super) enum Stream {
    /// http.
    Plain(TcpStream),
    /// https.
    Tls(Box<StreamOwned<ClientConnection, Bounded>>),
}

/// A stream that ends in time however its octets come: under TLS one read is many reads of it.
pub(super) struct Bounded {
    stream: TcpStream,
    until: Cell<Instant>,
}

impl Stream {
    /// The socket.
    pub(super) fn socket(&self) -> &TcpStream {
        match self {
            Self::Plain(stream) => stream,
            Self::Tls(stream) => &stream.sock.stream,
        }
    }
}

impl Bounded {
    pub(super) const fn new(stream: TcpStream, until: Instant) -> Self {
        Self { stream, until: Cell::new(until) }
    }

    fn in_time(&self) -> io::Result<()> {
        self.stream.allow(self.until.get().saturating_duration_since(Instant::now()))
    }
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.in_time()?;
        self.stream.read(buffer)
    }
}

impl Write for Bounded {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.in_time()?;
        self.stream.write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(buffer),
            // Many servers close without a word of farewell. Whether a message is whole, its length says.
            Self::Tls(stream) => match stream.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(0),
                read => read,
            },
        }
    }
}

impl Write for Stream {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(octets),
            Self::Tls(stream) => stream.write(octets),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}

impl Timed for Stream {
    fn allow(&self, time: Duration) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.allow(time),
            Self::Tls(stream) => {
                stream.sock.until.set(Instant::now() + time);
                stream.sock.in_time()
            }
        }
    }
}
