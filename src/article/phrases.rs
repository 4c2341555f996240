//! What pages say around their articles, as data: one table per language.
//!
//! All entries are folded (lower case, straight apostrophes). A new language is a new table here.

mod de;
mod en;

/// The wording of page furniture in one language.
pub(super) struct Phrases {
    /// Whole lines that are advertisement marks, buttons and the like.
    pub(super) furniture: &'static [&'static str],
    /// Whole lines that open a list of links: titles follow until prose resumes.
    pub(super) link_heads: &'static [&'static str],
    /// Labels before a colon or bar: the line is a link, whatever it says.
    pub(super) link_labels: &'static [&'static str],
    /// Labels before a colon or bar: the line is a link unless it is a sentence.
    pub(super) weak_link_labels: &'static [&'static str],
    /// Whole lines that point to the rest of the story elsewhere.
    pub(super) link_lines: &'static [&'static str],
    /// Anywhere in a short block: a notice of the page, not of its author.
    pub(super) notices: &'static [&'static str],
    /// Labels of captions and credits.
    pub(super) caption_labels: &'static [&'static str],
    /// Openings of captions that need no colon.
    pub(super) caption_openings: &'static [&'static str],
    /// What a closing bracket with a credit begins with.
    pub(super) credit_openings: &'static [&'static str],
    /// Whole lines of share bars.
    pub(super) share_lines: &'static [&'static str],
    /// Openings that ask the reader for something…
    pub(super) share_openings: &'static [&'static str],
    /// …when one of these is what is asked for.
    pub(super) share_targets: &'static [&'static str],
    /// Openings that suffice where the line is no sentence.
    pub(super) share_titles: &'static [&'static str],
    /// Anywhere in a short block: the publisher's own advertisement.
    pub(super) share_phrases: &'static [&'static str],
    /// Whole lines that end such an advertisement.
    pub(super) promotion_ends: &'static [&'static str],
    /// Whole lines after which a press office gives names and numbers.
    pub(super) contact_heads: &'static [&'static str],
    /// The word before an author's name.
    pub(super) by: &'static [&'static str],
    /// All that stands before the name of whoever wrote the words.
    pub(super) author_labels: &'static [&'static str],
    /// Openings of lines that name who helped.
    pub(super) byline_openings: &'static [&'static str],
    /// What journalists are called, in lines about the author.
    pub(super) trades: &'static [&'static str],
    /// "is a" in lines about the author, with the spaces around it.
    pub(super) is_a: &'static [&'static str],
    /// Openings of lines that give a time of publication.
    pub(super) time_labels: &'static [&'static str],
    /// Months, week days, zones: the words that date lines are made of.
    pub(super) date_words: &'static [&'static str],
}

/// Every language: a page may be in one and its furniture in another.
pub(super) const ALL: [&Phrases; 2] = [&en::EN, &de::DE];

/// News agencies, folded, as they stand in credits of any language.
pub(super) const AGENCIES: [&str; 16] = [
    "ap",
    "the associated press",
    "associated press",
    "reuters",
    "afp",
    "pa",
    "pa media",
    "press association",
    "dpa",
    "the canadian press",
    "canadian press",
    "bloomberg",
    "xinhua",
    "tass",
    "epd",
    "kna",
];

/// Picture desks: who is credited here did not write.
pub(super) const PICTURE_DESKS: [&str; 11] = [
    "ap photo",
    "afp via getty images",
    "getty",
    "getty images",
    "pa wire",
    "epa",
    "shutterstock",
    "istock",
    "alamy",
    "imago",
    "picture alliance",
];

/// Is the folded line, marks at its ends aside, in the list of any language.
pub(super) fn is_line(line: &str, list: fn(&Phrases) -> &'static [&'static str]) -> bool {
    ALL.iter().any(|p| list(p).contains(&line))
}

/// Does the folded text begin with an entry of any language, a word ending there.
pub(super) fn opening(text: &str, list: fn(&Phrases) -> &'static [&'static str]) -> Option<&str> {
    ALL.iter()
        .flat_map(|p| list(p))
        .filter_map(|o| text.strip_prefix(o))
        .find(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Does the folded text hold an entry of any language.
pub(super) fn holds(text: &str, list: fn(&Phrases) -> &'static [&'static str]) -> bool {
    ALL.iter().flat_map(|p| list(p)).any(|o| text.contains(o))
}
