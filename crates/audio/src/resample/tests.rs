use std::f64::consts::TAU;

use super::*;

const LEVEL: f64 = 0.9;

fn tone(rate: u32, hertz: f64, frames: usize) -> Vec<f32> {
    let phase = |n: usize| TAU * hertz * n as f64 / f64::from(rate) + 0.3;
    (0..frames).map(|n| (LEVEL * libm::sin(phase(n))) as f32).collect()
}

/// Pushes a clip in chunks of `chunk` frames, then silence, until there are `length` frames.
fn push_all(converter: &mut Converter, sound: &[f32], chunk: usize, length: usize) -> Vec<f32> {
    let mut out = Vec::new();
    let silence = vec![0.0; 1_000];
    for chunk in sound.chunks(chunk).chain(std::iter::repeat(silence.as_slice())) {
        if out.len() >= length {
            break;
        }
        converter.push(chunk, &mut out).unwrap();
    }
    out.truncate(length);
    out
}

fn resampled(from: u32, to: u32, sound: &[f32]) -> Vec<f32> {
    let length = frames_at(sound.len() as u64, from, to) as usize;
    push_all(&mut Converter::new(from, to).unwrap(), sound, 16_384, length)
}

/// Returns the gain of a tone, and the level of everything else relative to the tone, in dB.
fn gain_and_rest(from: u32, to: u32, hertz: f64) -> (f64, f64) {
    let frames = 2 * from as usize;
    let out = resampled(from, to, &tone(from, hertz, frames));
    let middle = out.len() / 4..out.len() / 4 * 3;
    let waves = |n: usize| libm::sincos(TAU * hertz * n as f64 / f64::from(to));
    // Least squares: a · sin + b · cos.
    let (mut ss, mut sc, mut cc, mut ys, mut yc) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for n in middle.clone() {
        let ((sin, cos), y) = (waves(n), f64::from(out[n]));
        (ss, sc, cc, ys, yc) = (ss + sin * sin, sc + sin * cos, cc + cos * cos, ys + y * sin, yc + y * cos);
    }
    let determinant = ss * cc - sc * sc;
    let (a, b) = ((ys * cc - yc * sc) / determinant, (yc * ss - ys * sc) / determinant);
    let rest = |n: usize| {
        let (sin, cos) = waves(n);
        f64::from(out[n]) - a * sin - b * cos
    };
    let count = middle.len() as f64;
    let rest = middle.map(|n| rest(n) * rest(n)).sum::<f64>() / count;
    let power = (a * a + b * b) / 2.0;
    (10.0 * libm::log10(power / (LEVEL * LEVEL / 2.0)), 10.0 * libm::log10(rest / power))
}

const PAIRS: [(u32, u32); 6] = [
    (22_050, 48_000),
    (24_000, 44_100),
    (44_100, 48_000),
    (48_000, 44_100),
    (16_000, 44_100),
    (96_000, 44_100),
];

#[test]
fn keeps_tones_pure_up_to_the_edge() {
    for (from, to) in PAIRS {
        let nyquist = f64::from(from.min(to)) / 2.0;
        for hertz in [997.0, 0.8 * nyquist, 0.9 * nyquist, 0.97 * nyquist] {
            let (gain, rest) = gain_and_rest(from, to, hertz);
            assert!(gain.abs() < 0.01 && rest < -133.0, "{hertz} Hz, {from} to {to}: {gain} dB, {rest} dB");
        }
    }
}

#[test]
fn removes_tones_above_the_lower_nyquist_frequency() {
    for (from, to) in PAIRS.into_iter().filter(|(from, to)| from > to) {
        for above in [1.01, 1.03, 1.06] {
            let out = resampled(from, to, &tone(from, above * f64::from(to) / 2.0, from as usize));
            let middle = &out[out.len() / 4..out.len() / 4 * 3];
            let power = middle.iter().map(|s| f64::from(s * s)).sum::<f64>() / middle.len() as f64;
            let alias = 10.0 * libm::log10(power / (LEVEL * LEVEL / 2.0));
            assert!(alias < -130.0, "{above} Nyquist, {from} to {to}: {alias} dB");
        }
    }
}

#[test]
fn resamples_between_rates_without_a_common_divisor() {
    for (from, to) in [(22_254, 44_100), (44_100, 47_952), (11_024, 8_000), (44_099, 44_100)] {
        let (gain, rest) = gain_and_rest(from, to, 997.0);
        assert!(gain.abs() < 0.01 && rest < -129.0, "{from} to {to}: {gain} dB, {rest} dB");
    }
    assert!(Converter::new(768_000, 767_999).is_ok(), "the highest rates a file may have");
    assert!(Converter::new(0, 44_100).is_err());
    assert!(Converter::new(44_100, 0).is_err());
    assert!(Converter::new(u32::MAX, 44_100).is_err());
}

#[test]
fn keeps_a_click_at_its_frame() {
    for (from, to) in PAIRS {
        let frames = 3 * from as usize / 10;
        for at in [0, 1, frames / 2, frames - 1] {
            let mut sound = vec![0.0; frames];
            sound[at] = 1.0;
            let out = resampled(from, to, &sound);
            assert_eq!(out.len(), (frames * to as usize).div_ceil(from as usize));
            let ratio = f64::from(to) / f64::from(from);
            let peak = (0..out.len()).max_by(|a, b| out[*a].total_cmp(&out[*b])).unwrap();
            let away = (peak as f64 - at as f64 * ratio).abs();
            assert!(away <= 0.5 || peak == out.len() - 1 && away < 1.0, "{from} to {to}: {peak} for {at}");
        }
    }
}

#[test]
fn keeps_the_phase_of_a_tone() {
    for (from, to) in PAIRS {
        let out = resampled(from, to, &tone(from, 997.0, from as usize));
        let wanted = tone(to, 997.0, to as usize);
        let middle = to as usize / 4..to as usize / 4 * 3;
        let away = middle.map(|n| (out[n] - wanted[n]).abs()).fold(0.0, f32::max);
        // −106 dB; one frame off would be 0.1.
        assert!(away < 5e-6, "{from} to {to}: {away}");
    }
}

#[test]
fn output_does_not_depend_on_chunks_or_the_clip_before_a_reset() {
    let (noise, other) = (noise(20_000), tone(24_000, 300.0, 9_999));
    let fresh = || Converter::new(24_000, 44_100).unwrap();
    let whole = push_all(&mut fresh(), &noise, noise.len(), 36_750);
    assert!(push_all(&mut fresh(), &noise, 977, 36_750) == whole);
    let mut converter = fresh();
    for chunk in [1, 977, 4_096] {
        push_all(&mut converter, &other, 5_000, 10_000);
        converter.reset();
        assert!(push_all(&mut converter, &noise, chunk, 36_750) == whole, "chunks of {chunk}");
        converter.reset();
    }
}

fn noise(frames: usize) -> Vec<f32> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / 16_777_216.0 - 0.5
    };
    (0..frames).map(|_| next()).collect()
}
