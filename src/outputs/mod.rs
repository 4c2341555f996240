//! What stands beside the WAV: siblings that do not know one another, each a pure function of the [`Edition`], but for
//! what is made of the finished sound.

mod access;
mod article;
mod audiobook;
mod captions;
mod chapters;
#[cfg(feature = "c2pa")]
pub mod credentials;
pub mod description;
pub mod encoders;
pub mod epub;
pub mod feed;
mod identity;
pub mod json;
mod list;
mod lists;
mod page;
pub mod report;
mod srt;
mod text;
mod timing;
mod transcript;
mod vtt;
mod words;

use crate::base::config::{Cue, Outputs};
use crate::mixer::timeline::{Span, Timeline};
use crate::outputs::encoders::Picture;
use crate::script::{NARRATOR, Script, Segment, UNKNOWN};

pub use chapters::{Chapter, chapters};
use identity::identity;
pub use json::VoiceReport;
use list::playable;
pub use list::{ALL, Content, Output, Role, WAV, WAV_TYPE, by_ffmpeg, files, formats, wanted};
pub(crate) use lists::needs_bullet;
pub(crate) use page::policy_hash;

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
