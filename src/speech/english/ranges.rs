//! Numbers joined by dashes: ranges, scores, telephone numbers.

use super::numbers;
use super::sports::{CRICKET_WORDS, SCORE_WORDS};
use super::topics::VOTE_WORDS;
use super::{Reading, codes, is_joint, measures, near, years};
use crate::speech::numbers::Number;
use crate::speech::tokens::{Kind, Tokens};

/// The most groups that a telephone number has.
const MOST_GROUPS: usize = 8;
/// The fewest of one in groups that somebody is to call ("ring 116 123").
const SHORTEST_CALLED: usize = 6;
/// The fewest digits of a telephone number.
const FEWEST_DIGITS: usize = 7;
/// More goals than this are some other range between two names.
const MOST_GOALS: u64 = 12;
/// Before a range of parts, not a result.
const COUNTED_PARTS: &[&str] = &[
    "Ages", "Articles", "Chapters", "Days", "Grades", "Lines", "Pages", "Parts", "Sections", "Verses",
    "Years",
];
/// The highest number in a score that is said without "to".
const HIGHEST_SCORE: u64 = 99;

/// "020 7946 0958", "+44 20 7946 0958", "555-0123": digits one by one, groups apart.
pub(super) fn phone(t: &Tokens, i: usize) -> Option<Reading> {
    let plus = t.is(i, "+") && t.is_space(i.wrapping_sub(1));
    let dotted = dotted_phone(t, i);
    let separates: fn(&str) -> bool = match dotted {
        true => |sep| sep == ".",
        false => |sep| matches!(sep, " " | "-" | "\u{a0}" | "\u{2011}"),
    };
    let groups = groups(t, if plus { i + 1 } else { i }, separates);
    let first = groups.first()?;
    let digits: usize = groups.iter().map(|g| g.len()).sum();
    let lengths: Vec<usize> = groups.iter().map(|g| g.len()).collect();
    let hyphens = t.is(i + 1, "-");
    let american = hyphens && matches!(lengths.as_slice(), [3, 4] | [3, 3, 4] | [1, 3, 3, 4]);
    let national = first.starts_with('0') && groups.len() > 1 && digits >= FEWEST_DIGITS;
    let called = groups.len() > 1 && digits >= SHORTEST_CALLED && codes::is_to_call(t, i);
    if !(plus && digits >= FEWEST_DIGITS || national || american || dotted || called) {
        return None;
    }
    let said: Vec<String> = groups.iter().map(|group| numbers::one_by_one(group)).collect();
    let len = groups.len() * 2 - 1 + usize::from(plus);
    Some((format!("{}{}", if plus { "plus " } else { "" }, said.join(", ")), len))
}

/// "(212) 555-0123", "(020) 7946 0958": the part in brackets stands before the others.
pub(super) fn area_phone(t: &Tokens, i: usize) -> Option<Reading> {
    let area = t.digits(i + 1).filter(|_| t.is(i, "(") && t.is(i + 2, ")"))?;
    let at = t.past_space(i + 3);
    let groups = groups(t, at, |sep| matches!(sep, " " | "-" | "." | "\u{a0}" | "\u{2011}"));
    let digits: usize = groups.iter().map(|g| g.len()).sum();
    let american = area.len() == 3 && groups.iter().map(|g| g.len()).eq([3, 4]);
    let national =
        area.starts_with('0') && (2..=5).contains(&area.len()) && digits + area.len() > FEWEST_DIGITS;
    if !(american || national) {
        return None;
    }
    let said: Vec<String> = groups.iter().map(|group| numbers::one_by_one(group)).collect();
    let end = at + groups.len() * 2 - 1;
    Some((format!("{}, {}", numbers::one_by_one(area), said.join(", ")), end - i))
}

/// "212.555.0123".
fn dotted_phone(t: &Tokens, i: usize) -> bool {
    let digits = |i: usize, len: usize| t.digits(i).is_some_and(|digits| digits.len() == len);
    let dots = t.is(i + 1, ".") && t.is(i + 3, ".");
    dots && digits(i, 3) && digits(i + 2, 3) && digits(i + 4, 4) && !t.is(i.wrapping_sub(1), ".")
}

/// Three and more numbers with hyphens: "4-4-2", "978-0-306".
pub(super) fn chain(t: &Tokens, i: usize) -> Option<Reading> {
    let groups = groups(t, i, is_joint);
    if groups.len() < 3 {
        return None;
    }
    let coded = groups.iter().any(|g| g.len() > 2 || (g.len() > 1 && g.starts_with('0')));
    let say = if coded { numbers::one_by_one } else { numbers::cardinal };
    let said: Vec<String> = groups.iter().map(|group| say(group)).collect();
    Some((said.join(if coded { ", " } else { " " }), groups.len() * 2 - 1))
}

/// "10-15", "1914–18", "3-1".
pub(super) fn range(t: &Tokens, i: usize) -> Option<Reading> {
    let first = numbers::read(t, i)?;
    let joint = i + first.len;
    if !is_joint(t.text(joint)) {
        return None;
    }
    let second = numbers::read(t, joint + 1)?;
    let end = joint + 1 + second.len;
    if let Some(said) = span(&first, &second).or_else(|| aircraft(t, i, end, &first, &second)) {
        return Some((said, end - i));
    }
    let special = || halves(t, end, &first, &second).or_else(|| innings(t, i, end, &first, &second));
    if let Some(said) = special().or_else(|| score(t, i, end, &first, &second)) {
        return Some((said, end - i));
    }
    let plural = years::decade(t, joint + 1).filter(|_| first.plain().is_some_and(|n| n < 100));
    let (rest, len) = plural
        .or_else(|| measures::measure(t, joint + 1))
        .unwrap_or_else(|| (numbers::said(&second), second.len));
    Some((format!("{} to {rest}", numbers::said(&first)), first.len + 1 + len))
}

/// "2014–2018" and "1914–18".
fn span(first: &Number, second: &Number) -> Option<String> {
    let from = first.plain().filter(|year| (1000..2100).contains(year))?;
    let to = match second.whole.as_bytes() {
        [b'0', _] => format!("oh {}", numbers::cardinal(&second.whole[1..])),
        [_, _] if second.fraction.is_none() => numbers::cardinal(&second.whole),
        _ => numbers::year(second.plain().filter(|to| (from..2100).contains(to))?),
    };
    Some(format!("{} to {to}", numbers::year(from)))
}

/// "Boeing 737-800", "a 737-800": a type and its variant.
fn aircraft(t: &Tokens, i: usize, end: usize, first: &Number, second: &Number) -> Option<String> {
    let (kind, variant) = (first.plain()?, second.plain()?);
    let named = matches!(t.word_before(i), "Boeing" | "Airbus");
    let jet = (700..800).contains(&kind) && kind % 10 == 7 && variant >= 100 && variant.is_multiple_of(100);
    let known = kind >= 100 && (named || jet) && !super::is_counted(t, end);
    known.then(|| format!("{} {}", numbers::designation(&first.whole), numbers::designation(&second.whole)))
}

/// "fifty-fifty", and "a sixty forty split".
fn halves(t: &Tokens, end: usize, first: &Number, second: &Number) -> Option<String> {
    match (first.plain()?, second.plain()?) {
        (50, 50) => Some("fifty-fifty".to_string()),
        (a, b) if a + b == 100 && t.word_after(end) == "split" => {
            Some(format!("{} {}", numbers::said(first), numbers::said(second)))
        }
        _ => None,
    }
}

/// Runs and wickets: "two hundred and forty-five for seven".
fn innings(t: &Tokens, i: usize, end: usize, first: &Number, second: &Number) -> Option<String> {
    let (runs, wickets) = (first.plain()?, second.plain()?);
    let played = runs > wickets && (1..10).contains(&wickets) && second.whole.len() == 1;
    let cricket = played && near(t, i, end, CRICKET_WORDS) && !near(t, i, end, VOTE_WORDS);
    cricket.then(|| format!("{} for {}", numbers::said(first), numbers::said(second)))
}

/// A result: "three one", "two nil"; of a vote, "fifty-two to forty-eight".
fn score(t: &Tokens, i: usize, end: usize, first: &Number, second: &Number) -> Option<String> {
    let (a, b) = (first.plain()?, second.plain()?);
    let voted = near(t, i, end, VOTE_WORDS);
    let measured = matches!(t.at(end).kind, Kind::Letters)
        || t.is(end, "-")
        || measures::measure(t, end - second.len).is_some();
    let leading = a > b && matches!(t.word_after(end), "up" | "down" | "behind");
    let ended = matches!(t.word_before(i), "ended" | "ends") && t.word_after(end).is_empty();
    let told = ended || a == b || is_result_after(t, end);
    let played = leading || told || is_fixture(t, i, end, a.max(b)) || near(t, i, end, SCORE_WORDS) || b == 0;
    if voted || measured || !played || a > HIGHEST_SCORE || b > HIGHEST_SCORE {
        return None;
    }
    let say = |n: u64| if n == 0 { "nil".to_string() } else { numbers::words(n) };
    Some(format!("{} {}", say(a), say(b)))
}

/// True before "aet", "agg", "on agg", "on penalties".
fn is_result_after(t: &Tokens, end: usize) -> bool {
    let next = t.word_after(end);
    let last = if matches!(next, "on" | "after") { t.word_after(end + 2) } else { next };
    matches!(last, "aet" | "agg" | "aggregate" | "pens" | "penalties")
}

/// True between the names of two teams: "Arsenal 3-1 Chelsea".
fn is_fixture(t: &Tokens, i: usize, end: usize, most: u64) -> bool {
    let name = |word: &str| word.starts_with(char::is_uppercase) && word.len() > 2;
    let (before, after) = (t.word_before(i), t.word_after(end));
    most <= MOST_GOALS && name(before) && name(after) && !COUNTED_PARTS.contains(&before)
}

/// The digits at `i` and after each separator; nothing when they go on beyond what is sane.
fn groups<'a>(t: &Tokens<'a>, i: usize, is_separator: fn(&str) -> bool) -> Vec<&'a str> {
    let mut groups = Vec::new();
    let mut at = i;
    while let Some(digits) = t.digits(at) {
        groups.push(digits);
        if groups.len() > MOST_GROUPS {
            return Vec::new();
        }
        if !is_separator(t.text(at + 1)) {
            break;
        }
        at += 2;
    }
    groups
}
