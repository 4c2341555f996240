//! Marks inside a line of Markdown that its parser leaves alone: `==marked==`, `:smile:`, `H~2~O`, formulae between dollars.

use super::raised;

/// The words of a run of text, and what in it is no words.
pub(super) fn clean(text: &str) -> (String, Vec<String>) {
    let (mut words, mut signs) = (String::with_capacity(text.len()), Vec::new());
    let mut rest = text;
    while let Some(at) = rest.find([':', '=', '^', '~']) {
        let before = rest[..at].chars().next_back().or(words.chars().next_back());
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(sign) = emoji(rest, before) {
            signs.push(sign.to_string());
            rest = &rest[sign.len()..];
        } else if let Some((figures, length)) = figures(rest) {
            words.push_str(&figures);
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
    (words, signs)
}

/// `:smile:`, with no letter or digit beside it.
fn emoji(rest: &str, before: Option<char>) -> Option<&str> {
    let outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != ':');
    let name = rest.strip_prefix(':')?.split_once(':')?.0;
    let named = name.len() <= 40
        && name.contains(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_+-".contains(c))
        && !name.starts_with(|c: char| c.is_ascii_digit());
    let end = name.len() + 2;
    (named && outside(before) && outside(rest[end..].chars().next())).then(|| &rest[..end])
}

/// `^2^` and `~2~`, and how long they are.
fn figures(rest: &str) -> Option<(String, usize)> {
    let (mark, rest) = rest.split_at(1);
    let (inside, _) = rest.split_once(mark).filter(|(inside, _)| !inside.contains(char::is_whitespace))?;
    let figures = match mark {
        "^" => raised::raise(inside),
        "~" => raised::lower(inside),
        _ => None,
    };
    Some((figures?, inside.len() + 2))
}

/// What stands between `==` and `==`.
fn marked(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix("==")?.split_once("==")?.0;
    let close = |c: char| c.is_whitespace() || c == '=';
    (!inside.is_empty() && !inside.starts_with(close) && !inside.ends_with(close)).then_some(inside)
}

/// Does the source hold formulae between dollars; prices are none.
pub(super) fn has_formulae(source: &str) -> bool {
    source.contains("$$") || source.lines().any(|line| line.contains('$') && has_formula(line))
}

fn has_formula(line: &str) -> bool {
    let parts: Vec<&str> = line.split('$').collect();
    parts.windows(3).any(|around| {
        let [before, inside, after] = [around[0], around[1], around[2]];
        let tight = !inside.starts_with(char::is_whitespace) && !inside.ends_with(char::is_whitespace);
        let free = !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        tight && free && inside.contains(['\\', '^', '_', '=', '{'])
    })
}

/// A formula that can be read as it stands: no commands, powers and indices in numbers.
pub(super) fn readable(formula: &str) -> Option<String> {
    let mut words = String::new();
    let mut rest = formula;
    while let Some(at) = rest.find(['^', '_', '\\', '{', '}']) {
        let (before, mark) = rest.split_at(at);
        words.push_str(before);
        let behind = &mark[1..];
        let end = behind.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(behind.len());
        words.push_str(&match mark.chars().next() {
            Some('^') => raised::raise(&behind[..end])?,
            Some('_') => raised::lower(&behind[..end])?,
            _ => return None,
        });
        rest = &behind[end..];
    }
    words.push_str(rest);
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        let (words, signs) = clean("It is ==very== late :smile: now, at 12:30:15 a == b ==c.");
        assert_eq!(words, "It is very late  now, at 12:30:15 a == b ==c.");
        assert_eq!(signs, [":smile:"]);
        assert_eq!(clean("H~2~O, x^10^, a~b~ 2^n^ ~5 ~6").0, "H₂O, x¹⁰, a~b~ 2^n^ ~5 ~6");
        assert_eq!(clean("Note: so. a:b:c ::x:: (:+1:)").1, [":+1:"]);
    }

    #[test]
    fn prices_are_no_formulae() {
        for source in ["From $5 to $10.", "US$5bn (AU$7bn), it said.", "$5–$10", "no dollar at all"] {
            assert!(!has_formulae(source), "`{source}`");
        }
        for source in ["So $E = mc^2$ holds.", "$$x$$", "($\\alpha$)"] {
            assert!(has_formulae(source), "`{source}`");
        }
    }

    #[test]
    fn simple_formulae_are_read() {
        assert_eq!(readable("E = mc^2").as_deref(), Some("E = mc²"));
        assert_eq!(readable("x_1 + y^10").as_deref(), Some("x₁ + y¹⁰"));
        assert_eq!([readable("\\frac{a}{b}"), readable("x^n")], [const { None::<String> }; 2]);
    }
}
