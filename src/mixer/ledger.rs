//! What a mix leaves for the next one: where each stretch stands in its file and what was measured of it, by the
//! identity of its samples.

use std::collections::BTreeMap;
use std::fs::File;

use serde::{Deserialize, Serialize};

use super::Plan;
use super::assemble::Source;
use super::perform::Stats;
use super::stretch::{self, Stretch};
use crate::audio::wav;

/// What is known of an episode's file; kept beside it as JSON.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// The passes of the mix; the file is that of the last.
    passes: Vec<Pass>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pass {
    gain_db: f64,
    /// In the order of the file.
    stretches: Vec<Entry>,
}

/// One stretch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    key: String,
    /// First frame in the file.
    frame: u64,
    stats: Stats,
}

impl Entry {
    pub(super) fn new(key: String, frame: u64, stats: Stats) -> Self {
        Self { key, frame, stats }
    }
}

/// Whether a mix keeps a ledger.
pub(super) enum Keep {
    Nothing,
    Ledger(Ledger),
}

impl Keep {
    /// Keys of all stretches; none when nothing is kept.
    pub(super) fn keys(
        &self,
        plan: &Plan,
        processor: &str,
        gain_db: f64,
        stretches: &[Stretch],
    ) -> Vec<String> {
        let key = |stretch| stretch::key(plan, processor, gain_db, stretch);
        match self {
            Self::Nothing => Vec::new(),
            Self::Ledger(_) => stretches.iter().map(key).collect(),
        }
    }

    pub(super) fn pass(&mut self, gain_db: f64, stretches: Vec<Entry>) {
        if let Self::Ledger(ledger) = self {
            ledger.passes.push(Pass { gain_db, stretches });
        }
    }
}

/// The file of an earlier mix.
pub(super) struct Earlier<'a> {
    pub(super) file: &'a File,
    /// Byte where its samples begin.
    pub(super) data: u64,
    ledger: &'a Ledger,
}

impl<'a> Earlier<'a> {
    /// `None` when the file is no WAV of the plan's layout: then nothing can be taken from it.
    pub(super) fn open(plan: &Plan, file: &'a File, ledger: &'a Ledger) -> Option<Self> {
        let reader = wav::Reader::new(file).ok()?;
        (reader.spec() == plan.format.spec()).then(|| Self { file, data: reader.data_start(), ledger })
    }

    /// True when a pass with this gain was measured, but not kept.
    pub(super) fn has_measured(&self, gain_db: f64) -> bool {
        let (last, before) = match self.ledger.passes.split_last() {
            Some(passes) => passes,
            None => return false,
        };
        last.gain_db != gain_db && before.iter().any(|pass| pass.gain_db == gain_db)
    }
}

/// Where each of `count` stretches comes from; `keys` is empty or has one for each. When nothing is to be written, what
/// was measured is enough.
pub(super) fn sources<'a>(
    earlier: Option<&Earlier<'a>>,
    gain_db: f64,
    keys: &[String],
    count: usize,
    writes: bool,
) -> Vec<Source<'a>> {
    let passes: &'a [Pass] = earlier.map_or(&[], |earlier| &earlier.ledger.passes);
    let mut known = BTreeMap::new();
    let pass = passes.iter().rev().find(|pass| pass.gain_db == gain_db);
    let in_file = passes.last().is_some_and(|last| last.gain_db == gain_db);
    if let Some(pass) = pass.filter(|_| in_file || !writes) {
        known
            .extend(pass.stretches.iter().enumerate().map(|(nth, entry)| (entry.key.as_str(), (nth, entry))));
    }
    let source = |index: usize| {
        let (nth, entry) = known.get(keys.get(index)?.as_str())?;
        Some(Source::Copy { from: entry.frame, nth: *nth, stats: &entry.stats })
    };
    (0..count).map(|index| source(index).unwrap_or(Source::Perform)).collect()
}
