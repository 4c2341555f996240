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
    let written = joined(t, at, len)?;
    let (.., name) = STATES.iter().find(|(postal, press, _)| *postal == written || *press == written)?;
    Some((name, len))
}

/// The tokens without their dots.
fn joined(t: &Tokens, at: usize, len: usize) -> Option<String> {
    let parts = (at..at + len).map(|k| t.text(k)).filter(|text| *text != "." && text.len() < 8);
    (at + len <= t.len()).then(|| parts.collect())
}

/// "Portland, Ore.", "Albany, N.Y.": a state in the press's short form behind a place.
pub(super) fn state_of_place(t: &Tokens, i: usize) -> Option<Reading> {
    let place = t.back(i, 3).kind == Kind::Letters && t.back(i, 3).text.starts_with(char::is_uppercase);
    if !place || t.back(i, 2).text != "," || !t.is_space(i.wrapping_sub(1)) || !t.is(i + 1, ".") {
        return None;
    }
    // "M.D." is a doctor, not Maryland: only the press's forms have dots.
    let press = |len: usize| {
        let written = joined(t, i, len)?;
        STATES
            .iter()
            .find(|(_, press, _)| *press == written && written != "DC")
            .map(|(.., name)| (*name, len))
    };
    let (name, len) = (2..=LONGEST_STATE).rev().find_map(press)?;
    let stop = closing_stop(t, i + len, false);
    t.is(i + len - 1, ".").then(|| (format!("{name}{stop}"), len))
}
