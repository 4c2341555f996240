//! The accents of English that have dictionaries.

/// An accent of English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Accent {
    /// American.
    Us,
    /// British.
    Gb,
}
