//! Phonemes that people give in the International Phonetic Alphabet: checks them, and writes them in Kokoro's alphabet.

use super::accent::Accent;
use super::alphabet::symbol_id;
use super::stress::{PRIMARY, SECONDARY, is_vowel};

/// Letters of vowels.
const VOWELS: &str = "aeiouyæøœɐɑɒɔəɘɚɛɜɝɞɤɨɪɯɵɶʉʊʌʏᵻ";
/// Letters of consonants.
const CONSONANTS: &str = "bcdfghjklmnpqrstvwxzçðħŋɓɕɖɗɟɡɢɣɥɦɧɫɬɭɮɰɱɲɳɴɸɹɺɻɽɾʀʁʂʃʈʋʍʎʐʑʒʔʕʘʙʛʜʝʟʡʢʣʤʥʦʧʨβθχ";
/// Length marks, the boundary of syllables, aspiration and the like, and marks that combine with a letter.
const MODIFIERS: &str = "ːˑ.ʰʲʷˠˤ˞ⁿˡ\u{303}\u{329}\u{32f}\u{325}\u{32c}\u{32a}\u{31a}\u{308}\u{30d}";

/// Returns phonemes in a uniform spelling, e.g. "ɡ" for "g" and "tʃ" for "t͡ʃ". Surrounding slashes are removed.
///
/// # Errors
/// Says which character is not a phoneme, and how to write it.
pub fn check_ipa(given: &str) -> Result<String, String> {
    let given = given.trim();
    let bare = |open, close| given.strip_prefix(open)?.strip_suffix(close);
    let text = bare('/', '/').or_else(|| bare('[', ']')).unwrap_or(given).trim();
    let mut ipa = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'g' => ipa.push('ɡ'),
            '\'' | '\u{2c8}' | '\u{2019}' => ipa.push(PRIMARY),
            ',' => ipa.push(SECONDARY),
            ':' => ipa.push('ː'),
            // Ties between the parts of one sound: "t͡ʃ".
            '\u{361}' | '\u{35c}' => {}
            c if c.is_whitespace() => ipa.push(' '),
            c if c == SECONDARY || [VOWELS, CONSONANTS, MODIFIERS].iter().any(|set| set.contains(c)) => {
                ipa.push(c);
            }
            c => return Err(unknown(c)),
        }
    }
    let marks = |c| c == PRIMARY || c == SECONDARY;
    if !ipa.contains(|c| VOWELS.contains(c) || c == '\u{329}') {
        return Err(format!("the phonemes `{text}` have no vowel"));
    }
    if ipa.ends_with(marks)
        || ipa.chars().zip(ipa.chars().skip(1)).any(|(a, b)| marks(a) && (marks(b) || b == ' '))
    {
        return Err(format!("a stress mark in `{text}` has no syllable after it"));
    }
    Ok(ipa)
}

fn unknown(c: char) -> String {
    let meant = match c {
        'A' => Some("eɪ"),
        'I' => Some("aɪ"),
        'O' => Some("oʊ"),
        'Q' => Some("əʊ"),
        'W' => Some("aʊ"),
        'Y' => Some("ɔɪ"),
        'T' => Some("ɾ"),
        'S' => Some("ʃ"),
        'Z' => Some("ʒ"),
        'N' => Some("ŋ"),
        'D' => Some("ð"),
        '@' => Some("ə"),
        '"' => Some("ˈ"),
        '%' => Some("ˌ"),
        _ => None,
    };
    let meant = meant.map_or(String::new(), |meant| format!(": write `{meant}`"));
    let code = format!("U+{:04X}", c as u32);
    let name = if c.is_control() || ('\u{300}'..='\u{36f}').contains(&c) { code } else { format!("`{c}`") };
    format!("{name} is not a letter of the International Phonetic Alphabet{meant}")
}

/// Adds the sound of an "s" at the end of a word with given phonemes: "Siobhan's".
pub(crate) fn with_s(ipa: &str) -> String {
    let last = ipa.chars().rev().find(|c| VOWELS.contains(*c) || CONSONANTS.contains(*c));
    let ending = match last {
        Some('p' | 't' | 'k' | 'f' | 'θ') => "s",
        Some('s' | 'z' | 'ʃ' | 'ʒ' | 'ʧ' | 'ʤ') => "ɪz",
        _ => "z",
    };
    format!("{ipa}{ending}")
}

/// Spellings of one sound in several letters, longest first, and its symbol in American and in British.
const SOUNDS: &[(&str, &str, &str)] = &[
    ("tʃ", "ʧ", "ʧ"),
    ("dʒ", "ʤ", "ʤ"),
    ("eɪ", "A", "A"),
    ("ɛɪ", "A", "A"),
    ("aɪ", "I", "I"),
    ("ɑɪ", "I", "I"),
    ("oʊ", "O", "Q"),
    ("əʊ", "O", "Q"),
    ("aʊ", "W", "W"),
    ("ɔɪ", "Y", "Y"),
    ("eə", "ɛɹ", "ɛː"),
    ("ɛə", "ɛɹ", "ɛː"),
    ("eː", "A", "A"),
    ("oː", "O", "ɔː"),
    ("ɜː", "ɜɹ", "ɜː"),
    ("aː", "ɑ", "ɑː"),
    ("l\u{329}", "ᵊl", "ᵊl"),
    ("n\u{329}", "ᵊn", "ᵊn"),
    ("m\u{329}", "ᵊm", "ᵊm"),
    ("ɝ", "ɜɹ", "ɜː"),
    ("ɚ", "əɹ", "ə"),
    ("ɞ", "ɜɹ", "ɜː"),
    ("ɑ", "ɑ", "ɑː"),
    ("ɔ", "ɔ", "ɔː"),
    ("ɜ", "ɜɹ", "ɜː"),
    ("a", "æ", "a"),
    ("æ", "æ", "a"),
    ("ɶ", "æ", "a"),
    ("ᵻ", "ᵻ", "ɪ"),
    ("ɐ", "ə", "ə"),
    ("ɒ", "ɑ", "ɒ"),
    ("e", "ɛ", "ɛ"),
    ("o", "O", "ɒ"),
    ("ɨ", "ᵻ", "ɪ"),
    ("ɾ", "T", "t"),
    ("ø", "ɜ", "ɜː"),
    ("œ", "ɜ", "ɜː"),
    ("y", "u", "uː"),
    ("ʏ", "ʊ", "ʊ"),
    ("ʉ", "u", "uː"),
    ("ɵ", "ə", "ə"),
    ("ɘ", "ə", "ə"),
    ("ɤ", "ʌ", "ʌ"),
    ("ɯ", "u", "uː"),
    ("r", "ɹ", "ɹ"),
    ("ɻ", "ɹ", "ɹ"),
    ("ʁ", "ɹ", "ɹ"),
    ("ʀ", "ɹ", "ɹ"),
    ("ɽ", "ɹ", "ɹ"),
    ("ɫ", "l", "l"),
    ("ɬ", "l", "l"),
    ("ɭ", "l", "l"),
    ("ʎ", "lj", "lj"),
    ("ɲ", "nj", "nj"),
    ("ɱ", "m", "m"),
    ("ɳ", "n", "n"),
    ("x", "k", "k"),
    ("χ", "k", "k"),
    ("q", "k", "k"),
    ("c", "k", "k"),
    ("ç", "h", "h"),
    ("ħ", "h", "h"),
    ("ɦ", "h", "h"),
    ("ɣ", "ɡ", "ɡ"),
    ("ɟ", "ʤ", "ʤ"),
    ("ɕ", "ʃ", "ʃ"),
    ("ʂ", "ʃ", "ʃ"),
    ("ʑ", "ʒ", "ʒ"),
    ("ʐ", "ʒ", "ʒ"),
    ("ɖ", "d", "d"),
    ("ʈ", "t", "t"),
    ("ɸ", "f", "f"),
    ("β", "v", "v"),
    ("ʋ", "v", "v"),
    ("ʍ", "w", "w"),
    ("ɥ", "w", "w"),
    ("ɰ", "w", "w"),
    ("ɺ", "ɹ", "ɹ"),
    ("ʟ", "l", "l"),
    ("ɮ", "l", "l"),
    ("ɧ", "ʃ", "ʃ"),
    ("ʝ", "j", "j"),
    ("ɴ", "ŋ", "ŋ"),
    ("ɓ", "b", "b"),
    ("ʙ", "b", "b"),
    ("ɗ", "d", "d"),
    ("ɢ", "ɡ", "ɡ"),
    ("ʛ", "ɡ", "ɡ"),
    ("ʣ", "dz", "dz"),
    ("ʦ", "ts", "ts"),
    ("ʥ", "ʤ", "ʤ"),
    ("ʨ", "ʧ", "ʧ"),
    ("ʔ", "t", "t"),
];

/// Writes phonemes that [`check_ipa`] accepted in Kokoro's alphabet. Sounds that English lacks become the nearest ones that
/// the networks were trained on: a network reads "x" as noise. A mark of stress moves from the start of its syllable to its
/// vowel.
pub(super) fn symbols(ipa: &str, accent: Accent) -> String {
    let mut symbols = String::new();
    let mut stress = None;
    let mut rest = ipa;
    while let Some(c) = rest.chars().next() {
        let sound = SOUNDS.iter().find(|(spelling, ..)| rest.starts_with(spelling));
        let letter = &rest[..c.len_utf8()];
        let (spelling, us, gb) = sound.copied().unwrap_or((letter, letter, letter));
        rest = &rest[spelling.len()..];
        if c == PRIMARY || c == SECONDARY {
            stress = Some(c);
            continue;
        }
        let symbol = match accent {
            Accent::Us => us,
            Accent::Gb => gb,
        };
        for symbol in symbol.chars() {
            let twice = symbol == 'ː' && (accent == Accent::Us || symbols.ends_with('ː'));
            if twice || symbol_id(symbol).is_none() || MODIFIERS.contains(symbol) && symbol != 'ː' {
                continue;
            }
            if is_vowel(symbol) || symbol == 'ᵊ' {
                symbols.extend(stress.take());
            }
            // The American symbols of some vowels contain the "ɹ" that may follow: "kɛər".
            if symbol != 'ɹ' || !symbols.ends_with('ɹ') {
                symbols.push(symbol);
            }
        }
    }
    symbols
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stress_moves_to_the_vowel_and_sounds_follow_the_accent() {
        for (ipa, us, gb) in [
            ("ʃɪˈvɔːn", "ʃɪvˈɔn", "ʃɪvˈɔːn"),
            ("ˈiːfə", "ˈifə", "ˈiːfə"),
            ("oʊˈkɑːfɔːr", "Okˈɑfɔɹ", "Qkˈɑːfɔːɹ"),
            ("ˈtʃeɪ ɡəˈvɑːrə", "ʧˈA ɡəvˈɑɹə", "ʧˈA ɡəvˈɑːɹə"),
            ("bɜːrd", "bɜɹd", "bɜːɹd"),
            ("ˈstriːt", "stɹˈit", "stɹˈiːt"),
            ("ˈnɪ.ʃə", "nˈɪʃə", "nˈɪʃə"),
            ("bax", "bæk", "bak"),
        ] {
            let ipa = check_ipa(ipa).unwrap();
            assert_eq!(symbols(&ipa, Accent::Us), us, "{ipa}");
            assert_eq!(symbols(&ipa, Accent::Gb), gb, "{ipa}");
        }
    }

    #[test]
    fn every_accepted_letter_has_a_symbol_that_is_read() {
        for letter in VOWELS.chars() {
            for accent in [Accent::Us, Accent::Gb] {
                assert!(!symbols(&letter.to_string(), accent).is_empty(), "{letter} {accent:?}");
            }
        }
    }

    #[test]
    fn spellings_are_unified() {
        assert_eq!(check_ipa(" /'t\u{361}ʃi:g/ ").as_deref(), Ok("ˈtʃiːɡ"));
    }

    #[test]
    fn an_error_names_the_character_and_the_right_one() {
        for (given, part) in [
            ("ʃɪvˈAn", "`A` is not a letter of the International Phonetic Alphabet: write `eɪ`"),
            ("S I2", "`S`"),
            ("ʃɪ5", "`5`"),
            ("pst", "no vowel"),
            ("", "no vowel"),
            ("ʃɪvɔːnˈ", "no syllable after it"),
        ] {
            let error = check_ipa(given).unwrap_err();
            assert!(error.contains(part), "{given}: {error}");
        }
    }

    #[test]
    fn a_possessive_ends_like_its_name() {
        assert_eq!([with_s("ʃɪˈvɔːn"), with_s("bɒs"), with_s("pæt")], ["ʃɪˈvɔːnz", "bɒsɪz", "pæts"]);
    }
}
