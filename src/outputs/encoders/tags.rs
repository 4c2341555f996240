//! What a sound file says of itself: as ffmpeg reads it, its own plain text, `;FFMETADATA1`; and as the comments of FLAC.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Format, Picture};
use crate::language;

/// What a compressed episode says of itself; what is empty is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags {
    /// Of the episode.
    pub title: String,
    /// Who wrote the article.
    pub artist: String,
    /// What it is a part of.
    pub album: String,
    /// What listeners are told of synthetic speech.
    pub comment: String,
    /// BCP 47.
    pub language: String,
    /// The program that made it.
    pub software: String,
    /// From the first to the last.
    pub chapters: Vec<Chapter>,
}

/// A place in the sound that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// Milliseconds from the beginning.
    pub start: u64,
    /// The same of its end.
    pub end: u64,
    /// Its name.
    pub title: String,
}

impl Tags {
    /// The text that ffmpeg takes tags and chapters from.
    pub(super) fn ffmetadata(&self, format: Format, cover: Option<&Picture>) -> String {
        let three = language::three_letters(&self.language).unwrap_or_default();
        let language = if format == Format::Opus { self.language.as_str() } else { three };
        let mut tags = vec![
            ("title", self.title.as_str()),
            ("artist", &self.artist),
            ("album", &self.album),
            ("comment", &self.comment),
            ("language", language),
        ];
        // Each format has a name of its own for this.
        match format {
            Format::M4a => tags.push(("encoding_tool", &self.software)),
            Format::Mp3 => tags.push(("TSSE", &self.software)),
            Format::Flac | Format::Opus => {}
        }
        let mut text = String::from(";FFMETADATA1\n");
        for (name, value) in tags.into_iter().filter(|(_, value)| !value.is_empty()) {
            text += &line(name, value);
        }
        if let Some(cover) = cover.filter(|_| format == Format::Opus) {
            text += &line("METADATA_BLOCK_PICTURE", &STANDARD.encode(cover.block()));
        }
        for (nth, chapter) in self.chapters.iter().enumerate() {
            text += &match format {
                Format::Opus => chapter.comments(nth).map(|(name, value)| line(&name, &value)).concat(),
                _ => chapter.section(),
            };
        }
        text
    }

    /// As FLAC has them: names and values.
    pub(super) fn comments(&self) -> Vec<(String, String)> {
        let tags = [
            ("TITLE", &self.title),
            ("ARTIST", &self.artist),
            ("ALBUM", &self.album),
            ("DESCRIPTION", &self.comment),
            ("LANGUAGE", &self.language),
            ("ENCODER", &self.software),
        ];
        let tags = tags.into_iter().filter(|(_, value)| !value.is_empty());
        let tags = tags.map(|(name, value)| (name.to_string(), value.clone()));
        let chapters = self.chapters.iter().enumerate();
        tags.chain(chapters.flat_map(|(nth, chapter)| chapter.comments(nth))).collect()
    }
}

impl Chapter {
    /// As ffmpeg knows chapters.
    fn section(&self) -> String {
        let Self { start, end, title } = self;
        format!("[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\n{}", line("title", title))
    }

    /// As Ogg and FLAC have them, which are tags too. Of a chapter's own time ffmpeg makes there one that is a second late as
    /// often as not.
    fn comments(&self, nth: usize) -> [(String, String); 2] {
        let (ms, seconds) = (self.start % 1000, self.start / 1000);
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let time = format!("{hours:02}:{minutes:02}:{seconds:02}.{ms:03}");
        [(format!("CHAPTER{nth:03}"), time), (format!("CHAPTER{nth:03}NAME"), self.title.clone())]
    }
}

/// One tag. Six signs mean something there, and an end of a line behind a backslash is none for ffmpeg, even where that
/// backslash is escaped itself; a NUL between the two is, and becomes no part of the text.
fn line(name: &str, value: &str) -> String {
    let mut line = format!("{name}=");
    for c in value.chars().filter(|c| *c != '\0') {
        if matches!(c, '=' | ';' | '#' | '\\' | '\n' | '\r') {
            line.push('\\');
        }
        line.push(c);
    }
    if line.ends_with('\\') {
        line.push('\0');
    }
    line + "\n"
}
