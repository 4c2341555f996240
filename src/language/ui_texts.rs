//! Loads the labels of pages and books, and the disclosure of synthetic speech: one file for each language.

use std::sync::OnceLock;

use serde::Deserialize;

use super::primary;
use super::table::table;

table! {
    /// The labels and messages in one language; `en/ui.toml` describes each.
    #[derive(Debug)]
    pub(crate) struct UiTexts {
        /// BCP 47 tag.
        pub(crate) language: String,
        pub(crate) skip: String,
        pub(crate) skip_to_player: String,
        pub(crate) chapters: String,
        pub(crate) player: String,
        pub(crate) sentence: StepTexts,
        pub(crate) paragraph: StepTexts,
        pub(crate) reading: ReadingTexts,
        pub(crate) more: String,
        pub(crate) speed: String,
        pub(crate) follow: String,
        pub(crate) keys: String,
        pub(crate) help: String,
        pub(crate) keys_anywhere: String,
        pub(crate) keys_anywhere_help: String,
        pub(crate) resumed: String,
        pub(crate) load_failed: String,
        pub(crate) loading: String,
        pub(crate) not_read: String,
        pub(crate) continued: String,
        pub(crate) narrator: String,
        pub(crate) unknown: String,
        pub(crate) synthetic: String,
        pub(crate) disclosure: String,
        pub(crate) partial_disclosure: String,
        pub(crate) accessible: String,
        pub(crate) partly_accessible: String,
        pub(crate) audio_only: String,
        pub(crate) listen: String,
        pub(crate) read_along: String,
    }
}

/// Names of the two buttons that step through sentences or paragraphs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepTexts {
    pub(crate) short: String,
    pub(crate) previous: String,
    pub(crate) next: String,
}

/// Names and values of the settings of the text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadingTexts {
    /// The button that shows the settings.
    pub(crate) button: String,
    pub(crate) size: String,
    pub(crate) lines: String,
    pub(crate) letters: String,
    pub(crate) width: String,
    pub(crate) font: String,
    pub(crate) serif: String,
    pub(crate) sans: String,
    pub(crate) dyslexia: String,
    pub(crate) theme: String,
    pub(crate) automatic: String,
    pub(crate) light: String,
    pub(crate) dark: String,
    pub(crate) reset: String,
}

/// Returns the texts for the language of a BCP 47 tag, or English if there are none.
pub(crate) fn ui_texts(tag: &str) -> &'static UiTexts {
    static TEXTS: OnceLock<[UiTexts; 7]> = OnceLock::new();
    let [english, others @ ..] = TEXTS.get_or_init(|| FILES.map(|file| UiTexts::read(&[file])));
    let language = primary(tag);
    others.iter().find(|texts| language == Some(texts.language.as_str())).unwrap_or(english)
}

/// Returns true if there are texts for the language of a BCP 47 tag. An episode without a tag counts as English.
pub(crate) fn has_ui_texts(tag: Option<&str>) -> bool {
    tag.is_none_or(|tag| primary(tag) == Some(ui_texts(tag).language.as_str()))
}

/// The file of each language, English first.
const FILES: [&str; 7] = [
    include_str!("en/ui.toml"),
    include_str!("de/ui.toml"),
    include_str!("es/ui.toml"),
    include_str!("fr/ui.toml"),
    include_str!("it/ui.toml"),
    include_str!("nl/ui.toml"),
    include_str!("pt/ui.toml"),
];

#[cfg(test)]
mod tests {
    use super::ui_texts;

    #[test]
    fn reads_the_labels_of_each_language() {
        assert_eq!(ui_texts("de-AT").language, "de");
        for language in ["es", "fr", "it", "nl", "pt"] {
            assert_eq!(ui_texts(language).language, language);
        }
        assert_eq!(ui_texts("sv").language, "en");
    }
}
