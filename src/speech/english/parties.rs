//! An American politician's party and state: "(D-Mass.)", "(R., N.Y.)", ", D-CA,".

use super::states::STATES;
use super::{Reading, closing_stop};
use crate::speech::tokens::{Kind, Tokens};

/// The most tokens of a state's short name (`N.Y.`).
const LONGEST_STATE: usize = 4;

/// "Democrat of Massachusetts", as on the radio.
pub(super) fn party(t: &Tokens, i: usize) -> Option<Reading> {
    let party = match t.text(i) {
        "D" => "Democrat",
        "R" => "Republican",
        "I" => "Independent",
        _ => return None,
    };
    let bracket = t.is(i.wrapping_sub(1), "(");
    let comma = t.is_space(i.wrapping_sub(1)) && t.back(i, 2).text == ",";
    let dot = usize::from(t.is(i + 1, "."));
    let mut at = i + 1 + dot;
    at = match t.text(at) {
        "-" | "\u{2011}" | "\u{2013}" => at + 1,
        "," if bracket => t.past_space(at + 1),
        _ => return None,
    };
    let (state, len) = (1..=LONGEST_STATE).rev().find_map(|len| state(t, at, len))?;
    let end = at + len;
    let stop = if t.is(end.wrapping_sub(1), ".") { closing_stop(t, end, false) } else { "" };
    let closed = !stop.is_empty() || matches!(t.text(end), ")" | "," | ";") || t.is_end(end);
    (closed && (bracket || comma)).then(|| (format!("{party} of {state}{stop}"), end - i))
}

/// The state that `len` tokens name, with or without their last dot.
fn state(t: &Tokens, at: usize, len: usize) -> Option<(&'static str, usize)> {
    let written: String =
        (at..at + len).map(|k| t.text(k)).filter(|text| *text != "." && text.len() < 8).collect();
    let (.., name) = STATES.iter().find(|(postal, press, _)| *postal == written || *press == written)?;
    Some((name, len))
}

/// "Portland, Ore.", "Albany, N.Y.": a state in the press's short form behind a place.
pub(super) fn state_of_place(t: &Tokens, i: usize) -> Option<Reading> {
    let place = t.back(i, 3).kind == Kind::Letters && t.back(i, 3).text.starts_with(char::is_uppercase);
    if !place || t.back(i, 2).text != "," || !t.is_space(i.wrapping_sub(1)) || !t.is(i + 1, ".") {
        return None;
    }
    let (name, len) = (1..=LONGEST_STATE).rev().find_map(|len| state(t, i, len))?;
    let dot = usize::from(t.is(i + len, "."));
    let stop = closing_stop(t, i + len + dot, false);
    let dotted = len > 1 || dot == 1;
    (dotted && !t.is(i, "D")).then(|| (format!("{name}{stop}"), len + dot))
}
