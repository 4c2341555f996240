//! Tests MP3 and Opus that are joined from parts: an update has the bytes of a clean build, and the joins cannot be heard.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use aloud::base::config::Preset;
use aloud::base::files::ProjectPath;
use aloud::outputs::encoders::{
    CutRules, EncodeRequest, Encoder, Ffmpeg, Format, PartCache, SourceWav, Tags, cuts,
};

use crate::harness::Project;

const RATE: u32 = 44_100;
/// Parts of few seconds, to keep the test short.
const RULES: CutRules = CutRules { distance: 1.5, ..CutRules::EPISODE };

/// Returns a sound like a word, different for each number, and the pause after it.
fn word(number: u32) -> Vec<i16> {
    let length = 25_000 + number * 7_919 % 15_000;
    let pitch = 90.0 + f64::from(number * 37 % 120);
    let sample = |at: u32| {
        let turn = std::f64::consts::TAU * pitch * f64::from(at) / f64::from(RATE);
        let tone: f64 = (1..12).map(|k| (f64::from(k) * turn).sin() / f64::from(k)).sum();
        let fade = (f64::from(at.min(length - at)) / 900.0).min(1.0);
        (tone * fade * 5_000.0) as i16
    };
    (0..length).map(sample).chain(std::iter::repeat_n(0, 11_000)).collect()
}

struct Sound {
    folder: Project,
    samples: Vec<i16>,
    cuts: Vec<u64>,
}

impl Sound {
    fn new(words: impl Iterator<Item = u32>) -> Self {
        let folder = Project::new("");
        let samples: Vec<i16> = words.flat_map(word).collect();
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: RATE,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut wav = hound::WavWriter::create(folder.path("master.wav"), spec).unwrap();
        samples.iter().for_each(|sample| wav.write_sample(*sample).unwrap());
        wav.finalize().unwrap();
        let cuts = cuts(&folder.path("master.wav"), &RULES).unwrap();
        Self { folder, samples, cuts }
    }

    /// Encodes the sound with the parts in the folder `cache`, and returns the path of the file.
    fn encode(&self, format: Format, cache: &Path, jobs: usize) -> PathBuf {
        let encoder = Encoder::Ffmpeg(Ffmpeg::find(&[format]).unwrap());
        let (path, target) = (self.folder.path("master.wav"), self.folder.path(format.file()));
        let length = Duration::from_secs(60);
        let source = SourceWav { path: &path, channels: 1, rate: RATE, bits: 16, length, cuts: &self.cuts };
        let cache = PartCache::new(ProjectPath::named(cache), "out");
        let request = EncodeRequest {
            source: &source,
            tags: &Tags::default(),
            preset: Preset::Podcast,
            cover: None,
            target: &ProjectPath::named(&target),
            cache: &cache,
            jobs,
            cancel: &AtomicBool::new(false),
        };
        encoder.encode(format, &request).unwrap();
        cache.remove_unused().unwrap();
        target
    }
}

/// Returns the files of a folder with their content.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

#[test]
fn an_update_encodes_few_parts_and_equals_a_clean_build() {
    needs!("ffmpeg");
    let before = Sound::new(0..36);
    let after = Sound::new((0..17).chain([99]).chain(18..36));
    assert!(before.cuts.len() >= 8, "{:?}", before.cuts);
    for format in [Format::Mp3, Format::Opus] {
        let [cache, clean] = ["cache", "clean"].map(|name| before.folder.path(&format!("{name}-{format:?}")));
        let first = fs::read(before.encode(format, &cache, 2)).unwrap();
        let parts = files(&cache);
        assert!(parts.len() > before.cuts.len(), "{}", parts.len());

        let updated = fs::read(after.encode(format, &cache, 1)).unwrap();
        let added = files(&cache).keys().filter(|path| !parts.contains_key(*path)).count();
        assert!((1..=3).contains(&added), "{format:?}: {added} of {} parts were encoded", parts.len());
        assert!(updated != first && updated == fs::read(after.encode(format, &clean, 2)).unwrap());
        assert_eq!(files(&cache).len(), files(&clean).len(), "replaced parts must be deleted");

        // A damaged part and a missing one are encoded again.
        let names: Vec<PathBuf> = files(&cache).into_keys().collect();
        let mut bytes = fs::read(&names[0]).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&names[0], bytes).unwrap();
        fs::remove_file(&names[1]).unwrap();
        assert!(fs::read(after.encode(format, &cache, 1)).unwrap() == updated, "{format:?}");
    }
}

#[test]
fn joined_sound_has_the_length_and_the_level_of_the_source_everywhere() {
    needs!("ffmpeg");
    let sound = Sound::new(0..30);
    for format in [Format::Mp3, Format::Opus] {
        let path = sound.encode(format, &sound.folder.path("cache"), 2);
        let mut run = Command::new("ffmpeg");
        run.args(["-v", "error", "-i"]).arg(path).args(["-ar", "44100", "-f", "s16le", "-"]);
        let decoded = run.output().unwrap();
        assert_eq!(String::from_utf8_lossy(&decoded.stderr), "", "{format:?}");
        let decoded: Vec<i16> =
            decoded.stdout.as_chunks().0.iter().map(|bytes| i16::from_le_bytes(*bytes)).collect();
        // ffmpeg decodes Opus at 48 kHz, so the last sample may be lost when the rate is changed back.
        assert!(decoded.len().abs_diff(sound.samples.len()) <= 1, "{format:?}: {}", decoded.len());
        // Levels of 50 ms. A frame that is missing, double or broken would change the level of its neighbours.
        let (mut worst, mut all) = (0.0_f64, 0);
        for (nth, window) in sound.samples.chunks_exact(2_205).enumerate() {
            let around = nth * 2_205 > 600 && (nth + 1) * 2_205 + 600 < decoded.len();
            // Only windows that are inside of a word by more than the shift of a part.
            if !around || level(window) < 500.0 || !is_steady(&sound.samples, nth * 2_205) {
                continue;
            }
            let other = level(&decoded[nth * 2_205..(nth + 1) * 2_205]);
            worst = worst.max((20.0 * (other / level(window)).log10()).abs());
            all += 1;
        }
        assert!(all > 200 && worst < 1.0, "{format:?}: {worst} dB in {all} windows");
        // Pauses stay silent, also where parts are joined.
        for cut in &sound.cuts {
            let cut = *cut as usize;
            let loudest = decoded[cut - 1_500..cut + 1_500].iter().map(|sample| sample.unsigned_abs()).max();
            assert!(loudest < Some(33), "{format:?} at {cut}: {loudest:?}");
        }
    }
}

fn level(samples: &[i16]) -> f64 {
    let power: f64 = samples.iter().map(|sample| f64::from(*sample).powi(2)).sum();
    (power / samples.len() as f64).sqrt()
}

/// Returns whether the level around a window is that of the window.
fn is_steady(samples: &[i16], start: usize) -> bool {
    let near = |at: usize| level(&samples[at..at + 2_205]);
    let (before, here, after) = (near(start - 600), near(start), near(start + 600));
    (before / here - 1.0).abs() < 0.1 && (after / here - 1.0).abs() < 0.1
}
