//! Phonemes that people give for single words: in lexicon.toml, and as `[word](/phonemes/)` in `say`.
//!
//! The rules of text normalisation see such a word as one token that they leave as it is. It is marked with characters for
//! private use, which no text keeps, so its place is known after the rules have run.

use std::ops::Range;

use super::phonemes::{GivenPhonemes, check_ipa, with_s};
use super::sentences::split_to_length;

/// Begins a marked word. Its number and the word follow.
const START: char = '\u{e000}';
/// Ends a marked word.
const END: char = '\u{e001}';
/// The number of the first marked word of a text.
const FIRST_NUMBER: u32 = 0xe100;
/// Numbers of marked words. The last character for private use in Unicode's first plane is U+F8FF.
const NUMBERS: u32 = 0xf900 - FIRST_NUMBER;

/// The spoken form of a text, and the phonemes that were given for some of its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpokenForm {
    /// The words to speak.
    pub text: String,
    /// The given phonemes, in the order of the words.
    pub phonemes: Vec<GivenPhonemes>,
}

/// A part of the text of `say`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SayPart<'a> {
    Plain(&'a str),
    Phonemes { word: &'a str, ipa: &'a str },
}

/// Splits the text of `say` at words with phonemes: `[Siobhan](/ʃɪˈvɔːn/)`.
pub(super) fn say_parts(say: &str) -> Vec<SayPart<'_>> {
    let mut parts = Vec::new();
    let mut plain_from = 0;
    for markup in markups(say) {
        parts.push(SayPart::Plain(&say[plain_from..markup.whole.start]));
        parts.push(SayPart::Phonemes { word: say[markup.word].trim(), ipa: &say[markup.ipa] });
        plain_from = markup.whole.end;
    }
    parts.push(SayPart::Plain(&say[plain_from..]));
    parts
}

/// Checks the phonemes in the text of `say`.
///
/// # Errors
/// Says which phonemes are wrong, and why.
pub fn check_say(say: &str) -> Result<(), String> {
    for part in say_parts(say) {
        if let SayPart::Phonemes { word, ipa } = part {
            check_ipa(ipa).map_err(|what| format!("phonemes of `{word}`: {what}"))?;
        }
    }
    Ok(())
}

/// Returns the places of words with phonemes in the text of `say`. No sentence ends inside one.
pub fn phoneme_markup(say: &str) -> impl Iterator<Item = Range<usize>> {
    markups(say).into_iter().map(|markup| markup.whole)
}

struct Markup {
    whole: Range<usize>,
    word: Range<usize>,
    ipa: Range<usize>,
}

/// Longest marked words, and longest phonemes of them, in bytes. Without a limit, the search in a text with many separators would take
/// quadratic time.
const LONGEST_MARKED: usize = 1_000;

fn markups(say: &str) -> Vec<Markup> {
    let bytes = say.as_bytes();
    let mut markups: Vec<Markup> = Vec::new();
    for (middle, separator) in say.match_indices("](/") {
        let after_previous = markups.last().map_or(0, |markup| markup.whole.end);
        let from = after_previous.max(middle.saturating_sub(LONGEST_MARKED));
        let Some(before) = bytes.get(from..middle) else { continue };
        let Some(open) = before.iter().rposition(|byte| *byte == b'[').map(|at| from + at) else { continue };
        let ipa_start = middle + separator.len();
        let after = &bytes[ipa_start..bytes.len().min(ipa_start + LONGEST_MARKED)];
        let Some(length) = after.windows(2).position(|bytes| bytes == b"/)") else { continue };
        let word = open + 1..middle;
        if say[word.clone()].trim().is_empty() {
            continue;
        }
        let ipa = ipa_start..ipa_start + length;
        markups.push(Markup { whole: open..ipa.end + "/)".len(), word, ipa });
    }
    markups
}

/// Marks a word so that its place can be found after normalisation. Too many marked words, or phonemes that are wrong, leave
/// the word as it is.
pub(super) fn marked(word: &str, ipa: &str, given: &mut Vec<String>) -> String {
    let number = u32::try_from(given.len()).ok().filter(|number| *number < NUMBERS);
    let number = number.and_then(|number| char::from_u32(FIRST_NUMBER + number));
    match (number, check_ipa(ipa)) {
        (Some(number), Ok(ipa)) => {
            given.push(ipa);
            format!("{START}{number}{word}{END}")
        }
        _ => word.to_string(),
    }
}

/// Removes the marks from a normalised text, and returns the places of the marked words.
pub(super) fn unmarked(text: &str, given: &[String]) -> SpokenForm {
    if given.is_empty() && !text.contains([START, END]) {
        return SpokenForm { text: text.to_string(), phonemes: Vec::new() };
    }
    let mut form = SpokenForm::default();
    let mut open: Option<(usize, &String)> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            START => {
                let number = chars.next().map(|number| (number as u32).wrapping_sub(FIRST_NUMBER) as usize);
                let ipa = number.and_then(|number| given.get(number));
                open = ipa.map(|ipa| (form.text.len(), ipa));
            }
            END => {
                let Some((start, ipa)) = open.take() else { continue };
                let rest: String = chars.clone().take(3).collect();
                let ending = possessive(&rest);
                form.text.extend(chars.by_ref().take(ending));
                let ipa = if ending > 0 { with_s(ipa) } else { ipa.clone() };
                form.phonemes.push(GivenPhonemes { range: start..form.text.len(), ipa });
            }
            c => form.text.push(c),
        }
    }
    form
}

/// Returns the length of the "s" or "'s" that continues a word.
fn possessive(rest: &str) -> usize {
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    match (rest.strip_prefix('s'), rest.strip_prefix("'s")) {
        (Some(rest), _) if ends(rest) => 1,
        (_, Some(rest)) if ends(rest) => 2,
        _ => 0,
    }
}

impl SpokenForm {
    /// Splits it into pieces of at most `longest` characters, as [`split_to_length`] does. Phonemes of a word that was cut are
    /// dropped.
    pub fn split_to_length(&self, longest: usize, language: Option<&str>) -> Vec<SpokenForm> {
        let mut from = 0;
        let mut pieces = Vec::new();
        for text in split_to_length(&self.text, longest, language) {
            let start = self.text[from..].find(&text).map_or(from, |at| from + at);
            let range = start..start + text.len();
            let inside = self.phonemes.iter().filter(|given| {
                given.range.start >= range.start
                    && given.range.end <= range.end
                    && self.text.get(range.clone()) == Some(&text)
            });
            let phonemes = inside.map(|given| given.moved_back(start)).collect();
            from = range.end.min(self.text.len());
            pieces.push(SpokenForm { text, phonemes });
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::{Lexicon, Reader};

    fn form(say: &str) -> SpokenForm {
        let lexicon = Lexicon::parse(
            "[words]\n\"Siobhan\" = { ipa = \"ʃɪˈvɔːn\" }\n\"Aoife\" = { ipa = \"ˈiːfə\", say = \"Ee-fa\" }\n",
        )
        .unwrap();
        reader(&lexicon).spoken_form_with_phonemes(say, true)
    }

    fn reader(lexicon: &Lexicon) -> Reader<'_> {
        Reader { language: Some("en"), lexicon, speaker: "narrator", voice: "default", respelled: false }
    }

    #[test]
    fn a_marked_word_has_a_limit() {
        let say = |letters: usize| format!("[{}](/ma/)", "m".repeat(letters));
        assert_eq!(phoneme_markup(&say(900)).count(), 1);
        assert_eq!(phoneme_markup(&say(1_100)).count(), 0);
    }

    /// The text with the phonemes in it.
    fn shown(form: &SpokenForm) -> String {
        let mut shown = form.text.clone();
        for given in form.phonemes.iter().rev() {
            let word = &form.text[given.range.clone()];
            shown.replace_range(given.range.clone(), &format!("{word}/{}/", given.ipa));
        }
        shown
    }

    #[test]
    fn the_word_of_a_lexicon_entry_keeps_its_place() {
        for (say, expected) in [
            ("On 3 May Siobhan paid £5.", "On the third of May Siobhan/ʃɪˈvɔːn/ paid five pounds."),
            ("Siobhan’s car and Aoife's", "Siobhan's/ʃɪˈvɔːnz/ car and Ee-fa's/ˈiːfəz/"),
            ("SIOBHAN, Siobhan", "SIOBHAN/ʃɪˈvɔːn/, Siobhan/ʃɪˈvɔːn/"),
        ] {
            assert_eq!(shown(&form(say)), expected);
        }
    }

    #[test]
    fn markup_in_say_gives_phonemes() {
        assert_eq!(shown(&form("He [read](/ɹɛd/) it twice.")), "He read/ɹɛd/ it twice.");
        let plain = reader(&Lexicon::default()).spoken_form_with_phonemes("[a](/b/)", false);
        assert!(plain.phonemes.is_empty(), "the text of an article has no markup");
    }

    #[test]
    fn wrong_phonemes_are_reported() {
        let error = check_say("Ask [Siobhan](/SIvOn/) now").unwrap_err();
        assert!(error.contains("phonemes of `Siobhan`: `S` is not"), "{error}");
        assert_eq!(check_say("[see](https://example.org/)"), Ok(()));
    }

    #[test]
    fn private_characters_of_a_text_are_no_marks() {
        let form = form("a \u{e000}\u{e100}b\u{e001} c");
        assert_eq!(form, SpokenForm { text: "a b c".into(), phonemes: vec![] });
    }

    #[test]
    fn pieces_keep_their_phonemes() {
        let pieces = form("Ask Siobhan, and then ask Aoife about it.").split_to_length(22, Some("en"));
        let shown: Vec<String> = pieces.iter().map(shown).collect();
        assert_eq!(shown, ["Ask Siobhan/ʃɪˈvɔːn/,", "and then ask Ee-fa/ˈiːfə/", "about it."]);
    }
}
