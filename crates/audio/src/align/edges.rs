//! Finds where speech begins and ends, to a frame of 10 ms.
//!
//! Soft consonants are no louder than the noise of a room, but their spectrum differs from it. So a run of speech is extended while the
//! spectrum is above that of the noise. In a room the sound of the voice goes on after its end, so the end is moved back by a time that
//! depends on how fast the sound decays.

use super::filter_bank::BANDS;
use super::speech_detection::{EDGE, Speech, runs};

/// Frames by which a run is extended at most.
pub(super) const MOST: usize = 12;
/// Distances from the noise, in its deviations, that are speech at the start and at the end of a run.
const ONSET: f32 = 2.0;
const OFFSET: f32 = 3.0;
/// Frames next to speech that are not taken as noise: before it, and after it, where the room sounds on.
const BEFORE: usize = 8;
const AFTER: usize = 30;
/// Frames of noise that are needed. With fewer, the quietest tenth of all frames is taken.
const ENOUGH: usize = 50;
/// Smallest deviation of noise. Digital silence has none.
const LEAST_DEVIATION: f32 = 0.05;
/// Frames of the shortest run whose decay is measured, frames at its end that are looked at, and frames of the decay.
const MEASURED: usize = 20;
const ENDING: usize = 16;
const DECAY: usize = 6;
/// Distance in dB from the noise that a decay is measured above.
const ABOVE_NOISE: f32 = 6.0;
/// Frames by which the ends are moved back in a room in which sound decays by 1 dB a frame (an echo of 0.6 s) or more slowly, and the
/// decay of a room in which they stay. In dry rooms, speech ends with 4 to 6 dB a frame.
const TAIL: f32 = 2.0;
const SLOW: f32 = 1.0;
const DRY: f32 = 3.0;

/// The edges of the runs of speech in a part of a recording.
pub(super) struct Edges<'a> {
    speech: &'a [bool],
    /// Distance of each frame from the noise, in deviations of the noise.
    above: Vec<f32>,
    /// Frames by which the ends are moved back.
    tail: i32,
}

impl<'a> Edges<'a> {
    /// Measures the noise and the room. `levels` are those of the first frames of the part.
    pub(super) fn of(levels: &[[f32; BANDS]], energies: &[f32], speech: &'a Speech) -> Self {
        let quiet = quiet_frames(&energies[..levels.len()], &speech.frames);
        let share = 1.0 / quiet.len().max(1) as f32;
        let mut noise = [0.0_f32; BANDS];
        for frame in &quiet {
            noise.iter_mut().zip(&levels[*frame]).for_each(|(noise, level)| *noise += level * share);
        }
        let excess = |levels: &[f32; BANDS]| {
            let above = levels.iter().zip(&noise).map(|(level, noise)| (level - noise).max(0.0));
            above.sum::<f32>() / BANDS as f32
        };
        let excess: Vec<f32> = levels.iter().map(excess).collect();
        let usual = quiet.iter().map(|frame| excess[*frame]).sum::<f32>() * share;
        let square = |frame: &usize| (excess[*frame] - usual) * (excess[*frame] - usual);
        let variance = quiet.iter().map(square).sum::<f32>() * share;
        let deviation = variance.sqrt().max(LEAST_DEVIATION);
        let above = |at: usize| {
            let around = &excess[at.saturating_sub(1)..(at + 2).min(excess.len())];
            (around.iter().sum::<f32>() / around.len() as f32 - usual) / deviation
        };
        let dry = ((decay(energies, speech) - SLOW) / (DRY - SLOW)).clamp(0.0, 1.0);
        Self {
            speech: &speech.frames,
            above: (0..excess.len()).map(above).collect(),
            tail: (TAIL * (1.0 - dry)).round() as i32,
        }
    }

    /// Returns the number of frames before `start`, where a run begins, in which there is speech; negative if it begins later.
    pub(super) fn lead(&self, start: usize) -> i8 {
        let gap = self.speech[..start].iter().rev().take_while(|is_speech| !**is_speech).count();
        let first = start.saturating_sub(MOST.min(gap / 2));
        let inner = (start + EDGE).min(self.above.len());
        let found = (first..inner).rev().take_while(|frame| self.above[*frame] > ONSET).count();
        (start as i32 - (inner - found) as i32) as i8
    }

    /// Returns the number of frames from `end`, where a run ends, in which there is speech; negative if it ends earlier.
    pub(super) fn fade(&self, end: usize) -> i8 {
        let gap = self.speech[end..].iter().take_while(|is_speech| !**is_speech).count();
        let last = (end + MOST.min(gap / 2)).min(self.above.len());
        let inner = end.saturating_sub(EDGE);
        let found = (inner..last).take_while(|frame| self.above[*frame] > OFFSET).count();
        ((inner + found) as i32 - end as i32 - self.tail) as i8
    }
}

/// Returns the frames that hold only noise.
fn quiet_frames(energies: &[f32], speech: &[bool]) -> Vec<usize> {
    let mut is_quiet = vec![true; energies.len()];
    for (start, end) in runs(speech, true) {
        let end = (end + AFTER).min(energies.len());
        is_quiet[start.saturating_sub(BEFORE).min(end)..end].fill(false);
    }
    let quiet: Vec<usize> = (0..energies.len()).filter(|frame| is_quiet[*frame]).collect();
    if quiet.len() >= ENOUGH {
        return quiet;
    }
    let mut all: Vec<usize> = (0..energies.len()).collect();
    all.sort_by(|a, b| energies[*a].total_cmp(&energies[*b]));
    all.truncate(energies.len().div_ceil(10));
    all
}

/// Returns how fast the sound decays at the ends of speech, in dB a frame: the median over all runs.
fn decay(energies: &[f32], speech: &Speech) -> f32 {
    let mut decays = Vec::new();
    for (start, end) in runs(&speech.frames, true) {
        if end - start < MEASURED {
            continue;
        }
        let last = (end.saturating_sub(ENDING)..(end + EDGE).min(energies.len()))
            .rev()
            .find(|frame| energies[*frame] > speech.noise + ABOVE_NOISE);
        if let Some(last) = last.filter(|last| *last >= end.saturating_sub(ENDING) + DECAY) {
            decays.push((energies[last - DECAY] - energies[last]) / DECAY as f32);
        }
    }
    decays.sort_by(f32::total_cmp);
    decays.get(decays.len() / 2).copied().unwrap_or(DRY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::speech_detection::speech;

    /// Returns levels and energies of noise with a vowel in frames 100 to 160. `soft` frames before it are no louder than the noise,
    /// but have another spectrum; after it the sound falls by `decay` dB a frame.
    fn part(soft: usize, decay: f32) -> (Vec<[f32; BANDS]>, Vec<f32>) {
        let mut levels = Vec::new();
        let mut energies = Vec::new();
        for frame in 0..400_usize {
            let ripple = (frame * 7 % 5) as f32 * 0.1;
            let mut bands = [-8.0 + ripple; BANDS];
            let after = frame.saturating_sub(159) as f32;
            let energy = if frame < 100 { -60.0 } else { (-20.0 - after * decay).max(-60.0) };
            if (100 - soft..100).contains(&frame) {
                bands[30..].fill(-4.0);
            } else if frame >= 100 && energy > -60.0 {
                bands.fill(-8.0 + (energy + 60.0) * 0.23);
            }
            levels.push(bands);
            energies.push(energy + ripple);
        }
        (levels, energies)
    }

    fn edges(soft: usize, decay: f32) -> (i32, i32) {
        let (levels, energies) = part(soft, decay);
        let speech = speech(&energies, &mut -100.0);
        let (start, end) = runs(&speech.frames, true)[0];
        let edges = Edges::of(&levels, &energies, &speech);
        (start as i32 - i32::from(edges.lead(start)), end as i32 + i32::from(edges.fade(end)))
    }

    #[test]
    fn a_soft_consonant_is_speech_by_its_spectrum() {
        let (plain, _) = edges(0, 20.0);
        assert!((99..=100).contains(&plain), "{plain}");
        let (soft, _) = edges(8, 20.0);
        assert!((91..=92).contains(&soft), "{soft}");
    }

    #[test]
    fn the_sound_of_a_room_is_not_speech() {
        let (_, dry) = edges(0, 20.0);
        assert!((160..=163).contains(&dry), "{dry}");
        let (_, room) = edges(0, 0.5);
        let (levels, energies) = part(0, 0.5);
        let speech = speech(&energies, &mut -100.0);
        let end =
            Edges { tail: 0, ..Edges::of(&levels, &energies, &speech) }.fade(runs(&speech.frames, true)[0].1);
        let without = runs(&speech.frames, true)[0].1 as i32 + i32::from(end);
        assert_eq!(room, without - TAIL as i32);
    }
}
