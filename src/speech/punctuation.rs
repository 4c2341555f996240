//! Turns punctuation into pauses, and tidies the spaces and pauses of a spoken form.

use super::tokens::Tokens;

/// Returns the effect of the mark at `i` on speech in any language: a pause, or nothing. `None` when the language has to
/// decide, because the mark may be spoken.
pub(super) fn pause(t: &Tokens, i: usize) -> Option<&'static str> {
    let sign = t.text(i);
    let first = sign.chars().next()?;
    let inside = !t.is_space(i.wrapping_sub(1)) && !t.is_space(i + 1);
    let long = sign.chars().nth(1).is_some();
    Some(match first {
        '.' if long && t.is_end(i + 1) => ".",
        '.' if long => ", ",
        '\u{2026}' if t.is_end(i + 1) => ".",
        '\u{2026}' | '\u{2014}' | '\u{2015}' => ", ",
        // Without spaces around it, the mark may belong to a number or a name: "3.5", "12:30", "example.org".
        '.' | ',' | ';' | ':' if inside => return None,
        '.' => ".",
        ',' => ",",
        ';' => ";",
        ':' => ":",
        '!' if sign.contains('?') => "?",
        '!' => "!",
        '?' => "?",
        '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' if inside && !long => "-",
        // A hyphen with a space on one side belongs to its word: "pre- and post-war".
        '-' | '\u{2010}' | '\u{2011}' if !(long || (t.is_space(i.wrapping_sub(1)) && t.is_space(i + 1))) => {
            " "
        }
        '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' => ", ",
        ')' | ']' | '}' if t.is_end(i + 1) => "",
        '(' | '[' | '{' | ')' | ']' | '}' | '|' => ", ",
        '"'
        | '\''
        | '`'
        | '\u{2018}'..='\u{201f}'
        | '\u{ab}'
        | '\u{bb}'
        | '\u{2039}'
        | '\u{203a}'
        | '\u{2032}'
        | '\u{2033}' => "",
        '*' | '_' | '^' | '\\' | '\u{2605}' | '\u{2606}' | '\u{2022}' | '\u{b7}' | '\u{b6}' | '\u{a1}'
        | '\u{bf}' | '\u{a9}' | '\u{ae}' => " ",
        _ => return None,
    })
}

/// Leaves one space between words and none before a mark. Of several marks in a row, the strongest remains: the rules add
/// pauses without looking at the marks around them, as in "the old one) ." → "the old one."
pub(super) fn tidy(spoken: &str) -> String {
    let mut tidy = String::with_capacity(spoken.len());
    let mut pause: Option<char> = None;
    let mut space = false;
    for c in spoken.chars() {
        match c {
            c if c.is_whitespace() => space = true,
            ',' | ';' | ':' | '.' | '!' | '?' if space || pause.is_some() || !tidy.is_empty() => {
                pause = Some(pause.map_or(c, |before| stronger(before, c)));
            }
            ',' | ';' | ':' | '.' | '!' | '?' => {}
            c => {
                tidy.extend(pause.take().filter(|_| !tidy.is_empty()));
                if space && !tidy.is_empty() {
                    tidy.push(' ');
                }
                space = false;
                tidy.push(c);
            }
        }
    }
    tidy.extend(pause.filter(|_| !tidy.is_empty()));
    tidy
}

fn stronger(one: char, other: char) -> char {
    let rank = |c: char| ",;:.!?".find(c);
    if rank(other) > rank(one) { other } else { one }
}
