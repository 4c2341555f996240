//! German addresses: links, e-mail addresses, @names, #tags, postcodes.

use super::numbers::{cardinal, digit_by_digit};
use crate::language::speech::german;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens};
use crate::speech::web_addresses::{
    Address, address_run, host_in_words, is_speakable_path, name_in_words, parse_address, tag_in_words,
};
use crate::speech::words::has_capital;

/// The digits of a postcode.
const POSTCODE_LENGTH: usize = 5;

/// Rule for a postcode after its name, or between the number of a house and a place: "PLZ 34117", "Kirchweg 5, 34117 Kassel".
pub(super) fn postcode(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|digits| digits.len() == POSTCODE_LENGTH && t.digits(i + 2).is_none())?;
    let named = matches!(t.word_before(i), "PLZ" | "Postleitzahl");
    let after_house =
        t.is_space(i.wrapping_sub(1)) && t.back(i, 2).text == "," && t.back(i, 3).kind == Kind::Digits;
    let before_place = has_capital(t.word_after(i + 1));
    (named || after_house && before_place).then(|| (digit_by_digit(digits), 1))
}

/// Rule for an address that starts at `i`. `spoken_form` reads the words of a tag like any text.
pub(super) fn address(t: &Tokens, i: usize, spoken_form: impl FnOnce(&Tokens) -> String) -> Option<Reading> {
    let before = t.back(i, 1);
    let opened =
        before.kind == Kind::Space || before.text.ends_with(['(', '[', '<', '"', '„', '“', '‚', '»', '\'']);
    if t.is_space(i) || !opened {
        return None;
    }
    let (run, len) = address_run(t, i)?;
    let words = match parse_address(&run, &german().host_endings)? {
        Address::Name(name) => format!("at {}", name_in_words(name, token_in_words)),
        Address::Tag(tag) => format!("Hashtag {}", tag_in_words(tag, spoken_form)),
        Address::Mail(user, host) => format!("{} at {}", labels_in_words(user), labels_in_words(host)),
        Address::Link(host, path) => format!("{}{}", labels_in_words(host), path_in_words(path)),
    };
    Some((words, len))
}

fn labels_in_words(host: &str) -> String {
    host_in_words(host, " Punkt ", token_in_words)
}

fn path_in_words(path: &str) -> String {
    if is_speakable_path(path) {
        path.replace('/', " Schrägstrich ").replace('-', " Bindestrich ")
    } else {
        String::new()
    }
}

/// Speaks a token of a label: letters as a word or spelled, numbers in words, marks by their names.
fn token_in_words(t: &Tokens, k: usize) -> String {
    let token = t.at(k);
    match token.kind {
        Kind::Digits => cardinal(token.text),
        // The last label is spelled: "Punkt D E". So are labels without a vowel.
        Kind::Letters if token.text.len() == 2 || !token.text.contains(is_vowel) && token.text.is_ascii() => {
            token.text.to_uppercase().chars().map(String::from).collect::<Vec<_>>().join(" ")
        }
        Kind::Sign => match token.text {
            "_" => "Unterstrich".to_string(),
            "-" => "Bindestrich".to_string(),
            "+" => "plus".to_string(),
            _ => String::new(),
        },
        _ => token.text.to_string(),
    }
}

fn is_vowel(c: char) -> bool {
    "aeiouyäöüAEIOUYÄÖÜ".contains(c)
}
