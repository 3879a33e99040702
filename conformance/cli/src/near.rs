//! "Did you mean": the known name that a wrong one was most likely meant to be.

use strsim::damerau_levenshtein;

/// The nearest of the known names, where one is near: of three characters one may be wrong, missing, surplus or swapped.
#[must_use]
pub(crate) fn near<'n>(wrong: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let wrong = wrong.to_lowercase();
    let most = (wrong.chars().count() / 3).max(1);
    let near =
        known.into_iter().map(|name| (damerau_levenshtein(&wrong, &name.to_lowercase()), name));
    near.filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The same as a piece of an error; nothing where no name is near.
#[must_use]
pub(crate) fn did_you_mean<'n>(wrong: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    near(wrong, known).map_or(String::new(), |name| format!(" (did you mean `{name}`?)"))
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        let known = ["reference", "oauth2", "mcp", "rfc9700"];
        for (wrong, meant) in [
            ("oaut2", Some("oauth2")),
            ("mpc", Some("mcp")),
            ("RFC9700", Some("rfc9700")),
            ("refrence", Some("reference")),
            ("fosite", None),
            ("", None),
        ] {
            assert_eq!(near(wrong, known), meant, "{wrong}");
        }
    }
}
