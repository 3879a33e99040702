//! Secrets, taken out of what is shown, also where they come back encoded.

use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use pkce_conformance::messages::encode;

/// What must not be shown.
#[derive(Debug, Clone, Default)]
pub(super) struct Mask(Vec<(String, &'static str)>);

/// What is shorter stands in too many texts by chance.
const SHORTEST: usize = 4;

impl Mask {
    /// From here on this value is shown as the word `instead`.
    pub(super) fn add(&mut self, secret: &str, instead: &'static str) {
        if secret.len() < SHORTEST || self.0.iter().any(|(known, _)| known == secret) {
            return;
        }
        let mut percent = Vec::new();
        encode(secret.as_bytes(), &mut percent);
        let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let forms = [
            secret.to_owned(),
            String::from_utf8_lossy(&percent).into_owned(),
            html,
            BASE64_STANDARD.encode(secret),
            BASE64_URL_SAFE_NO_PAD.encode(secret),
        ];
        for form in forms {
            if !self.0.iter().any(|(known, _)| *known == form) {
                self.0.push((form, instead));
            }
        }
        // A secret that holds another goes first.
        self.0.sort_by_key(|(known, _)| std::cmp::Reverse(known.len()));
    }

    /// The text without them.
    pub(super) fn apply(&self, text: &str) -> String {
        self.pieces(text).into_iter().map(|(text, instead)| instead.unwrap_or(text)).collect()
    }

    /// The text in pieces: as it is, or with the word in its place.
    pub(super) fn pieces<'t>(&self, text: &'t str) -> Vec<(&'t str, Option<&'static str>)> {
        let mut pieces = vec![(text, None)];
        for (secret, instead) in &self.0 {
            if !text.contains(secret.as_str()) {
                continue;
            }
            let mut divided = Vec::new();
            for (piece, masked) in pieces {
                if masked.is_some() {
                    divided.push((piece, masked));
                    continue;
                }
                let mut from = 0;
                for (at, found) in piece.match_indices(secret.as_str()) {
                    divided.push((piece.get(from..at).unwrap_or_default(), None));
                    divided.push((found, Some(*instead)));
                    from = at + found.len();
                }
                divided.push((piece.get(from..).unwrap_or_default(), None));
            }
            divided.retain(|(piece, _)| !piece.is_empty());
            pieces = divided;
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_in_its_encodings() {
        let mut mask = Mask::default();
        mask.add("s e&cret", "$SECRET");
        mask.add("s e&cret and more", "$LONGER");
        mask.add("no", "$SHORT");
        assert_eq!(mask.apply("s e&cret, s e&cret and more, no"), "$SECRET, $LONGER, no");
        assert_eq!(mask.apply("s+e%26cret s e&amp;cret"), "$SECRET $SECRET");
        assert_eq!(mask.apply("cyBlJmNyZXQ= cyBlJmNyZXQ"), "$SECRET $SECRET");
    }
}
