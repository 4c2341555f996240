//! Words with two sounds that the dictionaries list with one, decided by the words around them: "a lead pipe", "in Reading".
//!
//! The dictionaries decide most heteronyms by part of speech ("to record", "a record"). Here both readings are nouns or names.

use super::accent::Accent;

/// Words after the metal: "lead pipes". Also after a hyphen: "lead-free".
const AFTER_METAL: &[&str] = &[
    "acid",
    "ammunition",
    "azide",
    "based",
    "batteries",
    "battery",
    "bullet",
    "bullets",
    "coffin",
    "contaminated",
    "contamination",
    "crystal",
    "dust",
    "exposure",
    "free",
    "glass",
    "glaze",
    "lined",
    "mine",
    "mines",
    "ore",
    "paint",
    "pencil",
    "pencils",
    "pipe",
    "pipes",
    "piping",
    "poisoned",
    "poisoning",
    "roof",
    "roofs",
    "sheet",
    "sheets",
    "shot",
    "sinker",
    "smelter",
    "smelting",
    "solder",
    "weight",
    "weights",
];
/// Words before the metal: "molten lead", "made of lead".
const BEFORE_METAL: &[&str] = &["liquid", "melted", "molten", "of", "scrap"];
/// Words before a place.
const BEFORE_PLACE: &[&str] = &["at", "from", "in", "near", "of", "outside", "to", "via"];

/// Returns the sound of the word at `at`, if it is not the one of the dictionary. `tags` are the parts of speech of the words.
pub(super) fn sound(words: &[String], tags: &[&str], at: usize, accent: Accent) -> Option<&'static str> {
    let word = words.get(at)?;
    let near = |index: Option<usize>| {
        index.and_then(|index| words.get(index)).map_or(String::new(), |w| w.to_lowercase())
    };
    let before = near(at.checked_sub(1));
    let after = near(at.checked_add(1));
    let noun = |index: usize| tags.get(index).is_some_and(|tag| tag.starts_with("NN"));
    let place = BEFORE_PLACE.contains(&before.as_str());
    match word.as_str() {
        "lead" | "Lead" if AFTER_METAL.contains(&after.as_str()) => Some("lˈɛd"),
        // "the post of lead author" is no metal.
        "lead" if noun(at) && !noun(at + 1) && BEFORE_METAL.contains(&before.as_str()) => Some("lˈɛd"),
        "Reading" if place => Some("ɹˈɛdɪŋ"),
        "Nice" if place => Some(if accent == Accent::Gb { "nˈiːs" } else { "nˈis" }),
        _ => None,
    }
}

/// Returns the sound of the first part of a compound: "lead-free".
pub(super) fn first_part(parts: &[&str]) -> Option<&'static str> {
    match parts {
        ["lead" | "Lead", second, ..] if AFTER_METAL.contains(second) => Some("lˈɛd"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_decide() {
        for (text, tags, at, expected) in [
            ("old lead pipes", ["JJ", "NN", "NNS"].as_slice(), 1, Some("lˈɛd")),
            ("made of lead", &["VBN", "IN", "NN"], 2, Some("lˈɛd")),
            ("post of lead author", &["NN", "IN", "NN", "NN"], 2, None),
            ("take the lead", &["VB", "DT", "NN"], 2, None),
            ("born in Reading", &["VBN", "IN", "NNP"], 2, Some("ɹˈɛdɪŋ")),
            ("Reading is fun", &["NN", "VBZ", "NN"], 0, None),
            ("a flat in Nice", &["DT", "NN", "IN", "NNP"], 3, Some("nˈis")),
        ] {
            let words: Vec<String> = text.split(' ').map(str::to_string).collect();
            assert_eq!(sound(&words, tags, at, Accent::Us), expected, "{text}");
        }
        assert_eq!(first_part(&["lead", "free"]), Some("lˈɛd"));
    }
}
