//! Stretches: runs of placements that bear on one another. Between two stretches lies so much silence that neither
//! limiter nor meters of one see the other, so that each is worked on by itself, in any order, and recognised again
//! wherever it moves.

use std::ops::Range;

use super::limiter;
use super::{Placement, Plan, frames_at};

/// A run of placements, and the frames of the episode that they take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Indexes of placements.
    pub(super) placements: Range<usize>,
    /// From the first frame that sounds to the one after the last.
    pub(super) frames: Range<u64>,
}

/// Cuts a plan into stretches, in order.
pub(super) fn stretches(plan: &Plan) -> Vec<Stretch> {
    let silence = 2 * limiter::reach(plan.format.rate) as u64;
    let mut stretches: Vec<Stretch> = Vec::new();
    for (index, placement) in plan.placements.iter().enumerate() {
        let end = placement.start + length(placement, plan.format.rate);
        let before = index.checked_sub(1).map(|before| &plan.placements[before]);
        let quiet = placement.quiet && before.is_some_and(|before| before.quiet);
        let apart = if quiet { 0 } else { silence };
        match stretches.last_mut() {
            Some(last) if placement.start < last.frames.end + apart => {
                last.placements.end = index + 1;
                last.frames.end = last.frames.end.max(end);
            }
            _ => stretches.push(Stretch { placements: index..index + 1, frames: placement.start..end }),
        }
    }
    stretches
}

/// Frames of a placement in the episode.
pub(super) fn length(placement: &Placement, rate: u32) -> u64 {
    frames_at(placement.sound.end - placement.sound.start, placement.sample_rate, rate)
}

/// Identity of a stretch's samples: everything that bears on them and nothing else, such as where it stands.
///
/// `processor` names the features of the processor that mixes it. Where a placement is resampled, other features may give
/// other samples, so a mix cache from another machine must not match.
pub(super) fn key(plan: &Plan, processor: &str, gain_db: f64, stretch: &Stretch) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("aloud stretch v3");
    let placements = &plan.placements[stretch.placements.clone()];
    let resamples = placements.iter().any(|placement| placement.sample_rate != plan.format.rate);
    let processor = if resamples { processor } else { "" };
    hasher.update(&(processor.len() as u64).to_le_bytes()).update(processor.as_bytes());
    let mut number = |value: u64| {
        hasher.update(&value.to_le_bytes());
    };
    number(u64::from(plan.format.rate));
    number(u64::from(plan.format.channels) << 16 | u64::from(plan.format.bits));
    number(plan.peak.to_bits());
    number(u64::from(plan.is_wide()));
    number(gain_db.to_bits());
    for placement in placements {
        number(placement.start - stretch.frames.start);
        number(placement.sound.start);
        number(placement.sound.end);
        number(u64::from(placement.sample_rate) << 1 | u64::from(placement.wide));
        placement.fades.into_iter().for_each(&mut number);
        number(placement.curve.len() as u64);
        for point in &placement.curve {
            number(point.at);
            number(u64::from(point.gain.to_bits()));
        }
        number(u64::from(placement.offset.to_bits()));
        number(placement.gain_db.to_bits());
        number(u64::from(placement.pan.to_bits()));
        placement.identity.as_chunks::<8>().0.iter().for_each(|part| number(u64::from_le_bytes(*part)));
    }
    hasher.finalize().to_hex()[..32].to_string()
}
