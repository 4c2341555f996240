//! What a number is that stands in a text. How it is written and said is its language's matter.

/// Thousands groups beyond these belong to no number that a person wrote.
pub(super) const MOST_GROUPS: usize = 8;

/// A number as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// Its digits before the decimal mark, without separators.
    pub whole: String,
    /// Its digits after the decimal mark.
    pub fraction: Option<String>,
    /// Written with separators between the thousands.
    pub grouped: bool,
    /// How many tokens it takes.
    pub len: usize,
}

impl Number {
    /// Its value when it is whole, without separators and without leading zeros.
    pub fn plain(&self) -> Option<u64> {
        let leading_zero = self.whole.len() > 1 && self.whole.starts_with('0');
        if self.grouped || self.fraction.is_some() || leading_zero { None } else { self.whole.parse().ok() }
    }

    /// True for exactly one.
    pub fn is_one(&self) -> bool {
        self.plain() == Some(1)
    }
}
