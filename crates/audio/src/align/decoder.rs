//! Searches for the sequence of readings that explains a recording best: a one-pass Viterbi search over all lines.
//!
//! At each step of the recording, the reader is either within a line or between lines. Within a line, a step costs the distance to
//! the reference. Between lines it costs what a random part of the references would cost: coughs, remarks and pages are nearer to
//! nothing than to a line. The unit of all costs below is the mean of that, so they do not depend on voice and room.
//!
//! The search of all lines is affordable because a state far above the best cost is dropped. While a line is being
//! read, only this line and a few others are within the limit.

mod costs;
mod search;
#[cfg(test)]
mod tests;

pub(super) use costs::Costs;
use search::Search;
pub(super) use search::{Decoded, Passage};

use super::distance::{root, squares};
use super::features::{Features, Step};

/// Steps of the references that stand for any speech.
const GARBAGE_STEPS: usize = 300;

/// Searches for the lines in a recording. Lines without steps are never found.
pub(super) fn decode(recording: &Features, lines: &[&[Step]], costs: &Costs) -> Decoded {
    decode_against(recording, lines, lines, costs)
}

/// Searches for the lines in a recording. `others` are examples of any other speech.
pub(super) fn decode_against(
    recording: &Features,
    lines: &[&[Step]],
    others: &[&[Step]],
    costs: &Costs,
) -> Decoded {
    let garbage = garbage(&recording.steps, others, costs.garbage_quantile);
    let unit = garbage.iter().sum::<f32>() / garbage.len().max(1) as f32;
    let mut search = Search::new(lines, costs, unit);
    for (at, garbage) in garbage.iter().enumerate() {
        search.step(recording, at, *garbage);
    }
    search.into_decoded(&garbage)
}

/// Returns the cost of each step of the recording if it is none of the lines: a quantile of its distances to steps of all lines.
fn garbage(steps: &[Step], lines: &[&[Step]], quantile: f32) -> Vec<f32> {
    let count: usize = lines.iter().map(|line| line.len()).sum();
    let stride = count.div_ceil(GARBAGE_STEPS).max(1);
    let samples: Vec<&Step> = lines.iter().copied().flatten().step_by(stride).collect();
    let mut distances = Vec::new();
    let cost = |step: &Step| {
        distances.clear();
        distances.extend(samples.iter().map(|sample| squares(step, sample)));
        let at = ((distances.len().saturating_sub(1)) as f32 * quantile) as usize;
        if distances.is_empty() { 1.0 } else { root(*distances.select_nth_unstable(at).1) }
    };
    steps.iter().map(cost).collect()
}
