//! Cuts a plan into regions: runs of placements that affect each other.
//!
//! Between two regions there is enough silence that neither limiter nor meters of one see the other. Each region is therefore
//! rendered alone, in any order, and is recognised after an edit has moved it.

use std::ops::Range;

use super::limiter;
use super::plan::{Placement, Plan};
use aloud_audio::{decode, processor};

/// A run of placements, and the frames of the episode that it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Region {
    /// Indices of the placements.
    pub(super) placements: Range<usize>,
    /// Frames from the first that sounds to the one after the last.
    pub(super) frames: Range<u64>,
}

impl Plan {
    /// Returns a hash of everything that the file depends on: placements, format, levels and, if any placement is resampled, the
    /// processor's features.
    pub fn fingerprint(&self) -> String {
        self.fingerprint_on(&processor::features())
    }

    /// Returns the fingerprint for a processor with these features.
    pub(super) fn fingerprint_on(&self, processor: &str) -> String {
        let mut hasher = blake3::Hasher::new_derive_key("aloud mix v1");
        let settings = (self.length, self.format, self.loudness, self.peak);
        hasher.update(format!("{settings:?}").as_bytes());
        for region in regions(self) {
            hasher.update(&region.frames.start.to_le_bytes());
            hasher.update(key(self, processor, self.gain_db, &region).as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// Cuts a plan into regions, in order.
pub(super) fn regions(plan: &Plan) -> Vec<Region> {
    let silence = 2 * limiter::reach(plan.format.rate) as u64;
    let mut regions: Vec<Region> = Vec::new();
    for (index, placement) in plan.placements.iter().enumerate() {
        let end = placement.start + placement.length(plan.format.rate);
        let previous = index.checked_sub(1).map(|previous| &plan.placements[previous]);
        let quiet = placement.quiet && previous.is_some_and(|previous| previous.quiet);
        // Room tone fills the pauses of a recorded voice. Without this cut, all its sentences would be one region.
        let distance = if quiet { 0 } else { silence };
        match regions.last_mut() {
            Some(last) if placement.start < last.frames.end + distance => {
                last.placements.end = index + 1;
                last.frames.end = last.frames.end.max(end);
            }
            _ => regions.push(Region { placements: index..index + 1, frames: placement.start..end }),
        }
    }
    regions
}

/// Returns the identity of a region's samples. It hashes everything that affects them and nothing else: not the position of the
/// region, for example.
///
/// `processor` names the features of the processor that mixes. Where a placement is resampled or decoded from Opus, other
/// features may give other samples, so a mix cache from another machine must not match.
pub(super) fn key(plan: &Plan, processor: &str, gain_db: f64, region: &Region) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("aloud stretch v4");
    let placements = &plan.placements[region.placements.clone()];
    let is_exact = |placement: &Placement| {
        placement.sample_rate == plan.format.rate && !decode::depends_on_processor(&placement.path)
    };
    let processor = if placements.iter().all(is_exact) { "" } else { processor };
    hasher.update(&(processor.len() as u64).to_le_bytes()).update(processor.as_bytes());
    let mut number = |value: u64| {
        hasher.update(&value.to_le_bytes());
    };
    number(u64::from(plan.format.rate));
    number(u64::from(plan.format.channels) << 16 | u64::from(plan.format.bits));
    number(plan.peak.to_bits());
    number(u64::from(plan.is_stereo()));
    number(gain_db.to_bits());
    for placement in placements {
        number(placement.start - region.frames.start);
        number(placement.frames.start);
        number(placement.frames.end);
        number(u64::from(placement.sample_rate) << 1 | u64::from(placement.stereo));
        number(u64::from(placement.rotate_phase));
        placement.fades.into_iter().for_each(&mut number);
        number(placement.gain_curve.len() as u64);
        for point in &placement.gain_curve {
            number(point.at);
            number(u64::from(point.gain.to_bits()));
        }
        number(u64::from(placement.dc_offset.to_bits()));
        number(placement.gain_db.to_bits());
        number(u64::from(placement.pan.to_bits()));
        placement.identity.as_chunks::<8>().0.iter().for_each(|part| number(u64::from_le_bytes(*part)));
    }
    hasher.finalize().to_hex()[..32].to_string()
}
