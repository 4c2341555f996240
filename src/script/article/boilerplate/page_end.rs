//! Finds boilerplate at the end of a page: notes about the author, lists of the staff, labels with only links below them, and
//! addresses.
//!
//! Each rule looks at the last blocks that are read. The same words in the middle of an article belong to it.

use super::super::block::{Article, Block, Reason, Role};
use super::super::shape::{
    ends_sentence, fold, has_quotation, is_link_title, is_name, trim_marks, word_count,
};
use super::line_rules::is_request;
use crate::language::boilerplate::{phrases, strip_opening};

/// Notes about the authors are among this many last blocks.
const MAX_NOTES: usize = 3;
/// A note about an author has at most this many words.
const MAX_NOTE_WORDS: usize = 90;
/// A request has at most this many words.
const MAX_REQUEST_WORDS: usize = 45;
/// At most this many blocks in a row are omitted.
const MAX_LINES: usize = 5;
/// A label above links has at most this many words.
const MAX_LABEL_WORDS: usize = 9;
/// So many titles below a label are a list of links.
const MIN_TITLES: usize = 2;
/// A line with an address has at most this many words.
const MAX_ADDRESS_WORDS: usize = 14;

/// Omits the boilerplate at the end of a page, and the labels above lists of links.
pub(in crate::script::article) fn mark(article: &mut Article) {
    let Article { text, blocks, author, .. } = article;
    mark_titles_below_label(text, blocks);
    mark_labels_of_links(text, blocks);
    mark_staff(text, blocks);
    mark_ends(text, blocks);
    let names = author.as_deref().map(names).unwrap_or_default();
    for at in last_read(blocks, MAX_NOTES) {
        if is_note_about(blocks[at].text(text), &names) {
            blocks[at].role = Role::Omitted(Reason::Byline);
        }
    }
    for at in last_read(blocks, MAX_NOTES) {
        if is_last_request(blocks[at].text(text)) {
            blocks[at].role = Role::Omitted(Reason::ShareLine);
        }
    }
    // A label may come before the notes.
    mark_ends(text, blocks);
}

/// True for a request at the end of a page: `Listen to the harbour programme here.`, `Her book is out now. Follow her on Mastodon.`
/// Words in quotation marks belong to the article, unless the request is the last sentence after the title of a book.
fn is_last_request(line: &str) -> bool {
    if word_count(line) > MAX_REQUEST_WORDS {
        return false;
    }
    let sentences: Vec<String> =
        line.split_inclusive(['.', '!', '?']).map(|sentence| fold(sentence.trim())).collect();
    if has_quotation(line) {
        return sentences.last().is_some_and(|last| is_request(last));
    }
    sentences.iter().any(|sentence| leads_away(sentence) || is_request(sentence))
}

/// True for a sentence with a link to click: `Read the whole report here.`
fn leads_away(sentence: &str) -> bool {
    strip_opening(sentence, &phrases().end_openings).is_some()
        && sentence.split(|c: char| !c.is_alphanumeric()).any(|word| phrases().end_targets.contains(word))
}

/// Omits labels and addresses as long as the last block is one.
fn mark_ends(text: &str, blocks: &mut [Block]) {
    for _ in 0..MAX_LINES {
        let Some(&at) = last_read(blocks, 1).first() else { return };
        let line = blocks[at].text(text);
        let may_end = matches!(blocks[at].role, Role::Paragraph | Role::Item | Role::Heading(2..));
        let links_follow =
            blocks.get(at + 1).is_some_and(|next| next.role == Role::Omitted(Reason::LinkList));
        let is_author_heading = || phrases().author_headings.contains(trim_marks(&fold(line)));
        let note_follows = blocks.get(at + 1).is_some_and(|next| next.role == Role::Omitted(Reason::Byline));
        let reason = if note_follows && is_author_heading() {
            Reason::Byline
        } else if opens_links(line) || (links_follow && is_label(line)) || has_address(line) {
            Reason::LinkList
        } else if is_contact(line) {
            Reason::Boilerplate
        } else if is_call(line) {
            Reason::ShareLine
        } else {
            return;
        };
        if !may_end {
            return;
        }
        blocks[at].role = Role::Omitted(reason);
    }
}

/// Omits the items below a label of links, with the label: `More on the ferries`. They are titles, perhaps with a date before them.
fn mark_titles_below_label(text: &str, blocks: &mut [Block]) {
    for at in 1..blocks.len().saturating_sub(1) {
        let is_label = matches!(blocks[at].role, Role::Paragraph | Role::Heading(2..))
            && opens_links(blocks[at].text(text));
        if !is_label {
            continue;
        }
        let items = blocks[at + 1..].iter().take_while(|block| block.role == Role::Item);
        let items: Vec<&str> = items.map(|block| block.text(text)).collect();
        if items.len() >= MIN_TITLES && items.iter().all(|line| is_link_title(line) && word_count(line) >= 3)
        {
            let end = at + 1 + items.len();
            blocks[at..end].iter_mut().for_each(|block| block.role = Role::Omitted(Reason::LinkList));
        }
    }
}

/// Omits the labels that a list of links follows, wherever they are: `More on the ferries`.
fn mark_labels_of_links(text: &str, blocks: &mut [Block]) {
    for at in 1..blocks.len().saturating_sub(1) {
        let (line, is_label) =
            (blocks[at].text(text), matches!(blocks[at].role, Role::Paragraph | Role::Heading(2..)));
        if is_label && blocks[at + 1].role == Role::Omitted(Reason::LinkList) && opens_links(line) {
            blocks[at].role = Role::Omitted(Reason::LinkList);
        }
    }
}

/// A list of the staff has at most this many blocks, and this many words in a line.
const MAX_STAFF: usize = 30;
const MAX_STAFF_WORDS: usize = 9;
/// So many lines of people with jobs are a list of the staff. With a heading of such lists, or a label on each, two are.
const MIN_STAFF: usize = 3;

/// Omits the list of the staff at the end of a page with its heading: `Editor: Ada Venn`, `Bo Lind, photographs`.
fn mark_staff(text: &str, blocks: &mut [Block]) {
    let last = last_read(blocks, MAX_STAFF);
    let lines = |at: usize| blocks[at].text(text).lines().map(str::trim).filter(|line| !line.is_empty());
    let is_staff = |at: &&usize| {
        matches!(blocks[**at].role, Role::Paragraph | Role::Item | Role::Row)
            && lines(**at).all(|line| staff_line(line).is_some())
    };
    // Below a heading of such lists, the jobs may be any.
    if let Some(end) = last.iter().position(|&at| is_staff_heading(blocks[at].text(text)))
        && end >= MIN_STAFF - 1
        && last[..end].iter().all(|&at| lines(at).all(is_person_with_label))
    {
        last[..=end].iter().for_each(|&at| blocks[at].role = Role::Omitted(Reason::Byline));
        return;
    }
    let staff: Vec<usize> = last.iter().take_while(is_staff).copied().collect();
    let found: Vec<StaffLine> = staff.iter().flat_map(|&at| lines(at)).filter_map(staff_line).collect();
    let heading = last.get(staff.len()).copied().filter(|&at| is_staff_heading(blocks[at].text(text)));
    let labelled = found.iter().all(|line| *line == StaffLine::Labelled);
    let least = if heading.is_some() || labelled { MIN_STAFF - 1 } else { MIN_STAFF };
    if found.len() >= least {
        staff.into_iter().chain(heading).for_each(|at| blocks[at].role = Role::Omitted(Reason::Byline));
    }
}

fn is_staff_heading(line: &str) -> bool {
    phrases().staff_headings.contains(trim_marks(&fold(line)))
}

/// True for `Ada Venn, night desk`: a name, and perhaps a few words after a comma.
fn is_person_with_label(line: &str) -> bool {
    let (name, label) = line.split_once(',').unwrap_or((line, ""));
    is_name(name.trim()) && word_count(label) <= MAX_LABEL_WORDS && !ends_sentence(line)
}

/// The form of a line of the staff.
#[derive(PartialEq, Eq)]
enum StaffLine {
    /// `Editor: Ada Venn`, `Illustrations by Ada Venn`
    Labelled,
    /// `Ada Venn, editor`
    NameFirst,
}

fn staff_line(line: &str) -> Option<StaffLine> {
    if word_count(line) > MAX_STAFF_WORDS || has_quotation(line) || ends_sentence(line) {
        return None;
    }
    let names_job = |part: &str| {
        fold(part).split(|c: char| !c.is_alphanumeric()).any(|word| phrases().staff_jobs.contains(word))
    };
    let by = phrases().by.iter().find_map(|by| line.split_once(&format!(" {by} ")));
    if let Some((label, rest)) = line.split_once(':').or(by)
        && names_job(label)
        && rest.split([',', '&']).all(|name| is_name(name.trim()))
    {
        return Some(StaffLine::Labelled);
    }
    let (name, job) = line.split_once(',')?;
    (is_name(name.trim()) && names_job(job)).then_some(StaffLine::NameFirst)
}

/// Returns the last blocks that are read, from the end. The first block of a page is its headline.
fn last_read(blocks: &[Block], count: usize) -> Vec<usize> {
    (1..blocks.len()).rev().filter(|&at| blocks[at].role.is_read()).take(count).collect()
}

/// True for a label such as `The whole series:`, with only links below it.
fn is_label(line: &str) -> bool {
    word_count(line) <= MAX_LABEL_WORDS && !has_quotation(line) && !line.contains(". ") && line.ends_with(':')
}

fn opens_links(line: &str) -> bool {
    let folded = fold(line);
    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    word_count(line) <= MAX_LABEL_WORDS
        && !line.ends_with('.')
        && strip_opening(bare, &phrases().link_list_openings).is_some()
}

/// True for a line with a written address: `More news of the island: https://…`.
fn has_address(line: &str) -> bool {
    // The last item of a numbered list is as the others: `12) The lamp of Skarn, https://…`
    word_count(line) <= MAX_ADDRESS_WORDS
        && !line.starts_with(|c: char| c.is_ascii_digit())
        && !has_quotation(line)
        && !line.contains(". ")
        && line
            .split(|c: char| c.is_whitespace() || "(<:".contains(c))
            .any(|word| word.starts_with("www.") || word.starts_with("//"))
}

/// A block with the address of a person has at most this many words.
const MAX_CONTACT_WORDS: usize = 30;

/// True for a person with an e-mail address: `Bo Lind, press office, tel. 0123 456, press@skarn.example`. A sentence says what the
/// address is for.
fn is_contact(line: &str) -> bool {
    let is_mail = |word: &str| {
        let address = trim_marks(word).split_once('@');
        address.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    };
    word_count(line) <= MAX_CONTACT_WORDS
        && !ends_sentence(line)
        && !line.contains(". ")
        && !has_quotation(line)
        && line.split(|c: char| c.is_whitespace() || "(:".contains(c)).any(is_mail)
}

/// True for `Send us your photographs`: a few words that ask the reader for something, and no sentence.
fn is_call(line: &str) -> bool {
    let folded = fold(line);
    word_count(line) <= MAX_LABEL_WORDS
        && !ends_sentence(line)
        && !has_quotation(line)
        && strip_opening(&folded, &phrases().request_openings).is_some()
        && folded.split_whitespace().any(|word| phrases().reader_words.iter().any(|other| other == word))
}

/// Returns the names of the authors in a byline: `Ada Venn` and `Bo Lind` of `Ada Venn and Bo Lind`.
fn names(author: &str) -> Vec<String> {
    let mut names = vec![author.trim().to_string()];
    for part in author.split([',', ';', '&', '|', '/']) {
        let mut run: Vec<&str> = Vec::new();
        for word in part.split_whitespace().chain([""]) {
            if word.starts_with(char::is_uppercase) {
                run.push(word);
            } else {
                names.push(std::mem::take(&mut run).join(" "));
            }
        }
    }
    names.retain(|name| is_name(name));
    names
}

/// True for `Ada Venn lives on Skarn and writes about ships.` or `Ada is a teacher.`: the note begins with the name of the author.
fn is_note_about(line: &str, names: &[String]) -> bool {
    if word_count(line) > MAX_NOTE_WORDS || has_quotation(line) || !ends_sentence(line) {
        return false;
    }
    let folded = fold(line);
    let after = |name: &str| folded.strip_prefix(trim_marks(&fold(name))).map(str::to_string);
    names.iter().any(|name| {
        let first = name.split_whitespace().next().unwrap_or_default();
        after(name)
            .is_some_and(|rest| !rest.starts_with([':', '-']) && !rest.starts_with(char::is_alphanumeric))
            || after(first)
                .is_some_and(|rest| phrases().is_a.iter().any(|is_a| rest.starts_with(is_a.as_str())))
    })
}
