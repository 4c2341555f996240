//! How a sound gives way to speech. Where the speech stands is known before a sample is heard, so the sound goes down
//! before the first word and not upon it, and stays down over pauses that are too short to come up in.

use std::ops::Range;

use super::{Point, linear};
use crate::base::config::Duck;

/// The curve of a sound that is heard in these frames of the episode, under speech in those, which come in their order.
pub fn duck(sound: &Range<u64>, speech: &[Range<u64>], duck: &Duck, rate: u32) -> Vec<Point> {
    let frames = |seconds: f64| (seconds * f64::from(rate)).round() as u64;
    let (attack, release) = (frames(duck.attack), frames(duck.release));
    let mut down: Vec<Range<u64>> = Vec::new();
    for words in speech.iter().filter(|words| words.start < sound.end && words.end > sound.start) {
        match down.last_mut() {
            Some(last) if words.start <= last.end + attack + release => last.end = last.end.max(words.end),
            _ => down.push(words.clone()),
        }
    }
    let low = linear(-duck.depth);
    let mut curve = Vec::new();
    for words in down {
        curve.push((words.start as i128 - i128::from(attack), 1.0));
        curve.push((i128::from(words.start), low));
        curve.push((i128::from(words.end), low));
        curve.push((i128::from(words.end) + i128::from(release), 1.0));
    }
    cut(&curve, sound)
}

/// A part of a curve, counted from its own beginning.
fn cut(curve: &[(i128, f32)], frames: &Range<u64>) -> Vec<Point> {
    if curve.is_empty() {
        return Vec::new();
    }
    let (start, end) = (i128::from(frames.start), i128::from(frames.end));
    let inner = curve.iter().filter(|(at, _)| *at > start && *at < end).copied();
    let points =
        [(start, gain_at(curve, start))].into_iter().chain(inner).chain([(end, gain_at(curve, end))]);
    points.map(|(at, gain)| Point { at: (at - start) as u64, gain }).collect()
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

    /// The curve under one speaker.
    fn under(sound: Range<u64>, words: Range<u64>) -> Vec<Point> {
        duck(&sound, std::slice::from_ref(&words), &DUCK, 1_000)
    }

    fn points(of: &[Point]) -> Vec<(u64, f32)> {
        of.iter().map(|point| (point.at, (point.gain * 1000.0).round() / 1000.0)).collect()
    }

    #[test]
    fn it_is_down_when_speech_begins_and_up_again_after_the_release() {
        let curve = under(1_000..9_000, 3_000..4_000);
        let expected = [(0, 1.0), (1_900, 1.0), (2_000, 0.1), (3_000, 0.1), (3_400, 1.0), (8_000, 1.0)];
        assert_eq!(points(&curve), expected, "20 dB are a tenth");
    }

    #[test]
    fn a_pause_too_short_to_come_up_in_does_not_pump() {
        let curve = duck(&(0..9_000), &[2_000..3_000, 3_400..4_000, 6_000..6_500], &DUCK, 1_000);
        let downs: Vec<u64> = curve.windows(2).filter(|p| p[1].gain < p[0].gain).map(|p| p[1].at).collect();
        assert_eq!(downs, [2_000, 6_000]);
    }

    #[test]
    fn a_sound_that_begins_or_ends_under_speech_is_low_there() {
        let curve = under(2_500..3_500, 2_000..4_000);
        assert_eq!(points(&curve), [(0, 0.1), (1_000, 0.1)]);
        let curve = under(3_950..4_400, 2_000..3_900);
        assert!(curve.is_empty(), "only what is heard together gives way: {curve:?}");
    }
}
