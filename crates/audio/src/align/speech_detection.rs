//! Tells speech from pauses by the energy of frames of 10 ms.

use super::filter_bank::FRAME;

/// Samples from one frame to the next: 10 ms.
pub(super) const HOP: usize = 160;
/// Quantiles of the energy that are taken as the noise of the room and the level of the voice.
const NOISE_QUANTILE: f32 = 0.05;
const VOICE_QUANTILE: f32 = 0.95;
/// Distance in dB of speech from the noise. If the noise is close to the voice, it is less: a share of their distance.
const ABOVE_NOISE: f32 = 8.0;
const SHARE_ABOVE_NOISE: f32 = 0.3;
/// The softest consonants in dB below the level of the voice.
const BELOW_VOICE: f32 = 38.0;
/// Level in dB below the loudest part so far at which a part without speech would be taken for a soft voice.
const SOFTEST_VOICE: f32 = 20.0;
/// Frames of the shortest burst that is speech. Clicks are shorter.
const SHORTEST_BURST: usize = 4;
/// Frames of the longest gap within speech. The closure of a plosive is shorter.
const LONGEST_GAP: usize = 12;
/// Frames that are kept on both sides of speech, for soft onsets.
pub(super) const EDGE: usize = 2;

/// Returns the energy in dB of each frame, as the mean of three frames.
pub(super) fn energies(samples: &[f32]) -> Vec<f32> {
    let frames = 1 + samples.len().saturating_sub(FRAME) / HOP;
    let energy = |frame: usize| {
        let part = &samples[frame * HOP..(frame * HOP + FRAME).min(samples.len())];
        let power = part.iter().map(|sample| sample * sample).sum::<f32>() / FRAME as f32;
        10.0 * libm::log10f(power + 1e-10)
    };
    let raw: Vec<f32> = (0..frames).map(energy).collect();
    let smooth = |at: usize| {
        let around = &raw[at.saturating_sub(1)..(at + 2).min(raw.len())];
        around.iter().sum::<f32>() / around.len() as f32
    };
    (0..frames).map(smooth).collect()
}

/// A clapper or a finger snap is at most so many dB softer than the voice. Clicks of the mouth are softer.
const CLICK_LEVEL: f32 = 10.0;
/// Frames of the longest click with its echo, and of its loud part, which is within so many dB of its peak. In a room with an echo
/// of 0.4 s, clicks are loud for 70 to 90 ms.
const LONGEST_CLICK: usize = 25;
const LONGEST_PEAK: usize = 10;
const PEAK: f32 = 10.0;
/// The peak is one of the first frames. In a word it comes later.
const ATTACK: usize = 3;
/// Frames of silence on both sides of a click. A plosive is next to a word.
const AROUND_CLICK: usize = 15;

/// The speech of a part of a recording.
pub(super) struct Speech {
    /// Which frames are speech.
    pub(super) frames: Vec<bool>,
    /// First frames of clicks, in order. Readers mark a retake with a clapper or a finger snap.
    pub(super) clicks: Vec<usize>,
    /// Energy in dB below which there is only noise.
    pub(super) noise: f32,
}

/// Finds the speech. `voice` is the highest level of the voice in dB so far; it is raised by this part.
pub(super) fn speech(energies: &[f32], voice: &mut f32) -> Speech {
    let mut sorted = energies.to_vec();
    sorted.sort_by(f32::total_cmp);
    let quantile = |share: f32| {
        let at = (sorted.len().saturating_sub(1)) as f32 * share;
        sorted.get(at as usize).copied().unwrap_or(0.0)
    };
    // A minute without speech has only noise. Its loudest frames are not a voice.
    let peak = quantile(VOICE_QUANTILE).max(*voice - SOFTEST_VOICE);
    *voice = voice.max(peak);
    let noise = quantile(NOISE_QUANTILE);
    let above = ABOVE_NOISE.min(SHARE_ABOVE_NOISE * (peak - noise));
    let limit = (noise + above).max(peak - BELOW_VOICE);
    let mut speech: Vec<bool> = energies.iter().map(|energy| *energy > limit).collect();
    let clicks = clicks(energies, &speech, peak - CLICK_LEVEL);
    for (start, end) in &clicks {
        speech[*start..*end].fill(false);
    }
    for (start, end) in runs(&speech, true) {
        if end - start < SHORTEST_BURST {
            speech[start..end].fill(false);
        }
    }
    for (start, end) in runs(&speech, false) {
        if end - start < LONGEST_GAP {
            speech[start..end].fill(true);
        }
    }
    for (start, end) in runs(&speech, true) {
        let end = (end + EDGE).min(speech.len());
        speech[start.saturating_sub(EDGE)..end].fill(true);
    }
    let clicks = clicks.into_iter().map(|(start, _)| start).collect();
    Speech { frames: speech, clicks, noise }
}

/// Finds clicks among the runs of frames that are loud enough for speech.
fn clicks(energies: &[f32], loud: &[bool], least: f32) -> Vec<(usize, usize)> {
    let runs = runs(loud, true);
    let is_click = |at: &usize| {
        let (start, end) = runs[*at];
        let before = start - at.checked_sub(1).map_or(0, |before| runs[before].1);
        let after = runs.get(at + 1).map_or(loud.len(), |next| next.0) - end;
        let (first, peak) = (start..end).fold((start, f32::MIN), |best, frame| {
            if energies[frame] > best.1 { (frame, energies[frame]) } else { best }
        });
        end - start <= LONGEST_CLICK
            && before.min(after) >= AROUND_CLICK
            && peak >= least
            && first - start < ATTACK
            && energies[start..end].iter().filter(|energy| **energy > peak - PEAK).count() <= LONGEST_PEAK
    };
    (0..runs.len()).filter(is_click).map(|at| runs[at]).collect()
}

/// Returns the runs of a value, as first index and the index after the last.
pub(super) fn runs(flags: &[bool], value: bool) -> Vec<(usize, usize)> {
    let (mut runs, mut start) = (Vec::new(), None);
    for (at, flag) in flags.iter().chain([&!value]).enumerate() {
        match (start, *flag == value) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                runs.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_speech_and_drops_clicks() {
        let mut levels = vec![-60.0; 300];
        levels[50..150].fill(-20.0);
        levels[90..98].fill(-58.0);
        levels[200..203].fill(-10.0);
        let found = speech(&levels, &mut -100.0);
        assert_eq!(runs(&found.frames, true), [(48, 152)], "one run, with its edges, through the short gap");
    }

    #[test]
    fn a_click_is_loud_short_and_alone() {
        let mut levels = vec![-60.0; 400];
        levels[50..150].fill(-20.0);
        for (at, level) in [(200, -18.0), (201, -16.0), (202, -19.0), (203, -33.0), (204, -45.0)] {
            levels[at] = level;
        }
        let clicks = |levels: &[f32]| {
            let found = speech(levels, &mut -100.0);
            assert!(!found.frames[250], "only words are speech");
            found.clicks
        };
        assert_eq!(clicks(&levels), [200]);
        let word: Vec<f32> = levels
            .iter()
            .enumerate()
            .map(|(at, level)| if (200..212).contains(&at) { -18.0 } else { *level })
            .collect();
        assert_eq!(clicks(&word), [0; 0], "a short word is longer");
        let soft: Vec<f32> = levels
            .iter()
            .enumerate()
            .map(|(at, level)| if at >= 200 { level - 20.0 } else { *level })
            .collect();
        assert_eq!(clicks(&soft), [0; 0], "a click of the mouth");
        levels[212..226].fill(-20.0);
        assert_eq!(speech(&levels, &mut -100.0).clicks, [0; 0], "a plosive at the start of a word");
    }

    #[test]
    fn a_part_without_a_voice_has_no_speech() {
        let noise: Vec<f32> = (0..1_000).map(|n| -62.0 + (n * 7 % 5) as f32).collect();
        let mut voice = -20.0;
        assert!(speech(&noise, &mut voice).frames.iter().all(|speech| !speech));
        assert_eq!(voice, -20.0);
        assert_eq!(speech(&[], &mut voice).frames, Vec::<bool>::new());
    }
}
