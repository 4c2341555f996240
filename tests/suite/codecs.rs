//! Tests the FLAC and MP3 encoders: the local ffmpeg, and the libraries that Aloud was built with.
//!
//! Other programs decode the files and read their metadata.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use aloud::base::config::Preset;
use aloud::base::files::ProjectPath;
use aloud::outputs::encoders::{
    self, ChapterTag, EncodeRequest, Encoder, EncoderError, Ffmpeg, Format, PartCache, Picture, SourceWav,
    Tags,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::harness::Project;

/// Returns all encoders of a format that exist here: ffmpeg, and the built-in one if any.
fn encoders_of(format: Format) -> Vec<Encoder> {
    let ffmpeg = Encoder::Ffmpeg(Ffmpeg::find(&[format]).expect("ffmpeg: tests/tools/apt.txt"));
    let chosen = encoders::choose(&[format]).unwrap().remove(0).1;
    assert_eq!(chosen == ffmpeg, format.needs_ffmpeg());
    if chosen == ffmpeg { vec![ffmpeg] } else { vec![ffmpeg, chosen] }
}

/// A source WAV in a temporary folder.
struct Master {
    folder: Project,
    rate: u32,
    channels: u16,
    bits: u16,
    /// The samples as the file stores them, after rounding.
    samples: Vec<f32>,
}

impl Master {
    /// Writes a WAV with several kinds of sound, 0.1 s each: tones, silence, noise, and full-scale noise.
    fn new(rate: u32, channels: u16, bits: u16, frames: usize) -> Self {
        let mut state = 7_u32;
        let mut sample = |n: usize, channel: u16| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (state >> 8) as f64 / 8_388_608.0 - 1.0;
            let turn = std::f64::consts::TAU * n as f64 / f64::from(rate);
            let tones = 0.4 * (220.0 * turn).sin() * (3.0 * turn).sin() + 0.2 * (1310.0 * turn).sin();
            match (n * 10 / rate as usize + usize::from(channel)) % 10 {
                3 => 0.0,
                6 => noise,
                8 => noise.signum(),
                _ => tones + 0.01 * noise,
            }
        };
        let count = frames * usize::from(channels);
        let samples = (0..count).map(|n| sample(n / usize::from(channels), n as u16 % channels)).collect();
        Self::with_samples(samples, rate, channels, bits)
    }

    fn with_samples(samples: Vec<f64>, rate: u32, channels: u16, bits: u16) -> Self {
        let folder = Project::new("");
        let float = bits == 32;
        let sample_format = if float { hound::SampleFormat::Float } else { hound::SampleFormat::Int };
        let spec = hound::WavSpec { channels, sample_rate: rate, bits_per_sample: bits, sample_format };
        let mut wav = hound::WavWriter::create(folder.path("master.wav"), spec).unwrap();
        let full = f64::from(1_u32 << (bits.min(24) - 1));
        let mut kept = Vec::new();
        for sample in samples {
            let whole = (sample * full).round().clamp(-full, full - 1.0);
            match float {
                true => wav.write_sample(sample as f32).unwrap(),
                false => wav.write_sample(whole as i32).unwrap(),
            }
            kept.push(if float { sample as f32 } else { (whole / full) as f32 });
        }
        wav.finalize().unwrap();
        Self { folder, rate, channels, bits, samples: kept }
    }

    /// Encodes the WAV, expects success, and returns the path of the file.
    fn encode(&self, encoder: &Encoder, format: Format, tags: &Tags, cover: Option<&Picture>) -> PathBuf {
        let path = self.folder.path(format.file());
        let result = self.try_encode(encoder, format, tags, cover, &AtomicBool::new(false));
        result.unwrap_or_else(|error| panic!("{encoder:?}: {error}"));
        path
    }

    fn try_encode(
        &self,
        encoder: &Encoder,
        format: Format,
        tags: &Tags,
        cover: Option<&Picture>,
        cancel: &AtomicBool,
    ) -> Result<(), EncoderError> {
        let wav = self.folder.path("master.wav");
        let (rate, channels, bits) = (self.rate, self.channels, self.bits);
        let length = Duration::from_secs(9);
        let source = SourceWav { path: &wav, channels, rate, bits, length, cuts: &[] };
        let to = &self.folder.path(format.file());
        encoder.encode(
            format,
            &EncodeRequest {
                source: &source,
                tags,
                preset: Preset::Podcast,
                cover,
                target: &ProjectPath::named(to),
                cache: &PartCache::new(ProjectPath::named(&self.folder.path("encoded")), "out"),
                jobs: 2,
                cancel,
            },
        )
    }
}

/// Runs a program and returns its standard output.
fn output_of(program: &str, args: &[&str], path: &Path, more: &[&str]) -> Vec<u8> {
    let run = Command::new(program).args(args).arg(path).args(more).output();
    let run = run.unwrap_or_else(|error| panic!("{program}: {error}: tests/tools/apt.txt"));
    assert!(run.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&run.stderr));
    run.stdout
}

/// Decodes a file with ffmpeg to interleaved samples.
fn decode_with_ffmpeg(path: &Path) -> Vec<f32> {
    let bytes = output_of("ffmpeg", &["-v", "error", "-i"], path, &["-map", "0:a", "-f", "f32le", "-"]);
    bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
}

/// Decodes a FLAC file with libsndfile and with the reference decoder.
fn decode_with_sndfile_and_flac(master: &Master, path: &Path) -> [Vec<f32>; 2] {
    let [sndfile, flac] = ["sndfile.wav", "flac.wav"].map(|name| master.folder.path(name));
    let run = Command::new("sndfile-convert").arg(path).arg(&sndfile).status();
    assert!(run.expect("sndfile-convert: tests/tools/apt.txt").success());
    output_of("flac", &["-d", "-s", "-f", "-o", flac.to_str().unwrap()], path, &[]);
    [sndfile, flac].map(|path| {
        let wav = hound::WavReader::open(path).unwrap();
        let full = (1_u32 << (wav.spec().bits_per_sample - 1)) as f32;
        wav.into_samples::<i32>().map(|sample| sample.unwrap() as f32 / full).collect()
    })
}

#[test]
fn flac_is_lossless() {
    needs!("ffmpeg", "flac", "metaflac", "sndfile-convert");
    let all = [
        (44_100, 1, 16, 132_301),
        (48_000, 2, 24, 100_000),
        (8_000, 1, 24, 4_096),
        (11_025, 2, 16, 12_289),
        (96_000, 2, 16, 96_063),
        (192_000, 1, 24, 200_000),
        (44_101, 1, 16, 44_100),
        (22_050, 1, 16, 1),
    ];
    for (rate, channels, bits, frames) in all {
        let master = Master::new(rate, channels, bits, frames);
        for encoder in encoders_of(Format::Flac) {
            let what = format!("{rate} Hz, {channels}, {bits} bits, {encoder:?}");
            let path = master.encode(&encoder, Format::Flac, &tags(3), None);
            // `-t` also verifies the checksum of all samples in the first block.
            output_of("flac", &["-t", "-s", "-w"], &path, &[]);
            let about =
                output_of("metaflac", &["--show-total-samples", "--show-bps", "--show-md5sum"], &path, &[]);
            let about = String::from_utf8(about).unwrap();
            assert!(about.starts_with(&format!("{frames}\n{bits}\n")), "{what}: {about}");
            assert!(!about.contains(&"0".repeat(32)), "{what}: the checksum is missing");
            for decoded in
                decode_with_sndfile_and_flac(&master, &path).into_iter().chain([decode_with_ffmpeg(&path)])
            {
                assert!(decoded == master.samples, "{what}");
            }
        }
    }
}

#[test]
fn flac_rounds_float_to_24_bits_without_wrapping() {
    needs!("ffmpeg");
    let master =
        Master::with_samples(vec![0.1, 1.25, -1.25, 0.300_000_03, -0.700_000_1, 1.0, -1.0], 44_100, 1, 32);
    for encoder in encoders_of(Format::Flac) {
        let path = master.encode(&encoder, Format::Flac, &tags(0), None);
        for (decoded, sample) in decode_with_ffmpeg(&path).iter().zip(&master.samples) {
            let off = decoded - sample.clamp(-1.0, 1.0 - 1.0 / 8_388_608.0);
            assert!(off.abs() <= 1.0 / 8_388_608.0, "{encoder:?}: {decoded}, not {sample}");
        }
    }
}

/// Texts with characters that are special in tag formats, shells and HTML.
const WORDS: [&str; 7] = [
    "= a ; b # c \\ d = [CHAPTER]",
    "He said: \"so\" 'x' <script>alert(1)</script> &amp;",
    "\u{5e9}\u{5dc}\u{5d5}\u{5dd}, \u{202e}\u{627}\u{644}\u{639}\u{628}\u{202c} \u{feff}\u{e000}",
    "one line\nSTART=7\r\n;and another\\",
    "Größe – ferry ⛴ 🏝️ / and // more",
    "CHAPTER001=00:00:00.000",
    "%s ${HOME} `id` $(id) -y",
];

fn tags(chapters: usize) -> Tags {
    let chapter = |nth: usize| ChapterTag {
        start: nth as u64 * 10,
        end: (nth as u64 + 1) * 10,
        title: format!("{nth} {}", WORDS[nth % WORDS.len()]),
    };
    Tags {
        title: WORDS[0].into(),
        artist: WORDS[4].into(),
        album: WORDS[2].into(),
        comment: WORDS[3].into(),
        language: "en-GB".into(),
        software: "Aloud 9".into(),
        track: None,
        chapters: (0..chapters).map(chapter).collect(),
    }
}

/// Reads the metadata of a file with mutagen.
fn read_tags(path: &Path) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("target/tools/venv/bin/python");
    let script = root.join("tests/tools/tags.py");
    let seen = output_of(python.to_str().unwrap(), &[script.to_str().unwrap()], path, &[]);
    serde_json::from_slice(&seen).unwrap()
}

fn covers() -> [Picture; 2] {
    let folder = Project::new("");
    ["cover.png", "cover.jpg"].map(|name| {
        folder.picture(name, "64x48");
        Picture::read(folder.read(name)).unwrap()
    })
}

#[test]
fn mp3_metadata_is_complete_for_every_encoder() {
    needs!("ffmpeg", "python");
    let master = Master::new(44_100, 1, 16, 30_000);
    for (encoder, cover) in
        encoders_of(Format::Mp3).iter().flat_map(|encoder| covers().map(|cover| (encoder, cover)))
    {
        let tags = tags(9);
        let seen = read_tags(&master.encode(encoder, Format::Mp3, &tags, Some(&cover)));
        let tag = &seen["tags"];
        let texts = [&tag["TIT2"], &tag["TPE1"], &tag["TALB"], &tag["COMM"], &tag["TLAN"], &tag["TSSE"]];
        let wanted = [&tags.title, &tags.artist, &tags.album, &tags.comment, "eng", "Aloud 9"];
        assert_eq!(texts.map(|text| text.as_str().unwrap()), wanted, "{encoder:?}");
        assert_chapters(&seen, &tags, encoder);
        let ids: Vec<_> = (0..9).map(|nth| format!("ch{nth}")).collect();
        // Top level and ordered (ID3v2 Chapter Frame Addendum, section 3.2).
        assert_eq!(seen["contents"], json!([["toc", 3, ids]]), "{encoder:?}");
        let hash = hex(&Sha256::digest(&cover.bytes));
        assert_eq!(seen["pictures"], json!([[cover.kind.media_type(), 3, hash]]), "{encoder:?}");
        // mutagen computes the bit rate from size and length, so it is not exact.
        assert!(
            (seen["bitrate"].as_f64().unwrap() - 96_000.0).abs() < 100.0,
            "{encoder:?}: {}",
            seen["bitrate"]
        );
        assert_eq!(seen["constant"], "BitrateMode.CBR", "{encoder:?}");
    }
}

#[track_caller]
fn assert_chapters(seen: &Value, tags: &Tags, encoder: &Encoder) {
    let chapters = seen["chapters"].as_array().unwrap();
    assert_eq!(chapters.len(), tags.chapters.len(), "{encoder:?}");
    for (nth, (seen, wanted)) in chapters.iter().zip(&tags.chapters).enumerate() {
        assert_eq!(*seen, json!([format!("ch{nth}"), wanted.start, wanted.end, wanted.title]), "{encoder:?}");
    }
}

#[cfg(feature = "mp3")]
#[test]
fn splits_long_mp3_chapter_lists_into_tables() {
    needs!("ffmpeg", "python");
    let (master, tags) = (Master::new(44_100, 1, 16, 3_000), tags(600));
    let encoder = &encoders_of(Format::Mp3)[1];
    let seen = read_tags(&master.encode(encoder, Format::Mp3, &tags, None));
    assert_chapters(&seen, &tags, encoder);
    let contents = seen["contents"].as_array().unwrap();
    assert_eq!(contents[0], json!(["toc", 3, ["toc0", "toc1", "toc2"]]));
    let parts = contents[1..].iter().flat_map(|part| part[2].as_array().unwrap());
    let ids: Vec<_> = (0..600).map(|nth| json!(format!("ch{nth}"))).collect();
    assert_eq!(parts.cloned().collect::<Vec<_>>(), ids);
}

#[test]
fn flac_metadata_is_equal_for_every_encoder() {
    needs!("ffmpeg", "flac", "python");
    let master = Master::new(44_100, 2, 24, 30_000);
    for (encoder, cover) in
        encoders_of(Format::Flac).iter().flat_map(|encoder| covers().map(|cover| (encoder, cover)))
    {
        let tags = tags(300);
        let path = master.encode(encoder, Format::Flac, &tags, Some(&cover));
        output_of("flac", &["-t", "-s", "-w"], &path, &[]);
        let seen = read_tags(&path);
        let mut wanted = vec![
            ["TITLE".into(), tags.title.clone()],
            ["ARTIST".into(), tags.artist.clone()],
            ["ALBUM".into(), tags.album.clone()],
            ["DESCRIPTION".into(), tags.comment.clone()],
            ["LANGUAGE".into(), "en-GB".into()],
            ["ENCODER".into(), "Aloud 9".into()],
        ];
        for (nth, chapter) in tags.chapters.iter().enumerate() {
            let (seconds, ms) = (chapter.start / 1000, chapter.start % 1000);
            wanted.push([format!("CHAPTER{nth:03}"), format!("00:00:{seconds:02}.{ms:03}")]);
            wanted.push([format!("CHAPTER{nth:03}NAME"), chapter.title.clone()]);
        }
        assert_eq!(seen["tags"], json!(wanted), "{encoder:?}");
        let hash = hex(&Sha256::digest(&cover.bytes));
        assert_eq!(seen["pictures"], json!([[cover.kind.media_type(), 3, hash]]), "{encoder:?}");
    }
}

#[test]
fn rejects_flac_tags_over_16_mib() {
    needs!("ffmpeg");
    let master = Master::new(44_100, 1, 16, 30_000);
    let tags = Tags { comment: "x".repeat(17 << 20), ..Tags::default() };
    for encoder in encoders_of(Format::Flac) {
        let refused = master.try_encode(&encoder, Format::Flac, &tags, None, &AtomicBool::new(false));
        assert!(refused.unwrap_err().to_string().contains("16 MiB"), "{encoder:?}");
    }
}

/// Synthesises a sound like speech: harmonics of a voice with changing loudness.
fn speech(rate: u32, channels: u16, seconds: f64) -> Master {
    let frames = (f64::from(rate) * seconds) as usize;
    let sample = |n: usize| {
        let turn = std::f64::consts::TAU * n as f64 / f64::from(rate);
        let harmonics =
            (1..20).map(|k| (f64::from(k) * 130.0 * turn + f64::from(k * k)).sin() / f64::from(k));
        0.2 * harmonics.sum::<f64>() * (2.3 * turn).sin().max(0.0) * (0.31 * turn).cos()
    };
    let samples = (0..frames).flat_map(|n| vec![sample(n); usize::from(channels)]).collect();
    Master::with_samples(samples, rate, channels, 16)
}

/// Returns the correlation of `a` with `b` delayed by `delay` samples.
fn correlation(a: &[f32], b: &[f32], delay: isize) -> f64 {
    let (a, b) = if delay < 0 { (b, a) } else { (a, b) };
    a.iter().zip(&b[delay.unsigned_abs()..]).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}

#[test]
fn mp3_is_aligned_and_as_loud_as_the_source() {
    needs!("ffmpeg", "ffprobe", "python", "sox");
    for (rate, channels) in
        [(44_100, 1), (48_000, 2), (32_000, 1), (8_000, 1), (22_050, 2), (96_000, 1), (50_000, 2)]
    {
        let master = speech(rate, channels, 5.123);
        for encoder in encoders_of(Format::Mp3) {
            let what = format!("{rate} Hz, {channels}, {encoder:?}");
            let path = master.encode(&encoder, Format::Mp3, &tags(2), None);
            let entry = ["-v", "error", "-of", "csv=p=0", "-show_entries", "format=duration"];
            let duration: f64 =
                String::from_utf8(output_of("ffprobe", &entry, &path, &[])).unwrap().trim().parse().unwrap();
            // ffprobe counts the padding of the encoder too, which is below 0.08 s at all these rates.
            assert!((duration - 5.123).abs() < 0.08, "{what}: {duration} s");
            let about = read_tags(&path);
            let seconds = about["seconds"].as_f64().unwrap();
            // mutagen subtracts the padding only if the file names its encoder. ffmpeg's `bitexact` omits that name.
            let tolerance = if matches!(encoder, Encoder::Ffmpeg(_)) { 0.08 } else { 0.002 };
            assert!((seconds - 5.123).abs() < tolerance, "{what}: {seconds} s");
            let rate = if channels == 1 { 96_000.0 } else { 160_000.0 };
            let bit_rate = about["bitrate"].as_f64().unwrap();
            assert!((bit_rate - rate).abs() < 0.002 * rate, "{what}: {bit_rate}");
            // sox resamples the source to the rate of the MP3, to compare the two.
            let other = master.folder.path("same.wav");
            let to = about["rate"].to_string();
            output_of(
                "sox",
                &[],
                &master.folder.path("master.wav"),
                &["-e", "float", "-b", "32", "-r", &to, other.to_str().unwrap()],
            );
            let (decoded, wanted) = (decode_with_ffmpeg(&path), decode_with_ffmpeg(&other));
            let off = decoded.len().abs_diff(wanted.len()) / usize::from(channels);
            assert!(off <= 1, "{what}: {off} frames");
            let decoded: Vec<f32> = decoded.into_iter().step_by(channels.into()).collect();
            let wanted: Vec<f32> = wanted.into_iter().step_by(channels.into()).collect();
            let best = (-60..60).max_by(|a, b| {
                correlation(&wanted, &decoded, *a).total_cmp(&correlation(&wanted, &decoded, *b))
            });
            assert_eq!(best, Some(0), "{what}");
            let level =
                10.0 * (correlation(&decoded, &decoded, 0) / correlation(&wanted, &wanted, 0)).log10();
            // By default LAME scales the sound by 0.95, i.e. by -0.45 dB (3.100, libmp3lame/presets.c). Aloud prevents that.
            assert!(level.abs() < 0.05, "{what}: {level} dB");
        }
    }
}

#[test]
fn encoding_is_deterministic() {
    needs!("ffmpeg");
    let master = Master::new(44_100, 2, 24, 90_000);
    for format in [Format::Flac, Format::Mp3] {
        for encoder in encoders_of(format) {
            let encode = || fs::read(master.encode(&encoder, format, &tags(5), None)).unwrap();
            let first = encode();
            // Another thread, because an encoder with state per thread would give other bytes there.
            let again = thread::scope(|scope| scope.spawn(encode).join().unwrap());
            assert!(first == again && first == encode(), "{encoder:?}");
        }
    }
}

#[test]
fn encoders_stop_when_cancelled() {
    needs!("ffmpeg");
    let master = Master::new(44_100, 1, 16, 44_100 * 240);
    for format in [Format::Flac, Format::Mp3] {
        for encoder in encoders_of(format) {
            let cancel = AtomicBool::new(false);
            let ended = thread::scope(|scope| {
                let work = scope.spawn(|| master.try_encode(&encoder, format, &tags(0), None, &cancel));
                thread::sleep(Duration::from_millis(30));
                cancel.store(true, Ordering::Relaxed);
                work.join().unwrap()
            });
            // Four minutes of sound take longer than 30 ms, so an encoder that ignores `cancel` returns `Ok`.
            assert!(matches!(ended, Err(EncoderError::Cancelled)), "{encoder:?}: {ended:?}");
        }
    }
}

#[test]
fn encoder_identity_names_the_library() {
    needs!("ffmpeg");
    for (format, names) in
        [(Format::Flac, ["ffmpeg version", "flacenc 0.5"]), (Format::Mp3, ["ffmpeg version", "LAME 3.100"])]
    {
        for (encoder, name) in encoders_of(format).iter().zip(names) {
            assert!(encoder.identity().starts_with(name), "{}", encoder.identity());
        }
    }
}

#[test]
fn reports_a_full_disk() {
    needs!("ffmpeg");
    let master = Master::new(44_100, 1, 16, 90_000);
    let full = Path::new("/dev/full");
    if File::options().write(true).open(full).is_err() {
        return;
    }
    for format in [Format::Flac, Format::Mp3] {
        for encoder in encoders_of(format).iter().skip(1) {
            let wav = master.folder.path("master.wav");
            let length = Duration::from_secs(9);
            let source = SourceWav { path: &wav, channels: 1, rate: 44_100, bits: 16, length, cuts: &[] };
            let job = EncodeRequest {
                source: &source,
                tags: &tags(1),
                preset: Preset::Podcast,
                cover: None,
                target: &ProjectPath::named(full),
                cache: &PartCache::new(ProjectPath::named(&master.folder.path("encoded")), "out"),
                jobs: 1,
                cancel: &AtomicBool::new(false),
            };
            let refused = encoder.encode(format, &job);
            assert!(matches!(refused, Err(EncoderError::Files(_))), "{encoder:?}: {refused:?}");
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
