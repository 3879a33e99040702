//! What a stranger wrote, made fit to be shown: no control character, no end of it missing.

mod clean;
mod clip;

pub use clean::{clean, misleads};
pub use clip::{clip, clip_to};
