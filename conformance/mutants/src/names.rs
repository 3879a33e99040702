//! How servers and libraries misread the name of a method: what they take it for.

/// In any case of its letters.
pub(super) fn in_any_case(name: &[u8]) -> Vec<u8> {
    match name.to_ascii_lowercase().as_slice() {
        b"s256" => b"S256".to_vec(),
        lower => lower.to_vec(),
    }
}

/// By its beginning.
pub(super) fn by_its_beginning(name: &[u8]) -> Vec<u8> {
    match name {
        [b'S', b'2', b'5', b'6', ..] => b"S256".to_vec(),
        [b'p', b'l', b'a', b'i', b'n', ..] => b"plain".to_vec(),
        other => other.to_vec(),
    }
}

/// By a method's name that stands somewhere in it.
pub(super) fn found_within(name: &[u8]) -> Vec<u8> {
    let within = |known: &[u8]| name.windows(known.len()).any(|part| part == known);
    if within(b"plain") {
        b"plain".to_vec()
    } else if within(b"256") {
        b"S256".to_vec()
    } else {
        name.to_vec()
    }
}

/// By the names that other registries give SHA-256.
pub(super) fn by_its_hash(name: &[u8]) -> Vec<u8> {
    match name.to_ascii_lowercase().as_slice() {
        b"sha256" | b"sha-256" | b"sha2-256" | b"rs256" | b"hs256" => b"S256".to_vec(),
        _ => name.to_vec(),
    }
}

/// Whether some language calls it nothing.
pub(super) fn is_falsy(name: &[u8]) -> bool {
    matches!(name, b"null" | b"nil" | b"None" | b"undefined" | b"NaN" | b"false" | b"0" | b"none")
}
