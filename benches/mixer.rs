//! Times each stage of a mix, and a whole mix by rate and by number of clips: `cargo bench --bench mixer`.
#![allow(missing_docs, clippy::unwrap_used, clippy::disallowed_methods)]

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use aloud::audio::loudness::BlockMeter;
use aloud::audio::measure::measure;
use aloud::audio::{Clip, Spec, wav};
use aloud::base::config::{Levels, Pauses};
use aloud::mixer::clips::{self, Settings};
use aloud::mixer::{self, Format};
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// Returns a buzz that swells twice a second and is as loud as speech.
fn buzz(rate: u32, seconds: f64) -> Clip {
    let sample = |n: u32| {
        let t = f64::from(n) / f64::from(rate);
        let harmonics: f64 =
            (1..9).map(|k| (std::f64::consts::TAU * 130.0 * f64::from(k) * t).sin() / f64::from(k)).sum();
        (0.1 * (std::f64::consts::TAU * t).sin().abs() * harmonics) as f32
    };
    let samples = (0..(f64::from(rate) * seconds) as u32).map(sample).collect();
    Clip { spec: Spec { sample_rate: rate, channels: 1 }, samples }
}

/// Writes a clip and returns its path.
fn write_clip(folder: &Path, clip: &Clip) -> PathBuf {
    let path = folder.join(format!("{}.wav", clip.spec.sample_rate));
    wav::write_float(std::fs::File::create(&path).unwrap(), clip).unwrap();
    path
}

fn settings(rate: u32, loudness: Option<f64>) -> Settings {
    let peak = loudness.map_or(f64::INFINITY, |_| -1.0);
    let format = Format { rate, channels: 1, bits: 16 };
    Settings {
        pauses: Pauses::default(),
        trim: true,
        loudness,
        peak,
        levels: Levels::Take,
        keep_damaged: false,
        format,
    }
}

/// Measures, plans and mixes the clips. Returns the frames of the mix.
fn mix(clips: &[PathBuf], settings: &Settings, threads: usize) -> u64 {
    let (plan, _) = clips::plan(clips.to_vec(), settings, threads).unwrap();
    let out = tempfile::tempfile().unwrap();
    mixer::mix(&plan, &out, threads, &AtomicBool::new(false), &mut |_, _| ()).unwrap();
    plan.length
}

/// Frames of a minute at 44.1 kHz. The benchmarks report frames per second.
const MINUTE: u32 = 44_100 * 60;

#[divan::bench]
fn stage_read(bencher: Bencher) {
    let mut bytes = Cursor::new(Vec::new());
    wav::write_float(&mut bytes, &buzz(44_100, 60.0)).unwrap();
    bencher.counter(ItemsCount::new(MINUTE)).bench(|| wav::read_bytes(bytes.get_ref()).unwrap());
}

#[divan::bench]
fn stage_measure(bencher: Bencher) {
    let clip = buzz(44_100, 60.0);
    bencher.counter(ItemsCount::new(MINUTE)).bench(|| measure(&clip));
}

#[divan::bench]
fn stage_loudness(bencher: Bencher) {
    let clip = buzz(44_100, 60.0);
    bencher.counter(ItemsCount::new(MINUTE)).bench(|| {
        let mut meter = BlockMeter::new(44_100);
        meter.push(&clip.samples);
        meter.finish()
    });
}

/// Times a mix of one clip of a minute, without resampling (44,100 Hz) and from other common rates.
#[divan::bench(args = [44_100, 48_000, 24_000, 22_050])]
fn minute_from(bencher: Bencher, rate: u32) {
    let folder = tempfile::tempdir().unwrap();
    let clips = [write_clip(folder.path(), &buzz(rate, 60.0))];
    let settings = settings(44_100, Some(-16.0));
    bencher.counter(ItemsCount::new(MINUTE)).bench(|| mix(&clips, &settings, 1));
}

/// Times a mix without a loudness target, so without gain and limiter.
#[divan::bench]
fn minute_without_level(bencher: Bencher) {
    let folder = tempfile::tempdir().unwrap();
    let clips = [write_clip(folder.path(), &buzz(44_100, 60.0))];
    let settings = settings(44_100, None);
    bencher.counter(ItemsCount::new(MINUTE)).bench(|| mix(&clips, &settings, 1));
}

/// Times mixes by the number of clips. Each clip lasts a quarter of a second.
#[divan::bench(args = [300, 3_000, 30_000, 60_000], sample_count = 3)]
fn clips(bencher: Bencher, clips: usize) {
    let folder = tempfile::tempdir().unwrap();
    let paths = vec![write_clip(folder.path(), &buzz(16_000, 0.25)); clips];
    let settings = settings(16_000, Some(-16.0));
    bencher.counter(ItemsCount::new(clips)).bench(|| mix(&paths, &settings, 1));
}
