//! Converts between language codes: two letters, as the web uses them, and three letters, as audio files use them.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::words::WordSet;

/// Tag for text in an unknown language (BCP 47, section 4.1).
pub(crate) const UNDETERMINED: &str = "und";

/// The contents of `codes.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Codes {
    two_to_three_letters: HashMap<String, String>,
    three_letters_only: ThreeLettersOnly,
    names: HashMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ThreeLettersOnly {
    codes: WordSet,
}

#[expect(clippy::expect_used, reason = "the data is part of the program, and a test reads it")]
fn codes() -> &'static Codes {
    static CODES: OnceLock<Codes> = OnceLock::new();
    CODES.get_or_init(|| toml::from_str(include_str!("codes.toml")).expect("codes.toml"))
}

/// Returns the ISO 639-2 code for the language of a BCP 47 tag: `deu` for `de-AT`. `None` when the language has none.
pub(crate) fn three_letters(tag: &str) -> Option<&'static str> {
    both_codes(tag).map(|(_, three)| three)
}

/// Returns the language of a BCP 47 tag without region and script, in two letters where the language has such a code:
/// `de` for `de-AT` and for `deu`. `None` when the language is unknown.
pub(crate) fn primary(tag: &str) -> Option<&'static str> {
    match both_codes(tag) {
        Some((two, _)) => Some(two),
        None => {
            let language = language_subtag(tag);
            codes().three_letters_only.codes.iter().find(|code| *code == language)
        }
    }
}

/// Returns the code for a language name: `de` for "German" and for "Deutsch".
pub(crate) fn code_of(name: &str) -> Option<&'static str> {
    codes().names.get(&name.trim().to_lowercase()).map(String::as_str)
}

/// The codes of two and of three letters for the language of a BCP 47 tag.
fn both_codes(tag: &str) -> Option<(&'static str, &'static str)> {
    let language = language_subtag(tag);
    let table = &codes().two_to_three_letters;
    let (two, three) =
        table.get_key_value(&language).or_else(|| table.iter().find(|(_, three)| **three == language))?;
    Some((two, three))
}

fn language_subtag(tag: &str) -> String {
    tag.trim().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_a_tag_to_three_letters() {
        for (tag, wanted) in [
            ("en", Some("eng")),
            ("de-AT", Some("deu")),
            ("ZH-Hant", Some("zho")),
            ("ary", None),
            ("", None),
            ("e", None),
            ("fra", Some("fra")),
            ("zu", Some("zul")),
            ("english", None),
        ] {
            assert_eq!(three_letters(tag), wanted, "{tag}");
        }
    }

    #[test]
    fn finds_a_language_by_either_code_and_by_its_name() {
        for (tag, wanted) in [
            ("de-AT", Some("de")),
            ("deu", Some("de")),
            ("en_GB", Some("en")),
            ("gsw", Some("gsw")),
            ("und", Some("und")),
            ("english", None),
            ("xx", None),
            ("", None),
        ] {
            assert_eq!(primary(tag), wanted, "{tag}");
        }
        assert_eq!(
            (code_of("English"), code_of("Deutsch "), code_of("klingon")),
            (Some("en"), Some("de"), None)
        );
    }
}
