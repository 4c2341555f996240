//! The transcript to read: headings, and a paragraph for each turn of a speaker.

use super::{Edition, by_itself, flat, speaker, words};
use crate::script::Kind;

/// The transcript of an edition.
pub(super) fn render(edition: &Edition<'_>) -> String {
    let mut text = String::new();
    let (mut last, shown) = (None, edition.words());
    for of in edition.sentences().chunk_by(|a, b| a.index == b.index) {
        let segment = of[0].segment;
        let heading = matches!(segment.kind, Kind::Heading(_));
        if heading {
            last = None;
        }
        // A turn goes on in its paragraph; a new paragraph of the same speaker needs no name.
        let named = !heading && last != Some(speaker(segment, shown));
        let name = if named { format!("{}: ", flat(speaker(segment, shown))) } else { String::new() };
        if !text.is_empty() {
            text.push_str(if segment.continues && !named { " " } else { "\n\n" });
        }
        text.push_str(&name);
        let said = words(of);
        text.push_str(if named { by_itself(&said) } else { &said });
        if !heading {
            last = Some(speaker(segment, shown));
        }
    }
    text.push('\n');
    text
}
