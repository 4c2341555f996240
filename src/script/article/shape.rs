//! The shape of a line: is it a sentence, a title, a date; which words does it hold.

/// Characters that may close a line after its last sentence mark.
const CLOSERS: [char; 11] = ['"', '\'', '”', '’', '“', '‘', '»', '«', '›', ')', ']'];

/// Multiplier of hashes: FNV's 64-bit prime (Fowler, Noll and Vo, "FNV hash parameters").
pub(super) const PRIME: u64 = 0x0000_0100_0000_01B3;

/// FNV-1a, 64 bit.
pub(super) fn hash(word: &str) -> u64 {
    word.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

/// Lower case, straight apostrophes, one space between words.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
    }
    out
}

/// The words of a text: runs of letters and digits, folded; apostrophes inside are dropped.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).filter_map(|run| {
        let word: String = run.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        (!word.is_empty()).then_some(word)
    })
}

/// How many words stand between the white space.
pub(super) fn count(text: &str) -> usize {
    text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count()
}

/// Ends as a sentence does: `.`, `!`, `?` or `…`, closing marks after it allowed.
pub(super) fn ends_sentence(text: &str) -> bool {
    bare_end(text).ends_with(['.', '!', '?', '…', '。'])
}

/// Ends with a full stop: what a title does not.
pub(super) fn ends_with_stop(text: &str) -> bool {
    bare_end(text).ends_with(['.', '…', '。'])
}

/// The text up to its last mark that is not a closing one; a bracket after the sentence's end, such as an
/// agency's name, is left aside.
pub(super) fn bare_end(text: &str) -> &str {
    let closing = |c: char| c.is_whitespace() || CLOSERS.contains(&c);
    let bare = text.trim_end_matches(closing);
    let before = bare
        .rfind('(')
        .filter(|_| text.trim_end().ends_with(')'))
        .map(|at| bare[..at].trim_end_matches(closing));
    before.filter(|b| b.ends_with(['.', '!', '?', '…', '。'])).unwrap_or(bare)
}

/// Reads as running text: a sentence of some length, or anything long.
pub(super) fn is_prose(text: &str) -> bool {
    let words = count(text);
    words > 30 || (words >= 4 && ends_with_stop(text)) || (words > 20 && ends_sentence(text))
}

/// Stands wholly in quotation marks.
pub(super) fn is_quoted(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ',']);
    text.starts_with(['"', '\'', '“', '‘', '„', '»', '«', '‚']) && text.ends_with(CLOSERS)
}

/// Begins as a title does: a capital, a digit or an opening mark.
pub(super) fn begins_high(text: &str) -> bool {
    match text.chars().next() {
        Some(c) => !c.is_lowercase() && (c.is_alphanumeric() || "\"'“‘„»«‚¿¡#$£€".contains(c)),
        None => false,
    }
}

/// Every word that carries weight has a capital: `Fleet Leaves Port at Dawn`.
pub(super) fn is_title_case(text: &str) -> bool {
    let long: Vec<&str> = text.split_whitespace().filter(|w| w.chars().count() > 3).collect();
    long.len() >= 3 && long.iter().filter(|w| begins_high(w)).count() * 10 >= long.len() * 9
}

/// A line that stands as a heading: short, begins high, no mark that a sentence or a label ends with.
pub(super) fn is_heading(text: &str) -> bool {
    let question = text.ends_with('?');
    let most = if question { 8 } else { 14 };
    (1..=most).contains(&count(text))
        && text.chars().count() <= 100
        && text.chars().any(char::is_alphabetic)
        && begins_high(text)
        && !text.contains(['“', '„', '"'])
        && (question || !bare_end(text).ends_with(['.', '!', '?', '…', ':', ';', ',', '。', '-', '–', '—']))
}

/// A name in letters: capitals at the front of each word, particles allowed in the middle.
pub(super) fn is_name(text: &str) -> bool {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let particle = |w: &str| {
        matches!(w, "de" | "van" | "von" | "der" | "den" | "bin" | "al" | "la" | "zu" | "and" | "und")
    };
    let capital = |w: &str| {
        w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || "'’.-".contains(c))
    };
    (2..=9).contains(&parts.len())
        && parts.iter().all(|w| capital(w) || particle(w))
        && !matches!(parts.first(), Some(&("The" | "Our" | "Your")))
}
