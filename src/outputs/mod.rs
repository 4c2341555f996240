//! What stands beside the WAV: siblings that do not know one another, each a pure function of the [`Edition`], but for
//! what is made of the finished sound.

mod access;
mod article;
mod audiobook;
mod captions;
mod chapters;
pub mod description;
pub mod epub;
mod identity;
pub mod json;
mod page;
mod srt;
mod text;
mod timing;
mod transcript;
mod vtt;
mod words;

use std::collections::BTreeSet;

use crate::config::{Cue, Outputs};
use crate::encoder::{Format, Picture, PictureKind};
use crate::script::{NARRATOR, Script, Segment, UNKNOWN};
use crate::timeline::{Span, Timeline};

pub use chapters::{Chapter, chapters};
use identity::identity;
pub use json::VoiceReport;
pub(crate) use page::policy_hash;

/// The episode.
pub const WAV: &str = "episode.wav";
/// Id of the segment that tells listeners of synthetic speech: heard first, it stands behind the script's own.
pub const DISCLOSURE: &str = "disclosure";

/// An episode as its outputs see it.
#[derive(Debug)]
pub struct Edition<'a> {
    /// Who says what.
    pub script: &'a Script,
    /// One for each placement of the timeline.
    pub lines: Vec<Line<'a>>,
    /// Where the lines stand.
    pub timeline: &'a Timeline,
    /// What is heard that is no speech, in the order of the starts.
    pub sounds: Vec<Sound<'a>>,
    /// Which of them are wanted, and how.
    pub outputs: &'a Outputs,
    /// What readers are told of synthetic speech; empty where there is none.
    pub disclosure: &'a str,
    /// Whether listeners are told it too, in the first line.
    pub disclosed: bool,
    /// Who wrote the article.
    pub author: Option<&'a str>,
    /// What the episode is a part of.
    pub series: Option<&'a str>,
    /// The voices that speak.
    pub voices: &'a [VoiceReport],
    /// The picture that players show.
    pub cover: Option<&'a Picture>,
}

/// One take in the episode.
#[derive(Debug)]
pub struct Line<'a> {
    /// Index into the script's segments.
    pub segment: usize,
    /// The article's words; empty when it goes on with the sentence of the line before.
    pub text: &'a str,
    /// What was spoken.
    pub spoken: &'a str,
    /// The voice's name.
    pub voice: &'a str,
    /// The take's key, 64 hex digits.
    pub take: String,
    /// Where each word that was spoken is heard; empty where the voice did not tell.
    pub words: Vec<(String, Span)>,
}

/// A cue that is heard.
#[derive(Debug, Clone, Copy)]
pub struct Sound<'a> {
    /// Which.
    pub cue: &'a Cue,
    /// Where.
    pub span: Span,
}

/// A file that may stand beside the WAV.
pub struct Output {
    /// Its key in `[outputs]`.
    pub name: &'static str,
    /// Its name in `out/`.
    pub file: &'static str,
    /// What it is, for people.
    pub what: &'static str,
    /// Whether it is wanted.
    pub wanted: fn(&Outputs) -> bool,
    /// What it is made of.
    pub content: Content,
}

/// What a file beside the WAV is made of.
pub enum Content {
    /// Text, which follows from the edition alone: made before the mix.
    Text(fn(&Edition<'_>) -> String),
    /// The finished WAV, compressed: made after the mix.
    Sound(Format),
    /// A book of files that follow from the edition, the cover and the compressed sound: made after the mix.
    Book(fn(&Edition<'_>) -> Vec<epub::Entry>),
}

/// All of them. `episode.wav` and `episode.json` are always there.
pub const ALL: [Output; 12] = [
    Output {
        name: "page",
        file: "episode.html",
        what: "page to read along: the spoken sentence is marked, a click plays from any",
        wanted: |outputs| outputs.page,
        content: Content::Text(page::render),
    },
    Output {
        name: "vtt",
        file: "episode.vtt",
        what: "captions with speakers (WebVTT), for players and pages",
        wanted: |outputs| outputs.vtt,
        content: Content::Text(vtt::render),
    },
    Output {
        name: "srt",
        file: "episode.srt",
        what: "captions (SubRip), for video editors and older players",
        wanted: |outputs| outputs.srt,
        content: Content::Text(srt::render),
    },
    Output {
        name: "text",
        file: "episode.txt",
        what: "transcript to read: headings, and who says what",
        wanted: |outputs| outputs.text,
        content: Content::Text(text::render),
    },
    Output {
        name: "transcript",
        file: "episode.transcript.json",
        what: "timed transcript (Podcasting 2.0 JSON), for podcast apps",
        wanted: |outputs| outputs.transcript,
        content: Content::Text(transcript::render),
    },
    Output {
        name: "chapters",
        file: "episode.chapters.json",
        what: "chapters from the headings (Podcasting 2.0 JSON), for podcast apps",
        wanted: |outputs| outputs.chapters,
        content: Content::Text(chapters::render),
    },
    Output {
        name: "m4a",
        file: Format::M4a.file(),
        what: "the episode as AAC with chapters, for players and pages",
        wanted: |outputs| outputs.m4a,
        content: Content::Sound(Format::M4a),
    },
    Output {
        name: "mp3",
        file: Format::Mp3.file(),
        what: "the episode as MP3 with chapters, for players of any age",
        wanted: |outputs| outputs.mp3,
        content: Content::Sound(Format::Mp3),
    },
    Output {
        name: "opus",
        file: Format::Opus.file(),
        what: "the episode as Opus with chapters, the smallest",
        wanted: |outputs| outputs.opus,
        content: Content::Sound(Format::Opus),
    },
    Output {
        name: "flac",
        file: Format::Flac.file(),
        what: "the episode as FLAC with chapters: all of the sound, in half the room",
        wanted: |outputs| outputs.flac,
        content: Content::Sound(Format::Flac),
    },
    Output {
        name: "epub",
        file: "episode.epub",
        what: "book to read and hear: text and sound in step (EPUB 3), for e-readers",
        wanted: |outputs| outputs.epub,
        content: Content::Book(epub::entries),
    },
    Output {
        name: "audiobook",
        file: "publication.json",
        what: "manifest of an audiobook (W3C Audiobooks), with the page as its contents",
        wanted: |outputs| outputs.audiobook,
        content: Content::Text(audiobook::render),
    },
];

/// The names of all files that an edition may have, its cover included.
pub fn files() -> impl Iterator<Item = &'static str> {
    let covers = [PictureKind::Png, PictureKind::Jpeg].map(PictureKind::file);
    [WAV, description::FILE].into_iter().chain(covers).chain(ALL.iter().map(|output| output.file))
}

/// The names of those among these outputs that an ffmpeg is needed for.
pub fn by_ffmpeg(outputs: &Outputs) -> Vec<&'static str> {
    of_sound(outputs).filter(|(_, format)| format.needs_ffmpeg()).map(|(name, _)| name).collect()
}

/// The formats that these outputs need the episode in.
pub fn formats(outputs: &Outputs) -> Vec<Format> {
    of_sound(outputs).map(|(_, format)| format).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Those among these outputs that are made of the finished sound, each with the format that it is wanted in.
fn of_sound(outputs: &Outputs) -> impl Iterator<Item = (&'static str, Format)> {
    let format = move |output: &Output| match output.content {
        Content::Sound(format) => Some((output.name, format)),
        Content::Book(_) => Some((output.name, epub::format(outputs))),
        Content::Text(_) => None,
    };
    ALL.iter().filter(move |output| (output.wanted)(outputs)).filter_map(format)
}

/// A sentence of the episode: one line, or several where it was too long for its voice.
struct Sentence<'a> {
    segment: &'a Segment,
    /// Index of the segment.
    index: usize,
    text: &'a str,
    span: Span,
    /// Words of the text whose place is known.
    timed: Vec<timing::Timed>,
}

/// The words of sentences that stand together, in one line.
fn words(of: &[Sentence<'_>]) -> String {
    flat(&of.iter().map(|sentence| sentence.text).collect::<Vec<_>>().join(" "))
}

impl<'a> Edition<'a> {
    /// As it is shown; an episode without one has a name for what it is.
    fn title(&self) -> String {
        let title = self.script.title.as_deref().map(flat).filter(|title| !title.is_empty());
        title.unwrap_or_else(|| "Episode".into())
    }

    /// A place in milliseconds, to the nearest.
    pub fn ms(&self, frame: u64) -> u64 {
        let rate = u64::from(self.timeline.rate);
        (frame * 1000 + rate / 2) / rate
    }

    /// Well-formed (BCP 47), as far as what script.toml says is; English where it says nothing.
    fn language(&self) -> &str {
        match self.script.language.as_deref().map(str::trim).filter(|tag| !tag.is_empty()) {
            Some(tag) => identity::language(tag),
            None => "en",
        }
    }

    /// The words of its outputs themselves.
    fn words(&self) -> &'static words::Words {
        words::words(self.language())
    }

    /// Who reads, one by one, and whether they are people.
    fn readers(&self, words: &words::Words) -> Vec<String> {
        let reader = |voice: &VoiceReport| match (&voice.person, voice.synthetic) {
            (_, true) => format!("{} ({})", flat(&voice.name), words.synthetic),
            (Some(person), false) => flat(person),
            (None, false) => flat(&voice.name),
        };
        self.voices.iter().map(reader).collect()
    }

    /// All sentences in their order.
    fn sentences(&self) -> Vec<Sentence<'a>> {
        let lines: Vec<(&Line<'_>, &Span)> = self.lines.iter().zip(&self.timeline.placements).collect();
        // A line without text goes on with the sentence before.
        let sentences = lines.chunk_by(|_, (next, _)| next.text.is_empty());
        let sentence = |lines: &[(&Line<'a>, &Span)]| {
            let ((line, from), (_, to)) = (lines.first()?, lines.last()?);
            let segment = self.script.segments.get(line.segment)?;
            let spoken: Vec<(String, Span)> = lines.iter().flat_map(|(line, _)| line.words.clone()).collect();
            let timed = timing::timed(line.text, &spoken);
            let span = Span { start: from.start, end: to.end };
            Some(Sentence { segment, index: line.segment, text: line.text, span, timed })
        };
        sentences.filter_map(sentence).collect()
    }
}

/// Each segment's place, and who speaks there.
pub fn passages(edition: &Edition<'_>) -> Vec<(Span, String)> {
    let sentences = edition.sentences();
    let passage = |of: &[Sentence<'_>]| {
        let (first, last) = (of.first()?, of.last()?);
        Some((
            Span { start: first.span.start, end: last.span.end },
            flat(speaker(first.segment, edition.words())),
        ))
    };
    sentences.chunk_by(|a, b| a.index == b.index).filter_map(passage).collect()
}

/// As readers are shown it, in these words.
fn speaker<'a>(segment: &'a Segment, words: &words::Words) -> &'a str {
    match segment.speaker.as_str() {
        NARRATOR => words.narrator,
        UNKNOWN => words.unknown,
        name => name,
    }
}

/// A sentence as it begins by itself: without the comma behind a quote that the one before ended with.
fn by_itself(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ';' | ':'))
}

/// What the episode can be played from, with its media type: first the smallest that most players know, last the WAV.
fn playable(outputs: &Outputs) -> impl Iterator<Item = (&'static str, &'static str)> {
    let made = [(outputs.m4a, Format::M4a), (outputs.mp3, Format::Mp3), (outputs.opus, Format::Opus)];
    let made = made.into_iter().filter(|(wanted, _)| *wanted);
    made.map(|(_, format)| (format.file(), format.media_type())).chain([(WAV, "audio/wav")])
}

/// For HTML, in text and in attributes.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// In one line: runs of white space are one space; control characters, and the two that XML forbids, none.
pub(crate) fn flat(text: &str) -> String {
    let gap = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    let mut plain = String::with_capacity(text.len());
    for word in text.split(gap).filter(|word| !word.is_empty()) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    plain
}

/// Hours, minutes, seconds and milliseconds, with that mark before the last.
fn timestamp(ms: u64, mark: char) -> String {
    format!("{:02}:{:02}:{:02}{mark}{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
}

#[cfg(test)]
mod tests;
