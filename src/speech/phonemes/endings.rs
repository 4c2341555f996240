//! The endings -s, -ed and -ing of words that the dictionary lists without them: their spelling and their sound.

use super::accent::Accent;

/// An ending of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// Plural, possessive, third person: "dogs", "dog's", "goes".
    S,
    /// Past: "walked".
    Ed,
    /// "walking".
    Ing,
}

/// Vowels after which Americans flap a "t": "waiting".
const BEFORE_FLAP: &str = "AIOWYiuæɑəɛɪɹʊʌ";

/// Returns the stem of a word and its ending, as the first spelling of the stem that `known` accepts.
pub(super) fn split(word: &str, known: impl Fn(&str) -> bool) -> Option<(String, Ending)> {
    let stems =
        [(Ending::S, stems_of_s(word)), (Ending::Ed, stems_of_ed(word)), (Ending::Ing, stems_of_ing(word))];
    stems
        .into_iter()
        .find_map(|(ending, stems)| stems.into_iter().find(|stem| known(stem)).map(|stem| (stem, ending)))
}

/// "dogs" → "dog"; "goes" → "goe", "go"; "dog's" → "dog"; "cities" → "city"; "dogs'" → "dog".
fn stems_of_s(word: &str) -> Vec<String> {
    let mut stems = Vec::new();
    if let Some(stem) = word.strip_suffix('s').filter(|stem| stem.len() > 1 && !stem.ends_with('s')) {
        stems.push(stem.to_string());
    }
    if let Some(stem) = word.strip_suffix("'s") {
        stems.push(stem.to_string());
    }
    if let Some(stem) = word.strip_suffix("es").filter(|stem| stem.len() > 1 && !stem.ends_with('i')) {
        stems.push(stem.to_string());
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        stems.push(format!("{stem}y"));
    }
    stems
}

/// "baked" → "bake"; "walked" → "walk"; "stopped" → "stop"; "tried" → "try".
fn stems_of_ed(word: &str) -> Vec<String> {
    let mut stems = Vec::new();
    if let Some(stem) = word.strip_suffix('d').filter(|stem| stem.len() > 2 && !stem.ends_with('d')) {
        stems.push(stem.to_string());
    }
    if let Some(stem) = word.strip_suffix("ed").filter(|stem| stem.len() > 2 && !stem.ends_with('e')) {
        stems.push(stem.to_string());
        stems.extend(without_doubled(stem));
    }
    if let Some(stem) = word.strip_suffix("ied").filter(|stem| stem.len() > 1) {
        stems.push(format!("{stem}y"));
    }
    stems
}

/// "walking" → "walk"; "baking" → "bake"; "stopping" → "stop"; "panicking" → "panic".
fn stems_of_ing(word: &str) -> Vec<String> {
    let Some(stem) = word.strip_suffix("ing").filter(|stem| stem.len() > 1) else { return Vec::new() };
    let mut stems = Vec::new();
    if stem.len() > 2 {
        stems.push(stem.to_string());
    }
    stems.push(format!("{stem}e"));
    if stem.len() > 2 {
        stems.extend(without_doubled(stem));
        stems.extend(stem.strip_suffix("ck").map(|stem| format!("{stem}c")));
    }
    stems
}

/// "stopp" → "stop".
fn without_doubled(stem: &str) -> Option<String> {
    let last = stem.chars().next_back().filter(|c| "bcdgklmnprstvxz".contains(*c))?;
    let shorter = stem.strip_suffix(last)?;
    shorter.ends_with(last).then(|| shorter.to_string())
}

/// Adds the sound of an ending to the phonemes of a stem.
pub(super) fn add(ending: Ending, stem: &str, spelling: &str, accent: Accent) -> String {
    match ending {
        Ending::S => add_s(stem, accent),
        Ending::Ed => add_ed(stem, accent),
        Ending::Ing => add_ing(stem, spelling, accent),
    }
}

/// "cats" has an s, "dogs" a z, "horses" a syllable more.
fn add_s(stem: &str, accent: Accent) -> String {
    match last_sound(stem) {
        'p' | 't' | 'k' | 'f' | 'θ' => format!("{stem}s"),
        's' | 'z' | 'ʃ' | 'ʒ' | 'ʧ' | 'ʤ' => format!("{stem}{}z", weak_i(accent)),
        _ => format!("{stem}z"),
    }
}

/// "walked" has a t, "begged" a d, "waited" a syllable more.
fn add_ed(stem: &str, accent: Accent) -> String {
    match last_sound(stem) {
        'p' | 'k' | 'f' | 'θ' | 'ʃ' | 's' | 'ʧ' => format!("{stem}t"),
        'd' => format!("{stem}{}d", weak_i(accent)),
        't' => format!("{}{}d", flapped(stem, accent), weak_i(accent)),
        _ => format!("{stem}d"),
    }
}

fn add_ing(stem: &str, spelling: &str, accent: Accent) -> String {
    // The British "r" is silent at the end of a word and heard before a vowel: "store", "storing".
    let silent_r =
        accent == Accent::Gb && stem.ends_with(['ə', 'ː']) && spelling.trim_end_matches('e').ends_with('r');
    let linking = if silent_r { "ɹ" } else { "" };
    format!("{}{linking}ɪŋ", flapped(stem, accent))
}

/// American "t" between vowels is a flap.
fn flapped(stem: &str, accent: Accent) -> String {
    let before = stem.strip_suffix('t').filter(|rest| rest.ends_with(|c| BEFORE_FLAP.contains(c)));
    match before {
        Some(rest) if accent == Accent::Us => format!("{rest}ɾ"),
        _ => stem.to_string(),
    }
}

fn weak_i(accent: Accent) -> char {
    match accent {
        Accent::Us => 'ᵻ',
        Accent::Gb => 'ɪ',
    }
}

fn last_sound(stem: &str) -> char {
    stem.chars().next_back().unwrap_or(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stem(word: &str, known: &str) -> Option<(String, Ending)> {
        split(word, |stem| stem == known)
    }

    #[test]
    fn the_spelling_of_a_stem_is_restored() {
        for (word, known, ending) in [
            ("dogs", "dog", Ending::S),
            ("goes", "go", Ending::S),
            ("boss's", "boss", Ending::S),
            ("cities", "city", Ending::S),
            ("walked", "walk", Ending::Ed),
            ("baked", "bake", Ending::Ed),
            ("stopped", "stop", Ending::Ed),
            ("tried", "try", Ending::Ed),
            ("baking", "bake", Ending::Ing),
            ("stopping", "stop", Ending::Ing),
            ("panicking", "panic", Ending::Ing),
        ] {
            assert_eq!(stem(word, known), Some((known.to_string(), ending)), "{word}");
        }
        assert_eq!(stem("boss", "bos"), None);
        assert_eq!(stem("need", "ne"), None);
    }

    #[test]
    fn an_ending_sounds_like_the_end_of_its_stem() {
        use Accent::{Gb, Us};
        for (ending, stem, spelling, accent, expected) in [
            (Ending::S, "kˈæt", "cat", Us, "kˈæts"),
            (Ending::S, "dˈɔɡ", "dog", Us, "dˈɔɡz"),
            (Ending::S, "hˈɔɹs", "horse", Us, "hˈɔɹsᵻz"),
            (Ending::S, "hˈɔːs", "horse", Gb, "hˈɔːsɪz"),
            (Ending::Ed, "wˈAt", "wait", Us, "wˈAɾᵻd"),
            (Ending::Ed, "wˈɑnt", "want", Us, "wˈɑntᵻd"),
            (Ending::Ed, "wˈAt", "wait", Gb, "wˈAtɪd"),
            (Ending::Ing, "stˈɔː", "store", Gb, "stˈɔːɹɪŋ"),
            (Ending::Ing, "sˈiː", "see", Gb, "sˈiːɪŋ"),
        ] {
            assert_eq!(add(ending, stem, spelling, accent), expected);
        }
    }
}
