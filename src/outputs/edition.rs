//! The edition: everything that the output files are made from, and its view as sentences.

use super::markup::single_line;
use super::word_times::{self, TimedWord};
use crate::base::config::{Cue, Outputs};
use crate::language::ui_texts::{UiTexts, ui_texts};
use crate::mixer::timeline::{Span, Timeline};
use crate::outputs::encoders::Picture;
use crate::script::{NARRATOR, Script, Segment, UNKNOWN};
use serde::Serialize;

/// Id of the segment that discloses synthetic speech to listeners. It plays first, but comes last in the script.
pub(crate) const DISCLOSURE: &str = "disclosure";

/// An episode as its output files see it.
#[derive(Debug)]
pub struct Edition<'a> {
    /// The script, with the disclosure as its last segment if one is spoken.
    pub script: &'a Script,
    /// The takes in the order of the timeline, one for each placement.
    pub takes: Vec<EditionTake<'a>>,
    /// The position of each take.
    pub timeline: &'a Timeline,
    /// Music and sounds, sorted by start.
    pub cues: Vec<EditionCue<'a>>,
    /// The `[outputs]` settings.
    pub outputs: &'a Outputs,
    /// The disclosure of synthetic speech in words; empty if there is no synthetic speech.
    pub disclosure: &'a str,
    /// Whether the episode begins with the spoken disclosure.
    pub disclosure_spoken: bool,
    /// Author of the article.
    pub author: Option<&'a str>,
    /// Day of publication of the article.
    pub date: Option<&'a str>,
    /// Address of the article's web page.
    pub link: Option<&'a str>,
    /// Name of the series that the episode belongs to.
    pub series: Option<&'a str>,
    /// The voices that speak.
    pub voices: &'a [VoiceReport],
    /// The cover picture.
    pub cover: Option<&'a Picture>,
}

/// One take of the episode.
#[derive(Debug)]
pub struct EditionTake<'a> {
    /// Index of its segment in the script.
    pub segment: usize,
    /// The article's words; empty if the take continues the sentence of the take before.
    pub text: &'a str,
    /// The spoken form.
    pub spoken: &'a str,
    /// The voice's name.
    pub voice: &'a str,
    /// The take's key, 64 hex digits.
    pub key: String,
    /// The spoken words with their times; empty if the voice reported none.
    pub words: Vec<(String, Span)>,
}

/// A cue with its position in the episode.
#[derive(Debug, Clone, Copy)]
pub struct EditionCue<'a> {
    /// The cue of script.toml.
    pub cue: &'a Cue,
    /// Its first frame, and the frame after its last.
    pub span: Span,
}

/// A voice of the episode, as episode.json lists it.
#[derive(Debug, Serialize)]
pub struct VoiceReport {
    /// Name in the cast.
    pub name: String,
    /// Kind of backend.
    pub backend: &'static str,
    /// Whether the speech is synthetic.
    pub synthetic: bool,
    /// The person with this voice, as voice.toml states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// How that person consented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<String>,
    /// The terms of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Whether a model was trained to speak with this voice, as voice.toml states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trained: Option<bool>,
    /// Gated loudness of its takes before any gain, in LUFS (ITU-R BS.1770-5).
    pub loudness: Option<f64>,
    /// Gain of the voice in dB, without the gain of the episode; absent if each take has its own gain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gain_db: Option<f64>,
}

/// A sentence of the episode: one take, or several if the sentence was too long for its voice.
pub(super) struct Sentence<'a> {
    pub(super) segment: &'a Segment,
    /// Index of the segment.
    pub(super) index: usize,
    pub(super) text: &'a str,
    pub(super) span: Span,
    /// Words of the text with a known time.
    pub(super) timed: Vec<TimedWord>,
}

impl<'a> Edition<'a> {
    /// Returns the title in one line, or `Episode` if the script has none.
    pub(super) fn title(&self) -> String {
        let title = self.script.title.as_deref().map(single_line).filter(|title| !title.is_empty());
        title.unwrap_or_else(|| "Episode".into())
    }

    /// Converts a frame to milliseconds, rounded.
    pub(crate) fn ms(&self, frame: u64) -> u64 {
        let rate = u64::from(self.timeline.rate);
        (frame * 1000 + rate / 2) / rate
    }

    /// Returns a well-formed language tag (BCP 47), cut to its valid part; `en` if the script has none.
    pub(super) fn language(&self) -> &str {
        match self.script.language.as_deref().map(str::trim).filter(|tag| !tag.is_empty()) {
            Some(tag) => well_formed_tag(tag),
            None => "en",
        }
    }

    /// Returns the labels of pages and books in the edition's language.
    pub(super) fn ui(&self) -> &'static UiTexts {
        ui_texts(self.language())
    }

    /// Returns the names of all readers; a synthetic voice is marked as such.
    pub(super) fn readers(&self) -> Vec<String> {
        self.voices.iter().map(|voice| reader(voice, self.ui())).collect()
    }

    /// Returns all sentences in order.
    pub(super) fn sentences(&self) -> Vec<Sentence<'a>> {
        let placed: Vec<(&EditionTake<'_>, &Span)> =
            self.takes.iter().zip(&self.timeline.placements).collect();
        // A take without text continues the sentence before.
        let sentences = placed.chunk_by(|_, (next, _)| next.text.is_empty());
        sentences.filter_map(|takes| self.sentence(takes)).collect()
    }

    fn sentence(&self, takes: &[(&EditionTake<'a>, &Span)]) -> Option<Sentence<'a>> {
        let ((take, first), (_, last)) = (takes.first()?, takes.last()?);
        let segment = self.script.segments.get(take.segment)?;
        let spoken: Vec<(String, Span)> = takes.iter().flat_map(|(take, _)| take.words.clone()).collect();
        let timed = word_times::timed_words(take.text, &spoken);
        let span = Span { start: first.start, end: last.end };
        Some(Sentence { segment, index: take.segment, text: take.text, span, timed })
    }
}

fn reader(voice: &VoiceReport, ui: &UiTexts) -> String {
    match (&voice.person, voice.synthetic) {
        (_, true) => format!("{} ({})", single_line(&voice.name), ui.synthetic),
        (Some(person), false) => single_line(person),
        (None, false) => single_line(&voice.name),
    }
}

/// Returns the span and the speaker's label of each segment.
pub(crate) fn passages(edition: &Edition<'_>) -> Vec<(Span, String)> {
    let sentences = edition.sentences();
    sentences.chunk_by(|a, b| a.index == b.index).filter_map(|segment| passage(segment, edition)).collect()
}

fn passage(sentences: &[Sentence<'_>], edition: &Edition<'_>) -> Option<(Span, String)> {
    let (first, last) = (sentences.first()?, sentences.last()?);
    let span = Span { start: first.span.start, end: last.span.end };
    Some((span, single_line(speaker_label(first.segment, edition.ui()))))
}

/// Returns the speaker's name as readers see it.
pub(super) fn speaker_label<'a>(segment: &'a Segment, ui: &'a UiTexts) -> &'a str {
    match segment.speaker.as_str() {
        NARRATOR => &ui.narrator,
        UNKNOWN => &ui.unknown,
        name => name,
    }
}

/// Joins the text of several sentences in one line.
pub(super) fn joined_text(sentences: &[Sentence<'_>]) -> String {
    single_line(&sentences.iter().map(|sentence| sentence.text).collect::<Vec<_>>().join(" "))
}

/// Removes the punctuation that belongs to the quote before, e.g. the comma of `, said Ann` after `“Tea”`.
pub(super) fn without_leading_punctuation(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ';' | ':'))
}

/// Returns the language, script and region of a tag (BCP 47, section 2.1). Returns `und` if the tag does not begin
/// with a language.
fn well_formed_tag(tag: &str) -> &str {
    let primary = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    if !matches!(primary.len(), 2 | 3) || !is_alphabetic(primary) {
        return "und";
    }
    let mut end = primary.len();
    let (mut script, mut region) = (false, false);
    for part in tag[end..].split('-').skip(1) {
        let (is_script, is_region) = match part.len() {
            4 => (is_alphabetic(part) && !script && !region, false),
            2 => (false, is_alphabetic(part) && !region),
            3 => (false, part.bytes().all(|byte| byte.is_ascii_digit()) && !region),
            _ => (false, false),
        };
        if !is_script && !is_region {
            break;
        }
        (script, region) = (script || is_script, region || is_region);
        end += 1 + part.len();
    }
    &tag[..end]
}

fn is_alphabetic(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::well_formed_tag;

    #[test]
    fn keeps_the_valid_part_of_a_language_tag() {
        for (tag, wanted) in [
            ("en", "en"),
            ("de-AT", "de-AT"),
            ("zh-Hant-TW", "zh-Hant-TW"),
            ("es-419", "es-419"),
            ("en_GB", "en"),
            ("en-x-private", "en"),
            ("sl-rozaj", "sl"),
            ("English, I think", "und"),
            ("fr-é", "fr"),
            ("é", "und"),
            ("<b>", "und"),
        ] {
            assert_eq!(well_formed_tag(tag), wanted, "{tag}");
        }
    }
}
