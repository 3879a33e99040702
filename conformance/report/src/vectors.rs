//! The data itself: listed, explained, checked.

pub mod lint;
pub mod list;
pub mod show;
