//! Streams whose reads and writes end in time.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    time::Duration,
};

/// A stream that can be told how long one read or write may take.
pub(crate) trait Timed: Read + Write {
    /// Says so. Zero is no time, and not for ever.
    fn allow(&self, time: Duration) -> io::Result<()>;
}

impl Timed for TcpStream {
    fn allow(&self, time: Duration) -> io::Result<()> {
        if time.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.set_read_timeout(Some(time))?;
        self.set_write_timeout(Some(time))
    }
}
