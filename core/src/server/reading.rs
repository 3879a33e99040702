//! From the parameters that came to the parameters that count.

use super::Decisions;
use crate::request::Parameters;

/// Each value as the server understands it; after this, a name that is left twice is a duplicate to
/// be refused, and an empty value counts.
pub(super) fn read(decisions: &dyn Decisions, sent: &Parameters) -> Parameters {
    let mut read = Parameters::new();
    let mut omitted = Parameters::new();
    for (name, value) in sent.iter() {
        // Every name that the documents define is ASCII. RFC 6749 §3.1:
        // > The authorization server MUST ignore unrecognized request parameters.
        let Ok(name) = core::str::from_utf8(name) else { continue };
        let value = decisions.value(name, value);
        if value.is_empty() && decisions.empty_is_omitted(name) {
            continue;
        }
        if read.values(name).next().is_some() {
            match decisions.duplicate(name) {
                Duplicates::Refuse => {}
                Duplicates::First => continue,
                Duplicates::Last => read.remove(name),
                Duplicates::Omit => omitted.push(name, ""),
            }
        }
        read.push(name, value);
    }
    for (name, _) in omitted.iter() {
        read.remove(core::str::from_utf8(name).unwrap_or_default());
    }
    read
}

/// What becomes of a parameter that was sent more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duplicates {
    /// The request is refused.
    Refuse,
    /// The first value counts.
    First,
    /// The last value counts.
    Last,
    /// None counts: the parameter is as good as omitted.
    Omit,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{request::Parameter, server::Standard};

    struct Resolves(Duplicates);

    impl Decisions for Resolves {
        fn duplicate(&self, _: &str) -> Duplicates {
            self.0
        }
    }

    struct EmptyCounts;

    impl Decisions for EmptyCounts {
        fn empty_is_omitted(&self, _: &str) -> bool {
            false
        }
    }

    #[test]
    fn duplicates_are_resolved_as_decided() {
        let sent: Parameters =
            [("a", "1"), ("b", ""), ("a", "2"), ("a", "3"), ("b", "4")].into_iter().collect();
        for (duplicates, expected) in [
            (Duplicates::Refuse, Parameter::Duplicate),
            (Duplicates::First, Parameter::Value(b"1")),
            (Duplicates::Last, Parameter::Value(b"3")),
            (Duplicates::Omit, Parameter::Missing),
        ] {
            let read = read(&Resolves(duplicates), &sent);
            assert_eq!(read.exactly("a"), expected, "{duplicates:?}");
            assert_eq!(read.exactly("b"), Parameter::Value(b"4"), "{duplicates:?}");
        }
    }

    #[test]
    fn an_empty_value_counts_only_where_it_is_decided() {
        let sent: Parameters = [("a", "")].into_iter().collect();
        assert_eq!(read(&Standard, &sent).exactly("a"), Parameter::Missing);
        assert_eq!(read(&EmptyCounts, &sent).exactly("a"), Parameter::Value(b""));
    }

    #[test]
    fn a_name_that_is_not_text_is_unknown() {
        let sent: Parameters = [(b"\xff".to_vec(), b"1".to_vec())].into_iter().collect();
        assert!(read(&Standard, &sent).is_empty());
    }
}
