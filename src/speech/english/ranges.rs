//! English numbers joined by dashes: ranges, scores, votes, codes.

use super::context::{digit_groups, is_before_time_noun, is_counted, is_near};
use super::dates::decade;
use super::measures::measure;
use super::numbers::{
    cardinal, designation, digit_by_digit, in_words, number_in_words, parse_number, year_in_words,
};
use crate::language::speech::{WordSet, english};
use crate::speech::numbers::Number;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens, is_joint};
use crate::speech::words::has_capital;

/// The most goals of a result between two names. "Chapman 15-20 Main" is some other range.
const MOST_GOALS: u64 = 12;
/// The fewest games that win a set of tennis, and the most.
const FEWEST_GAMES: u32 = 6;
const MOST_GAMES: u32 = 7;
/// The fewest runs of a score in cricket.
const FEWEST_RUNS: u64 = 20;
/// The highest number in a score that is spoken without "to".
const HIGHEST_SCORE: u64 = 99;

/// Rule for three or more numbers with hyphens: "4-4-2", "978-0-306". Long groups and leading zeros make the row a code.
pub(super) fn chain(t: &Tokens, i: usize) -> Option<Reading> {
    let groups = digit_groups(t, i, is_joint);
    if groups.len() < 3 {
        return None;
    }
    let code = groups.iter().any(|g| g.len() > 2 || (g.len() > 1 && g.starts_with('0')));
    let speak = if code { digit_by_digit } else { cardinal };
    let words: Vec<String> = groups.iter().map(|group| speak(group)).collect();
    Some((words.join(if code { ", " } else { " " }), groups.len() * 2 - 1))
}

/// Two numbers joined by a dash.
struct Pair<'a> {
    t: &'a Tokens<'a>,
    /// The index of the first number.
    start: usize,
    /// The index after the second number.
    end: usize,
    first: Number,
    second: Number,
}

/// Rule for two numbers joined by a dash: "10-15", "1914–18", "3-1", "5 – 10". The words around them decide between a range of
/// years, a type of aircraft, shares, runs, a score and a plain range.
pub(super) fn range(t: &Tokens, i: usize) -> Option<Reading> {
    let first = parse_number(t, i)?;
    let after = i + first.len;
    // In "b-c-1-5-d", the hyphens join a code.
    if is_joint(t.back(i, 1).text) && t.back(i, 2).kind == Kind::Letters {
        return None;
    }
    let at = t.past_joint(after)?;
    let second = parse_number(t, at)?;
    let end = at + second.len;
    if at > after + 1 && (t.is(after + 1, "\u{2014}") || !joins_spaced(t, &first, &second, i, end)) {
        return None;
    }
    let pair = Pair { t, start: i, end, first, second };
    let special = year_range(&pair)
        .or_else(|| aircraft(&pair))
        .or_else(|| shares(&pair))
        .or_else(|| runs_and_wickets(&pair))
        .or_else(|| score(&pair));
    if let Some(words) = special {
        return Some((words, pair.end - i));
    }
    let plural = decade(t, at).filter(|_| pair.first.plain().is_some_and(|n| n < 100));
    let (rest, len) =
        plural.or_else(|| measure(t, at)).unwrap_or_else(|| (number_in_words(&pair.second), pair.second.len));
    Some((format!("{} to {rest}", number_in_words(&pair.first)), at + len - i))
}

/// True for a range or a score with spaces around its dash: "5 – 10 people", "won 3 - 1". A dash between two clauses joins
/// nothing: "In 2019 – 3 years later – he left".
fn joins_spaced(t: &Tokens, first: &Number, second: &Number, start: usize, end: usize) -> bool {
    let (Some(a), Some(b)) = (first.plain(), second.plain()) else {
        return first.fraction.is_some() == second.fraction.is_some()
            && first.whole.len() <= second.whole.len();
    };
    let years = a > 1000 && b > a && b < 2100;
    // "four in 10 – 38 percent"
    let share = t.word_before(start) == "in";
    let similar = !share && b > a && first.whole.len() + 1 >= second.whole.len() && a < 1000;
    let score = a <= HIGHEST_SCORE && b <= HIGHEST_SCORE && is_near(t, start, end, &english().score_words);
    years || similar || score && !is_counted(t, end)
}

/// "2014–2018" and "1914–18".
fn year_range(Pair { first, second, .. }: &Pair) -> Option<String> {
    let from = first.plain().filter(|year| (1000..2100).contains(year))?;
    let to = match second.whole.as_bytes() {
        [b'0', _] => format!("oh {}", cardinal(&second.whole[1..])),
        [_, _] if second.fraction.is_none() => cardinal(&second.whole),
        _ => year_in_words(second.plain().filter(|to| (from..2100).contains(to))?),
    };
    Some(format!("{} to {to}", year_in_words(from)))
}

/// "Boeing 737-800", "a 737-800": a type and its variant. "737-800 people" is a range.
fn aircraft(pair: &Pair) -> Option<String> {
    let (kind, variant) = (pair.first.plain()?, pair.second.plain()?);
    let maker = pair.t.word_before(pair.start);
    let maker = maker.strip_suffix("'s").or_else(|| maker.strip_suffix("\u{2019}s")).unwrap_or(maker);
    let named = matches!(maker, "Boeing" | "Airbus");
    let variants = variant >= 100 && variant.is_multiple_of(100) || (7..=10).contains(&variant);
    let jet = (700..800).contains(&kind) && kind % 10 == 7 && variants;
    let known = kind >= 100 && (named || jet) && !is_counted(pair.t, pair.end);
    known.then(|| format!("{} {}", designation(&pair.first.whole), designation(&pair.second.whole)))
}

/// "fifty-fifty", and "a sixty forty split".
fn shares(pair: &Pair) -> Option<String> {
    match (pair.first.plain()?, pair.second.plain()?) {
        (50, 50) => Some("fifty-fifty".to_string()),
        (a, b) if a + b == 100 && pair.t.word_after(pair.end) == "split" => {
            Some(format!("{} {}", number_in_words(&pair.first), number_in_words(&pair.second)))
        }
        _ => None,
    }
}

/// Runs and wickets near a word of cricket: "two hundred and forty-five for seven".
fn runs_and_wickets(pair: &Pair) -> Option<String> {
    let (runs, wickets) = (pair.first.plain()?, pair.second.plain()?);
    // Baseball has innings too, but no such scores: "won 5-4 in 10 innings".
    let possible = runs >= FEWEST_RUNS && (1..10).contains(&wickets) && pair.second.whole.len() == 1;
    let cricket = possible && is_pair_near(pair, &english().cricket_words) && !is_vote(pair);
    cricket.then(|| format!("{} for {}", number_in_words(&pair.first), number_in_words(&pair.second)))
}

/// The score of a match: "three one", "two nil". The result of a vote is a range: "fifty-two to forty-eight".
fn score(pair: &Pair) -> Option<String> {
    let Pair { t, start, end, .. } = *pair;
    let (a, b) = (pair.first.plain()?, pair.second.plain()?);
    let measured = matches!(t.at(end).kind, Kind::Letters)
        || t.is(end, "-")
        || measure(t, end - pair.second.len).is_some();
    if is_vote(pair) || measured || a > HIGHEST_SCORE || b > HIGHEST_SCORE || is_plain_range(pair) {
        return None;
    }
    let leading = a > b && matches!(t.word_after(end), "up" | "down" | "behind");
    // "It ended 2-1." is a score, "It ended 3-5 years ago" is not.
    let ended = matches!(t.word_before(start), "ended" | "ends") && t.word_after(end).is_empty();
    let played = leading
        || ended
        || a == b
        || b == 0
        || is_record(pair)
        || is_set(pair)
        || is_before_result_word(t, end)
        || is_between_teams(pair, a.max(b))
        || is_pair_near(pair, &english().score_words);
    played.then(|| format!("{} {}", goals(a), goals(b)))
}

/// True for the wins and losses of a team: "(12-3, 5-2)". A single rising pair may be a range: "(3-5)".
fn is_record(pair: &Pair) -> bool {
    let Pair { t, start, end, .. } = *pair;
    let next_pair =
        |at: usize| t.digits(at).is_some() && is_joint(t.text(at + 1)) && t.digits(at + 2).is_some();
    let opened = t.is(start.wrapping_sub(1), "(");
    let first = opened && t.is(end, ",") && next_pair(t.past_space(end + 1));
    let later = t.is_space(start.wrapping_sub(1))
        && t.back(start, 2).text == ","
        && start > 4
        && next_pair(start - 5);
    let closes = matches!(t.text(end), ")" | "," | ";");
    first || later && closes || opened && t.is(end, ")") && pair.first.plain() > pair.second.plain()
}

/// True for a set of tennis next to another one: "6-4 6-3".
fn is_set(pair: &Pair) -> bool {
    let Pair { t, start, end, .. } = *pair;
    let set = |at: usize| {
        let games = |k| t.digits(k)?.parse::<u32>().ok().filter(|games| *games <= MOST_GAMES);
        let joined = is_joint(t.text(at + 1));
        games(at).zip(games(at + 2)).is_some_and(|(a, b)| joined && a.max(b) >= FEWEST_GAMES && a != b)
    };
    let before = start.checked_sub(4).is_some_and(|at| t.is_space(start - 1) && set(at));
    set(start) && end == start + 3 && (before || t.is_space(end) && set(end + 1))
}

/// True where the words next to two numbers make them a range: "10-15 pounds", "3-4 week wait", "aged 3-4".
fn is_plain_range(pair: &Pair) -> bool {
    let Pair { t, start, end, .. } = *pair;
    let rising = pair.first.plain() < pair.second.plain();
    rising
        && (is_counted(t, end)
            || is_before_time_noun(t, end)
            || english().before_range.has_lower(t.word_before(start)))
}

fn goals(count: u64) -> String {
    if count == 0 { "nil".to_string() } else { in_words(count) }
}

fn is_vote(pair: &Pair) -> bool {
    is_pair_near(pair, &english().vote_words)
}

fn is_pair_near(pair: &Pair, words: &WordSet) -> bool {
    is_near(pair.t, pair.start, pair.end, words)
}

/// True before "aet", "agg", "on agg", "on penalties".
fn is_before_result_word(t: &Tokens, end: usize) -> bool {
    let next = t.word_after(end);
    let last = if matches!(next, "on" | "after") { t.word_after(end + 2) } else { next };
    matches!(last, "aet" | "agg" | "aggregate" | "pens" | "penalties")
}

/// True between the names of two teams: "Arsenal 3-1 Chelsea". "Chapters 3-5 Part" is a range of parts.
fn is_between_teams(pair: &Pair, most: u64) -> bool {
    let (before, after) = (pair.t.word_before(pair.start), pair.t.word_after(pair.end));
    most <= MOST_GOALS && is_team(before) && is_team(after) && !english().counted_parts.has(before)
}

fn is_team(word: &str) -> bool {
    has_capital(word) && word.len() > 2
}
