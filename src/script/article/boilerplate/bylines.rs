//! Lines that say who wrote the article.

use super::super::shape;
use super::Head;
use crate::language::boilerplate::{self as phrases, AGENCIES};

/// `By Jane Doe, political correspondent`, `Reporting by …`.
pub(super) fn is_byline(line: &str, folded: &str, head: Option<Head>) -> bool {
    let bare = folded.trim_start_matches(['(', '[', '—', '–', '-', ' ']);
    let names_after = |rest: &str| {
        let first = rest.trim_start_matches([':', ' ']);
        let at = folded.len() - first.len();
        // Folding keeps ASCII lengths only; a name is looked for in the line itself.
        line.get(at.min(line.len())..).is_some_and(shape::begins_high) || !line.is_ascii()
    };
    if phrases::opening(bare, |p| p.byline_openings)
        .is_some_and(|rest| !rest.trim().is_empty() && names_after(rest))
    {
        // `Reporting from the quay, she found …` is a sentence of the article.
        return shape::count(line) <= if shape::ends_sentence(line) { 12 } else { 25 };
    }
    head.is_some_and(|head| {
        is_author_line(line)
            || is_agency_line(line)
            || (!head.first && (is_handle(line) || is_placed_name(line)))
    })
}

/// `By Jane Doe`, `Von: Jana Muster, Berlin`, `By Jane Doe and John Roe, BBC News`.
fn is_author_line(line: &str) -> bool {
    let Some((by, rest)) = line.split_once([' ', ':']) else { return false };
    phrases::is_line(&shape::fold(by), |p| p.by) && shape::count(line) <= 16 && names(rest).is_some()
}

/// The names behind "By", up to what their bearers are called.
pub(in crate::script::article) fn names(rest: &str) -> Option<&str> {
    let name = rest.trim_start_matches([':', ' ']).split([',', '|', '(', '•', '·', ';', '\n', '@']).next()?;
    Some(name.trim()).filter(|name| shape::is_name(name) && !shape::ends_with_stop(rest))
}

/// `@janedoe`.
fn is_handle(line: &str) -> bool {
    line.starts_with('@') && !line.contains(char::is_whitespace)
}

/// `Jane Doe in Port Ellen`.
fn is_placed_name(line: &str) -> bool {
    line.split_once(" in ").is_some_and(|(name, place)| {
        shape::is_name(name)
            && shape::count(name) <= 3
            && shape::count(place) <= 3
            && !line.contains(['.', ':', '?', '!'])
            && place.split(' ').all(shape::begins_high)
    })
}

/// `Jane Doe, The Associated Press`.
fn is_agency_line(line: &str) -> bool {
    let Some((name, agency)) = line.split_once([',', '|', '/', '-', '–', '—']) else { return false };
    shape::is_name(name.trim()) && AGENCIES.contains(&shape::fold(agency).trim_end_matches('.'))
}

/// `Jane Doe is a reporter with the Harbour Post.`
pub(super) fn is_author_note(line: &str) -> bool {
    if shape::count(line) > 35 || line.contains(['"', '“', '„', '«', '»']) {
        return false;
    }
    let sides = phrases::ALL.iter().flat_map(|p| p.is_a).find_map(|is| line.split_once(is));
    sides.is_some_and(|(name, rest)| {
        let trade =
            shape::words(rest).take(6).any(|w| phrases::ALL.iter().any(|p| p.trades.contains(&w.as_str())));
        let house = [
            " for ",
            " at ",
            " with ",
            " of ",
            " based ",
            " covering ",
            " für ",
            " bei ",
            " der ",
            " im ",
            " in ",
        ];
        shape::is_name(name) && trade && (house.iter().any(|h| rest.contains(h)) || shape::count(rest) <= 6)
    })
}
