//! Servers as they are: the right ones raise no alarm and are judged, and in them the wrong ones are killed.

use pkce_conformance::result::ShapeCell;
use pkce_mutants::{TRIED, by_name, in_shapes};
use pkce_vectors::VectorSet;

/// Where PKCE is required of every client, a request without a challenge gets no code, and a code whose challenge was
/// forgotten no token: these faults give nothing away.
const HARMLESS: [(&str, &str); 4] = [
    ("required", "stray-verifier-ignored"),
    ("own-required", "stray-verifier-ignored"),
    ("required", "challenge-deleted-by-failed-attempt"),
    ("own-required", "challenge-deleted-by-failed-attempt"),
];

#[test]
fn every_shape_is_judged_and_kills() {
    let set = VectorSet::bundled().unwrap();
    let mutants: Vec<_> = TRIED.iter().map(|name| by_name(name).unwrap()).collect();
    let table = in_shapes(&set, &mutants, 1, &|| ()).unwrap();
    for (shape, right) in table.shapes.iter().zip(&table.right) {
        assert!(right.alarms.is_empty(), "{shape}: {:?}", right.alarms);
        // Of a fixed policy at least nine of ten requirements that a settable server has.
        assert!(right.judged * 10 >= right.applicable * 9, "{shape}: {right:?}");
    }
    for row in &table.rows {
        for (shape, cell) in table.shapes.iter().zip(&row.cells) {
            let harmless = HARMLESS.contains(&(shape, row.name.as_str()));
            assert_eq!(*cell != ShapeCell::Killed, harmless, "{shape}: {}", row.name);
        }
    }
}
