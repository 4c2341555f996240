//! What pages say around their articles, as data: one table per language.
//!
//! All entries are folded (lower case, straight apostrophes). A new language is a new table here.

mod de;
mod en;

/// The wording of page furniture in one language.
pub(crate) struct Phrases {
    /// Whole lines that are advertisement marks, buttons and the like.
    pub(crate) furniture: &'static [&'static str],
    /// Whole lines that open a list of links: titles follow until prose resumes.
    pub(crate) link_heads: &'static [&'static str],
    /// Labels before a colon or bar: the line is a link, whatever it says.
    pub(crate) link_labels: &'static [&'static str],
    /// Labels before a colon or bar: the line is a link unless it is a sentence.
    pub(crate) weak_link_labels: &'static [&'static str],
    /// Whole lines that point to the rest of the story elsewhere.
    pub(crate) link_lines: &'static [&'static str],
    /// Anywhere in a short block: a notice of the page, not of its author.
    pub(crate) notices: &'static [&'static str],
    /// Labels of captions and credits.
    pub(crate) caption_labels: &'static [&'static str],
    /// Openings of captions that need no colon.
    pub(crate) caption_openings: &'static [&'static str],
    /// What a closing bracket with a credit begins with.
    pub(crate) credit_openings: &'static [&'static str],
    /// Whole lines of share bars.
    pub(crate) share_lines: &'static [&'static str],
    /// Openings that ask the reader for something…
    pub(crate) share_openings: &'static [&'static str],
    /// …when one of these is what is asked for.
    pub(crate) share_targets: &'static [&'static str],
    /// Openings that suffice where the line is no sentence.
    pub(crate) share_titles: &'static [&'static str],
    /// Anywhere in a short block: the publisher's own advertisement.
    pub(crate) share_phrases: &'static [&'static str],
    /// Whole lines that end such an advertisement.
    pub(crate) promotion_ends: &'static [&'static str],
    /// Whole lines after which a press office gives names and numbers.
    pub(crate) contact_heads: &'static [&'static str],
    /// The word before an author's name.
    pub(crate) by: &'static [&'static str],
    /// All that stands before the name of whoever wrote the words.
    pub(crate) author_labels: &'static [&'static str],
    /// Openings of lines that name who helped.
    pub(crate) byline_openings: &'static [&'static str],
    /// What journalists are called, in lines about the author.
    pub(crate) trades: &'static [&'static str],
    /// "is a" in lines about the author, with the spaces around it.
    pub(crate) is_a: &'static [&'static str],
    /// Openings of lines that give a time of publication.
    pub(crate) time_labels: &'static [&'static str],
    /// Months, week days, zones: the words that date lines are made of.
    pub(crate) date_words: &'static [&'static str],
}

/// Every language: a page may be in one and its furniture in another.
pub(crate) const ALL: [&Phrases; 2] = [&en::EN, &de::DE];

/// News agencies, folded, as they stand in credits of any language.
pub(crate) const AGENCIES: [&str; 16] = [
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
pub(crate) const PICTURE_DESKS: [&str; 11] = [
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
pub(crate) fn is_line(line: &str, list: fn(&Phrases) -> &'static [&'static str]) -> bool {
    ALL.iter().any(|p| list(p).contains(&line))
}

/// Does the folded text begin with an entry of any language, a word ending there.
pub(crate) fn opening(text: &str, list: fn(&Phrases) -> &'static [&'static str]) -> Option<&str> {
    ALL.iter()
        .flat_map(|p| list(p))
        .filter_map(|o| text.strip_prefix(o))
        .find(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Does the folded text hold an entry of any language.
pub(crate) fn holds(text: &str, list: fn(&Phrases) -> &'static [&'static str]) -> bool {
    ALL.iter().flat_map(|p| list(p)).any(|o| text.contains(o))
}
