use super::*;

const LEVEL: f64 = 0.9;

fn tone(rate: u32, hertz: f64, frames: usize) -> Vec<f32> {
    let turn = |n: usize| TAU * hertz * n as f64 / f64::from(rate) + 0.3;
    (0..frames).map(|n| (LEVEL * libm::sin(turn(n))) as f32).collect()
}

/// In pieces of so many frames, and silence until all has come out.
fn pushed(converter: &mut Converter, sound: &[f32], piece: usize, length: usize) -> Vec<f32> {
    let mut out = Vec::new();
    let silence = vec![0.0; 1_000];
    for piece in sound.chunks(piece).chain(std::iter::repeat(silence.as_slice())) {
        if out.len() >= length {
            break;
        }
        converter.push(piece, &mut out);
    }
    out.truncate(length);
    out
}

fn resampled(from: u32, to: u32, sound: &[f32]) -> Vec<f32> {
    let length = frames_at(sound.len() as u64, from, to) as usize;
    pushed(&mut Converter::new(from, to).unwrap(), sound, 16_384, length)
}

/// Level of a tone in what came out of it over what went in, and what else there is over the tone, in dB.
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
fn a_tone_comes_out_pure_up_to_the_edge() {
    for (from, to) in PAIRS {
        let nyquist = f64::from(from.min(to)) / 2.0;
        for hertz in [997.0, 0.8 * nyquist, 0.9 * nyquist, 0.97 * nyquist] {
            let (gain, rest) = gain_and_rest(from, to, hertz);
            assert!(gain.abs() < 0.01 && rest < -133.0, "{hertz} Hz, {from} to {to}: {gain} dB, {rest} dB");
        }
    }
}

#[test]
fn what_the_lower_rate_cannot_hold_is_gone() {
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
fn rates_with_little_in_common_come_out_as_well() {
    for (from, to) in [(22_254, 44_100), (44_100, 47_952), (11_024, 8_000), (44_099, 44_100)] {
        let (gain, rest) = gain_and_rest(from, to, 997.0);
        assert!(gain.abs() < 0.01 && rest < -129.0, "{from} to {to}: {gain} dB, {rest} dB");
    }
    assert!(Converter::new(0, 44_100).is_none());
    assert!(Converter::new(u32::MAX, 44_100).is_none());
}

#[test]
fn neither_pieces_nor_the_sound_before_make_a_difference() {
    let (noise, other) = (noise(20_000), tone(24_000, 300.0, 9_999));
    let mut converter = Converter::new(24_000, 44_100).unwrap();
    let whole = pushed(&mut converter, &noise, noise.len(), 36_750);
    for piece in [1, 977, 4_096] {
        pushed(&mut converter, &other, 5_000, 10_000);
        converter.reset();
        assert!(pushed(&mut converter, &noise, piece, 36_750) == whole, "pieces of {piece}");
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

/// Taken once on one machine. It may change with the resampler, but not from machine to machine.
#[test]
fn the_bytes_are_the_same_on_every_machine() {
    let mut hasher = blake3::Hasher::new();
    for (from, to) in PAIRS.into_iter().chain([(11_025, 44_100), (22_254, 44_100)]) {
        for sample in resampled(from, to, &noise(30_000)) {
            hasher.update(&sample.to_le_bytes());
        }
    }
    let hash = hasher.finalize().to_hex();
    assert_eq!(&hash[..32], "d674cffdbe54bd05fa25713e52711957");
}

/// The same sound by a resampler that is not ours.
fn by_rubato(from: u32, to: u32, sound: &[f32]) -> Vec<f32> {
    use rubato::audioadapter_buffers::direct::InterleavedSlice;
    use rubato::{FixedSync, Resampler};
    let divisor = greatest_common_divisor(from, to);
    // Even, so that the delay is whole frames on both sides.
    let least = 1_024_usize.div_ceil((from.min(to) / divisor) as usize).next_multiple_of(2);
    let block = least * (from / divisor) as usize;
    let mut theirs = rubato::Fft::<f32>::new(from as usize, to as usize, block, 1, FixedSync::Both).unwrap();
    let delay = theirs.output_delay();
    let (mut out, mut room) = (Vec::new(), vec![0.0; theirs.output_frames_max()]);
    let mut padded = sound.to_vec();
    padded.resize((sound.len() + 2 * block).next_multiple_of(theirs.input_frames_next()), 0.0);
    for piece in padded.chunks(theirs.input_frames_next()) {
        let input = InterleavedSlice::new(piece, 1, piece.len()).unwrap();
        let frames = room.len();
        let mut output = InterleavedSlice::new_mut(&mut room, 1, frames).unwrap();
        let (_, made) = theirs.process_into_buffer(&input, &mut output, None).unwrap();
        out.extend_from_slice(&room[..made]);
    }
    out.split_off(delay)
}

#[test]
fn a_resampler_that_is_not_ours_makes_the_same_of_a_buzz() {
    for (from, to) in PAIRS {
        let highest = f64::from(from.min(to)) * 0.45;
        let harmonics = (1..).map(|k| 130.0 * f64::from(k)).take_while(|hertz| *hertz < highest);
        let mut sound = vec![0.0_f32; from as usize];
        for (nth, hertz) in harmonics.enumerate() {
            let wave = tone(from, hertz, sound.len());
            sound.iter_mut().zip(wave).for_each(|(sum, sample)| *sum += sample * 0.2 / (nth + 1) as f32);
        }
        let (ours, theirs) = (resampled(from, to, &sound), by_rubato(from, to, &sound));
        let middle = to as usize / 4..to as usize / 4 * 3;
        let apart = middle.map(|n| (ours[n] - theirs[n]).abs()).fold(0.0, f32::max);
        assert!(apart < 2e-5, "{from} → {to}: {apart}; −94 dB, one frame off would be 0.02");
    }
}
