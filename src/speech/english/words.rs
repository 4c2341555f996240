//! The words that the rules know. Data only.

/// Months, and how they are shortened.
pub(super) const MONTHS: [(&str, &[&str]); 12] = [
    ("January", &["Jan"]),
    ("February", &["Feb"]),
    ("March", &["Mar"]),
    ("April", &["Apr"]),
    ("May", &[]),
    ("June", &["Jun"]),
    ("July", &["Jul"]),
    ("August", &["Aug"]),
    ("September", &["Sep", "Sept"]),
    ("October", &["Oct"]),
    ("November", &["Nov"]),
    ("December", &["Dec"]),
];

/// Before a year of any age.
pub(super) const YEAR_WORDS: &[&str] = &[
    "after", "around", "before", "between", "by", "circa", "during", "early", "from", "in", "late", "mid",
    "since", "spring", "summer", "autumn", "winter", "until", "year",
];
/// What numbers count, as far as no "s" tells.
pub(super) const COUNTED: &[&str] = &[
    "children", "copies", "deaths", "dollars", "euros", "feet", "houses", "homes", "jobs", "men", "metres",
    "miles", "people", "pounds", "soldiers", "tonnes", "troops", "votes", "women", "words", "workers",
];
/// Days of the week in spans such as "Mon–Fri".
pub(super) const DAYS: &[(&str, &str)] = &[
    ("Mon", "Monday"),
    ("Tue", "Tuesday"),
    ("Tues", "Tuesday"),
    ("Wed", "Wednesday"),
    ("Weds", "Wednesday"),
    ("Thu", "Thursday"),
    ("Thur", "Thursday"),
    ("Thurs", "Thursday"),
    ("Fri", "Friday"),
    ("Sat", "Saturday"),
    ("Sun", "Sunday"),
];
/// Before a noun that a measure describes.
pub(super) const DETERMINERS: &[&str] = &[
    "a", "an", "another", "each", "every", "her", "his", "its", "my", "new", "one", "our", "the", "their",
    "this", "your",
];
/// Small words that are no nouns.
pub(super) const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "above", "across", "after", "again", "ago", "along", "also", "always", "among", "an",
    "and", "annually", "are", "around", "as", "at", "because", "been", "before", "behind", "below",
    "between", "but", "by", "came", "could", "did", "does", "down", "during", "each", "every", "for", "from",
    "goes", "had", "has", "have", "he", "his", "if", "in", "into", "is", "it", "its", "less", "long", "made",
    "might", "more", "north", "of", "off", "on", "or", "out", "over", "per", "perhaps", "plus", "remains",
    "said", "says", "she", "since", "so", "south", "than", "that", "the", "their", "then", "they", "this",
    "thus", "to", "towards", "under", "until", "up", "was", "we", "went", "were", "when", "where", "which",
    "while", "who", "will", "with", "within", "worth", "would", "yet",
];

/// Ends of host names.
pub(super) const DOMAINS: &[&str] = &[
    "ai", "app", "at", "au", "biz", "ca", "ch", "cn", "co", "com", "de", "dev", "edu", "eu", "fr", "gov",
    "ie", "info", "int", "io", "it", "jp", "mil", "net", "news", "nl", "org", "ru", "tv", "uk", "us",
];

/// In these years even a plural ("2024 elections") leaves a number a year.
pub(super) const RECENT: std::ops::RangeInclusive<u64> = 1900..=2099;
/// Before a year that might else be a number.
pub(super) const STRICT_YEAR_WORDS: &[&str] =
    &["after", "before", "by", "circa", "during", "from", "in", "since", "till", "until", "year"];
/// Before "of" and a year.
pub(super) const OF_YEAR: &[&str] = &[
    "act",
    "autumn",
    "battle",
    "beginning",
    "conquest",
    "crisis",
    "end",
    "famine",
    "fire",
    "flood",
    "invasion",
    "rebellion",
    "revolt",
    "revolution",
    "spring",
    "start",
    "storm",
    "summer",
    "treaty",
    "war",
    "winter",
    "year",
];

/// Names of nuns and saints.
pub(super) const SISTERS: &[&str] = &[
    "Agatha",
    "Agnes",
    "Angela",
    "Anna",
    "Anne",
    "Benedicta",
    "Bernadette",
    "Bridget",
    "Catherine",
    "Cecilia",
    "Clare",
    "Clara",
    "Dolores",
    "Dorothy",
    "Elizabeth",
    "Frances",
    "Helen",
    "Joan",
    "Josephine",
    "Lucia",
    "Lucy",
    "Margaret",
    "Maria",
    "Marie",
    "Martha",
    "Mary",
    "Monica",
    "Norma",
    "Patricia",
    "Rita",
    "Rosa",
    "Rose",
    "Simone",
    "Teresa",
    "Theresa",
    "Therese",
    "Ursula",
    "Veronica",
];
