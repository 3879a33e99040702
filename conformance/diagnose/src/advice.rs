//! What to say of each mistake: who makes it, what it breaks, how to mend it, where it happened.

use pkce_vectors::{
    requirement_ids as ids,
    transformations::Kind::{Carried, Hash, Hashed, MixedUp, Written},
};

use crate::{diagnosis::By, search::Step};

/// Published cases: kinds of bug of the vectors, and threads that show this very mistake.
pub(crate) type Cases = (&'static [&'static str], &'static [&'static str]);

const NONE: Cases = (&[], &[]);

impl Step {
    /// On which side it happens.
    pub(crate) fn by(self) -> By {
        match self.id() {
            "s256-in-place-of-plain" => By::Client,
            _ if self.kind() == Carried => By::Between,
            _ => By::Either,
        }
    }

    /// What it breaks.
    pub(crate) fn requirement(self) -> &'static str {
        match (self.kind(), self.id()) {
            (_, "s256-in-place-of-plain") => ids::RFC7636_4_3_METHOD_DEFAULTS_TO_PLAIN,
            (_, "empty-challenge") => ids::RFC7636_4_3_CLIENT_SENDS_CHALLENGE,
            (Written, id) if spelt_otherwise(id) => ids::RFC7636_3_BASE64URL_WITHOUT_PADDING,
            (Carried, _) => ids::RFC7636_4_4_CHALLENGE_BOUND_TO_CODE,
            (Written | Hash | Hashed | MixedUp, _) => ids::RFC7636_4_2_S256_FORMULA,
        }
    }

    /// How to mend it.
    pub(crate) fn mend(self) -> &'static str {
        let id = self.id();
        match self.kind() {
            Written => written(id),
            Carried => carried(id),
            Hash => "Hash once, with SHA-256: 32 octets, which make 43 characters of base64url.",
            Hashed => hashed(id),
            MixedUp => mixed_up(id),
        }
    }

    /// Where it happened.
    pub(crate) fn cases(self) -> Cases {
        cases(self.id())
    }
}

/// Whether the octets are right, and in base64, but not in the spelling that was asked for.
fn spelt_otherwise(id: &str) -> bool {
    let of_hex = id.contains("hex") || id.contains("octet");
    let base64 = ["padded", "standard", "replaced", "left", "crossed"];
    !of_hex && !id.contains("again") && base64.iter().any(|word| id.contains(word))
}

fn written(id: &str) -> &'static str {
    match id {
        "padded" => "Cut the `=` off the end: base64url is written without padding here.",
        "encoded-twice" | "standard-base64-encoded-again" => {
            "Encode once: look for a second layer that encodes what is text already."
        }
        "octets" => "Encode the digest's 32 octets in base64url, without padding.",
        _ if id.starts_with("digest-read-as") => {
            "Keep the digest as octets until it is encoded, and never in a string."
        }
        _ if id.contains("octet-list") => {
            "Encode the octets, not the array as text: in JavaScript, \
             `btoa(String.fromCharCode(...new Uint8Array(digest)))`."
        }
        _ if id.contains("hex") => {
            "Ask the hash for its octets, not for hexadecimal text (PHP's `hash(…, true)`, \
             Python's and Node.js's `digest()`), and encode those in base64url."
        }
        _ => "Write `-` for every `+` and `_` for every `/`, and leave the `=` out.",
    }
}

fn carried(id: &str) -> &'static str {
    match id {
        "challenge-cut"
        | "challenge-tail"
        | "challenge-filled"
        | "last-character-lost"
        | "first-character-lost" => {
            "Give the challenge room: every column and buffer on its way holds 128 characters."
        }
        "upper-case" | "lower-case" | "case-swapped" => {
            "Keep the challenge's case: store it where text is compared octet by octet."
        }
        "percent-encoded-challenge" => "Encode once: leave it to what builds the URL.",
        "plus-of-challenge-as-space" => {
            "Write base64url, which has no `+`; else encode the parameter, so that `+` is `%2B`."
        }
        "last-bits-set" => "Fill the last character up with zeros, as RFC 4648 has it.",
        "line-feed-after-challenge" | "line-break-after-challenge" => {
            "Cut the line end off: `printf %s` and `tr -d '\\n'`, or an encoder that writes none."
        }
        _ => "Send the challenge as it was made: compare what left the client with what arrived.",
    }
}

fn hashed(id: &str) -> &'static str {
    match id {
        "decoded-verifier"
        | "strictly-decoded-verifier"
        | "hex-decoded-verifier"
        | "base64-decoded-verifier" => {
            "Hash the characters of the verifier, not the octets that they encode: the text is \
             the verifier."
        }
        "utf-16-le" | "utf-16-be" | "utf-16-marked" | "byte-order-mark" => {
            "Hash the ASCII octets of the verifier: .NET's `Encoding.ASCII`, Java's `US_ASCII`."
        }
        "line-feed-after-verifier" | "line-break-after-verifier" => {
            "Hash the verifier without a line end: `printf %s`, in the place of `echo`."
        }
        "challenge-hashed"
        | "base64url-of-verifier"
        | "standard-base64-of-verifier"
        | "hex-of-verifier" => {
            "Derive the challenge once, from the verifier as it is sent, in one layer alone."
        }
        "nothing"
        | "null"
        | "undefined"
        | "object-made-text"
        | "zero"
        | "none"
        | "promise-made-text"
        | "array-buffer-made-text"
        | "name-in-place-of-verifier" => {
            "Set the verifier before the challenge is derived, and wait for what sets it."
        }
        _ if id.starts_with("first-") || id.starts_with("verifier-") || id.contains("-lost") => {
            "Keep and hash the whole verifier: every column and buffer holds 128 characters."
        }
        _ => "Hash exactly the characters that are sent as `code_verifier`, and nothing else.",
    }
}

fn mixed_up(id: &str) -> &'static str {
    match id {
        "plain-in-place-of-s256" => {
            "Send the S256 of the verifier as the challenge, and the verifier itself to the token \
             endpoint alone."
        }
        "s256-in-place-of-plain" => "Send `code_challenge_method=S256` with the challenge.",
        "encoded-first" => "Hash first, and encode the digest's octets then.",
        _ if id.contains("not-hashed") => "Hash the verifier with SHA-256 before encoding.",
        _ => "Set the challenge before the request is made, and wait for what sets it.",
    }
}

/// Where a mistake happened, by its name.
pub(crate) fn cases(id: &str) -> Cases {
    match id {
        "padded" => (
            &["Padding"],
            &[
                "https://github.com/felleslosninger/docs/pull/324",
                "https://github.com/GSA-TTS/identity-dev-docs/pull/468",
            ],
        ),
        "standard-base64"
        | "standard-base64-unpadded"
        | "slash-left"
        | "plus-left"
        | "plus-of-challenge-as-space" => (&["StandardAlphabet"], &[]),
        "hex" | "upper-case-hex" => {
            (&["HexDigest"], &["https://salesforce.stackexchange.com/questions/330168"])
        }
        "base64-of-hex" | "standard-base64-of-hex" => (
            &["Base64OfHex"],
            &[
                "https://github.com/panva/node-oidc-provider/issues/771",
                "https://github.com/nylas/nylas-python/issues/329",
            ],
        ),
        "encoded-first"
        | "challenge-hashed"
        | "hashed-twice"
        | "hash-of-hex-digest"
        | "base64url-of-verifier" => (&["DoubleHash"], &[]),
        "decoded-verifier" => {
            (&[], &["https://github.com/metabrainz/musicbrainz-server/pull/1849"])
        }
        "digest-read-as-ascii" => {
            (&[], &["https://github.com/AzureAD/microsoft-authentication-library-for-js/pull/2687"])
        }
        "sha1" => (&["OtherHash"], &["https://github.com/ory/hydra/issues/1572"]),
        "s256-in-place-of-plain" => {
            (&["MethodDefault"], &["https://salesforce.stackexchange.com/questions/330168"])
        }
        "challenge-sent-again" => {
            (&[], &["https://github.com/django-oauth/django-oauth-toolkit/issues/1207"])
        }
        "swapped" => (&["SwappedPair"], &[]),
        "worked-example" => {
            (&["PublishedExample"], &["https://github.com/RezaSi/go-interview-practice/issues/107"])
        }
        "method-name" => (
            &["MethodNearMiss"],
            &["https://github.com/python-social-auth/social-core/issues/1681"],
        ),
        "too-short" | "too-long" => (&["VerifierLength"], &[]),
        "another-login" => {
            (&["GeneratorRepeats"], &["https://github.com/supabase/supabase-js/issues/2557"])
        }
        _ => NONE,
    }
}
