//! The command `pkce`.
fn main() {}
