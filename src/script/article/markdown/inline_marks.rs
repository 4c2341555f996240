//! Handles marks inside a line that the Markdown parser leaves as text: `==marked==`, `:smile:`, `H~2~O`, and formulae between dollar
//! signs.

use super::super::superscripts::{to_subscript, to_superscript};

/// A longer name, in bytes, is no emoji.
const MAX_EMOJI_BYTES: usize = 40;

/// Removes the marks from a run of text. Returns the words, and the emoji names that are not read.
pub(super) fn strip_marks(text: &str) -> (String, Vec<String>) {
    let (mut words, mut emojis) = (String::with_capacity(text.len()), Vec::new());
    let mut rest = text;
    while let Some(at) = rest.find([':', '=', '^', '~']) {
        let before = rest[..at].chars().next_back().or(words.chars().next_back());
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(emoji) = emoji(rest, before) {
            emojis.push(emoji.to_string());
            rest = &rest[emoji.len()..];
        } else if let Some((number, length)) = script(rest) {
            words.push_str(&number);
            rest = &rest[length..];
        } else if let Some(marked) = marked(rest) {
            words.push_str(marked);
            rest = &rest[marked.len() + 4..];
        } else {
            words.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    words.push_str(rest);
    (words, emojis)
}

/// Returns an emoji name such as `:smile:`. A letter or a digit next to it makes it something else: `12:30:15`.
fn emoji(rest: &str, before: Option<char>) -> Option<&str> {
    let name = rest.strip_prefix(':')?.split_once(':')?.0;
    let is_name = name.len() <= MAX_EMOJI_BYTES
        && name.contains(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_+-".contains(c))
        && !name.starts_with(|c: char| c.is_ascii_digit());
    let end = name.len() + 2;
    (is_name && is_outside(before) && is_outside(rest[end..].chars().next())).then(|| &rest[..end])
}

fn is_outside(c: Option<char>) -> bool {
    c.is_none_or(|c| !c.is_alphanumeric() && c != ':')
}

/// Returns the number in `^2^` or `~2~` as superscript or subscript characters, and the length of the source.
fn script(rest: &str) -> Option<(String, usize)> {
    let (mark, rest) = rest.split_at(1);
    let (inside, _) = rest.split_once(mark).filter(|(inside, _)| !inside.contains(char::is_whitespace))?;
    let number = match mark {
        "^" => to_superscript(inside),
        "~" => to_subscript(inside),
        _ => None,
    };
    Some((number?, inside.len() + 2))
}

/// Returns the text between `==` and `==`. With a space inside the marks it is a comparison: `a == b == c`.
fn marked(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix("==")?.split_once("==")?.0;
    (!inside.is_empty() && !inside.starts_with(is_edge) && !inside.ends_with(is_edge)).then_some(inside)
}

fn is_edge(c: char) -> bool {
    c.is_whitespace() || c == '='
}

/// True if a source has formulae between dollar signs. Prices are none: `From $5 to $10.`
pub(super) fn has_formulae(source: &str) -> bool {
    source.contains("$$") || source.lines().any(|line| line.contains('$') && has_formula(line))
}

/// True if a line has a formula: tight dollar signs, no letter or digit outside them, and a sign of typesetting inside.
fn has_formula(line: &str) -> bool {
    let parts: Vec<&str> = line.split('$').collect();
    parts.windows(3).any(|around| {
        let [before, inside, after] = [around[0], around[1], around[2]];
        let is_tight = !inside.starts_with(char::is_whitespace) && !inside.ends_with(char::is_whitespace);
        let is_free = !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        is_tight && is_free && inside.contains(['\\', '^', '_', '=', '{'])
    })
}

/// Returns a formula as text if that is possible: no commands, and only numbers as powers and indices. `E = mc^2` becomes `E = mc²`.
pub(super) fn formula_as_text(formula: &str) -> Option<String> {
    let mut words = String::new();
    let mut rest = formula;
    while let Some(at) = rest.find(['^', '_', '\\', '{', '}']) {
        let (before, mark) = rest.split_at(at);
        words.push_str(before);
        let after = &mark[1..];
        let end = after.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(after.len());
        words.push_str(&match mark.chars().next() {
            Some('^') => to_superscript(&after[..end])?,
            Some('_') => to_subscript(&after[..end])?,
            _ => return None,
        });
        rest = &after[end..];
    }
    words.push_str(rest);
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_marks_and_keeps_words() {
        let (words, emojis) = strip_marks("It is ==very== late :smile: now, at 12:30:15 a == b ==c.");
        assert_eq!(words, "It is very late  now, at 12:30:15 a == b ==c.");
        assert_eq!(emojis, [":smile:"]);
        assert_eq!(strip_marks("H~2~O, x^10^, a~b~ 2^n^ ~5 ~6").0, "H₂O, x¹⁰, a~b~ 2^n^ ~5 ~6");
        assert_eq!(strip_marks("Note: so. a:b:c ::x:: (:+1:)").1, [":+1:"]);
    }

    #[test]
    fn distinguishes_prices_from_formulae() {
        for source in ["From $5 to $10.", "US$5bn (AU$7bn), it said.", "$5–$10", "no dollar at all"] {
            assert!(!has_formulae(source), "`{source}`");
        }
        for source in ["So $E = mc^2$ holds.", "$$x$$", "($\\alpha$)"] {
            assert!(has_formulae(source), "`{source}`");
        }
    }

    #[test]
    fn converts_simple_formulae_to_text() {
        assert_eq!(formula_as_text("E = mc^2").as_deref(), Some("E = mc²"));
        assert_eq!(formula_as_text("x_1 + y^10").as_deref(), Some("x₁ + y¹⁰"));
        assert_eq!([formula_as_text("\\frac{a}{b}"), formula_as_text("x^n")], [const { None::<String> }; 2]);
    }
}
