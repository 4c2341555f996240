//! Finds words that are spelled letter by letter, which the spoken form writes with spaces: "B B C", "M P's".

use super::tokens::{Kind, Token};

/// The place of a letter in its spelled word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Not the last letter: it has a weak stress.
    Inner,
    Last,
}

/// Joins the letters of spelled words: they are spoken without a pause. Returns the place of each token that is such a letter.
pub(super) fn join_spelled(text: &str, tokens: &mut [Token]) -> Vec<Option<Place>> {
    let mut places = vec![None; tokens.len()];
    let mut start = 0;
    while start < tokens.len() {
        let mut end = start;
        while end < tokens.len() && is_letter(text, &tokens[end]) {
            end += 1;
            let last = &tokens[end - 1];
            if text[last.range.clone()].ends_with('s') || !last.space_after {
                break;
            }
        }
        if begins_with_article(text, &tokens[..end], start) {
            start += 1;
        }
        if end > start + 1 {
            places[start..end].fill(Some(Place::Inner));
            places[end - 1] = Some(Place::Last);
            tokens[start..end - 1].iter_mut().for_each(|token| token.space_after = false);
        }
        start = end.max(start + 1);
    }
    places
}

/// True for a single capital, also in the plural: "P's".
fn is_letter(text: &str, token: &Token) -> bool {
    let word = &text[token.range.clone()];
    let letter = word.strip_suffix("'s").unwrap_or(word);
    let mut chars = letter.chars();
    token.kind == Kind::Word && chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// True if the first of at least three letters is an article: "A D N A test". Within a sentence, the article is small.
fn begins_with_article(text: &str, tokens: &[Token], start: usize) -> bool {
    let begins = start.checked_sub(1).is_none_or(|before| matches!(tokens[before].kind, Kind::Mark(_)));
    begins && tokens.len() >= start + 3 && &text[tokens[start].range.clone()] == "A"
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    /// The words of a text, spelled ones joined.
    fn joined(text: &str) -> String {
        let mut tokens = tokens(text, &[]);
        let places = join_spelled(text, &mut tokens);
        let mut joined = String::new();
        for (token, place) in tokens.iter().zip(places) {
            joined += &text[token.range.clone()];
            joined += if place == Some(Place::Last) { "*" } else { "" };
            joined += if token.space_after { " " } else { "" };
        }
        joined
    }

    #[test]
    fn letters_in_a_row_are_one_word() {
        assert_eq!(joined("the B B C and M P's of the U S."), "the BBC* and MP's* of the US*.");
        assert_eq!(joined("I see a C on a plan, B."), "I see a C on a plan, B.");
        assert_eq!(joined("A D N A test, A I too"), "A DNA* test, AI* too");
    }
}
