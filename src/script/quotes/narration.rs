//! A paragraph without a label among the turns of an interview: does the turn before go on, or does the writer tell?

use crate::language::attribution::Language;
use crate::language::given_names::given;

/// Whose a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goes {
    /// Plainly of who has spoken.
    On,
    /// Theirs or the writer's.
    Perhaps,
    /// The writer's.
    Not,
}

/// The turn before.
pub(super) struct Before<'a> {
    /// Whose it is, in full.
    pub(super) name: &'a str,
    /// What has been said in it.
    pub(super) said: &'a str,
    /// Set in capitals, as transcripts are that have nothing but speech.
    pub(super) shouted: bool,
    /// The next label is theirs again: somebody has asked, or told, in between.
    pub(super) again: bool,
}

/// Reads a paragraph behind a turn.
pub(super) fn goes_on(text: &str, before: &Before<'_>, language: &Language) -> Goes {
    let words: Vec<String> = words(text).map(lower).collect();
    let has = |is: &dyn Fn(&str) -> bool| words.iter().any(|word| is(word));
    let first = has(&|word| language.own.contains(word));
    let third = has(&|word| is_third(word, language));
    if names(text, before.name) {
        return if first { Goes::Perhaps } else { Goes::Not };
    }
    if before.shouted {
        return Goes::On;
    }
    if asks(&words, language) {
        let plain = third || before.again || !has(&|word| language.mine.contains(word));
        return if plain { Goes::Not } else { Goes::Perhaps };
    }
    let yours = has(&|word| language.yours.contains(word));
    match (first || yours, third) {
        (true, true) => Goes::Perhaps,
        (true, false) if yours || is_spoken(&words, language) => Goes::On,
        (true, false) => Goes::Perhaps,
        (false, true) if tells_of_others(before.said, language) => Goes::Perhaps,
        (false, true) => Goes::Not,
        (false, false) if before.again => Goes::Not,
        (false, false) => Goes::Perhaps,
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}');
    text.split(move |c: char| !inside(c)).filter(|word| !word.is_empty())
}

fn lower(word: &str) -> String {
    word.to_lowercase().replace('\u{2019}', "'")
}

/// Nobody calls themselves by their name.
fn names(text: &str, name: &str) -> bool {
    let capital = |part: &&str| part.starts_with(char::is_uppercase) && part.chars().count() > 1;
    let parts: Vec<&str> = words(name).filter(capital).collect();
    words(text).any(|word| parts.contains(&word.trim_end_matches("'s").trim_end_matches("\u{2019}s")))
}

fn is_third(word: &str, language: &Language) -> bool {
    [&language.he, &language.she, &language.his, &language.hers].iter().any(|set| set.contains(word))
}

/// `I asked`, `frage ich`.
fn asks(words: &[String], language: &Language) -> bool {
    words.windows(2).any(|pair| {
        let [one, other] = pair else { return false };
        let both = |i: &String, verb: &String| language.first.contains(i) && language.asking.contains(verb);
        both(one, other) || both(other, one)
    })
}

/// As people talk: `I don't`, `And I …`.
fn is_spoken(words: &[String], language: &Language) -> bool {
    let opens =
        words.first().is_some_and(|word| language.joins.contains(word) || language.opens.contains(word));
    opens || words.iter().any(|word| language.talk.contains(word))
}

/// Somebody has been spoken of who may be he or she.
fn tells_of_others(said: &str, language: &Language) -> bool {
    words(said).any(|word| {
        let low = lower(word);
        let one =
            language.plurals.iter().find_map(|ending| low.strip_suffix(ending.as_str())).unwrap_or(&low);
        let human = [&language.men, &language.women, &language.people]
            .iter()
            .any(|set| language.holds(set, &low) || language.holds(set, one));
        human || is_third(&low, language) || (word.starts_with(char::is_uppercase) && given(word).is_some())
    })
}
