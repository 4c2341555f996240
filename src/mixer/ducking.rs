//! Ducks music under speech.
//!
//! The positions of the speech are known before any audio is read. The music therefore goes down before the first word, and
//! stays down over pauses that are too short for it to come up again.

use std::ops::Range;

use super::gain::db_to_factor;
use super::plan::GainPoint;
use crate::base::config::Duck;

/// Returns the gain curve of a cue under speech.
///
/// `cue` and `speech` are frames of an episode with a sample rate of `rate` Hz. The ranges of `speech` are in order.
pub fn ducking_curve(cue: &Range<u64>, speech: &[Range<u64>], settings: &Duck, rate: u32) -> Vec<GainPoint> {
    let attack = seconds_to_frames(settings.attack, rate);
    let release = seconds_to_frames(settings.release, rate);
    let mut ducked: Vec<Range<u64>> = Vec::new();
    for words in speech.iter().filter(|words| words.start < cue.end && words.end > cue.start) {
        match ducked.last_mut() {
            Some(last) if words.start <= last.end + attack + release => last.end = last.end.max(words.end),
            _ => ducked.push(words.clone()),
        }
    }
    let low = db_to_factor(-settings.depth);
    let mut curve = Vec::new();
    for words in ducked {
        curve.push((words.start as i128 - i128::from(attack), 1.0));
        curve.push((i128::from(words.start), low));
        curve.push((i128::from(words.end), low));
        curve.push((i128::from(words.end) + i128::from(release), 1.0));
    }
    cut(&curve, cue)
}

fn seconds_to_frames(seconds: f64, rate: u32) -> u64 {
    (seconds * f64::from(rate)).round() as u64
}

/// Cuts a range of frames out of a curve. The points of the result count from the start of the range.
fn cut(curve: &[(i128, f32)], frames: &Range<u64>) -> Vec<GainPoint> {
    if curve.is_empty() {
        return Vec::new();
    }
    let (start, end) = (i128::from(frames.start), i128::from(frames.end));
    let inner = curve.iter().filter(|(at, _)| *at > start && *at < end).copied();
    let points =
        [(start, gain_at(curve, start))].into_iter().chain(inner).chain([(end, gain_at(curve, end))]);
    points.map(|(at, gain)| GainPoint { at: (at - start) as u64, gain }).collect()
}

fn gain_at(curve: &[(i128, f32)], at: i128) -> f32 {
    let next = curve.partition_point(|(point, _)| *point < at);
    match (next.checked_sub(1).and_then(|before| curve.get(before)), curve.get(next)) {
        (Some((from, low)), Some((to, high))) => {
            low + (high - low) * ((at - from) as f32 / (to - from) as f32)
        }
        (Some((_, gain)), None) | (None, Some((_, gain))) => *gain,
        (None, None) => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUCK: Duck = Duck { depth: 20.0, attack: 0.1, release: 0.4 };

    /// Returns the curve under one range of speech.
    fn curve_under(cue: Range<u64>, words: Range<u64>) -> Vec<GainPoint> {
        ducking_curve(&cue, std::slice::from_ref(&words), &DUCK, 1_000)
    }

    fn rounded(points: &[GainPoint]) -> Vec<(u64, f32)> {
        points.iter().map(|point| (point.at, (point.gain * 1000.0).round() / 1000.0)).collect()
    }

    #[test]
    fn goes_down_before_speech_and_up_after_the_release() {
        let curve = curve_under(1_000..9_000, 3_000..4_000);
        let expected = [(0, 1.0), (1_900, 1.0), (2_000, 0.1), (3_000, 0.1), (3_400, 1.0), (8_000, 1.0)];
        assert_eq!(rounded(&curve), expected, "20 dB are a tenth");
    }

    #[test]
    fn stays_down_over_a_short_pause() {
        let curve = ducking_curve(&(0..9_000), &[2_000..3_000, 3_400..4_000, 6_000..6_500], &DUCK, 1_000);
        let downs: Vec<u64> = curve.windows(2).filter(|p| p[1].gain < p[0].gain).map(|p| p[1].at).collect();
        assert_eq!(downs, [2_000, 6_000]);
    }

    #[test]
    fn starts_and_ends_low_under_speech() {
        let curve = curve_under(2_500..3_500, 2_000..4_000);
        assert_eq!(rounded(&curve), [(0, 0.1), (1_000, 0.1)]);
        let curve = curve_under(3_950..4_400, 2_000..3_900);
        assert!(curve.is_empty(), "no speech overlaps the cue: {curve:?}");
    }
}
