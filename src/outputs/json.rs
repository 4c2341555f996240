//! `episode.json`: every segment with its place in frames and seconds, its takes and its voice.

use serde::Serialize;
use serde_json::Value;

use super::{Edition, Line, Sound, chapters};
use crate::mixer::timeline::Span;
use crate::script::Omission;
use crate::script::file::{kind_name, role_name};

/// One voice of the episode.
#[derive(Debug, Serialize)]
pub struct VoiceReport {
    /// As in the cast.
    pub name: String,
    /// Kind of its backend.
    pub backend: &'static str,
    /// No person spoke it.
    pub synthetic: bool,
    /// Whose voice it is, as voice.toml states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// How they agreed to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<String>,
    /// Under what terms it may be published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Whether a model was trained to speak it, as voice.toml states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trained: Option<bool>,
    /// Gated loudness of its takes as they came, in LUFS (ITU-R BS.1770-5).
    pub loudness: Option<f64>,
    /// Gain that they were given, in dB, before that of the whole episode; absent where each take has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gain_db: Option<f64>,
}

#[derive(Serialize)]
struct Episode<'a> {
    title: Option<&'a str>,
    language: Option<&'a str>,
    sample_rate: u32,
    frames: u64,
    seconds: f64,
    levels: Value,
    disclosure: Disclosure<'a>,
    voices: &'a [VoiceReport],
    segments: Vec<Segment<'a>>,
    chapters: Vec<ChapterEntry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sounds: Vec<SoundEntry<'a>>,
    omitted: Vec<Omitted<'a>>,
}

/// What is told of synthetic speech.
#[derive(Serialize)]
struct Disclosure<'a> {
    synthetic: bool,
    text: &'a str,
    /// In the first line of the episode.
    spoken: bool,
}

#[derive(Serialize)]
struct ChapterEntry {
    title: String,
    #[serde(flatten)]
    time: Time,
}

/// What is heard that is no speech.
#[derive(Serialize)]
struct SoundEntry<'a> {
    cue: &'a str,
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit: Option<&'a str>,
    #[serde(flatten)]
    time: Time,
}

#[derive(Serialize)]
struct Segment<'a> {
    id: Option<&'a str>,
    speaker: &'a str,
    text: &'a str,
    kind: &'static str,
    continues: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unsure: bool,
    #[serde(flatten)]
    time: Time,
    takes: Vec<TakeEntry<'a>>,
}

#[derive(Serialize)]
struct TakeEntry<'a> {
    take: &'a str,
    voice: &'a str,
    text: &'a str,
    spoken: &'a str,
    #[serde(flatten)]
    time: Time,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    words: Vec<WordEntry<'a>>,
}

/// A word as it was spoken.
#[derive(Serialize)]
struct WordEntry<'a> {
    word: &'a str,
    #[serde(flatten)]
    time: Time,
}

#[derive(Serialize)]
struct Time {
    start_frame: u64,
    end_frame: u64,
    start: f64,
    end: f64,
}

#[derive(Serialize)]
struct Omitted<'a> {
    text: &'a str,
    reason: &'a str,
    after: usize,
}

/// The description of an edition; `levels` is the mixer's report.
pub fn render(edition: &Edition<'_>, levels: Value) -> String {
    let timeline = edition.timeline;
    let episode = Episode {
        title: edition.script.title.as_deref(),
        language: edition.script.language.as_deref(),
        sample_rate: timeline.rate,
        frames: timeline.length,
        seconds: timeline.length as f64 / f64::from(timeline.rate),
        levels,
        disclosure: Disclosure {
            synthetic: !edition.disclosure.is_empty(),
            text: edition.disclosure,
            spoken: edition.disclosed,
        },
        voices: edition.voices,
        segments: segments(edition),
        chapters: chapters(edition)
            .into_iter()
            .map(|c| ChapterEntry {
                time: time(&Span { start: c.start, end: c.end }, timeline.rate),
                title: c.title,
            })
            .collect(),
        sounds: edition.sounds.iter().map(|sound| sound_entry(sound, timeline.rate)).collect(),
        omitted: edition.script.omitted.iter().map(omitted).collect(),
    };
    // Plain structs with string keys always serialise.
    serde_json::to_string_pretty(&episode).unwrap_or_default() + "\n"
}

fn segments<'a>(edition: &'a Edition<'_>) -> Vec<Segment<'a>> {
    let placed: Vec<(&Line, &Span)> = edition.lines.iter().zip(&edition.timeline.placements).collect();
    let by_segment = placed.chunk_by(|(a, _), (b, _)| a.segment == b.segment);
    by_segment.filter_map(|lines| segment(edition, lines)).collect()
}

fn segment<'a>(edition: &'a Edition<'_>, lines: &[(&'a Line<'a>, &Span)]) -> Option<Segment<'a>> {
    let ((first, from), (_, to)) = (lines.first()?, lines.last()?);
    let segment = edition.script.segments.get(first.segment)?;
    let rate = edition.timeline.rate;
    let entry = |(line, span): &(&'a Line<'a>, &Span)| TakeEntry {
        take: &line.take,
        voice: line.voice,
        text: line.text,
        spoken: line.spoken,
        time: time(span, rate),
        words: line.words.iter().map(|(word, span)| WordEntry { word, time: time(span, rate) }).collect(),
    };
    Some(Segment {
        id: segment.id.as_deref(),
        speaker: &segment.speaker,
        text: &segment.text,
        kind: kind_name(segment.kind),
        continues: segment.continues,
        unsure: segment.unsure.is_some(),
        time: time(&Span { start: from.start, end: to.end }, rate),
        takes: lines.iter().map(entry).collect(),
    })
}

fn sound_entry<'a>(sound: &Sound<'a>, rate: u32) -> SoundEntry<'a> {
    SoundEntry {
        cue: &sound.cue.name,
        role: role_name(sound.cue.role),
        description: sound.cue.description.as_deref(),
        credit: sound.cue.credit.as_deref(),
        time: time(&sound.span, rate),
    }
}

fn time(span: &Span, rate: u32) -> Time {
    let (start, end) = span.seconds(rate);
    Time { start_frame: span.start, end_frame: span.end, start, end }
}

fn omitted(omission: &Omission) -> Omitted<'_> {
    Omitted { text: &omission.text, reason: &omission.reason, after: omission.after }
}
