//! The section of a document under which a requirement is told.

use pkce_vectors::Requirement;

use crate::{clean, words::place};

/// Where a requirement is stated first: "RFC 7636 §4.6"; what no document states stands under "published bugs".
pub(crate) fn section(known: Option<&Requirement>) -> String {
    let Some(known) = known else { return UNKNOWN.to_owned() };
    let mut documents = known.sources.iter().filter(|source| source.document != "bug");
    documents.next().map_or_else(|| BUGS.to_owned(), |source| clean(&place(source)).into_owned())
}

const BUGS: &str = "published bugs";

const UNKNOWN: &str = "not in these vectors";

/// What puts sections into the order of a reader: documents by name, then sections by their numbers.
pub(crate) fn order(section: &str) -> (bool, String, Vec<u32>, String) {
    let (document, rest) = section.split_once('§').unwrap_or((section, ""));
    let numbers = rest.split('.').map_while(|part| part.parse().ok()).collect();
    let last = section == BUGS || section == UNKNOWN;
    (last, document.to_owned(), numbers, section.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_as_numbers_and_bugs_come_last() {
        let mut sections =
            ["published bugs", "RFC 7636 §4.10", "RFC 7636 §4.6", "RFC 6749 §5", "RFC 7636 §4.6.1"];
        sections.sort_by_key(|section| order(section));
        let right =
            ["RFC 6749 §5", "RFC 7636 §4.6", "RFC 7636 §4.6.1", "RFC 7636 §4.10", "published bugs"];
        assert_eq!(sections, right);
    }
}
