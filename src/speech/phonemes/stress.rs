//! Moves and changes stress marks. In Kokoro's alphabet a mark comes directly before its vowel: "həlˈO".

/// The mark of the strongest syllable.
pub(super) const PRIMARY: char = 'ˈ';
/// The mark of a weaker one.
pub(super) const SECONDARY: char = 'ˌ';

/// A change of the stress that the dictionary gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stress {
    /// As in the dictionary.
    Keep,
    /// An unstressed word gets a weak stress: a word with a capital, e.g. "He" at the start of a sentence.
    AtLeastSecondary,
    /// The word gets a strong stress: a word all in capitals.
    Primary,
    /// Primary becomes secondary: the weaker part of a compound.
    Demote,
}

impl Stress {
    pub(super) fn apply(self, phonemes: &str) -> String {
        let (primary, secondary) = (phonemes.contains(PRIMARY), phonemes.contains(SECONDARY));
        match self {
            Self::Demote if primary => phonemes.replace(SECONDARY, "").replace(PRIMARY, "ˌ"),
            Self::AtLeastSecondary if !primary && !secondary => with_stress(phonemes, SECONDARY),
            Self::Primary if !primary && secondary => phonemes.replace(SECONDARY, "ˈ"),
            Self::Primary if !primary => with_stress(phonemes, PRIMARY),
            _ => phonemes.to_string(),
        }
    }
}

/// Puts a mark before the first vowel.
fn with_stress(phonemes: &str, mark: char) -> String {
    let Some(at) = phonemes.find(is_vowel) else { return phonemes.to_string() };
    let (onset, rest) = phonemes.split_at(at);
    format!("{onset}{mark}{rest}")
}

/// Returns the phonemes of letters spelled one by one, with the stress on the last: "bˌibˌisˈi".
pub(super) fn spelled(letters: &[&str]) -> String {
    let joined: String = letters.iter().map(|letter| Stress::Demote.apply(letter)).collect();
    match joined.rfind(SECONDARY) {
        Some(at) => format!("{}{PRIMARY}{}", &joined[..at], &joined[at + SECONDARY.len_utf8()..]),
        None => joined,
    }
}

/// Weakens some parts of a compound: "wˌɛl-nˈOn". Of `n` stressed parts, the lightest half becomes secondary. A single
/// letter keeps its stress: "ˈA-lˌist".
pub(super) fn compound(parts: &mut [(String, bool)]) {
    let mut stressed: Vec<(bool, usize, usize)> = parts
        .iter()
        .enumerate()
        .filter(|(_, (phonemes, _))| !phonemes.is_empty())
        .map(|(at, (phonemes, _))| (phonemes.contains(PRIMARY), weight(phonemes), at))
        .collect();
    let count = stressed.len();
    let strong = stressed.iter().filter(|(primary, ..)| *primary).count();
    let weakened: Vec<usize> = match stressed.as_slice() {
        [(.., first), (.., second)] if parts[*first].1 => vec![*second],
        _ if count < 2 || strong <= count.div_ceil(2) => return,
        _ => {
            stressed.sort_unstable();
            stressed.iter().take(count / 2).map(|(.., at)| *at).collect()
        }
    };
    for at in weakened {
        parts[at].0 = Stress::Demote.apply(&parts[at].0);
    }
}

/// Returns the length of a word in sounds. Diphthongs and affricates count twice.
fn weight(phonemes: &str) -> usize {
    phonemes.chars().map(|c| if "AIOQWYʤʧ".contains(c) { 2 } else { 1 }).sum()
}

/// True for the vowels and diphthongs of Kokoro's alphabet.
pub(super) fn is_vowel(c: char) -> bool {
    "AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ".contains(c)
}

/// True for its consonants.
pub(super) fn is_consonant(c: char) -> bool {
    "bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθ".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_keeps_what_is_there_already() {
        assert_eq!(Stress::AtLeastSecondary.apply("hi"), "hˌi");
        assert_eq!(Stress::AtLeastSecondary.apply("lˈIt"), "lˈIt");
        assert_eq!(Stress::Primary.apply("bˌʌt"), "bˈʌt");
        assert_eq!(Stress::Primary.apply("bʌt"), "bˈʌt");
        assert_eq!(Stress::Demote.apply("ˌIdˈiə"), "Idˌiə");
        assert_eq!(Stress::Primary.apply("s"), "s", "a word without a vowel has no stress");
    }

    #[test]
    fn the_last_spelled_letter_is_the_strongest() {
        assert_eq!(spelled(&["bˈi", "bˈi", "sˈi"]), "bˌibˌisˈi");
    }

    #[test]
    fn the_lighter_part_of_a_compound_is_weaker() {
        let parts = |words: &[&str]| words.iter().map(|w| ((*w).to_string(), false)).collect::<Vec<_>>();
        let mut two = parts(&["wˈɛl", "nˈOn"]);
        compound(&mut two);
        assert_eq!(two, parts(&["wˌɛl", "nˈOn"]));
        let mut letter = vec![("ˈA".to_string(), true), ("lˈɪst".to_string(), false)];
        compound(&mut letter);
        assert_eq!(letter[1].0, "lˌɪst");
    }
}
