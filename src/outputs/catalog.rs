//! Lists the files that an edition may have: name, purpose and media type of each.

use std::collections::BTreeSet;

use crate::base::config::{ChapterFormat, Outputs};
use crate::outputs::encoders::{Format, PictureKind};

/// The episode.
pub const WAV: &str = "episode.wav";
/// Media type of the episode.
pub(crate) const WAV_TYPE: &str = "audio/wav";
/// The player for the page of the article.
pub(super) const PLAYER: &str = "episode.player.html";
/// The description of the edition, for programs.
pub const DESCRIPTION: &str = "episode.json";

/// A file that a project can turn on in `[outputs]`.
#[non_exhaustive]
pub struct Output {
    /// Its key in `[outputs]`.
    pub name: &'static str,
    /// Its name in `out/`.
    pub file: &'static str,
    /// Its description for people.
    pub description: &'static str,
    /// Its purpose.
    pub role: Role,
    /// Its media type (IANA; for chapters, the podcast namespace).
    pub media_type: &'static str,
    /// Returns whether it is turned on.
    pub wanted: fn(&Outputs) -> bool,
}

/// The purpose of a file. The manifest of the audiobook and the feed decide for each role how they list it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The read-along page.
    Page,
    /// WebVTT captions.
    Captions,
    /// SubRip captions, for software without WebVTT.
    Subtitles,
    /// The transcript as plain text.
    Text,
    /// The timed transcript, for programs.
    Transcript,
    /// The chapters, for programs.
    Chapters,
    /// The compressed episode.
    Sound(Format),
    /// Text and sound in one file, for e-readers.
    Book,
    /// Text and sound in one file, for players of libraries.
    Daisy,
    /// The manifest that makes the other files an audiobook.
    Manifest,
    /// The player for the page of the article.
    Player,
    /// The starts of the passages, with which the player finds their paragraphs.
    Passages,
    /// The text that embeds the player.
    Snippet,
    /// The answer of an oEmbed provider.
    OEmbed,
}

/// All files that can be turned on. `episode.wav` and `episode.json` are always written.
pub const ALL: [Output; 18] = [
    Output {
        name: "page",
        file: "episode.html",
        description: "read-along page: highlights the spoken sentence and plays from any sentence",
        role: Role::Page,
        media_type: "text/html",
        wanted: |outputs| outputs.page,
    },
    Output {
        name: "vtt",
        file: "episode.vtt",
        description: "captions with speakers (WebVTT), for players and pages",
        role: Role::Captions,
        media_type: "text/vtt",
        wanted: |outputs| outputs.vtt,
    },
    Output {
        name: "srt",
        file: "episode.srt",
        description: "captions (SubRip), for video editors and older players",
        role: Role::Subtitles,
        media_type: "application/x-subrip",
        wanted: |outputs| outputs.srt,
    },
    Output {
        name: "text",
        file: "episode.txt",
        description: "plain-text transcript with headings and speakers",
        role: Role::Text,
        media_type: "text/plain",
        wanted: |outputs| outputs.text,
    },
    Output {
        name: "transcript",
        file: "episode.transcript.json",
        description: "timed transcript (Podcasting 2.0 JSON), for podcast apps",
        role: Role::Transcript,
        media_type: "application/json",
        wanted: |outputs| outputs.transcript,
    },
    Output {
        name: "chapters",
        file: "episode.chapters.json",
        description: "chapters from the headings (Podcasting 2.0 JSON), for podcast apps",
        role: Role::Chapters,
        media_type: "application/json+chapters",
        wanted: |outputs| outputs.chapters,
    },
    Output {
        name: "m4a",
        file: Format::M4a.file(),
        description: "the episode as AAC with chapters, for players and pages",
        role: Role::Sound(Format::M4a),
        media_type: Format::M4a.media_type(),
        wanted: |outputs| outputs.m4a,
    },
    Output {
        name: "m4b",
        file: Format::M4b.file(),
        description: "the episode as an audiobook (AAC) with chapters, for players that remember the position",
        role: Role::Sound(Format::M4b),
        media_type: Format::M4b.media_type(),
        wanted: |outputs| outputs.m4b,
    },
    Output {
        name: "mp3",
        file: Format::Mp3.file(),
        description: "the episode as MP3 with chapters, for all players",
        role: Role::Sound(Format::Mp3),
        media_type: Format::Mp3.media_type(),
        wanted: |outputs| outputs.mp3,
    },
    Output {
        name: "opus",
        file: Format::Opus.file(),
        description: "the episode as Opus with chapters, the smallest file",
        role: Role::Sound(Format::Opus),
        media_type: Format::Opus.media_type(),
        wanted: |outputs| outputs.opus,
    },
    Output {
        name: "flac",
        file: Format::Flac.file(),
        description: "the episode as FLAC with chapters: lossless, half the size of the WAV",
        role: Role::Sound(Format::Flac),
        media_type: Format::Flac.media_type(),
        wanted: |outputs| outputs.flac,
    },
    Output {
        name: "epub",
        file: "episode.epub",
        description: "book with synchronized text and sound (EPUB 3), for e-readers",
        role: Role::Book,
        media_type: "application/epub+zip",
        wanted: |outputs| outputs.epub,
    },
    Output {
        name: "daisy",
        file: "episode.daisy.zip",
        description: "talking book with synchronized text and sound (DAISY 2.02), for libraries of the blind",
        role: Role::Daisy,
        media_type: "application/zip",
        wanted: |outputs| outputs.daisy,
    },
    Output {
        name: "audiobook",
        file: "publication.json",
        description: "audiobook manifest (W3C Audiobooks), with the page as its contents",
        role: Role::Manifest,
        media_type: "application/ld+json",
        wanted: |outputs| outputs.audiobook,
    },
    Output {
        name: "embed",
        file: PLAYER,
        description: "player for the page of the article",
        role: Role::Player,
        media_type: "text/html",
        wanted: |outputs| outputs.embed,
    },
    Output {
        name: "embed",
        file: "episode.player.json",
        description: "starts of the passages, with which the player marks the article's paragraphs",
        role: Role::Passages,
        media_type: "application/json",
        wanted: |outputs| outputs.embed,
    },
    Output {
        name: "embed",
        file: "episode.embed.txt",
        description: "text that embeds the player",
        role: Role::Snippet,
        media_type: "text/plain",
        wanted: |outputs| outputs.embed,
    },
    Output {
        name: "embed",
        file: "episode.oembed.json",
        description: "answer of an oEmbed provider, if `address` is set",
        role: Role::OEmbed,
        media_type: "application/json+oembed",
        wanted: |outputs| outputs.embed && outputs.address.is_some(),
    },
];

/// Returns the media type of a file of an edition, by its name.
pub fn media_type(name: &str) -> &'static str {
    let known = ALL.iter().find(|output| output.file == name).map(|output| output.media_type);
    match name {
        WAV => WAV_TYPE,
        DESCRIPTION => "application/json",
        _ => known.or_else(|| chapter_type(name)).unwrap_or("application/octet-stream"),
    }
}

fn chapter_type(name: &str) -> Option<&'static str> {
    let extension = chapter_extension(name)?;
    let (_, format) = ChapterFormat::ALL.iter().find(|(known, _)| *known == extension)?;
    Some(encoded(*format).map_or(WAV_TYPE, Format::media_type))
}

/// Returns the fixed names that files of an edition may have, including its cover. Those of chapters have a number.
fn file_names() -> impl Iterator<Item = &'static str> {
    let covers = [PictureKind::Png, PictureKind::Jpeg].map(PictureKind::file);
    [WAV, DESCRIPTION].into_iter().chain(covers).chain(ALL.iter().map(|output| output.file))
}

/// Returns the name of the file with one chapter. Numbers have as many digits as the last one, so files sort by their names.
pub fn chapter_file(number: usize, of: usize, extension: &str) -> String {
    let digits = of.to_string().len().max(2);
    format!("{CHAPTER}{number:0digits$}.{extension}")
}

/// Start of the names of files with one chapter.
const CHAPTER: &str = "episode.chapter-";

/// Returns true for a name that a file of an edition may have.
pub(crate) fn is_file_name(name: &str) -> bool {
    file_names().any(|known| known == name) || chapter_extension(name).is_some()
}

/// Returns the extension of a file with one chapter.
fn chapter_extension(name: &str) -> Option<&str> {
    let (number, extension) = name.strip_prefix(CHAPTER)?.split_once('.')?;
    let is_number = (2..=6).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_known = ChapterFormat::ALL.iter().any(|(known, _)| *known == extension);
    (is_number && is_known).then_some(extension)
}

/// Returns the format that encodes a chapter; `None` for WAV.
pub(crate) fn encoded(format: ChapterFormat) -> Option<Format> {
    match format {
        ChapterFormat::Wav => None,
        ChapterFormat::Mp3 => Some(Format::Mp3),
        ChapterFormat::M4a => Some(Format::M4a),
        ChapterFormat::Flac => Some(Format::Flac),
    }
}

/// Returns the files that are turned on.
pub(crate) fn wanted(outputs: &Outputs) -> impl Iterator<Item = &'static Output> {
    ALL.iter().filter(|output| (output.wanted)(outputs))
}

/// Returns the keys of the wanted outputs that need ffmpeg.
pub(crate) fn names_that_need_ffmpeg(outputs: &Outputs) -> Vec<&'static str> {
    let whole = wanted_formats(outputs);
    let chapters = chapter_formats(outputs).map(|format| ("chapter_files", format));
    let mut names: Vec<_> =
        whole.chain(chapters).filter(|(_, format)| format.needs_ffmpeg()).map(|(name, _)| name).collect();
    names.dedup();
    names
}

/// Returns the formats that the wanted outputs need, each once.
pub(crate) fn formats(outputs: &Outputs) -> Vec<Format> {
    let all = whole_formats(outputs).into_iter().chain(chapter_formats(outputs));
    all.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Returns the formats of the whole episode, each once.
pub(crate) fn whole_formats(outputs: &Outputs) -> BTreeSet<Format> {
    wanted_formats(outputs).map(|(_, format)| format).collect()
}

fn chapter_formats(outputs: &Outputs) -> impl Iterator<Item = Format> {
    outputs.chapter_files.iter().filter_map(|format| encoded(*format))
}

/// Returns the wanted outputs that contain compressed sound, with its format.
fn wanted_formats(outputs: &Outputs) -> impl Iterator<Item = (&'static str, Format)> {
    wanted(outputs).filter_map(|output| match output.role {
        Role::Sound(format) => Some((output.name, format)),
        Role::Book => Some((output.name, book_format(outputs))),
        Role::Daisy => Some((output.name, DAISY_SOUND)),
        _ => None,
    })
}

/// The format of the sound in a talking book. Of the compressed formats, DAISY 2.02 allows MP3.
pub(super) const DAISY_SOUND: Format = Format::Mp3;

/// Returns the format of the sound in the book. EPUB readers must play MP3 and AAC (EPUB 3.3, section 3.2); a format
/// that is turned on anyway saves time.
pub(super) fn book_format(outputs: &Outputs) -> Format {
    if outputs.mp3 && !outputs.m4a { Format::Mp3 } else { Format::M4a }
}

/// Returns the files that can play the episode with their media types: the widely supported formats first, by size,
/// and the WAV last.
pub(super) fn playable(outputs: &Outputs) -> impl Iterator<Item = (&'static str, &'static str)> {
    let compressed = [(outputs.m4a, Format::M4a), (outputs.mp3, Format::Mp3), (outputs.opus, Format::Opus)];
    let compressed = compressed.into_iter().filter(|(wanted, _)| *wanted);
    compressed.map(|(_, format)| (format.file(), format.media_type())).chain([(WAV, WAV_TYPE)])
}

/// Returns the same files for a browser, which plays the first one that it supports: the smallest first.
pub(super) fn playable_by_size(outputs: &Outputs) -> impl Iterator<Item = (&'static str, &'static str)> {
    let (opus, others): (Vec<_>, Vec<_>) =
        playable(outputs).partition(|(file, _)| *file == Format::Opus.file());
    opus.into_iter().chain(others)
}
