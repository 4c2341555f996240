use std::f64::consts::PI;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::*;
use crate::base::files::ProjectPath;
use crate::base::testing::seeded;
use aloud_audio::{Clip, Spec, wav};

fn sine(rate: u32, hertz: f64, level: f64, frames: usize) -> Vec<f32> {
    (0..frames).map(|n| (level * (2.0 * PI * hertz * n as f64 / f64::from(rate)).sin()) as f32).collect()
}

fn file(dir: &Path, name: &str, rate: u32, samples: Vec<f32>) -> PathBuf {
    let path = dir.join(name);
    let clip = Clip { spec: Spec { sample_rate: rate, channels: 1 }, samples };
    wav::write_float(std::fs::File::create(&path).unwrap(), &clip).unwrap();
    path
}

fn placement(path: &Path, rate: u32, frames: u64, start: u64) -> Placement {
    Placement {
        path: ProjectPath::input(path),
        frames: 0..frames,
        sample_rate: rate,
        dc_offset: 0.0,
        start,
        gain_db: 0.0,
        pan: 0.0,
        stereo: false,
        quiet: false,
        rotate_phase: false,
        fades: edge_fades(frames_at(frames, rate, FLOAT.rate), FLOAT.rate),
        gain_curve: Vec::new(),
        identity: identity(path),
    }
}

fn identity(path: &Path) -> [u8; 32] {
    *blake3::hash(&std::fs::read(path).unwrap()).as_bytes()
}

const FLOAT: Format = Format { rate: 48_000, channels: 1, bits: 32 };

fn plan(placements: Vec<Placement>, length: u64) -> Plan {
    Plan { placements, length, format: FLOAT, loudness: None, gain_db: 0.0, peak: 0.0 }
}

fn mixed(plan: &Plan, threads: usize) -> (Vec<u8>, Report) {
    let out = tempfile::tempfile().unwrap();
    let report = mix(plan, &out, threads, &AtomicBool::new(false), &mut |_, _| ()).unwrap();
    (content(&out), report)
}

fn content(mut file: &File) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0)).unwrap();
    file.read_to_end(&mut bytes).unwrap();
    bytes
}

fn samples(bytes: &[u8]) -> Vec<f32> {
    wav::read_bytes(bytes).unwrap().samples
}

fn oracle(bytes: &[u8]) -> (f64, f64) {
    let clip = wav::read_bytes(bytes).unwrap();
    let channels = u32::from(clip.spec.channels);
    let mode = ebur128::Mode::I | ebur128::Mode::TRUE_PEAK;
    let mut meter = ebur128::EbuR128::new(channels, clip.spec.sample_rate, mode).unwrap();
    meter.add_frames_f32(&clip.samples).unwrap();
    (meter.loudness_global().unwrap(), 20.0 * meter.true_peak(0).unwrap().log10())
}

/// Returns a signal like speech: a buzz that swells and falls twice a second, with a pause now and then.
fn babble(rate: u32, seconds: usize) -> Vec<f32> {
    let swell = |t: f64| (2.0 * PI * t).sin().abs() * if t % 3.0 > 2.4 { 0.01 } else { 1.0 };
    let buzz =
        |t: f64| (1..9).map(|k| (2.0 * PI * 130.0 * f64::from(k) * t).sin() / f64::from(k)).sum::<f64>();
    let frames = rate as usize * seconds;
    (0..frames).map(|n| n as f64 / f64::from(rate)).map(|t| (0.05 * swell(t) * buzz(t)) as f32).collect()
}

#[test]
fn plays_a_placement_at_its_frames_and_digital_silence_around_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "a.wav", 48_000, vec![0.5; 4_800]);
    let out = samples(&mixed(&plan(vec![placement(&path, 48_000, 4_800, 1_000)], 10_000), 1).0);
    assert_eq!(out.len(), 10_000);
    assert!(out[..1_000].iter().chain(&out[5_800..]).all(|s| *s == 0.0));
    assert!(out[1_240..5_560].iter().all(|s| (*s - 0.5).abs() < 1e-6), "between the 5 ms fades");
    assert!(out[1_000] < 0.01 && out[5_799] < 0.01, "faded at the cuts");
}

#[test]
fn resampling_keeps_length_position_and_level() {
    let dir = tempfile::tempdir().unwrap();
    for rate in [8_000, 16_000, 22_050, 44_100, 96_000] {
        let frames = rate as usize + 7;
        let path = file(dir.path(), "a.wav", rate, sine(rate, 1_000.0, 0.5, frames));
        let length = frames_at(frames as u64, rate, 48_000);
        assert_eq!(length, (frames as u64 * 48_000).div_ceil(u64::from(rate)));
        let out = samples(&mixed(&plan(vec![placement(&path, rate, frames as u64, 0)], length), 2).0);
        assert_eq!(out.len() as u64, length);
        let wanted = sine(48_000, 1_000.0, 0.5, out.len());
        let middle = 4_800..out.len() - 4_800;
        let error = middle.map(|n| (out[n] - wanted[n]).abs()).fold(0.0, f32::max);
        assert!(error < 1e-4, "−80 dB; a shift by one frame would be 0.065: {error} at {rate}");
    }
}

#[test]
fn sums_overlapping_placements() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "a.wav", 48_000, vec![0.25; 9_600]);
    let placements = vec![placement(&path, 48_000, 9_600, 0), placement(&path, 48_000, 9_600, 4_800)];
    for threads in [1, 2] {
        let out = samples(&mixed(&plan(placements.clone(), 14_400), threads).0);
        assert!((out[2_400] - 0.25).abs() < 1e-6 && (out[7_200] - 0.5).abs() < 1e-6);
    }
}

#[test]
fn reaches_the_target_by_an_independent_meter() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "a.wav", 16_000, babble(16_000, 20));
    for (channels, bits) in [(1, 16), (2, 24), (1, 32)] {
        let format = Format { rate: 44_100, channels, bits };
        let length = frames_at(320_000, 16_000, 44_100);
        let placements = vec![placement(&path, 16_000, 320_000, 0)];
        let (bytes, report) =
            mixed(&Plan { format, loudness: Some(-16.0), peak: -1.0, ..plan(placements, length) }, 2);
        let (loudness, peak) = oracle(&bytes);
        assert!((loudness + 16.0).abs() <= 0.1, "{loudness}");
        assert!((report.loudness.unwrap() - loudness).abs() < 0.02);
        assert!(peak <= -1.0, "{peak}");
        assert!((report.true_peak.unwrap() - peak).abs() < 0.15, "{report:?} {peak}");
    }
}

#[test]
fn holds_the_ceiling_for_square_waves_and_intersample_peaks() {
    let dir = tempfile::tempdir().unwrap();
    let square: Vec<f32> = (0..96_000).map(|n| if n % 97 < 48 { 1.0 } else { -1.0 }).collect();
    // A quarter of the rate at 45°: samples at ±0.707, but a true peak of 1.
    let between: Vec<f32> =
        (0..96_000).map(|n| (PI / 2.0 * f64::from(n) + PI / 4.0).sin() as f32 * 1.4).collect();
    for (name, signal) in [("square", square), ("between", between)] {
        let path = file(dir.path(), name, 48_000, signal);
        let plan = Plan { peak: -1.0, ..plan(vec![placement(&path, 48_000, 96_000, 0)], 96_000) };
        let (bytes, report) = mixed(&plan, 1);
        let (_, peak) = oracle(&bytes);
        assert!(peak <= -1.0, "{name}: {peak} dBTP");
        assert!(peak > -1.5, "{name} is not turned down more than it needs: {peak} dBTP");
        assert!(report.limited_frames > 90_000);
    }
}

#[test]
fn keeps_samples_below_the_ceiling_unchanged() {
    let dir = tempfile::tempdir().unwrap();
    let signal = sine(48_000, 300.0, 0.5, 48_000);
    let path = file(dir.path(), "a.wav", 48_000, signal.clone());
    let plan = Plan { peak: -1.0, ..plan(vec![placement(&path, 48_000, 48_000, 0)], 48_000) };
    let (bytes, report) = mixed(&plan, 1);
    assert_eq!(samples(&bytes)[240..47_760], signal[240..47_760]);
    assert_eq!(report.limited_frames, 0);
}

#[test]
fn gives_the_same_bytes_at_any_number_of_threads() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "a.wav", 22_050, babble(22_050, 3));
    let placements = (0..7).map(|n| placement(&path, 22_050, 60_000 - n * 1_000, n * 140_000)).collect();
    let format = Format { rate: 44_100, channels: 1, bits: 16 };
    let plan = Plan { format, loudness: Some(-16.0), peak: -1.0, ..plan(placements, 1_000_000) };
    let one = mixed(&plan, 1);
    assert_eq!(one, mixed(&plan, 2));
    assert_eq!(one, mixed(&plan, 16));
}

#[test]
fn an_edit_moves_later_placements_and_keeps_their_samples() {
    let dir = tempfile::tempdir().unwrap();
    let loud = file(dir.path(), "loud.wav", 44_100, babble(44_100, 3).iter().map(|s| s * 20.0).collect());
    let edit = file(dir.path(), "edit.wav", 44_100, babble(44_100, 1));
    let format = Format { rate: 44_100, channels: 1, bits: 16 };
    let episode_with = |edited: u64| {
        let shift = if edited == 0 { 0 } else { edited + 10_000 };
        let mut placements = vec![placement(&loud, 44_100, 132_300, 0)];
        if edited > 0 {
            placements.push(placement(&edit, 44_100, edited, 140_000));
        }
        placements.push(placement(&loud, 44_100, 132_299, 150_000 + shift));
        let plan = Plan { format, peak: -1.0, ..plan(placements, 300_000 + shift) };
        samples(&mixed(&plan, 2).0)
    };
    let before = episode_with(0);
    for edited in [12_345, 30_000] {
        let after = episode_with(edited);
        let shift = edited as usize + 10_000;
        assert_eq!(after[..139_000], before[..139_000]);
        assert_eq!(after[150_000 + shift..], before[150_000..]);
    }
}

#[test]
fn dither_keeps_a_tone_smaller_than_a_step() {
    let dir = tempfile::tempdir().unwrap();
    let level = 0.4 / 32_768.0;
    let path = file(dir.path(), "a.wav", 48_000, sine(48_000, 1_000.0, level, 480_000));
    let format = Format { bits: 16, ..FLOAT };
    let plan = Plan { format, ..plan(vec![placement(&path, 48_000, 480_000, 0)], 480_000) };
    let out = samples(&mixed(&plan, 1).0);
    let tone = sine(48_000, 1_000.0, 1.0, out.len());
    let found: f64 =
        out.iter().zip(&tone).map(|(s, t)| f64::from(s * t)).sum::<f64>() * 2.0 / out.len() as f64;
    assert!((found / level - 1.0).abs() < 0.1, "without dither all samples round to zero: {found}");
}

#[test]
fn keeps_a_silent_episode_silent_and_the_length_of_an_empty_one() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "a.wav", 48_000, vec![0.0; 480]);
    let silent = Plan { loudness: Some(-16.0), ..plan(vec![placement(&path, 48_000, 480, 0)], 480) };
    let (bytes, report) = mixed(&silent, 1);
    assert_eq!((samples(&bytes), report.loudness, report.true_peak), (vec![0.0; 480], None, None));
    assert_eq!(samples(&mixed(&plan(vec![], 100), 1).0), vec![0.0; 100]);
}

#[test]
fn names_the_file_in_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("not.wav");
    std::fs::write(&path, "not sound").unwrap();
    let out = tempfile::tempfile().unwrap();
    let plan = plan(vec![placement(&path, 48_000, 480, 0)], 480);
    let error = mix(&plan, &out, 1, &AtomicBool::new(false), &mut |_, _| ()).unwrap_err();
    assert!(error.to_string().contains("not.wav"), "{error}");
}

#[test]
fn can_be_cancelled() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "a.wav", 48_000, babble(48_000, 2));
    let placements = (0..50).map(|n| placement(&path, 48_000, 96_000, n * 100_000)).collect();
    let cancel = AtomicBool::new(true);
    let error = mix(&plan(placements, 5_000_000), &tempfile::tempfile().unwrap(), 2, &cancel, &mut |_, _| ());
    assert!(matches!(error.unwrap_err(), MixError::Cancelled));
}

/// Returns a plan of sentences of different lengths. The limiter attenuates some of them.
fn episode(dir: &Path, sentences: &[u64]) -> Plan {
    let mut at = 20_000;
    let mut placements = Vec::new();
    for nth in sentences {
        let level = 1.0 + (*nth % 3) as f32 * 6.0;
        let samples =
            babble(24_000, 2).iter().skip(*nth as usize * 97).map(|s| s * level).collect::<Vec<_>>();
        let frames = samples.len() as u64;
        let path = file(dir, &format!("{nth}.wav"), 24_000, samples);
        placements.push(placement(&path, 24_000, frames, at));
        at += frames_at(frames, 24_000, 44_100) + 10_000 + nth;
    }
    let format = Format { rate: 44_100, channels: 2, bits: 16 };
    Plan { format, loudness: Some(-20.0), gain_db: 6.1, peak: -1.0, ..plan(placements, at + 777) }
}

fn remixed(plan: &Plan, earlier: Option<(&File, &MixCache)>) -> (File, Report, MixCache) {
    let out = tempfile::tempfile().unwrap();
    let (report, cache) = remix(plan, earlier, &out, 2, &AtomicBool::new(false), &mut |_, _| ()).unwrap();
    (out, report, cache)
}

#[test]
fn remix_after_an_edit_equals_a_clean_mix() {
    let dir = tempfile::tempdir().unwrap();
    let before = episode(dir.path(), &[1, 2, 3, 4, 5, 6]);
    let (file, report, cache) = remixed(&before, None);
    assert_eq!(mixed(&before, 1), (content(&file), report));
    let edits: [&[u64]; 7] = [
        &[1, 2, 3, 4, 5, 6],
        &[1, 2, 7, 4, 5, 6],
        &[1, 2, 3, 8, 4, 5, 6],
        &[2, 3, 5, 6],
        &[6, 5, 4, 3, 2, 1],
        &[9, 1, 2, 3, 4, 5, 6, 3, 4],
        &[10],
    ];
    for edit in edits {
        let after = episode(dir.path(), edit);
        let (again, report, next) = remixed(&after, Some((&file, &cache)));
        assert!(mixed(&after, 1) == (content(&again), report), "{edit:?}");
        assert_eq!(next, remixed(&after, None).2, "the cache equals that of a clean mix");
    }
}

proptest::proptest! {
    #![proptest_config(seeded(16))]

    #[test]
    fn remix_after_any_chain_of_edits_equals_a_clean_mix(
        edits in proptest::collection::vec(proptest::collection::vec(1_u64..9, 0..6), 2..4)
    ) {
        let dir = tempfile::tempdir().unwrap();
        let mut before: Option<(File, MixCache)> = None;
        for edit in edits {
            let plan = episode(dir.path(), &edit);
            let (file, report, cache) = remixed(&plan, before.as_ref().map(|(file, cache)| (file, cache)));
            proptest::prop_assert!(mixed(&plan, 1) == (content(&file), report));
            before = Some((file, cache));
        }
    }
}

#[test]
fn remix_does_not_read_unchanged_takes() {
    let dir = tempfile::tempdir().unwrap();
    let before = episode(dir.path(), &[1, 2, 3, 4]);
    let (file, _, cache) = remixed(&before, None);
    let after = episode(dir.path(), &[1, 2, 6, 4]);
    let clean = mixed(&after, 1).0;
    for stays in ["1.wav", "2.wav", "4.wav"] {
        std::fs::remove_file(dir.path().join(stays)).unwrap();
    }
    let (again, _, _) = remixed(&after, Some((&file, &cache)));
    assert!(content(&again) == clean);
}

/// Returns the cache and the file of another processor. The resampled samples in the file differ in the last bit.
fn from_another_processor(plan: &Plan) -> (File, MixCache) {
    let out = tempfile::tempfile().unwrap();
    let cancel = AtomicBool::new(false);
    let run = Run { plan, processor: "another", earlier: None, threads: 1, cancel: &cancel };
    let mut new_cache = NewCache::On(MixCache::default());
    mix_until_on_target(&run, &out, &mut new_cache, &mut |_, _| ()).unwrap();
    let NewCache::On(cache) = new_cache else { unreachable!() };
    let mut bytes = content(&out);
    // Flips the lowest bit of each 16-bit sample after the header.
    bytes[1_000..].iter_mut().step_by(2).for_each(|byte| *byte ^= 1);
    let mut file = &out;
    file.seek(SeekFrom::Start(0)).unwrap();
    file.write_all(&bytes).unwrap();
    (out, cache)
}

#[test]
fn rejects_the_cache_of_another_processor_for_resampled_clips() {
    let dir = tempfile::tempdir().unwrap();
    let plan = episode(dir.path(), &[1, 2, 3]);
    let (file, cache) = from_another_processor(&plan);
    let (again, report, next) = remixed(&plan, Some((&file, &cache)));
    assert!(mixed(&plan, 1) == (content(&again), report));
    assert_eq!(next, remixed(&plan, None).2, "its own cache equals that of a clean mix");
}

#[test]
fn uses_the_cache_of_another_processor_for_clips_at_the_rate_of_the_episode() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "a.wav", 44_100, babble(44_100, 2));
    let format = Format { rate: 44_100, channels: 1, bits: 16 };
    let plan = Plan { format, ..plan(vec![placement(&path, 44_100, 88_200, 0)], 100_000) };
    let (file, cache) = from_another_processor(&plan);
    std::fs::remove_file(&path).unwrap();
    assert!(content(&remixed(&plan, Some((&file, &cache))).0).len() > 200_000);
}

#[test]
fn fingerprint_depends_on_the_processor_only_if_clips_are_resampled() {
    let dir = tempfile::tempdir().unwrap();
    for (rate, alike) in [(44_100, false), (48_000, true)] {
        let path = file(dir.path(), "a.wav", rate, babble(rate, 1));
        let plan = plan(vec![placement(&path, rate, 40_000, 0)], 100_000);
        assert_eq!(plan.fingerprint_on("one") == plan.fingerprint_on("another"), alike, "{rate} Hz");
    }
}

#[test]
fn panning_keeps_the_loudness() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "a.wav", 48_000, babble(48_000, 4));
    let at = |pan| {
        let placement = Placement { pan, ..placement(&path, 48_000, 192_000, 0) };
        let format = Format { channels: 2, ..FLOAT };
        let (bytes, report) = mixed(&Plan { format, ..plan(vec![placement], 192_000) }, 1);
        let out = samples(&bytes);
        let power = |nth: usize| out.iter().skip(nth).step_by(2).map(|s| f64::from(s * s)).sum::<f64>();
        (power(0), power(1), report.loudness.unwrap(), oracle(&bytes).0)
    };
    let (left, right, middle, measured) = at(0.0);
    assert_eq!(left, right);
    assert!((middle - measured).abs() < 0.05);
    let (left, right, side, measured) = at(1.0);
    assert!(left < right * 1e-9);
    assert!((side - middle).abs() < 0.01 && (side - measured).abs() < 0.05);
    let (left, right, between, _) = at(-0.5);
    assert!(left > right * 2.0 && (between - middle).abs() < 0.01);
}

#[test]
fn finds_the_loudest_400_ms_at_any_position() {
    // EBU Tech 3341, case 13: a tone of 400 ms at −23 dBFS, at another time in each file; here within one clip.
    let dir = tempfile::tempdir().unwrap();
    for offset_ms in [0, 20, 65, 155, 385] {
        let silence = vec![0.0; 48 * (500 + offset_ms)];
        let tone = sine(48_000, 1_000.0, 10_f64.powf(-23.0 / 20.0), 19_200);
        let samples = [vec![0.001; 480], silence, tone, vec![0.0; 48_000]].concat();
        let frames = samples.len() as u64;
        let path = file(dir.path(), "a.wav", 48_000, samples);
        let format = Format { channels: 2, ..FLOAT };
        let plan = Plan { format, ..plan(vec![placement(&path, 48_000, frames, 0)], frames) };
        let momentary = mixed(&plan, 1).1.momentary_max.unwrap();
        assert!((momentary + 23.0).abs() <= 0.1, "{momentary} at {offset_ms} ms");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_became_a_link_after_its_check_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "a.wav", FLOAT.rate, vec![0.1; 4_800]);
    file(dir.path(), "private.wav", FLOAT.rate, vec![0.1; 4_800]);
    let beneath = ProjectPath::root(dir.path()).join("a.wav");
    let placement = Placement { path: beneath, ..placement(&path, FLOAT.rate, 4_800, 0) };
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink(dir.path().join("private.wav"), &path).unwrap();
    let out = tempfile::tempfile().unwrap();
    let mixed = mix(&plan(vec![placement], 4_800), &out, 1, &AtomicBool::new(false), &mut |_, _| ());
    assert!(matches!(mixed, Err(MixError::Read { .. })), "{mixed:?}");
}

#[test]
fn rejects_invalid_placements_before_writing() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "a.wav", FLOAT.rate, vec![0.1; 4_800]);
    let at = |start| placement(&path, FLOAT.rate, 4_800, start);
    for (placements, length, nth) in [
        (vec![at(9_600), at(0)], 48_000, 2),
        (vec![at(0)], 4_799, 1),
        (vec![at(0), at(u64::MAX)], u64::MAX, 2),
    ] {
        let out = tempfile::tempfile().unwrap();
        let refused = mix(&plan(placements, length), &out, 1, &AtomicBool::new(false), &mut |_, _| ());
        assert!(matches!(refused, Err(MixError::Placement { nth: at, .. }) if at == nth), "{refused:?}");
        assert_eq!(out.metadata().unwrap().len(), 0);
    }
}
