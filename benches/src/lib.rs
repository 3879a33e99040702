//! Nothing: this crate is its bench targets, so that only `cargo bench` builds criterion and the peers.
