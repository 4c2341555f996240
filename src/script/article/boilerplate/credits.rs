//! Credits: whose a picture or a text is.

use super::super::shape;
use super::times::has_year;
use crate::language::boilerplate::{self as phrases, AGENCIES, PICTURE_DESKS};

/// A label may announce this many words and still be a link or a caption.
pub(super) const LABELLED_WORDS: usize = 45;

/// Ends in a credit: `… at dawn. (Jane Doe/Reuters)`, `… Photograph: Jane Doe/The Paper`.
pub(super) fn is_credited(line: &str) -> bool {
    let line = line.trim_end_matches(['.', ' ']);
    let bracketed = line.strip_suffix([')', ']']).and_then(|l| l.rsplit_once(['(', '[']));
    if let Some((before, inside)) = bracketed {
        return shape::count(before) <= LABELLED_WORDS && sentences(before) <= 2 && is_credit(before, inside);
    }
    let tail = line.rfind([':', '©']).map(|at| line.split_at(at));
    tail.is_some_and(|(before, after)| {
        let after = after.trim_start_matches([':', '©', ' ']);
        let label = before.rsplit(['.', '|', ',', ' ']).next().unwrap_or(before);
        let label = shape::fold(label);
        let named =
            phrases::is_line(&label, |p| p.caption_labels) || (label.is_empty() && line.contains('©'));
        named
            && shape::count(after) <= 6
            && !shape::ends_sentence(after)
            && shape::count(before) <= LABELLED_WORDS
    })
}

/// How many sentences end inside a text, roughly.
fn sentences(text: &str) -> usize {
    text.split(". ").filter(|s| shape::count(s) > 3).count()
}

/// What stands in the bracket at the end of a caption; an agency after a full stop may also have
/// written the paragraph, so a photographer or a picture desk must be named there.
fn is_credit(before: &str, inside: &str) -> bool {
    let folded = shape::fold(inside);
    if shape::count(inside) > 9 {
        return false;
    }
    let any = |list: &[&str]| folded.split(['/', '|', ',']).any(|part| list.contains(&part.trim()));
    let parts: Vec<&str> = inside.split('/').map(str::trim).collect();
    let photographer = parts.len() > 1
        && parts.iter().all(|p| shape::begins_high(p) && !p.contains(|c: char| c.is_ascii_digit()))
        && parts.iter().any(|p| p.contains(' '));
    let sole = parts.len() > 1
        && parts.iter().all(|p| shape::begins_high(p) && p.chars().all(|c| c.is_alphabetic() || c == ' '));
    let labelled = phrases::opening(&folded, |p| p.credit_openings)
        .is_some_and(|rest| !rest.is_empty() && shape::begins_high(inside));
    let open = !shape::ends_sentence(before);
    photographer || labelled || any(&PICTURE_DESKS) || (open && (any(&AGENCIES) || sole))
}

/// `SOURCE Skarn Ferries plc`, below a press release.
pub(super) fn is_source(line: &str) -> bool {
    let short = shape::count(line) <= 10 && !shape::ends_with_stop(line);
    short && line.strip_prefix("SOURCE ").is_some_and(shape::begins_high)
}

/// `© 2026 Harbour Post`, `Copyright …. All rights reserved.`, at the foot of a page.
pub(super) fn is_copyright(folded: &str) -> bool {
    let opens = folded.starts_with('©') || folded.starts_with("copyright ");
    opens && (has_year(folded) || folded.contains("reserved"))
}
