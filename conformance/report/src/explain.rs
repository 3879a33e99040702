//! What a requirement says and where it is stated, for every report that names one.

use std::fmt::Write as _;

use pkce_vectors::Requirement;

use super::{
    clean,
    style::{FAINT, paint},
    words::place,
};

/// Own words first, then up to so many sources with their quotes and addresses, a line each, indented.
pub(crate) fn requirement(text: &mut String, known: &Requirement, sources: usize) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "  {}", clean(&known.says));
    for source in known.sources.iter().take(sources) {
        let place = clean(&place(source)).into_owned();
        let url = paint(FAINT, clean(&source.url));
        match &source.quote {
            Some(quote) => {
                let _ = writeln!(text, "  {place}: “{}”\n    {url}", clean(quote));
            }
            None => {
                let _ = writeln!(text, "  {place}: {url}");
            }
        }
    }
}
