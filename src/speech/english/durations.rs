//! Amounts in two units: "1h 20m", "12st 4lb".

use super::years::ordinal_suffix;
use super::{Reading, numbers};
use crate::speech::tokens::Tokens;

/// Hours, minutes and seconds as they are shortened side by side.
const CLOCK: [(&[&str], &str); 3] =
    [(&["h", "hr", "hrs"], "hour"), (&["m", "min", "mins"], "minute"), (&["s", "sec", "secs"], "second")];
/// Stones and pounds.
const WEIGHT: [(&[&str], &str); 2] = [(&["st"], "stone"), (&["lb", "lbs"], "pound")];

/// A length of time or a weight.
pub(super) fn duration(t: &Tokens, i: usize) -> Option<Reading> {
    stone(t, i).or_else(|| clock(t, i))
}

/// "1h 20m", "2m30s", "3h30"; a single "2h" too.
fn clock(t: &Tokens, i: usize) -> Option<Reading> {
    let (mut said, mut len, mut least) = (Vec::new(), 0, 0);
    loop {
        let at = if said.is_empty() { i } else { t.past_space(i + len) };
        let Some((place, name)) = unit(t, at, &CLOCK[least..]) else { break };
        said.push(count(t.text(at), name));
        len = at + 2 - i;
        least += place + 1;
    }
    let hours = least > 0 && matches!(t.text(i + 1), "h");
    let rest = t.digits(i + len).filter(|digits| hours && said.len() == 1 && digits.len() == 2);
    if let Some(minutes) = rest.filter(|_| t.letters(i + len + 1).is_none()) {
        said.push(numbers::cardinal(minutes));
        len += 1;
    }
    (said.len() > 1 || hours).then(|| (said.join(" "), len))
}

/// "12st 4lb", "11st". "1st" and "21st" are ordinals unless pounds follow.
fn stone(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|digits| digits.len() <= 2)?;
    unit(t, i, &WEIGHT[..1])?;
    let at = t.past_space(i + 2);
    let stone = format!("{} stone", numbers::cardinal(digits));
    if unit(t, at, &WEIGHT[1..]).is_some() {
        return Some((format!("{stone} {}", count(t.text(at), "pound")), at + 2 - i));
    }
    (ordinal_suffix(digits.parse().ok()?) != "st").then_some((stone, 2))
}

/// The first of `units` that stands behind the digits at `at`: its place and its name.
fn unit(t: &Tokens, at: usize, units: &[(&[&str], &'static str)]) -> Option<(usize, &'static str)> {
    t.digits(at).filter(|digits| digits.len() <= 3)?;
    let place = units.iter().position(|(short, _)| short.contains(&t.text(at + 1)))?;
    Some((place, units[place].1))
}

fn count(digits: &str, name: &str) -> String {
    format!("{} {name}{}", numbers::cardinal(digits), if digits == "1" { "" } else { "s" })
}
