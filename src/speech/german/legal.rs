//! The sign of paragraphs: "§ 12", "§§ 3, 4".

use super::Reading;
use crate::speech::tokens::Tokens;

/// One or several paragraphs; a number follows, and is read as any other.
pub(super) fn paragraph(t: &Tokens, i: usize) -> Option<Reading> {
    let said = match t.text(i) {
        "§" => "Paragraf ",
        "§§" => "Paragrafen ",
        _ => return None,
    };
    Some((format!(" {said}"), 1))
}
