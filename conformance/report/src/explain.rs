//! What a requirement says and where it is stated, for every report that names one.

use pkce_vectors::Requirement;

use super::{
    clean,
    page::Page,
    style::{FAINT, paint},
    words::place,
};

/// Own words first, then up to so many sources with their quotes and addresses, a line each, indented.
pub(crate) fn requirement(page: &mut Page, known: &Requirement, sources: usize) {
    page.para(2, &clean(&known.says));
    for source in known.sources.iter().take(sources) {
        let place = clean(&place(source)).into_owned();
        let url = paint(FAINT, clean(&source.url));
        match &source.quote {
            Some(quote) => {
                page.item("  ", 4, &format!("{place}: “{}”", clean(quote)));
                page.para(4, &url);
            }
            None => page.item("  ", 4, &format!("{place}: {url}")),
        }
    }
}
