//! Writes `episode.json`: each segment with its position in frames and seconds, its takes and their voices.

use serde::Serialize;
use serde_json::Value;

use super::catalog::chapter_file;
use super::chapters::{Chapter, chapters};
use super::{Edition, EditionCue, EditionTake, VoiceReport};
use crate::mixer::timeline::Span;
use crate::script::Omission;
use crate::script::file::{kind_name, role_name};

#[derive(Serialize)]
struct Episode<'a> {
    title: Option<&'a str>,
    language: Option<&'a str>,
    sample_rate: u32,
    frames: u64,
    seconds: f64,
    levels: Value,
    disclosure: DisclosureJson<'a>,
    voices: &'a [VoiceReport],
    segments: Vec<SegmentJson<'a>>,
    chapters: Vec<ChapterJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sounds: Vec<SoundJson<'a>>,
    omitted: Vec<OmittedJson<'a>>,
}

/// The disclosure of synthetic speech.
#[derive(Serialize)]
struct DisclosureJson<'a> {
    synthetic: bool,
    text: &'a str,
    /// Whether the episode begins with it.
    spoken: bool,
}

#[derive(Serialize)]
struct ChapterJson {
    title: String,
    #[serde(flatten)]
    time: Time,
    /// The files with this chapter alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<String>,
}

/// Music or a sound.
#[derive(Serialize)]
struct SoundJson<'a> {
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
struct SegmentJson<'a> {
    id: Option<&'a str>,
    speaker: &'a str,
    text: &'a str,
    kind: &'static str,
    continues: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unsure: bool,
    #[serde(flatten)]
    time: Time,
    takes: Vec<TakeJson<'a>>,
}

#[derive(Serialize)]
struct TakeJson<'a> {
    take: &'a str,
    voice: &'a str,
    text: &'a str,
    spoken: &'a str,
    #[serde(flatten)]
    time: Time,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    words: Vec<WordJson<'a>>,
}

/// A spoken word.
#[derive(Serialize)]
struct WordJson<'a> {
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
struct OmittedJson<'a> {
    text: &'a str,
    reason: &'a str,
    after: usize,
}

/// Returns the description of an edition as JSON; `levels` is the mixer's report.
pub(crate) fn render(edition: &Edition<'_>, levels: Value) -> String {
    let timeline = edition.timeline;
    let rate = timeline.rate;
    let episode = Episode {
        title: edition.script.title.as_deref(),
        language: edition.script.language.as_deref(),
        sample_rate: rate,
        frames: timeline.length,
        seconds: timeline.length as f64 / f64::from(rate),
        levels,
        disclosure: DisclosureJson {
            synthetic: !edition.disclosure.is_empty(),
            text: edition.disclosure,
            spoken: edition.disclosure_spoken,
        },
        voices: edition.voices,
        segments: segments(edition),
        chapters: chapters_json(edition, rate),
        sounds: edition.cues.iter().map(|cue| sound_json(cue, rate)).collect(),
        omitted: edition.script.omitted.iter().map(omitted_json).collect(),
    };
    // Plain structs with string keys always serialise.
    serde_json::to_string_pretty(&episode).unwrap_or_default() + "\n"
}

fn segments<'a>(edition: &'a Edition<'_>) -> Vec<SegmentJson<'a>> {
    let placed: Vec<(&EditionTake<'_>, &Span)> =
        edition.takes.iter().zip(&edition.timeline.placements).collect();
    let by_segment = placed.chunk_by(|(a, _), (b, _)| a.segment == b.segment);
    by_segment.filter_map(|takes| segment_json(edition, takes)).collect()
}

fn segment_json<'a>(
    edition: &'a Edition<'_>,
    takes: &[(&'a EditionTake<'a>, &Span)],
) -> Option<SegmentJson<'a>> {
    let ((first, start), (_, end)) = (takes.first()?, takes.last()?);
    let segment = edition.script.segments.get(first.segment)?;
    let rate = edition.timeline.rate;
    Some(SegmentJson {
        id: segment.id.as_deref(),
        speaker: &segment.speaker,
        text: &segment.text,
        kind: kind_name(segment.kind),
        continues: segment.continues,
        unsure: segment.unsure.is_some(),
        time: time(&Span { start: start.start, end: end.end }, rate),
        takes: takes.iter().map(|(take, span)| take_json(take, span, rate)).collect(),
    })
}

fn take_json<'a>(take: &'a EditionTake<'a>, span: &Span, rate: u32) -> TakeJson<'a> {
    TakeJson {
        take: &take.key,
        voice: take.voice,
        text: take.text,
        spoken: take.spoken,
        time: time(span, rate),
        words: take.words.iter().map(|(word, span)| WordJson { word, time: time(span, rate) }).collect(),
    }
}

fn chapters_json(edition: &Edition<'_>, rate: u32) -> Vec<ChapterJson> {
    let chapters = chapters(edition);
    let of = chapters.len();
    let numbered = chapters.into_iter().enumerate();
    numbered.map(|(nth, chapter)| chapter_json(chapter, chapter_files(edition, nth, of), rate)).collect()
}

fn chapter_json(chapter: Chapter, files: Vec<String>, rate: u32) -> ChapterJson {
    let span = Span { start: chapter.start, end: chapter.end };
    ChapterJson { title: chapter.title, time: time(&span, rate), files }
}

/// Returns the names of the files with this chapter alone.
fn chapter_files(edition: &Edition<'_>, nth: usize, of: usize) -> Vec<String> {
    let formats = edition.outputs.chapter_files.iter();
    formats.map(|format| chapter_file(nth + 1, of, format.extension())).collect()
}

fn sound_json<'a>(sound: &EditionCue<'a>, rate: u32) -> SoundJson<'a> {
    SoundJson {
        cue: &sound.cue.name,
        role: role_name(sound.cue.role),
        description: sound.cue.description.as_deref(),
        credit: sound.cue.credit.as_deref(),
        time: time(&sound.span, rate),
    }
}

fn omitted_json(omission: &Omission) -> OmittedJson<'_> {
    OmittedJson { text: &omission.text, reason: &omission.reason, after: omission.after }
}

fn time(span: &Span, rate: u32) -> Time {
    let (start, end) = span.seconds(rate);
    Time { start_frame: span.start, end_frame: span.end, start, end }
}
