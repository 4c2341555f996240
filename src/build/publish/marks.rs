//! What the sound says of itself: title, chapters, and in the WAV levels and who speaks where.

use super::super::layout::LaidOut;
use crate::audio::wav::{Loudness, Mark, Metadata};
use crate::mixer::Report;
use crate::outputs::encoders::{Chapter, Tags};
use crate::outputs::{self, Edition};

/// As its `bext` and `INFO` name the program.
const SOFTWARE: &str = concat!("Aloud ", env!("CARGO_PKG_VERSION"));

pub(super) fn metadata(edition: &Edition<'_>, report: &Report, laid_out: &LaidOut) -> Metadata {
    let format = &laid_out.mix.format;
    let mode = if format.channels == 2 { "stereo" } else { "mono" };
    let synthetic = if edition.disclosure.is_empty() { "" } else { "; synthetic speech" };
    let chapters = outputs::chapters(edition).into_iter();
    let chapters = chapters.map(|chapter| Mark { frame: chapter.start, length: None, name: chapter.title });
    let passages = outputs::passages(edition).into_iter().map(|(span, speaker)| Mark {
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
        marks: chapters.chain(passages).collect(),
    }
}

/// The same for the smaller formats, as far as they have room for it.
pub(super) fn tags(edition: &Edition<'_>) -> Tags {
    let chapter = |chapter: outputs::Chapter| Chapter {
        start: edition.ms(chapter.start),
        end: edition.ms(chapter.end),
        title: chapter.title,
    };
    let plain = |text: Option<&str>| text.map(outputs::flat).unwrap_or_default();
    Tags {
        title: plain(edition.script.title.as_deref()),
        artist: plain(edition.author),
        album: plain(edition.series),
        comment: edition.disclosure.into(),
        language: plain(edition.script.language.as_deref()),
        software: SOFTWARE.into(),
        chapters: outputs::chapters(edition).into_iter().map(chapter).collect(),
    }
}
