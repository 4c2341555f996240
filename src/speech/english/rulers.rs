//! What Roman numerals stand behind. Data only.

/// Names that kings, queens and popes have worn with a number.
pub(super) const REGNAL: &[&str] = &[
    "Albert",
    "Alexander",
    "Alfonso",
    "Benedict",
    "Catherine",
    "Charles",
    "Christian",
    "Clement",
    "Edward",
    "Elizabeth",
    "Felipe",
    "Ferdinand",
    "Francis",
    "Frederick",
    "Friedrich",
    "George",
    "Gregory",
    "Gustaf",
    "Harald",
    "Henry",
    "Hussein",
    "Innocent",
    "Ivan",
    "James",
    "John",
    "Joseph",
    "Leo",
    "Leopold",
    "Louis",
    "Mary",
    "Mohammed",
    "Napoleon",
    "Nicholas",
    "Paul",
    "Peter",
    "Philip",
    "Pius",
    "Ramesses",
    "Ramses",
    "Richard",
    "Robert",
    "Sixtus",
    "Umberto",
    "Urban",
    "Victor",
    "Wilhelm",
    "William",
];

/// Titles of those who wear them.
pub(super) const RULERS: &[&str] =
    &["Emperor", "Empress", "Kaiser", "King", "Pope", "Prince", "Queen", "Sultan", "Tsar"];

/// What Roman numerals count.
pub(super) const NUMBERED: &[&str] = &[
    "Act", "Appendix", "Article", "Book", "Bowl", "Category", "Chapter", "Class", "Division", "Gaudium",
    "Grade", "Mark", "Mk", "Olympiad", "Part", "Phase", "Scene", "Schedule", "Section", "Stage", "Title",
    "Type", "Vatican", "Volume", "War", "phase", "type",
];

/// What comes in classes numbered "I", where "I" is not the speaker.
pub(super) const NUMBERED_NOUNS: &[&str] = &[
    "building",
    "buildings",
    "cancer",
    "diabetes",
    "disease",
    "error",
    "errors",
    "hypersensitivity",
    "injury",
    "listed",
    "listing",
    "recall",
    "study",
    "supernova",
    "supernovae",
    "trial",
    "trials",
];
