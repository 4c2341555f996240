//! SubRip: numbered captions. It has no escapes; what looks like its tags or its arrow is set apart so that players show it.

use std::fmt::Write;

use super::captions::captions;
use super::{Edition, timestamp};

/// The captions of an edition; a new speaker is named in front.
pub(super) fn render(edition: &Edition<'_>) -> String {
    let mut srt = String::new();
    for (n, caption) in captions(edition, true).iter().enumerate() {
        let lines: Vec<String> = caption.lines.iter().map(|line| harmless(line)).collect();
        let (start, end) = (timestamp(caption.start, ','), timestamp(caption.end, ','));
        // Writing to a string cannot fail.
        let _ = write!(srt, "{}\n{start} --> {end}\n{}\n\n", n + 1, lines.join("\n"));
    }
    srt
}

/// Players take `<i>` and `{\an8}` for commands and `-->` for a time line; a zero-width space shows them as they are.
fn harmless(text: &str) -> String {
    let apart = |mark: char| [mark, '\u{200b}'].iter().collect::<String>();
    text.replace("-->", "--\u{200b}>").replace('<', &apart('<')).replace('{', &apart('{'))
}
