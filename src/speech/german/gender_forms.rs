//! German forms for several genders: "Bürger*innen", "Bürger:innen", "BürgerInnen", "jede*r".
//!
//! A newsreader pauses briefly at the gender sign and starts "innen" like a new word. A hyphen has that effect: a voice does
//! not speak it, but begins the part after it like a word. A single letter cannot be heard that way, so both forms are
//! spoken: "jede oder jeder".

use crate::language::speech::german;
use crate::speech::rules::Reading;
use crate::speech::tokens::Tokens;
use crate::speech::words::uncapitalised;

/// GrammaticalGender signs inside a word.
const SIGNS: [&str; 6] = ["*", ":", "_", "/", "\u{b7}", "/-"];

/// Rule for a word of several genders.
pub(super) fn gender_form(t: &Tokens, i: usize) -> Option<Reading> {
    let stem = t.letters(i)?;
    let sign = t.text(i + 1);
    if !SIGNS.contains(&sign) {
        return inner_capital(stem).map(|words| (words, 1));
    }
    let hyphen = sign == "/" && t.is(i + 2, "-");
    let at = if hyphen { i + 3 } else { i + 2 };
    let ending = t.letters(at)?;
    let noun = stem.chars().count() > 2 && stem.ends_with(char::is_lowercase);
    if noun && is_feminine_ending(ending) {
        return Some((format!("{stem}-{ending}"), at + 1 - i));
    }
    if noun && german().gendered_endings.has(ending) && sign != "/" {
        return Some((format!("{stem} oder {stem}{ending}"), at + 1 - i));
    }
    let both = sign != ":" && is_pronoun(stem) && is_pronoun(ending) && stem != ending;
    both.then(|| (format!("{stem} oder {ending}"), at + 1 - i))
}

fn is_pronoun(word: &str) -> bool {
    german().gendered_pronouns.has(&uncapitalised(word))
}

/// "innen", "in", "innenrat".
fn is_feminine_ending(ending: &str) -> bool {
    ending == "in" || ending.starts_with("innen") || ending.starts_with("nen")
}

/// "BürgerInnen".
fn inner_capital(word: &str) -> Option<String> {
    let (stem, ending) = word.rsplit_once("Innen")?;
    (stem.chars().count() > 2 && stem.ends_with(char::is_lowercase)).then(|| format!("{stem}-innen{ending}"))
}
