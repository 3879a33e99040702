//! Whether a `curl` command ends before its end.

use super::pairs::lines;

/// What was still open at the end of a command.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Open {
    /// A quotation that began in this line.
    Quotation(usize),
    /// A line that goes on.
    Line,
}

impl Open {
    /// What that means, in a sentence.
    pub(super) fn told(&self, source: &str) -> String {
        match self {
            Self::Quotation(line) => format!(
                "{source} is cut: the quotation that begins in line {line} does not end, so the \
                 last value may lack its end, and what came after it was not read"
            ),
            Self::Line => format!(
                "{source} is cut: its last line ends in a backslash, so what came after it was \
                 not read"
            ),
        }
    }
}

/// What is open where the text ends inside a `curl` command.
pub(super) fn open_end(text: &[u8]) -> Option<Open> {
    let mut at = 0;
    while let Some(begin) = command(text, at) {
        match end(text, begin) {
            Ok(after) => at = after,
            Err(open) => return Some(open),
        }
    }
    None
}

/// Where the next command begins.
fn command(text: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let begins = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| rest.get(at));
        let apart = !before.is_some_and(u8::is_ascii_alphanumeric);
        apart && rest.get(at..).is_some_and(|rest| rest.starts_with(b"curl "))
    };
    (0..rest.len()).find(|at| begins(*at)).map(|at| from + at)
}

/// Where the command ends: at a line feed that is neither quoted nor escaped.
fn end(text: &[u8], begin: usize) -> Result<usize, Open> {
    let mut quote: Option<(u8, usize)> = None;
    let mut escaped = false;
    for (at, octet) in text.iter().enumerate().skip(begin) {
        match (quote, *octet) {
            _ if escaped => escaped = false,
            (Some((b'\'', _)), octet) if octet != b'\'' => {}
            (_, b'\\') => escaped = true,
            (None, b'\'' | b'"') => quote = Some((*octet, at)),
            (Some((mark, _)), octet) if mark == octet => quote = None,
            (None, b'\n') => return Ok(at + 1),
            _ => {}
        }
    }
    let line = |at: usize| 1 + lines(text.get(..at).unwrap_or_default());
    match quote {
        Some((_, at)) => Err(Open::Quotation(line(at))),
        None if escaped => Err(Open::Line),
        None => Ok(text.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_that_end() {
        for text in ["curl -d 'a=b' \\\n  https://h", "curl \"a\\\"b\"\nit's fine", "don't"] {
            assert_eq!(open_end(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn commands_that_are_cut() {
        assert_eq!(open_end(b"x\ncurl -d 'a=b"), Some(Open::Quotation(2)));
        assert_eq!(open_end(b"curl a\ncurl -d a \\"), Some(Open::Line));
    }
}
