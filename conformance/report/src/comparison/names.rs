//! Names of targets in little room: short, and no two alike that differ.

use std::collections::HashSet;

use crate::clean;

/// Each name in at most so many characters, with its middle left out where it is longer; with more of them where two
/// would look alike.
pub(super) fn short<'n>(names: impl Iterator<Item = &'n str>, longest: usize) -> Vec<String> {
    let names: Vec<String> = names.map(|name| clean(name).into_owned()).collect();
    let mut shown: Vec<String> = names.iter().map(|name| cut(name, longest)).collect();
    let mut room = longest;
    while room < names.iter().map(|name| name.chars().count()).max().unwrap_or(0) {
        let alike = |at: usize| {
            let same = |other: usize| shown.get(other) == shown.get(at);
            (0..names.len()).any(|other| same(other) && names.get(other) != names.get(at))
        };
        let alike: HashSet<usize> = (0..names.len()).filter(|at| alike(*at)).collect();
        if alike.is_empty() {
            break;
        }
        room *= 2;
        for at in alike {
            if let (Some(shown), Some(name)) = (shown.get_mut(at), names.get(at)) {
                *shown = cut(name, room);
            }
        }
    }
    shown
}

/// The beginning and the end, which tell a version.
fn cut(name: &str, longest: usize) -> String {
    let count = name.chars().count();
    if count <= longest {
        return name.to_owned();
    }
    let room = longest.saturating_sub(1);
    let head: String = name.chars().take(room - room / 2).collect();
    let tail: String = name.chars().skip(count - room / 2).collect();
    format!("{head}…{tail}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_middle_is_left_out() {
        let names = ["@node-oauth/oauth2-server-5.2.1", "@node-oauth/oauth2-server-5.3.0", "pkce"];
        let shown = short(names.into_iter(), 20);
        assert_eq!(shown, ["@node-oaut…ver-5.2.1", "@node-oaut…ver-5.3.0", "pkce"]);
    }

    proptest! {
        #[test]
        fn no_two_names_look_alike_that_differ(
            names in prop::collection::vec("[ab]{0,3}x{0,40}[ab]{0,3}x{0,40}[ab]{0,3}", 0..6),
        ) {
            let shown = short(names.iter().map(String::as_str), 24);
            for (one, shown_one) in names.iter().zip(&shown) {
                for (other, shown_other) in names.iter().zip(&shown) {
                    prop_assert_eq!(one == other, shown_one == shown_other, "{:?}", shown);
                }
            }
        }
    }
}
