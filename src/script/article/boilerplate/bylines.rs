//! Finds bylines and dates: lines that say who wrote an article, and when.
//!
//! ```text
//! By Jane Doe, political correspondent
//! Published 3 hours ago
//! ```

use super::super::block::{Article, Block, Format, Reason, Role};
use super::super::shape::{
    ends_sentence, ends_with_full_stop, fold, has_quotation, is_link_title, is_name, is_prose,
    starts_like_title, word_count, words,
};
use crate::language::boilerplate::{Phrases, phrases, strip_opening};
use crate::language::given_names::given_name;

/// Bylines and dates of a page are within its first blocks. Lower down, the same words are text.
pub(in crate::script::article) const HEAD_BLOCKS: usize = 14;
/// The author is taken only from the first blocks: a "By …" further down may be about another text.
const AUTHOR_BLOCKS: usize = 8;
/// A byline has at most this many words after the names: an occupation, an outlet, a place.
const MAX_WORDS_AFTER_NAMES: usize = 6;

/// Position of a block above the body of a page.
#[derive(Clone, Copy)]
pub(super) struct Head {
    /// It is the first block: the headline, not a byline.
    pub(super) first: bool,
    /// Prose comes before it: a standfirst, or the first paragraph of the body.
    pub(super) after_prose: bool,
}

/// A line under the headline.
const UNDER_HEADLINE: Head = Head { first: false, after_prose: false };

/// Omits the byline under the headline, or under the standfirst that follows it, and returns the names in it.
///
/// A byline elsewhere in a text stays: a reader may have chosen it, e.g. a list of poems with "By Ada Venn" under each title.
pub(in crate::script::article) fn mark_byline(article: &mut Article, format: Format) -> Option<String> {
    let Article { text, blocks, .. } = article;
    let read: Vec<usize> = (0..blocks.len()).filter(|&at| blocks[at].role.is_read()).take(4).collect();
    if !matches!(blocks[*read.first()?].role, Role::Heading(_)) {
        return None;
    }
    let place = (1..read.len().min(3)).find(|&place| {
        let line = blocks[read[place]].text(text);
        let is_name_alone = place == 1 && format == Format::Text && is_known_name(line);
        may_be_byline(&blocks[read[place]], format) && (is_name_alone || is_whole_byline(line))
    })?;
    let line = blocks[read[place]].text(text);
    let author = author_names(line).or_else(|| is_known_name(line).then_some(line)).map(str::to_string);
    let occupation = read
        .get(place + 1)
        .copied()
        .filter(|&at| may_be_byline(&blocks[at], format) && is_occupation_line(blocks[at].text(text)));
    for at in [Some(read[place]), occupation].into_iter().flatten() {
        blocks[at].role = Role::Omitted(Reason::Byline);
    }
    author
}

/// True for `Ada Venn`: two or three words, of which the first is a given name. `Port Ellen` is a place.
fn is_known_name(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    // "Von" is a given name too.
    let is_label = phrases().by.contains(&fold(first));
    !is_label && (2..=3).contains(&word_count(line)) && is_name(line) && given_name(first).is_some()
}

/// In plain text a short line was only guessed to be a heading, so it may be a byline too.
fn may_be_byline(block: &Block, format: Format) -> bool {
    match block.role {
        Role::Heading(_) => format == Format::Text,
        role => role == Role::Paragraph,
    }
}

/// True for a block that says only who wrote the article, and perhaps when. A longer line may be a sentence: "By Monday Ada Venn had
/// seen every ferry of the line leave."
fn is_whole_byline(block: &str) -> bool {
    let mut lines = block.lines();
    let first = lines.next().unwrap_or_default();
    author_names(first).is_some_and(|names| {
        let after = first.split_once(names).map_or(first, |(_, after)| after);
        word_count(after) <= MAX_WORDS_AFTER_NAMES
    }) && lines.all(|line| is_time_line(&fold(line), Some(UNDER_HEADLINE)) || is_occupation_line(line))
}

/// Returns the names in a byline above the body, whether the byline is read or omitted.
pub(in crate::script::article) fn find_author(article: &Article) -> Option<String> {
    let head =
        article.blocks.iter().take(AUTHOR_BLOCKS).take_while(|block| !is_prose(block.text(&article.text)));
    head.filter(|block| matches!(block.role, Role::Paragraph | Role::Omitted(Reason::Byline)))
        .find_map(|block| author_names(block.text(&article.text)))
        .map(str::to_string)
}

/// Returns the names in `Von Jürgen Köhler`, `Written by Ada Venn and Bo Lind, correspondents` or `Text: Ada Venn`.
fn author_names(line: &str) -> Option<&str> {
    let line = line.lines().next().unwrap_or(line);
    let ends = line.char_indices().filter(|(_, c)| matches!(c, ' ' | ':')).map(|(at, _)| at).take(4);
    let label = ends.filter(|end| phrases().author_labels.contains(&fold(&line[..*end]))).last()?;
    // One capital is not enough: `Von der Nordsee` is a place.
    let has_two_capitals =
        |name: &&str| name.split(' ').filter(|part| part.starts_with(char::is_uppercase)).count() > 1;
    leading_names(&line[label..]).filter(has_two_capitals)
}

/// Returns the names after "By", up to a comma or another separator: `Jane Doe` of `Jane Doe, BBC News`.
fn leading_names(rest: &str) -> Option<&str> {
    let name = rest.trim_start_matches([':', ' ']).split([',', '|', '(', '•', '·', ';', '\n', '@']).next()?;
    Some(name.trim()).filter(|name| is_name(name) && !ends_with_full_stop(rest))
}

/// True for a byline of a page, such as `By Jane Doe, political correspondent` or `Reporting by Jane Doe`.
pub(super) fn is_byline(line: &str, folded: &str, head: Option<Head>) -> bool {
    let bare = folded.trim_start_matches(['(', '[', '—', '–', '-', ' ']);
    let names_after = |rest: &str| {
        let first = rest.trim_start_matches([':', ' ']);
        let at = folded.len() - first.len();
        // Folding keeps the length of ASCII only, so the capital of a name is looked up in ASCII lines only.
        line.get(at.min(line.len())..).is_some_and(starts_like_title) || !line.is_ascii()
    };
    if strip_opening(bare, &phrases().byline_openings)
        .is_some_and(|rest| !rest.trim().is_empty() && names_after(rest))
    {
        // A sentence gets less room: `Reporting from Quay Street, she found …` is a sentence of the article. In brackets it is the
        // agency's list of names.
        let most = match (line.starts_with(['(', '[']) && line.ends_with([')', ']']), ends_sentence(line)) {
            (true, _) => 40,
            (_, true) => 12,
            _ => 25,
        };
        return word_count(line) <= most;
    }
    head.is_some_and(|head| {
        is_author_line(line)
            || is_agency_line(line)
            || (!head.first && (is_handle(line) || is_name_with_place(line)))
    })
}

/// True for a byline under the headline.
pub(super) fn is_byline_under_headline(line: &str) -> bool {
    is_byline(line, &fold(line), Some(UNDER_HEADLINE))
}

/// True for `By Jane Doe`, `Von: Jana Muster, Berlin` or `By Jane Doe and John Roe, BBC News`.
fn is_author_line(line: &str) -> bool {
    let Some((by, rest)) = line.split_once([' ', ':']) else { return false };
    phrases().by.contains(&fold(by)) && word_count(line) <= 16 && leading_names(rest).is_some()
}

/// True for the handle of an author: `@janedoe`.
fn is_handle(line: &str) -> bool {
    line.starts_with('@') && !line.contains(char::is_whitespace)
}

/// True for a correspondent and a place: `Jane Doe in Port Ellen`.
fn is_name_with_place(line: &str) -> bool {
    line.split_once(" in ").is_some_and(|(name, place)| {
        is_name(name)
            && word_count(name) <= 3
            && word_count(place) <= 3
            && !line.contains(['.', ':', '?', '!'])
            && place.split(' ').all(starts_like_title)
    })
}

/// True for a name and a news agency: `Jane Doe, The Associated Press`.
fn is_agency_line(line: &str) -> bool {
    let Some((name, agency)) = line.split_once([',', '|', '/', '-', '–', '—']) else { return false };
    is_name(name.trim()) && phrases().agencies.contains(fold(agency).trim_end_matches('.'))
}

/// Omits two lines of a byline without "By": a name, and the occupation under it. Only pages have them; in a text the name may be a
/// subhead.
pub(super) fn mark_names_with_occupation(text: &str, blocks: &mut [Block]) {
    for index in 2..blocks.len().min(HEAD_BLOCKS) {
        let (name, occupation) = (blocks[index - 1].text(text), blocks[index].text(text));
        let both = [index - 1, index].iter().all(|&i| blocks[i].role == Role::Paragraph);
        if both
            && is_name(name)
            && word_count(occupation) <= 5
            && is_link_title(occupation)
            && has_occupation(occupation)
        {
            blocks[index - 1].role = Role::Omitted(Reason::Byline);
            blocks[index].role = Role::Omitted(Reason::Byline);
        }
    }
}

/// True for an occupation or an outlet under a name, on a line of its own: `International correspondent @jane`, `Harbour News`.
pub(super) fn is_occupation_line(line: &str) -> bool {
    is_link_title(line) && word_count(line) <= 6 && has_occupation(line)
}

fn has_occupation(line: &str) -> bool {
    let Phrases { occupations, outlet_endings, .. } = phrases();
    words(line).any(|word| occupations.contains(&word))
        || line.contains('@')
        || outlet_endings.iter().any(|ending| line.ends_with(ending.as_str()))
}

/// Omits the notes about the author among the last two blocks of a page that are read. A portrait of a journalist has the same words
/// in its middle.
pub(super) fn mark_author_notes(text: &str, blocks: &mut [Block]) {
    for block in blocks.iter_mut().skip(1).rev().filter(|block| block.role.is_read()).take(2) {
        if is_author_note(block.text(text)) {
            block.role = Role::Omitted(Reason::Byline);
        }
    }
}

/// True for `Jane Doe is a reporter with the Harbour Post.` The note is short, quotes nothing, and names an occupation with an
/// employer.
fn is_author_note(line: &str) -> bool {
    if word_count(line) > 35 || has_quotation(line) {
        return false;
    }
    let Phrases { is_a, author_verbs, occupations, employer_prepositions, .. } = phrases();
    // `Jane Doe covers fishing for the Harbour Post.`
    let beat = author_verbs.iter().find_map(|verb| line.split_once(verb.as_str()));
    let has_beat = beat.is_some_and(|(name, rest)| {
        is_name(name)
            && (rest.contains('@') || employer_prepositions.iter().any(|word| rest.contains(word.as_str())))
    });
    if has_beat {
        return true;
    }
    let sides = is_a.iter().find_map(|is_a| line.split_once(is_a.as_str()));
    sides.is_some_and(|(name, rest)| {
        let has_employer = employer_prepositions.iter().any(|word| rest.contains(word.as_str()));
        is_name(name)
            && words(rest).take(6).any(|word| occupations.contains(&word))
            && (has_employer || word_count(rest) <= 6)
    })
}

/// True for a line that says when: `Published 3 hours ago`, `Monday 20 March 2023`. A date without a label counts only above the body.
/// After prose it needs a year: "20 March" between two paragraphs may be the heading of a diary.
pub(super) fn is_time_line(folded: &str, head: Option<Head>) -> bool {
    is_labelled_time(folded)
        || head.is_some_and(|head| {
            names_day(folded) && (!head.after_prose || has_year(folded))
                || (!head.first && (is_signed_date(folded) || is_date_with_labels(folded)))
        })
}

/// True for a date with the author before it or after it: `12/31/2026 by Ada Venn`, `By Ada Venn on Monday, 4 May 2026 at 8 a.m.`
fn is_signed_date(folded: &str) -> bool {
    let Phrases { by, date_joints, .. } = phrases();
    let has_day = |date: &str| word_count(date) <= 10 && has_year(date) && is_date(date);
    let is_short =
        |name: &str| (1..=6).contains(&word_count(name)) && !name.contains(|c: char| c.is_ascii_digit());
    by.iter().any(|by| {
        let after = folded.split_once(&format!(" {by} "));
        let before = folded.strip_prefix(&format!("{by} "));
        after.is_some_and(|(date, name)| has_day(date) && is_short(name))
            || before.is_some_and(|rest| {
                date_joints.iter().any(|joint| {
                    rest.split_once(joint.as_str())
                        .is_some_and(|(name, date)| is_short(name) && has_day(date))
                })
            })
    })
}

/// True for a date and what a site says about the text beside it: `05/10/2026 - Posted by: Ada Venn - Category: Boats`,
/// `4 May 2026 | 3 comments`, `4 May 2026 | Boats`.
fn is_date_with_labels(folded: &str) -> bool {
    let mut parts =
        folded.split(['|', '•', '·']).flat_map(|part| part.split(" - ")).flat_map(|part| part.split(" – "));
    let date = parts.next().unwrap_or_default();
    let labels: Vec<&str> = parts.map(str::trim).collect();
    let is_label = |part: &&str| {
        let Phrases { byline_openings, tag_openings, page_lines, tag_headings, .. } = phrases();
        let label = part.split(':').next().unwrap_or_default().trim();
        let uncounted = part.trim_matches(|c: char| !c.is_alphabetic());
        strip_opening(part, byline_openings).is_some()
            || strip_opening(part, tag_openings).is_some()
            || tag_headings.contains(label)
            || page_lines.contains(uncounted)
    };
    // After a bar, one or two words are the author or the department.
    let is_short = |part: &&str| (1..=2).contains(&word_count(part)) && !ends_sentence(part);
    let has_bar = folded.matches('|').count() == labels.len();
    has_year(date)
        && is_date(date)
        && !labels.is_empty()
        && labels.iter().all(|part| is_label(part) || (has_bar && is_short(part)))
}

/// True for `Updated: 12:30, 4 March`: a label, then little more than a time. The name in `Published 4 March by Jane Doe` is ignored.
fn is_labelled_time(folded: &str) -> bool {
    let Phrases { time_labels, by, ago, .. } = phrases();
    strip_opening(folded, time_labels).is_some_and(|rest| {
        let rest = by.iter().find_map(|by| Some(rest.split_once(&format!(" {by} "))?.0)).unwrap_or(rest);
        let has_time =
            rest.contains(|c: char| c.is_ascii_digit()) || ago.iter().any(|ago| rest.contains(ago.as_str()));
        has_time && word_count(rest) <= 10 && is_date(rest)
    })
}

/// True for a date with a day. An hour alone, such as "12:30", is a heading of an entry in a live report.
fn names_day(folded: &str) -> bool {
    is_date(folded) && (has_year(folded) || folded.split(|c: char| !c.is_alphabetic()).any(is_date_word))
}

/// True for a word of a date with at least three letters: "am" and "so" are in many sentences.
fn is_date_word(word: &str) -> bool {
    word.chars().count() >= 3 && phrases().date_words.contains(word)
}

/// True if a text contains a number of four digits.
pub(super) fn has_year(folded: &str) -> bool {
    folded.split(|c: char| !c.is_ascii_digit()).any(|t| t.len() == 4)
}

/// True if a text consists of the words and figures of a date or a time: `4 march`, `12:30`, `04.03.2026`.
fn is_date(folded: &str) -> bool {
    let mut has_figures = false;
    let mut all = word_count(folded) <= 14;
    for token in folded.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()) {
        let letters = token.trim_start_matches(|c: char| c.is_ascii_digit());
        // Time zones have many names: `11:28 AMT`.
        let is_zone = has_figures
            && letters.len() == token.len()
            && (3..=4).contains(&letters.len())
            && letters.ends_with('t')
            && letters.is_ascii();
        has_figures |= letters.len() < token.len();
        all &= letters.is_empty() || is_zone || phrases().date_words.contains(letters);
    }
    // Figures alone need a separator and the length of a whole date: `31` and `12.5` are numbers.
    all && has_figures
        && (folded.contains(char::is_alphabetic)
            || (folded.contains([':', '.', '/']) && folded.len() >= 8)
            || is_iso_date(folded.trim()))
}

/// True for `2026-05-04`.
fn is_iso_date(folded: &str) -> bool {
    let parts: Vec<&str> = folded.split('-').collect();
    parts.iter().map(|part| part.len()).eq([4, 2, 2])
        && folded.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_names_in_a_byline() {
        let cases = [
            ("By Jo Lindqvist", Some("Jo Lindqvist")),
            ("Von Jürgen Köhler, Berlin", Some("Jürgen Köhler")),
            ("Text: Ada Venn", Some("Ada Venn")),
            ("Written by Ada Venn and Bo Lind, maritime correspondents", Some("Ada Venn and Bo Lind")),
            ("By the sea", None),
            ("Von der Nordsee", None),
            ("By Monday Morning, everything had changed.", None),
            ("Ada Venn", None),
        ];
        for (line, names) in cases {
            assert_eq!(author_names(line), names, "`{line}`");
        }
    }
}
