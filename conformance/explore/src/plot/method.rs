//! Names of methods: the two, and what is near them.

use proptest::{prelude::*, sample::select};

/// A method as it is sent: octets, or not at all.
pub(crate) type Method = Option<Vec<u8>>;

#[expect(clippy::unnecessary_wraps, reason = "a method may also be absent")]
fn named(name: &str) -> Method {
    Some(name.into())
}

/// What the documents name.
pub(super) fn registered() -> BoxedStrategy<Method> {
    prop_oneof![4 => Just(named("S256")), 2 => Just(named("plain")), 1 => Just(None)].boxed()
}

/// A name that is one of the two but for something.
pub(super) fn near() -> BoxedStrategy<Method> {
    let of = || select(vec!["S256", "plain"]);
    let pieces = [
        " ",
        "\t",
        "\n",
        "\r\n",
        "\0",
        "\u{a0}",
        "\u{200b}",
        "\u{feff}",
        "\0plain",
        "\nplain",
        "S256",
        "plain",
        ".",
        "=",
        ";",
        ",",
        "\"",
        "7",
        "s",
        "-",
        "_",
        "%00",
        "\u{301}",
        "x",
        ",plain",
        " plain",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ];
    let pieces = pieces.to_vec();
    let cased = (of(), any::<[bool; 5]>()).prop_map(|(name, flips)| {
        let flip = |(character, flip): (char, &bool)| {
            if *flip && character.is_ascii_uppercase() {
                character.to_ascii_lowercase()
            } else if *flip {
                character.to_ascii_uppercase()
            } else {
                character
            }
        };
        let text: String = name.chars().zip(&flips).map(flip).collect();
        named(&text)
    });
    let around = (of(), select(pieces.clone()), any::<bool>()).prop_map(|(name, piece, before)| {
        named(&if before { format!("{piece}{name}") } else { format!("{name}{piece}") })
    });
    let inside = (of(), select(pieces), 1usize..4).prop_map(|(name, piece, at)| {
        let (head, tail) = name.split_at(at);
        named(&format!("{head}{piece}{tail}"))
    });
    let cut = (of(), 1usize..5).prop_map(|(name, length)| {
        let mut text = name.as_bytes().to_vec();
        text.truncate(length);
        Some(text)
    });
    let replaced = (of(), 0usize..5, any::<u8>()).prop_map(|(name, at, with)| {
        let mut text = name.as_bytes().to_vec();
        if let Some(octet) = text.get_mut(at) {
            *octet = with;
        }
        Some(text)
    });
    prop_oneof![3 => cased, 3 => around, 2 => inside, 1 => cut, 2 => replaced].boxed()
}

/// A name that is far from both: of an extension, of a value that stands for nothing, or unheard of.
pub(super) fn other() -> BoxedStrategy<Method> {
    let known = [
        "S512",
        "S384",
        "S224",
        "S1",
        "SHA256",
        "sha256",
        "SHA-256",
        "sha-256",
        "S2",
        "S256S256",
        "RS256",
        "HS256",
        "MD5",
        "none",
        "None",
        "null",
        "nil",
        "undefined",
        "identity",
        "raw",
        "text",
        "text/plain",
        "0",
        "1",
        "-1",
        "true",
        "false",
        "[]",
        "{}",
        "*",
        "NaN",
        "__proto__",
        "constructor",
        "toString",
        "\u{ff33}256",
        "\u{405}256",
        "pl\u{430}in",
        "pl\u{131}in",
        "\u{17f}256",
        "%53256",
        "%70lain",
        "S 256",
        "pla1n",
        "plane",
        "S25",
        "256",
        "S256 plain",
        "plain S256",
        "S256,plain",
        "[\"S256\"]",
        " ",
        "\0",
    ];
    let unheard = proptest::collection::vec(select(b"bcdfghjkmqrtvwxyz23479".to_vec()), 16)
        .prop_map(|text| Some([b"x-".as_slice(), &text].concat()))
        .no_shrink();
    prop_oneof![3 => select(known.to_vec()).prop_map(named), 2 => unheard, 1 => Just(named(""))]
        .boxed()
}

/// Names that no request should hold.
pub(super) fn unregistered() -> BoxedStrategy<Method> {
    prop_oneof![1 => near(), 1 => other()].boxed()
}

/// Any of them.
pub(super) fn any_method() -> BoxedStrategy<Method> {
    prop_oneof![12 => registered(), 3 => near(), 2 => other()].boxed()
}
