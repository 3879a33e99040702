//! The adapter's end of the protocol: an [`Implementation`] behind standard input and output.

use std::io::{self, BufRead, BufReader, Read, Write};

use crate::{
    implementation::{Implementation, answer},
    wire::{Decoded, decode_line, encode_about, encode_reply},
};

/// Serves requests, a line each, until the input ends. Answers are flushed when no further request waits.
///
/// # Errors
///
/// When a stream fails, or a line is not a request of the protocol.
pub fn serve(
    implementation: &mut dyn Implementation,
    input: impl Read,
    output: impl Write,
) -> io::Result<()> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let mut output = io::BufWriter::with_capacity(1 << 16, output);
    let mut line = String::new();
    loop {
        line.clear();
        if input.read_line(&mut line)? == 0 {
            return output.flush();
        }
        let decoded = decode_line(&line)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        let text = match decoded {
            Decoded::Hello => encode_about(&implementation.about()),
            Decoded::Request(id, call) => encode_reply(id, &answer(implementation, &call)),
            Decoded::Unknown(id, why) => encode_reply(id, &crate::wire::Reply::Unsupported(why)),
        };
        output.write_all(text.as_bytes())?;
        output.write_all(b"\n")?;
        if !input.buffer().contains(&b'\n') {
            output.flush()?;
        }
    }
}
