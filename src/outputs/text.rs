//! The transcript to read: headings, and a paragraph for each turn of a speaker.

use super::{Edition, flat, speaker, words};
use crate::script::Kind;

/// The transcript of an edition.
pub(super) fn render(edition: &Edition<'_>) -> String {
    let mut text = String::new();
    let mut last = None;
    for of in edition.sentences().chunk_by(|a, b| a.index == b.index) {
        let segment = of[0].segment;
        let heading = matches!(segment.kind, Kind::Heading(_));
        if heading {
            last = None;
        }
        // A turn goes on in its paragraph; a new paragraph of the same speaker needs no name.
        let named = !heading && last != Some(speaker(segment));
        let name = if named { format!("{}: ", flat(speaker(segment))) } else { String::new() };
        if !text.is_empty() {
            text.push_str(if segment.continues && !named { " " } else { "\n\n" });
        }
        text.push_str(&name);
        text.push_str(&words(of));
        if !heading {
            last = Some(speaker(segment));
        }
    }
    text.push('\n');
    text
}
