//! Marks and symbols: said, turned into pauses, or dropped.

use super::topics::GUNS;
use super::{Reading, is_joint, money, numbers, years};
use crate::speech::tokens::{Kind, Tokens};
use crate::speech::{clean, footnotes, stars};

/// Ends of names of hosts and files that are spoken of: "a .com address".
const ENDINGS: &[&str] = &[
    "NET", "com", "csv", "doc", "docx", "exe", "gov", "jpg", "json", "net", "org", "pdf", "png", "txt", "uk",
    "zip",
];
/// Marks behind which a number has its sign.
const OPENING: &[&str] = &["(", "[", "\u{201c}", "\u{2018}", "\"", "'"];
/// What has so many stars.
const STARRED: &[&str] = &[
    "accommodation",
    "hotel",
    "hotels",
    "luxury",
    "rating",
    "ratings",
    "resort",
    "resorts",
    "review",
    "reviews",
];

/// Symbols that are words.
const SIGNS: &[(&str, &str)] = &[
    ("&", " and "),
    ("+", " plus "),
    ("%", " percent"),
    ("\u{2030}", " per thousand"),
    ("\u{b0}", " degrees "),
    ("@", " at "),
    ("=", " equals "),
    ("\u{d7}", " times "),
    ("\u{f7}", " divided by "),
    ("\u{b1}", " plus or minus "),
    ("\u{a7}", " section "),
    ("\u{2248}", " about "),
    ("\u{2264}", " at most "),
    ("\u{2265}", " at least "),
    ("\u{2260}", " is not "),
    ("\u{221a}", " root of "),
    ("\u{221e}", " infinity "),
];

/// What the mark at `i` says or does.
pub(super) fn sign(t: &Tokens, i: usize) -> Option<Reading> {
    let token = t.at(i);
    if token.kind != Kind::Sign {
        return None;
    }
    if let Some(len) = footnotes::footnotes(t, i) {
        return Some((String::new(), len));
    }
    if let Some((given, of, len)) = stars::stars(t, i) {
        let out_of = if given == of { String::new() } else { format!(" out of {}", numbers::words(of)) };
        return Some((
            format!(" {} star{}{out_of} ", numbers::words(given), if given == 1 { "" } else { "s" }),
            len,
        ));
    }
    if let Some(currency) = money::symbol(token.text) {
        return Some((format!(" {} ", currency.many), 1));
    }
    if matches!(token.text, "'" | "\u{2019}") && t.is(i + 1, "s") && !t.is_space(i.wrapping_sub(1)) {
        return Some(("'s".to_string(), 2));
    }
    if token.text == "+" && t.is(i + 1, "/") && t.is(i + 2, "-") {
        return Some((" plus or minus ".to_string(), 3));
    }
    let first = token.text.chars().next()?;
    if first == '.' && t.is_space(i.wrapping_sub(1)) && ENDINGS.contains(&t.text(i + 1)) {
        return Some((" dot ".to_string(), 1));
    }
    if let Some(decimal) = bare_decimal(t, i) {
        return Some((decimal, 2));
    }
    let said = joint(t, i)
        .or_else(|| symbol(t, i, first))
        .or_else(|| clean::mark(t, i))
        .unwrap_or_else(|| inner(t, i));
    Some((said.to_string(), 1))
}

/// Hyphens and dashes that are more than a pause: minus, "to", a space.
fn joint(t: &Tokens, i: usize) -> Option<&'static str> {
    let text = t.text(i);
    if text == "\u{2212}" {
        return Some(" minus ");
    }
    let before = t.back(i, 1);
    if !is_joint(text) || text == "\u{2014}" {
        return None;
    }
    let apart = t.back(i, 2).kind == Kind::Space && t.back(i, 3).kind == Kind::Digits;
    let magnitude =
        apart && matches!(before.text, "hundred" | "thousand" | "million" | "billion" | "trillion");
    let number_before = before.kind == Kind::Letters && (t.back(i, 2).kind == Kind::Digits || magnitude);
    let number_follows = t.digits(i + 1).is_some() || money::symbol(t.text(i + 1)).is_some();
    match before.kind {
        Kind::Space if number_follows => Some(" minus "),
        Kind::Sign if number_follows && OPENING.contains(&before.text) => Some(" minus "),
        Kind::Digits if number_follows => Some(" to "),
        Kind::Letters if number_follows && number_before => Some(" to "),
        Kind::Sign if number_follows && (before.text == "%" || money::symbol(before.text).is_some()) => {
            Some(" to ")
        }
        _ if matches!(t.text(i + 1), "a" | "an" | "per") || matches!(before.text, "a" | "an" | "per") => {
            Some(" ")
        }
        Kind::Sign if t.letters(i + 1).is_some() => Some(" "),
        _ => None,
    }
}

/// Symbols that are words.
fn symbol(t: &Tokens, i: usize, first: char) -> Option<&'static str> {
    let number_follows = t.digits(t.past_space(i + 1)).is_some();
    Some(match first {
        '#' if is_tag(t, i) => " hashtag ",
        '#' if number_follows => " number ",
        '~' if number_follows => " about ",
        '<' if number_follows => " less than ",
        '>' if number_follows => " more than ",
        '#' | '~' | '<' | '>' => " ",
        '*' if t.digits(i.wrapping_sub(1)).is_some() && STARRED.contains(&t.word_after(i + 1)) => " star ",
        '\u{a7}' if t.text(i).chars().nth(1).is_some() => " sections ",
        '/' if t.is_space(i.wrapping_sub(1)) && t.is_space(i + 1) => ", ",
        '/' if is_equivalent(t, i) => ", ",
        '/' => " ",
        _ => SIGNS.iter().find(|(written, _)| written.starts_with(first)).map(|(_, said)| *said)?,
    })
}

/// True between two measures of the same thing: "200g/7oz", "350F/Gas 4".
fn is_equivalent(t: &Tokens, i: usize) -> bool {
    let measured = t.back(i, 2).kind == Kind::Digits || (t.back(i, 2).text == "\u{b0}");
    let again = t.digits(i + 1).is_some_and(|_| t.letters(i + 2).is_some() || t.is(i + 2, "\u{b0}"));
    measured && t.letters(i.wrapping_sub(1)).is_some() && (again || t.is(i + 1, "Gas") || t.is(i + 1, "gas"))
}

/// ".05" without its zero; ".38" of a gun.
fn bare_decimal(t: &Tokens, i: usize) -> Option<String> {
    let digits = t.digits(i + 1).filter(|_| t.is(i, ".") && t.is_space(i.wrapping_sub(1)))?;
    if GUNS.contains(&t.word_after(i + 2)) || (t.is(i + 2, "-") && GUNS.contains(&t.text(i + 3))) {
        return Some(numbers::cardinal(digits));
    }
    t.letters(i + 2).is_none().then(|| format!("point {}", numbers::one_by_one(digits)))
}

/// True for "#5G", where the digits are part of a name.
fn is_tag(t: &Tokens, i: usize) -> bool {
    let suffix = t.letters(i + 2).is_some_and(|letters| !years::is_ordinal_suffix(letters));
    t.digits(i + 1).is_some() && suffix
}

/// A stop, comma or colon with no space around it.
fn inner(t: &Tokens, i: usize) -> &'static str {
    let numbers = t.digits(i.wrapping_sub(1)).is_some() && t.digits(i + 1).is_some();
    match t.text(i) {
        "." if numbers => " point ",
        "." if t.letters(i + 1).is_some_and(|word| word.starts_with(char::is_lowercase)) => " dot ",
        "." if t.digits(i + 1).is_some() => " point ",
        "." => ". ",
        ":" if numbers => " ",
        "," => ", ",
        ";" => "; ",
        ":" => ": ",
        _ => " ",
    }
}
