//! Where German sentences do not end: behind ordinals and abbreviations.

use super::ordinals::is_ordinal;
use super::romans;
use super::words::{among, governs, is_preposition, is_ranked, starts_sentence};

/// No sentence ends with these: something always follows.
const NEVER_LAST: &str = "abb abzgl anm art az bd bde bes bspw bzgl bzw ca d.h dipl dipl.-ing dr einschl erm evtl exkl fa fam fr geb gem \
    gest ggf ggfs hr hrn hrsg i.a i.d.r inkl insb insbes kap lfd lt m.a.w max mind mr mrs ms nr nrn prof rd rn s s.a sog st stellv tab tel \
    u u.u v v.a vgl vs wg z.b z.hd ziff zzgl ehem versch";
/// These may stand inside a sentence or end it: what follows decides.
const EITHER: &str = "abs bhf bio chr co ct etc ff ges hbf ing jg jh jhd jhdt jhs jr jun mia mill min mio mrd pf red sec sek sen std str \
    tsd usw verf apr aug dez feb febr jan jul jun mrz nov okt sep sept mo di mi do sa so";
/// The longest abbreviation looked for, in bytes.
const LONGEST: usize = 24;
/// How many parts an abbreviation has at most.
const MOST_PARTS: usize = 4;

/// True when a full stop after `sentence` may end it, given that a capital, a digit or a mark follows in `next`.
pub(in crate::speech) fn may_end(sentence: &str, next: &str) -> bool {
    let follower = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let starts = starts_sentence(follower);
    let (before, word) = split_last(sentence);
    if word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty() {
        if begins_date(next) {
            return false;
        }
        let day =
            before.trim_end().strip_suffix('.').filter(|day| day.ends_with(|c: char| c.is_ascii_digit()));
        let dated = day.is_some_and(|day| is_dated(day, follower, starts));
        return !(dated || is_ordinal(governor(before), word, follower));
    }
    if romans::value(word).is_some() {
        return ends_with_roman(governor(before), follower, starts);
    }
    let joined = joined(before, word);
    let has = |list: &str| among(list, &joined) || among(list, &word.to_lowercase());
    if has(NEVER_LAST) && !is_word(word) {
        return false;
    }
    let short = has(EITHER) || word.chars().count() == 1 || joined.contains('.') || word.ends_with("str");
    !short || (starts && !follower.is_empty())
}

/// "Fr" and "S" are abbreviations, "art" and "u" in capitals are not: the list is of small letters, the text decides.
fn is_word(word: &str) -> bool {
    matches!(word, "art" | "fa" | "hr" | "max" | "Max" | "Lt" | "tab" | "U" | "V")
}

/// True for the month and the year behind a day: "5. 3. 2024".
fn begins_date(next: &str) -> bool {
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (month, year) = next.split_at(digits(next));
    (1..=2).contains(&month.len()) && year.strip_prefix(". ").is_some_and(|year| digits(year) == 4)
}

/// True for the stop behind a month in digits: "am 6.3. kam", "5.3. 2024".
fn is_dated(day: &str, follower: &str, starts: bool) -> bool {
    let (before, _) = split_last(day);
    let governor = split_last(before.trim_end()).1;
    let governed = governs(governor) || is_preposition(&governor.to_lowercase());
    follower.parse::<u16>().is_ok() || (governed && !starts && follower.starts_with(char::is_alphabetic))
}

/// Behind the number of a ruler or of a part: "Heinrich VIII. Die", "im II. Weltkrieg".
fn ends_with_roman(before: &str, follower: &str, starts: bool) -> bool {
    let ruler = before.starts_with(char::is_uppercase) && !starts_sentence(before);
    let ordinal =
        follower.starts_with(char::is_uppercase) && (governs(before) || is_ranked(follower) || ruler);
    starts || !ordinal
}

/// The last run of letters or of digits, and what stands before it.
fn split_last(sentence: &str) -> (&str, &str) {
    let digits = sentence.ends_with(|c: char| c.is_ascii_digit());
    let inside = |c: char| if digits { c.is_ascii_digit() } else { c.is_alphabetic() };
    let from = sentence
        .char_indices()
        .rev()
        .take_while(|(at, c)| sentence.len() - at <= LONGEST && inside(*c))
        .last()
        .map_or(sentence.len(), |(at, _)| at);
    sentence.split_at(from)
}

/// The word that governs what follows `before`, past ordinals that are joined to it: "am 3. und 4."
fn governor(before: &str) -> &str {
    let mut rest = before;
    for _ in 0..MOST_PARTS {
        let (front, word) = split_last(rest.trim_end());
        let joined = matches!(word, "und" | "oder" | "bis" | "sowie") && front.trim_end().ends_with('.');
        let dashed = rest.ends_with(['-', '\u{2013}', '/'])
            && rest.trim_end_matches(['-', '\u{2013}', '/']).ends_with('.');
        let stop = match () {
            () if joined => front.trim_end().trim_end_matches('.'),
            () if dashed => rest.trim_end_matches(['-', '\u{2013}', '/']).trim_end_matches('.'),
            () => return if rest.ends_with(char::is_whitespace) { word } else { "" },
        };
        rest = stop.trim_end_matches(|c: char| c.is_ascii_digit());
    }
    ""
}

/// The abbreviation of several letters that ends with `word`, in small letters and without spaces: "z.b".
fn joined(before: &str, word: &str) -> String {
    let mut joined = word.to_lowercase();
    let mut rest = before;
    for _ in 1..MOST_PARTS {
        let Some(front) =
            rest.trim_end().strip_suffix(['.', '-']).filter(|front| rest.len() - front.len() <= 3)
        else {
            break;
        };
        let (front, part) = split_last(front);
        if part.is_empty() || part.chars().count() > 4 {
            break;
        }
        joined = format!("{}.{joined}", part.to_lowercase());
        rest = front;
    }
    joined
}
