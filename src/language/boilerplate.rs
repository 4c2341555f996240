//! Phrases of the boilerplate around articles: menus, share lines, captions, bylines.
//!
//! The phrases of all languages apply together: an English article may be on a page with German menus. To add a language, add a
//! `boilerplate.toml` to its folder and to [`FILES`]. The comments in `en/boilerplate.toml` describe each list.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::table::table;
use super::words::PhraseList;

/// The phrases of each language.
const FILES: [&str; 7] = [
    include_str!("en/boilerplate.toml"),
    include_str!("de/boilerplate.toml"),
    include_str!("es/boilerplate.toml"),
    include_str!("fr/boilerplate.toml"),
    include_str!("it/boilerplate.toml"),
    include_str!("nl/boilerplate.toml"),
    include_str!("pt/boilerplate.toml"),
];

table! {
    /// The phrases of all languages. Sets hold whole lines and labels; lists hold openings and parts of a line.
    #[derive(Debug)]
    pub(crate) struct Phrases {
        pub(crate) page_lines: HashSet<String>,
        pub(crate) notices: PhraseList,
        pub(crate) player_words: PhraseList,
        pub(crate) copyright_openings: Vec<String>,
        pub(crate) rights_words: PhraseList,
        pub(crate) reading_time_words: HashSet<String>,
        pub(crate) link_list_headings: HashSet<String>,
        pub(crate) link_list_openings: Vec<String>,
        pub(crate) link_labels: HashSet<String>,
        pub(crate) weak_link_labels: HashSet<String>,
        pub(crate) link_lines: HashSet<String>,
        pub(crate) caption_labels: HashSet<String>,
        pub(crate) caption_openings: Vec<String>,
        pub(crate) credit_openings: Vec<String>,
        pub(crate) agencies: HashSet<String>,
        pub(crate) picture_desks: HashSet<String>,
        pub(crate) share_lines: HashSet<String>,
        pub(crate) request_openings: Vec<String>,
        pub(crate) request_targets: PhraseList,
        pub(crate) request_titles: Vec<String>,
        pub(crate) request_conditions: Vec<String>,
        pub(crate) request_courtesies: Vec<String>,
        pub(crate) promotion_phrases: PhraseList,
        pub(crate) promotion_ends: HashSet<String>,
        pub(crate) contact_headings: HashSet<String>,
        pub(crate) by: Vec<String>,
        pub(crate) author_labels: HashSet<String>,
        pub(crate) byline_openings: Vec<String>,
        pub(crate) occupations: HashSet<String>,
        pub(crate) is_a: Vec<String>,
        pub(crate) employer_prepositions: Vec<String>,
        pub(crate) outlet_endings: Vec<String>,
        pub(crate) name_particles: Vec<String>,
        pub(crate) not_name_openings: Vec<String>,
        pub(crate) time_labels: Vec<String>,
        pub(crate) ago: Vec<String>,
        pub(crate) date_words: HashSet<String>,
        pub(crate) date_joints: Vec<String>,
        pub(crate) tag_headings: HashSet<String>,
        pub(crate) counter_joints: HashSet<String>,
        pub(crate) notice_topics: PhraseList,
        pub(crate) promotion_topics: PhraseList,
        pub(crate) reader_words: Vec<String>,
        pub(crate) formal_reader_words: Vec<String>,
        pub(crate) site_words: Vec<String>,
        pub(crate) self_references: PhraseList,
        pub(crate) imperatives: Vec<String>,
        pub(crate) tag_openings: Vec<String>,
        pub(crate) entry_openings: Vec<String>,
        pub(crate) platforms: HashSet<String>,
        pub(crate) end_openings: Vec<String>,
        pub(crate) end_targets: HashSet<String>,
        pub(crate) author_headings: HashSet<String>,
        pub(crate) author_verbs: Vec<String>,
        pub(crate) staff_headings: HashSet<String>,
        pub(crate) staff_jobs: HashSet<String>,
        pub(crate) sponsor_openings: Vec<String>,
        pub(crate) contribution_phrases: PhraseList,
        pub(crate) page_labels: Vec<String>,
        pub(crate) page_label_joints: HashSet<String>,
        pub(crate) download_openings: Vec<String>,
        pub(crate) reference_headings: HashSet<String>,
        pub(crate) generic_file_names: HashSet<String>,
    }
}

/// Returns the phrases of all languages. The first call reads them.
pub(crate) fn phrases() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| Phrases::read(&FILES))
}

/// Returns the rest of a folded text after an opening from the list. The opening ends at the end of a word: "share on" does not
/// open "share only".
pub(crate) fn strip_opening<'t>(text: &'t str, openings: &[String]) -> Option<&'t str> {
    openings
        .iter()
        .filter_map(|opening| text.strip_prefix(opening.as_str()))
        .find(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges_the_phrases_of_all_languages() {
        let phrases = phrases();
        assert!(phrases.page_lines.contains("advertisement") && phrases.page_lines.contains("werbung"));
        assert_eq!(phrases.by, ["by", "von", "por", "par", "door"]);
    }

    #[test]
    fn openings_end_at_the_end_of_a_word() {
        let openings = ["share on".to_string()];
        assert_eq!(strip_opening("share on facebook", &openings), Some(" facebook"));
        assert_eq!(strip_opening("share only this", &openings), None);
    }
}
