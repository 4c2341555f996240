//! Finds boilerplate by the words of a single line: buttons, labels, notices, requests, credits.

use std::collections::HashSet;

use super::super::block::Reason;
use super::super::shape::{
    ends_sentence, ends_with_full_stop, fold, has_quotation, is_prose, is_quoted, starts_like_title,
    trim_marks, word_count,
};
use super::bylines::{self, Head, has_year};
use crate::language::boilerplate::{Phrases, phrases, strip_opening};

/// A request to share, a notice or a caption with a credit has at most this many words.
const MAX_WORDS: usize = 60;
/// Longer lines are not examined. Twelve bytes a word are about twice the average of prose.
const MAX_BYTES: usize = MAX_WORDS * 12;
/// A heading of links in the same block has at most this many bytes.
const MAX_HEADING_BYTES: usize = 60;
/// Text after a label such as "Photo:" or "Read more:" has at most this many words. A longer one is a paragraph with a colon.
const MAX_LABELLED_WORDS: usize = 45;

/// Returns the reason to omit a line, as far as the line alone shows it.
///
/// `head` is the position of a line above the body. `page` is true for a whole page: there, bylines and credits are boilerplate.
pub(super) fn omission_reason(line: &str, head: Option<Head>, page: bool) -> Option<Reason> {
    if !line.chars().any(char::is_alphanumeric) || is_address(line) || (page && is_tag(line)) {
        return Some(Reason::NotProse);
    }
    if is_end_mark(line) {
        return Some(Reason::Boilerplate);
    }
    if is_footnote(line) {
        return Some(Reason::Footnote);
    }
    // “Close.” is what a person says. Buttons have no quotation marks.
    if is_speech(line) {
        return None;
    }
    if page && is_list_in_block(line) {
        return Some(Reason::LinkList);
    }
    // A long paragraph is never boilerplate. Folding it would only cost time.
    if line.len() > MAX_BYTES || word_count(line) > MAX_WORDS {
        return None;
    }
    let folded = fold(line);
    let bare = trim_marks(&folded);
    whole_line_reason(bare, page)
        // "Share" is a button, "Share." may be the whole answer in an interview.
        .filter(|reason| *reason != Reason::ShareLine || !line.ends_with('.'))
        .or_else(|| label_reason(line, &folded))
        .or_else(|| has_notice(line, &folded).then_some(Reason::Notice))
        .or_else(|| is_promotion(line, &folded).then_some(Reason::ShareLine))
        .or_else(|| is_hashtags(line).then_some(Reason::LinkList))
        .or_else(|| (page && is_tag_line(line, &folded)).then_some(Reason::LinkList))
        .or_else(|| (page && is_entry_footer(&folded)).then_some(Reason::Byline))
        .or_else(|| (page && is_sponsor_line(line, &folded)).then_some(Reason::Boilerplate))
        .or_else(|| (page && is_contribution(line, &folded)).then_some(Reason::Byline))
        .or_else(|| (page && has_credit(line)).then_some(Reason::Caption))
        .or_else(|| is_reading_time(bare).then_some(Reason::Boilerplate))
        .or_else(|| (page && is_press_release_source(line)).then_some(Reason::Byline))
        .or_else(|| (page && is_copyright(&folded)).then_some(Reason::Boilerplate))
        .or_else(|| is_request(&folded).then_some(Reason::ShareLine))
        .or_else(|| bylines::is_time_line(&folded, head).then_some(Reason::Byline))
        .or_else(|| (page && bylines::is_byline(line, &folded, head)).then_some(Reason::Byline))
}

/// True for a line that is a turn of a dialogue as a whole: in quotation marks, or after a dash.
fn is_speech(line: &str) -> bool {
    let after_dash = line.strip_prefix(['–', '—']).map(str::trim_start);
    is_quoted(line) || after_dash.is_some_and(|words| starts_like_title(words) && ends_sentence(words))
}

/// True for a line that is read but is no headline: a byline, or a caption with its credit.
pub(in crate::script::article) fn is_credit_line(line: &str) -> bool {
    line.len() <= MAX_BYTES && (has_credit(line) || bylines::is_byline_under_headline(line))
}

/// True for a line that is only a web address, an e-mail address or a telephone number.
fn is_address(line: &str) -> bool {
    let web = ["http://", "https://", "www."].iter().any(|start| line.starts_with(start)) || is_path(line);
    let mail = line.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let telephone = line.starts_with('+') && line.chars().all(|c| c.is_ascii_digit() || "+ ()-/".contains(c));
    (!line.contains(char::is_whitespace) && (web || mail)) || telephone
}

/// True for the code that embeds something in another page: `<iframe src="…">`.
fn is_tag(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('<').filter(|_| line.ends_with('>')) else { return false };
    let name_end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    name_end > 0 && rest[name_end..].starts_with(' ') && rest.contains("=\"")
}

/// True for an address with a path: `social.example/harbour`. "and/or" and "km/h" have no dot.
fn is_path(line: &str) -> bool {
    line.split_once('/').is_some_and(|(host, path)| {
        let domain = host.rsplit_once('.');
        domain.is_some_and(|(name, top)| {
            !name.is_empty() && (2..=12).contains(&top.len()) && top.bytes().all(|b| b.is_ascii_lowercase())
        }) && !path.is_empty()
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
    })
}

/// True for a footnote: `[12] Port records, 2021` or `Port records, 2021. ↩`. The arrow leads back to the mark in the text.
fn is_footnote(line: &str) -> bool {
    let bracket = line.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let is_numbered = bracket.is_some_and(|(mark, rest)| {
        !mark.is_empty() && mark.chars().all(|c| c.is_ascii_digit()) && rest.starts_with(' ')
    });
    is_numbered || line.starts_with('↑') || line.ends_with(['↩', '↑']) || line.ends_with("↩\u{fe0e}")
}

/// Finds lines that are boilerplate as a whole: buttons, advertisement marks, headings of link lists.
fn whole_line_reason(bare: &str, page: bool) -> Option<Reason> {
    // Pages count: `Comments (12)` and `12 comments` are the button `Comments`.
    let uncounted = bare.trim_matches(|c: char| !c.is_alphabetic());
    let is_phrase = |list: &HashSet<String>| list.contains(bare) || list.contains(uncounted);
    let p = phrases();
    if is_phrase(&p.page_lines) || is_phrase(&p.contact_headings) || is_phrase(&p.promotion_ends) {
        Some(Reason::Boilerplate)
    } else if is_phrase(&p.link_list_headings)
        || is_phrase(&p.link_lines)
        || (page && is_phrase(&p.tag_headings))
    {
        Some(Reason::LinkList)
    } else if is_phrase(&p.share_lines) {
        Some(Reason::ShareLine)
    } else {
        None
    }
}

/// Finds boilerplate by its label: `READ MORE: …`, `WATCH | …`, `Image: …`, `Watch (2007): …`.
fn label_reason(line: &str, folded: &str) -> Option<Reason> {
    let Phrases {
        caption_openings,
        caption_labels,
        link_labels,
        link_list_headings,
        weak_link_labels,
        share_lines,
        ..
    } = phrases();
    if strip_opening(folded, caption_openings).is_some() {
        return Some(Reason::Caption);
    }
    let (label, rest) = split_label(folded)?;
    if word_count(rest) > MAX_LABELLED_WORDS {
        return None;
    }
    // `Video: the ferry sank within minutes of the collision.` may be the article's own sentence.
    let sentence = is_prose(line) && ends_with_full_stop(line);
    if link_labels.contains(label) || link_list_headings.contains(label) {
        Some(Reason::LinkList)
    } else if caption_labels.contains(label) {
        Some(Reason::Caption)
    } else if !sentence && weak_link_labels.contains(label) {
        Some(Reason::LinkList)
    } else if !sentence && share_lines.contains(label) {
        Some(Reason::ShareLine)
    } else {
        None
    }
}

/// Returns the label of a line and the text after it. A bracket between them belongs to neither: `Watch (2007): …`.
fn split_label(folded: &str) -> Option<(&str, &str)> {
    // `>> Read more: …`
    let folded = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (label, rest) = folded.split_once([':', '|', '»', '>', '→', '›'])?;
    let label = trim_marks(label.split('(').next().unwrap_or(label));
    (!label.is_empty() && label.len() <= 40).then_some((label, rest))
}

/// A line with at most this many words is a notice wherever its phrase is.
const MAX_SHORT_NOTICE_WORDS: usize = 12;

/// True for a notice: a sentence of it begins with a phrase such as "your browser does not support", it is short, or it speaks to the
/// reader. An article about such a notice has the words inside its sentences: `A patch took Flash Player off the desk.`
fn has_notice(line: &str, folded: &str) -> bool {
    let notices = &phrases().notices;
    if !notices.is_in(folded) {
        return false;
    }
    let found = notices.iter().find_map(|phrase| folded.find(phrase));
    let Some(at) = found.filter(|_| !quotes_speech(line)) else { return false };
    let before = folded[..at].trim_end();
    let opens_sentence = before.is_empty() || before.ends_with(['.', '!', '?', ':', '|', '•', '-', '–', '©']);
    opens_sentence
        || word_count(line) <= MAX_SHORT_NOTICE_WORDS
        || phrases().reader_words.iter().any(|word| words_of(folded).any(|other| other == word))
}

/// True for a line with words in quotation marks, unless they are the label of a button: `Click “Accept” to agree.`
fn quotes_speech(line: &str) -> bool {
    const MAX_LABEL_WORDS: usize = 2;
    let marks = |c: char| matches!(c, '“' | '”' | '„' | '«' | '»' | '"');
    let mut quoted = line.split(marks).skip(1).step_by(2).peekable();
    quoted.peek().is_some() && quoted.any(|words| word_count(words) > MAX_LABEL_WORDS)
}

/// True for the publisher's own advertisement.
fn is_promotion(line: &str, folded: &str) -> bool {
    !has_quotation(line) && phrases().promotion_phrases.is_in(folded)
}

fn words_of(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric() && c != '\'')
}

/// True for a line of tags: `#ferry #late`.
fn is_hashtags(line: &str) -> bool {
    let is_tag = |word: &str| {
        word.strip_prefix('#').is_some_and(|tag| {
            tag.starts_with(char::is_alphabetic)
                && tag.chars().all(|c| c.is_alphanumeric() || "_-/,".contains(c))
        })
    };
    line.split_whitespace().count() > 1 && line.split_whitespace().all(is_tag)
}

/// True for `Posted in Boats, Weather`. A sentence may begin like that: `Posted in 1921, the letter came in May.`
fn is_tag_line(line: &str, folded: &str) -> bool {
    word_count(line) <= 12 && !ends_sentence(line) && strip_opening(folded, &phrases().tag_openings).is_some()
}

/// True for the line that blogs write below an entry: `This entry was posted in Boats on 4 May by Ada Venn. Bookmark the permalink.`
fn is_entry_footer(folded: &str) -> bool {
    strip_opening(folded, &phrases().entry_openings).is_some()
}

/// True for a heading of links or tags with its list in the same block, a line each.
fn is_list_in_block(line: &str) -> bool {
    let Some((first, rest)) = line.split_once('\n').filter(|(first, _)| first.len() <= MAX_HEADING_BYTES)
    else {
        return false;
    };
    let first = fold(first);
    let label = trim_marks(&first);
    // A list of many tags is as long as prose, but has no sentences.
    let is_list = !ends_sentence(rest) && rest.split([',', '\n', '|']).all(|part| word_count(part) <= 8);
    (phrases().tag_headings.contains(label) || phrases().link_list_headings.contains(label))
        && (is_list || !is_prose(rest))
}

/// True for `SPONSORED BY Skarn Ropes. The ropes that last.`
fn is_sponsor_line(line: &str, folded: &str) -> bool {
    word_count(line) <= 30
        && !has_quotation(line)
        && strip_opening(folded, &phrases().sponsor_openings).is_some()
}

/// True for `Bo Lind contributed to this report.`
fn is_contribution(line: &str, folded: &str) -> bool {
    word_count(line) <= 25 && phrases().contribution_phrases.is_in(folded)
}

/// True for the mark at the end of a press text: `-30-`.
fn is_end_mark(line: &str) -> bool {
    let dash = |c: char| matches!(c, '-' | '–' | '—' | '#' | '*' | ' ');
    line.trim_matches(dash) == "30" && line.starts_with(dash) && line.ends_with(dash)
}

/// True if a line asks the reader to follow, to subscribe or to write in: `Sign up for our newsletter`. An opening alone is not
/// enough, because articles have sentences such as `Follow the river to the quay.` A quotation is the article's own.
pub(super) fn is_request(folded: &str) -> bool {
    let Phrases { request_openings, request_targets, request_titles, .. } = phrases();
    let quoted = folded.starts_with(['"', '“', '„', '‘', '\'', '»', '«']);
    let folded = bare_request(folded);
    !quoted
        && ((strip_opening(folded, request_openings).is_some() && request_targets.is_in(folded))
            || (strip_opening(folded, request_titles).is_some()
                && word_count(folded) <= 8
                && !ends_sentence(folded)))
}

/// Returns a request without the condition and the words of courtesy before it: `If you like our work, please support us on Patreon.`
fn bare_request(folded: &str) -> &str {
    let Phrases { request_conditions, request_courtesies, .. } = phrases();
    // An address after a condition is what the article says: `If you want us to delete your name, email us at keeper@skarn.example`.
    let condition = strip_opening(folded, request_conditions)
        .and_then(|rest| rest.split_once(", "))
        .filter(|(_, rest)| !rest.contains('@'));
    let rest = condition.map_or(folded, |(_, rest)| rest);
    // The longest words of courtesy are the last: "please consider" before "please".
    let courtesy = request_courtesies.iter().filter(|opening| rest.starts_with(opening.as_str()));
    let length = courtesy.map(String::len).max().unwrap_or(0);
    rest[length..].trim_start()
}

/// True for `4-minute listen` or `4 min read`.
fn is_reading_time(bare: &str) -> bool {
    let mut words = bare.split([' ', '-']).filter(|word| !word.is_empty());
    let number = words.next().is_some_and(|first| first.chars().all(|c| c.is_ascii_digit()));
    let unit = words.next().is_some_and(|unit| unit.starts_with("min"));
    let activity = words.next().is_some_and(|activity| phrases().reading_time_words.contains(activity));
    number && unit && activity && words.next().is_none()
}

/// True if a caption ends in a credit: `… at dawn. (Jane Doe/Reuters)`, `… Photograph: Jane Doe/The Paper`.
fn has_credit(given: &str) -> bool {
    let line = given.trim_end_matches(['.', ' ']);
    let bracketed = line.strip_suffix([')', ']']).and_then(|l| l.rsplit_once(['(', '[']));
    if let Some((before, inside)) = bracketed {
        // A caption has one or two sentences. After more of them, the bracket credits a paragraph.
        return word_count(before) <= MAX_LABELLED_WORDS
            && count_sentences(before) <= 2
            // A list of links names the source in square brackets: `Who owns the lamp? [Reuters]`
            && is_credit(before, inside, !given.trim_end().ends_with('.') && !line.ends_with(']'));
    }
    let tail = line.rfind([':', '©']).map(|at| line.split_at(at));
    tail.is_some_and(|(before, after)| {
        let after = after.trim_start_matches([':', '©', ' ']);
        let label = before.rsplit(['.', '|', ',', ' ']).next().unwrap_or(before);
        // A label has a capital. In `They posted it with the caption: “So”`, it is a word of the sentence.
        let is_set_apart = !label.starts_with(char::is_lowercase) && !has_quotation(after);
        let label = fold(label);
        let is_labelled = is_set_apart && phrases().caption_labels.contains(&label)
            || (label.is_empty() && line.contains('©'));
        is_labelled
            && word_count(after) <= 6
            && !ends_sentence(after)
            && word_count(before) <= MAX_LABELLED_WORDS
    })
}

/// Counts the sentences that end inside a text. Parts of up to three words don't count: they end in an abbreviation, as in "Mr. ".
fn count_sentences(text: &str) -> usize {
    text.split(". ").filter(|sentence| word_count(sentence) > 3).count()
}

/// True if the bracket at the end of a line credits a picture.
///
/// After a full stop, an agency may have written the paragraph: `The ferry was late. (Reuters)`. There, the bracket must name a
/// photographer or a picture desk: `The ferry at dawn. (Jane Doe/Reuters)`. A bracket inside a sentence, which ends after it, lists
/// things: `Readers can sort the questions (Newest/Oldest).`
fn is_credit(before: &str, inside: &str, is_last: bool) -> bool {
    let Phrases { credit_openings, agencies, picture_desks, .. } = phrases();
    let folded = fold(inside);
    if word_count(inside) > 9 {
        return false;
    }
    // `Ada Venn/Reuters`, `Ada Venn via Reuters`
    let parts: Vec<&str> = inside.split('/').flat_map(|part| part.split(" via ")).map(str::trim).collect();
    let has_photographer = parts.len() > 1
        && parts.iter().all(|p| starts_like_title(p) && !p.contains(|c: char| c.is_ascii_digit()))
        && parts.iter().any(|p| p.contains(' '));
    let has_names_only = parts.len() > 1
        && parts.iter().all(|p| starts_like_title(p) && p.chars().all(|c| c.is_alphabetic() || c == ' '));
    // `credit: NASA`: the label may have no capital, the name has one.
    let name = inside.split_once(':').map_or(inside, |(_, name)| name.trim_start());
    let is_labelled = strip_opening(&folded, credit_openings)
        .is_some_and(|rest| !rest.is_empty() && (starts_like_title(inside) || starts_like_title(name)));
    let after_open_sentence = is_last && !ends_sentence(before);
    has_photographer
        || is_labelled
        || names_one_of(&folded, picture_desks)
        || (after_open_sentence && (names_one_of(&folded, agencies) || has_names_only))
}

/// True if a list of names, such as `Jane Doe/Reuters`, has one from the set.
fn names_one_of(folded: &str, set: &HashSet<String>) -> bool {
    folded.split(['/', '|', ',']).any(|part| set.contains(part.trim()))
}

/// True for the sender of a press release, as news wires print it below the text: `SOURCE Skarn Ferries plc`.
fn is_press_release_source(line: &str) -> bool {
    let short = word_count(line) <= 10 && !ends_with_full_stop(line);
    short && line.strip_prefix("SOURCE ").is_some_and(starts_like_title)
}

/// True for `© 2026 Harbour Post` or `Copyright …. All rights reserved.` at the foot of a page.
fn is_copyright(folded: &str) -> bool {
    let Phrases { copyright_openings, rights_words, .. } = phrases();
    copyright_openings.iter().any(|opening| folded.starts_with(opening.as_str()))
        && (has_year(folded) || rights_words.is_in(folded))
}
