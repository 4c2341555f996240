//! The mix cache: position and measurements of each region in the file of a mix. A region is found by the identity of its samples.

use std::collections::BTreeMap;
use std::fs::File;

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::region::{self, Region};
use super::render_region::RegionStats;
use aloud_audio::wav;

/// The regions of an episode's file. The build stores it as JSON next to the file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MixCache {
    /// The passes of the mix. The file is that of the last pass.
    passes: Vec<CachedPass>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CachedPass {
    gain_db: f64,
    /// The regions in the order of the file.
    #[serde(rename = "stretches")]
    regions: Vec<CachedRegion>,
}

/// A region of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CachedRegion {
    key: String,
    /// First frame in the file.
    frame: u64,
    stats: RegionStats,
}

impl CachedRegion {
    pub(super) fn new(key: String, frame: u64, stats: RegionStats) -> Self {
        Self { key, frame, stats }
    }
}

/// The cache that a mix fills, if the caller wants one.
pub(super) enum NewCache {
    Off,
    On(MixCache),
}

impl NewCache {
    /// Returns the keys of all regions, or none if the cache is off.
    pub(super) fn keys(&self, plan: &Plan, processor: &str, gain_db: f64, regions: &[Region]) -> Vec<String> {
        match self {
            Self::Off => Vec::new(),
            Self::On(_) => {
                regions.iter().map(|region| region::key(plan, processor, gain_db, region)).collect()
            }
        }
    }

    pub(super) fn add_pass(&mut self, gain_db: f64, regions: Vec<CachedRegion>) {
        if let Self::On(cache) = self {
            cache.passes.push(CachedPass { gain_db, regions });
        }
    }
}

/// The file of an earlier mix, with its cache.
pub(super) struct EarlierMix<'a> {
    pub(super) file: &'a File,
    /// Byte position of its first sample.
    pub(super) data_start: u64,
    cache: &'a MixCache,
}

impl<'a> EarlierMix<'a> {
    /// Reads the header of the file. Returns `None` if the file is not a WAV of the plan's rate and channels. Then no region can be
    /// copied from it.
    pub(super) fn open(plan: &Plan, file: &'a File, cache: &'a MixCache) -> Option<Self> {
        let reader = wav::Reader::new(file).ok()?;
        (reader.spec() == plan.format.spec()).then(|| Self { file, data_start: reader.data_start(), cache })
    }

    /// Returns true if the earlier mix measured a pass with this gain, but its file has another gain.
    pub(super) fn has_only_measured(&self, gain_db: f64) -> bool {
        let Some((last, earlier)) = self.cache.passes.split_last() else { return false };
        last.gain_db != gain_db && earlier.iter().any(|pass| pass.gain_db == gain_db)
    }
}

/// The origin of a region's samples.
#[derive(Debug, Clone, Copy)]
pub(super) enum RegionSource<'a> {
    /// The region is rendered.
    Render,
    /// The region is copied from the earlier file, and its measurements are known.
    Copy {
        /// First frame in the earlier file.
        from: u64,
        /// Index of the region among the regions of the earlier file.
        nth: usize,
        stats: &'a RegionStats,
    },
}

/// Returns the source of each of `count` regions. `keys` is empty or has one key for each region. If the pass writes no file, the
/// measurements alone are enough.
pub(super) fn sources<'a>(
    earlier: Option<&EarlierMix<'a>>,
    gain_db: f64,
    keys: &[String],
    count: usize,
    writes: bool,
) -> Vec<RegionSource<'a>> {
    let passes: &'a [CachedPass] = earlier.map_or(&[], |earlier| &earlier.cache.passes);
    let mut known = BTreeMap::new();
    let pass = passes.iter().rev().find(|pass| pass.gain_db == gain_db);
    let in_file = passes.last().is_some_and(|last| last.gain_db == gain_db);
    if let Some(pass) = pass.filter(|_| in_file || !writes) {
        let regions = pass.regions.iter().enumerate();
        known.extend(regions.map(|(nth, region)| (region.key.as_str(), (nth, region))));
    }
    let source = |index: usize| {
        let (nth, region) = known.get(keys.get(index)?.as_str())?;
        Some(RegionSource::Copy { from: region.frame, nth: *nth, stats: &region.stats })
    };
    (0..count).map(|index| source(index).unwrap_or(RegionSource::Render)).collect()
}
