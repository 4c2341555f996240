//! English geographic coordinates: "51°30′26″N", "51.5° N".

use super::numbers::{number_in_words, parse_number};
use crate::speech::rules::Reading;
use crate::speech::tokens::Tokens;

/// The parts of an angle: the marks after each number, and its name.
const PARTS: [(&[&str], [&str; 2]); 3] = [
    (&["\u{b0}"], ["degree", "degrees"]),
    (&["\u{2032}", "\u{2019}", "'"], ["minute", "minutes"]),
    (&["\u{2033}", "\u{201d}", "\""], ["second", "seconds"]),
];

/// Rule for an angle with a point of the compass after it. Without the point, "30′" may be a length.
pub(super) fn coordinate(t: &Tokens, i: usize) -> Option<Reading> {
    let mut words = String::new();
    let mut end = i;
    for (marks, [one, many]) in PARTS {
        let at = if end > i { t.past_space(end) } else { i };
        let part = parse_number(t, at).filter(|n| marks.contains(&t.text(at + n.len)));
        let Some(n) = part else { break };
        let name = if n.is_one() { one } else { many };
        words.push_str(&format!("{} {name} ", number_in_words(&n)));
        end = at + n.len + 1;
    }
    let at = t.past_space(end);
    let point = match t.letters(at).filter(|_| end > i)? {
        "N" => "north",
        "E" => "east",
        "S" => "south",
        "W" => "west",
        _ => return None,
    };
    Some((format!("{words}{point}"), at + 1 - i))
}
