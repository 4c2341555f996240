//! Turns a laid-out plan into an edition: the input of the outputs, their contents, and the metadata of the sound files.

use serde_json::Value;

use super::super::layout::{LaidOut, PlacedCue, VoiceLevels, voice_gain_db};
use super::super::plan::{Plan, VoicePlan, disclosure_sentence};
use crate::mixer;
use crate::outputs::book::{BookContent, BookFile};
use crate::outputs::encoders::{ChapterTag, Format, Tags};
use crate::outputs::{self, Edition, Role, VoiceReport, json};
use crate::outputs::{daisy, epub};
use crate::script::Script;
use crate::script::file::Manifest;
use aloud_audio::wav::{Loudness, Marker, Metadata};

/// The name of the program in `bext`, `INFO` and tags.
const SOFTWARE: &str = concat!("Aloud ", env!("CARGO_PKG_VERSION"));

/// Returns the script with the disclosure as its last segment.
pub(super) fn script_with_disclosure(manifest: &Manifest, plan: &Plan) -> Script {
    let mut script = manifest.script.clone();
    script.segments.extend(plan.disclosure.clone());
    script
}

/// Returns the voices of the episode with their origin and levels.
pub(super) fn voice_reports(manifest: &Manifest, plan: &Plan, laid_out: &LaidOut) -> Vec<VoiceReport> {
    let report = |(voice, levels): (&VoicePlan, &VoiceLevels)| VoiceReport {
        name: voice.name.clone(),
        backend: voice.kind,
        synthetic: voice.synthetic,
        person: voice.origin.person.clone(),
        consent: voice.origin.consent.clone(),
        licence: voice.origin.licence.clone(),
        trained: voice.origin.trained,
        loudness: levels.loudness.map(|lufs| (lufs * 10.0).round() / 10.0),
        gain_db: voice_gain_db(manifest, &voice.name, *levels),
    };
    plan.voices.iter().zip(&laid_out.levels).map(report).collect()
}

/// Returns the edition, the input of all outputs. `script` includes the disclosure.
pub(super) fn edition<'a>(
    manifest: &'a Manifest,
    plan: &'a Plan,
    laid_out: &'a LaidOut,
    script: &'a Script,
    voices: &'a [VoiceReport],
) -> Edition<'a> {
    let mut takes = Vec::new();
    for (planned, words) in plan.utterances.iter().zip(&laid_out.words) {
        takes.push(outputs::EditionTake {
            segment: planned.segment,
            text: &planned.text,
            spoken: &planned.utterance.spoken,
            voice: &plan.voices[planned.voice].name,
            key: planned.key.to_string(),
            words: words.clone(),
        });
    }
    let sound =
        |placed: &PlacedCue| outputs::EditionCue { cue: &manifest.cues[placed.cue], span: placed.span };
    Edition {
        script,
        takes,
        timeline: &laid_out.timeline,
        cues: laid_out.cues.iter().map(sound).collect(),
        outputs: &manifest.outputs,
        disclosure: disclosure_sentence(plan.synthetic, script.language.as_deref()),
        disclosure_spoken: plan.disclosure.is_some(),
        author: manifest.author.as_deref(),
        date: manifest.date.as_deref(),
        link: manifest.link.as_deref(),
        series: manifest.series.as_deref(),
        voices,
        cover: plan.formats.cover.as_ref(),
    }
}

/// The contents of an edition's files, as far as they are known before the mix.
pub(super) struct Contents {
    /// episode.json without the measured levels.
    description: String,
    pub(super) texts: Vec<(&'static str, String)>,
    pub(super) sounds: Vec<Format>,
    pub(super) books: Vec<(&'static str, Vec<BookFile>)>,
}

impl Contents {
    /// Renders the outputs that `[outputs]` asks for.
    pub(super) fn of(edition: &Edition<'_>) -> Self {
        let description = json::render(edition, Value::Null);
        let mut contents = Self { description, texts: Vec::new(), sounds: Vec::new(), books: Vec::new() };
        for output in outputs::ALL.iter().filter(|output| (output.wanted)(edition.outputs)) {
            match output.role {
                Role::Sound(format) => contents.sounds.push(format),
                Role::Book => contents.books.push((output.file, epub::book_files(edition))),
                Role::Daisy => contents.books.push((output.file, daisy::book_files(edition))),
                role => {
                    let text = outputs::render_text(role, edition);
                    contents.texts.extend(text.map(|text| (output.file, text)));
                }
            }
        }
        contents
    }

    /// Returns a hash of everything that the files of the edition depend on: the version of Aloud, texts, takes, times,
    /// gains, format, tags and encoders. The preset is included because it decides about warnings in episode.json.
    pub(super) fn fingerprint(&self, manifest: &Manifest, plan: &Plan, mix: &mixer::Plan) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
        hasher.update(self.description.as_bytes());
        for (name, content) in self.all_texts() {
            hasher
                .update(name.as_bytes())
                .update(&(content.len() as u64).to_le_bytes())
                .update(content.as_bytes());
        }
        let (preset, encoders) = (manifest.mix.preset, plan.formats.identity());
        let (author, series) = (&manifest.author, &manifest.series);
        hasher
            .update(format!("{preset:?} {} {author:?} {series:?} {encoders}", mix.fingerprint()).as_bytes());
        hasher.finalize().to_hex().to_string()
    }

    /// All texts with their names, those inside books included.
    fn all_texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.texts.iter().map(|(name, text)| (*name, text.as_str()));
        let files = self.books.iter().flat_map(|(_, files)| files);
        let in_books = files.filter_map(|file| match &file.content {
            BookContent::Text(text) => Some((file.name.as_str(), text.as_str())),
            _ => None,
        });
        texts.chain(in_books)
    }
}

/// Returns the metadata of the WAV: title, levels, and markers for chapters and speakers.
pub(super) fn metadata(edition: &Edition<'_>, report: &mixer::Report, format: &mixer::Format) -> Metadata {
    let mode = if format.channels == 2 { "stereo" } else { "mono" };
    let synthetic = if edition.disclosure.is_empty() { "" } else { "; synthetic speech" };
    let chapters = outputs::chapters(edition).into_iter();
    let chapters = chapters.map(|chapter| Marker { frame: chapter.start, length: None, name: chapter.title });
    let passages = outputs::passages(edition).into_iter().map(|(span, speaker)| Marker {
        frame: span.start,
        length: Some(span.end - span.start),
        name: speaker,
    });
    Metadata {
        title: edition.script.title.clone().unwrap_or_default(),
        software: SOFTWARE.into(),
        comment: edition.disclosure.into(),
        history: format!("A=PCM,F={},W={},M={mode},T={SOFTWARE}{synthetic}", format.rate, format.bits),
        loudness: Loudness {
            integrated: report.loudness,
            range: report.range,
            true_peak: report.true_peak,
            momentary: report.momentary_max,
            short_term: report.short_term_max,
        },
        markers: chapters.chain(passages).collect(),
        ..Metadata::default()
    }
}

/// Returns the tags of the compressed formats.
pub(super) fn tags(edition: &Edition<'_>) -> Tags {
    let chapter = |chapter: outputs::Chapter| ChapterTag {
        start: edition.ms(chapter.start),
        end: edition.ms(chapter.end),
        title: chapter.title,
    };
    Tags {
        title: one_line(edition.script.title.as_deref()),
        artist: one_line(edition.author),
        album: one_line(edition.series),
        comment: edition.disclosure.into(),
        language: one_line(edition.script.language.as_deref()),
        software: SOFTWARE.into(),
        track: None,
        chapters: outputs::chapters(edition).into_iter().map(chapter).collect(),
    }
}

fn one_line(text: Option<&str>) -> String {
    text.map(outputs::single_line).unwrap_or_default()
}
