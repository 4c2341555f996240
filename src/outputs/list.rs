//! Which files may stand beside the WAV: what each is called, what it is for, and what makes it.

use std::collections::BTreeSet;

use super::{Edition, audiobook, chapters, description, epub, page, srt, text, transcript, vtt};
use crate::base::config::Outputs;
use crate::outputs::encoders::{Format, PictureKind};

/// The episode.
pub const WAV: &str = "episode.wav";
/// Its media type.
pub const WAV_TYPE: &str = "audio/wav";

/// A file that may stand beside the WAV.
pub struct Output {
    /// Its key in `[outputs]`.
    pub name: &'static str,
    /// Its name in `out/`.
    pub file: &'static str,
    /// What it is, for people.
    pub what: &'static str,
    /// What it is, for what passes it on.
    pub role: Role,
    /// Its media type (IANA; of chapters, the podcast namespace).
    pub media_type: &'static str,
    /// Whether it is wanted.
    pub wanted: fn(&Outputs) -> bool,
    /// What it is made of.
    pub content: Content,
}

/// What a file is to the audiobook's manifest and to feeds: each says of every role what it makes of it, so that no file is
/// forgotten there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// To read along.
    Page,
    /// To read while it is heard, in players and pages.
    Captions,
    /// The same for what knows no WebVTT.
    Subtitles,
    /// To read by itself.
    Text,
    /// Who says what and when, for programs.
    Transcript,
    /// Where chapters begin, for programs.
    Chapters,
    /// The episode, compressed.
    Sound,
    /// Text and sound in one file.
    Book,
    /// What makes an audiobook of the others.
    Manifest,
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
        role: Role::Page,
        media_type: "text/html",
        wanted: |outputs| outputs.page,
        content: Content::Text(page::render),
    },
    Output {
        name: "vtt",
        file: "episode.vtt",
        what: "captions with speakers (WebVTT), for players and pages",
        role: Role::Captions,
        media_type: "text/vtt",
        wanted: |outputs| outputs.vtt,
        content: Content::Text(vtt::render),
    },
    Output {
        name: "srt",
        file: "episode.srt",
        what: "captions (SubRip), for video editors and older players",
        role: Role::Subtitles,
        media_type: "application/x-subrip",
        wanted: |outputs| outputs.srt,
        content: Content::Text(srt::render),
    },
    Output {
        name: "text",
        file: "episode.txt",
        what: "transcript to read: headings, and who says what",
        role: Role::Text,
        media_type: "text/plain",
        wanted: |outputs| outputs.text,
        content: Content::Text(text::render),
    },
    Output {
        name: "transcript",
        file: "episode.transcript.json",
        what: "timed transcript (Podcasting 2.0 JSON), for podcast apps",
        role: Role::Transcript,
        media_type: "application/json",
        wanted: |outputs| outputs.transcript,
        content: Content::Text(transcript::render),
    },
    Output {
        name: "chapters",
        file: "episode.chapters.json",
        what: "chapters from the headings (Podcasting 2.0 JSON), for podcast apps",
        role: Role::Chapters,
        media_type: "application/json+chapters",
        wanted: |outputs| outputs.chapters,
        content: Content::Text(chapters::render),
    },
    Output {
        name: "m4a",
        file: Format::M4a.file(),
        what: "the episode as AAC with chapters, for players and pages",
        role: Role::Sound,
        media_type: Format::M4a.media_type(),
        wanted: |outputs| outputs.m4a,
        content: Content::Sound(Format::M4a),
    },
    Output {
        name: "mp3",
        file: Format::Mp3.file(),
        what: "the episode as MP3 with chapters, for players of any age",
        role: Role::Sound,
        media_type: Format::Mp3.media_type(),
        wanted: |outputs| outputs.mp3,
        content: Content::Sound(Format::Mp3),
    },
    Output {
        name: "opus",
        file: Format::Opus.file(),
        what: "the episode as Opus with chapters, the smallest",
        role: Role::Sound,
        media_type: Format::Opus.media_type(),
        wanted: |outputs| outputs.opus,
        content: Content::Sound(Format::Opus),
    },
    Output {
        name: "flac",
        file: Format::Flac.file(),
        what: "the episode as FLAC with chapters: all of the sound, in half the room",
        role: Role::Sound,
        media_type: Format::Flac.media_type(),
        wanted: |outputs| outputs.flac,
        content: Content::Sound(Format::Flac),
    },
    Output {
        name: "epub",
        file: "episode.epub",
        what: "book to read and hear: text and sound in step (EPUB 3), for e-readers",
        role: Role::Book,
        media_type: "application/epub+zip",
        wanted: |outputs| outputs.epub,
        content: Content::Book(epub::entries),
    },
    Output {
        name: "audiobook",
        file: "publication.json",
        what: "manifest of an audiobook (W3C Audiobooks), with the page as its contents",
        role: Role::Manifest,
        media_type: "application/ld+json",
        wanted: |outputs| outputs.audiobook,
        content: Content::Text(audiobook::render),
    },
];

/// The names of all files that an edition may have, its cover included.
pub fn files() -> impl Iterator<Item = &'static str> {
    let covers = [PictureKind::Png, PictureKind::Jpeg].map(PictureKind::file);
    [WAV, description::FILE].into_iter().chain(covers).chain(ALL.iter().map(|output| output.file))
}

/// Those that are wanted.
pub fn wanted(outputs: &Outputs) -> impl Iterator<Item = &'static Output> {
    ALL.iter().filter(|output| (output.wanted)(outputs))
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
    wanted(outputs).filter_map(format)
}

/// What the episode can be played from, with its media type: first the smallest that most players know, last the WAV.
pub(super) fn playable(outputs: &Outputs) -> impl Iterator<Item = (&'static str, &'static str)> {
    let made = [(outputs.m4a, Format::M4a), (outputs.mp3, Format::Mp3), (outputs.opus, Format::Opus)];
    let made = made.into_iter().filter(|(wanted, _)| *wanted);
    made.map(|(_, format)| (format.file(), format.media_type())).chain([(WAV, WAV_TYPE)])
}
