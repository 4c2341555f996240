//! Forms for all genders: "Bürger*innen", "Bürger:innen", "BürgerInnen", "jede*r".
//!
//! Newsreaders make a short stop where the sign stands, and begin "innen" anew. A hyphen does that: voices say nothing for it, and
//! begin the part behind it as they begin a word, with the vowel's own onset. Single letters cannot be heard so: both
//! forms are said.

use super::Reading;
use crate::speech::tokens::Tokens;

/// Signs in the middle of a form.
const MARKS: [&str; 6] = ["*", ":", "_", "/", "\u{b7}", "/-"];
/// Endings of one letter, or two.
const ENDINGS: [&str; 6] = ["r", "n", "e", "s", "m", "en"];
/// Pairs of whole words.
const PRONOUNS: [&str; 14] =
    ["der", "die", "das", "er", "sie", "es", "ihm", "ihr", "ihn", "sein", "seine", "ihre", "dem", "den"];

/// A word of several genders.
pub(super) fn form(t: &Tokens, i: usize) -> Option<Reading> {
    let stem = t.letters(i)?;
    let mark = t.text(i + 1);
    if !MARKS.contains(&mark) {
        return inner_capital(stem).map(|said| (said, 1));
    }
    let hyphen = mark == "/" && t.is(i + 2, "-");
    let at = if hyphen { i + 3 } else { i + 2 };
    let ending = t.letters(at)?;
    let small = stem.chars().count() > 2 && stem.ends_with(char::is_lowercase);
    if small && is_feminine(ending) {
        return Some((format!("{stem}-{ending}"), at + 1 - i));
    }
    if small && ENDINGS.contains(&ending) && mark != "/" {
        return Some((format!("{stem} oder {stem}{ending}"), at + 1 - i));
    }
    let pronoun = |word: &str| PRONOUNS.contains(&super::uncapitalised(word).as_str());
    let both = mark != ":" && pronoun(stem) && pronoun(ending) && stem != ending;
    both.then(|| (format!("{stem} oder {ending}"), at + 1 - i))
}

/// "innen", "in", "innenrat".
fn is_feminine(ending: &str) -> bool {
    ending == "in" || ending.starts_with("innen") || ending.starts_with("nen")
}

/// "BürgerInnen".
fn inner_capital(word: &str) -> Option<String> {
    let (stem, ending) = word.rsplit_once("Innen")?;
    (stem.chars().count() > 2 && stem.ends_with(char::is_lowercase)).then(|| format!("{stem}-innen{ending}"))
}
