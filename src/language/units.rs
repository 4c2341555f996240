//! Units of the International System with their prefixes, in any language: "k" makes "km" of "m".

use serde::Deserialize;

use super::words::{WordMap, WordSet};

/// A unit with the prefixes that it may have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PrefixedUnit {
    pub(super) one: String,
    pub(super) many: String,
    /// "eine Wattstunde", not "ein".
    #[serde(default)]
    pub(super) feminine: bool,
    prefixes: WordSet,
    /// True for a length, which also has squares and cubes: "km2".
    #[serde(default)]
    length: bool,
    /// True for a unit that counts only with a prefix: "ms", but not "s" in "10s of people".
    #[serde(default)]
    only_prefixed: bool,
}

/// A unit with a prefix and a power, e.g. "k" and "2" of "km2".
pub(super) struct PrefixAndPower<'a> {
    /// Symbol and name of the prefix. Both are empty without one.
    pub(super) prefix: (&'a str, &'a str),
    /// Digit and name of the power. Both are empty for the unit itself.
    pub(super) power: (&'static str, &'a str),
}

impl PrefixedUnit {
    /// Returns all prefixes and powers that the unit may have. `[squared, cubed]` are the names of the powers.
    pub(super) fn variants<'a>(
        &'a self,
        names: &'a WordMap<String>,
        [squared, cubed]: [&'a str; 2],
    ) -> Vec<PrefixAndPower<'a>> {
        let prefixes = self.prefixes.iter().filter_map(|short| Some((short, names.get(short)?.as_str())));
        let bare = Some(("", "")).filter(|_| !self.only_prefixed);
        let powers = [("", ""), ("2", squared), ("3", cubed)];
        let count = if self.length { powers.len() } else { 1 };
        let all = prefixes.chain(bare);
        all.flat_map(|prefix| powers[..count].iter().map(move |&power| PrefixAndPower { prefix, power }))
            .collect()
    }
}
