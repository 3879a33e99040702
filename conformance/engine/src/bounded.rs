//! Text of a user's files and pipes, read no further than it could be of use.

use std::io::{Error, ErrorKind, Read, Result};

/// The most that is read of one, in octets.
const MOST: u64 = 4 << 20;

/// All of it; an error where there is more than 4 MiB, whatever a file says of its size.
pub fn read(source: impl Read) -> Result<String> {
    let octets = octets(source)?;
    String::from_utf8(octets)
        .map_err(|error| Error::new(ErrorKind::InvalidData, error.utf8_error()))
}

/// The same where it need not be UTF-8.
pub fn octets(source: impl Read) -> Result<Vec<u8>> {
    let mut octets = Vec::new();
    source.take(MOST + 1).read_to_end(&mut octets)?;
    if octets.len() as u64 > MOST {
        return Err(Error::new(ErrorKind::FileTooLarge, "larger than 4 MiB"));
    }
    Ok(octets)
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn what_has_no_end_is_an_error() {
        let most = usize::try_from(MOST).unwrap();
        assert_eq!(read(io::repeat(b'a').take(MOST)).unwrap().len(), most);
        assert_eq!(read(io::repeat(b'a')).unwrap_err().kind(), ErrorKind::FileTooLarge);
        assert_eq!(read(&b"\xff"[..]).unwrap_err().kind(), ErrorKind::InvalidData);
        assert_eq!(octets(&b"\xff"[..]).unwrap(), b"\xff");
    }
}
