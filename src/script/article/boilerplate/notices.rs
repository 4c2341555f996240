//! Omits what a site says to its readers: cookie notices, rules for comments, terms of a newsletter, copyright.
//!
//! Such a block names a topic of the site, such as "newsletter", and speaks to the reader: "you", "our". An article may have a
//! sentence like that too. So the block must be at the end of the page, or promote something. And its topic must not be what the
//! article is about.

use super::super::block::{Block, Reason, Role};
use super::super::shape::{fold, has_quotation, is_prose, is_quoted, word_count};
use crate::language::boilerplate::{phrases, strip_opening};
use crate::language::words::PhraseList;

/// A notice has at most this many words.
const MAX_WORDS: usize = 70;
/// At most this many blocks at the end of a page are notices.
const MAX_TAIL: usize = 6;
/// A topic that this many other blocks have is what the article is about.
const MIN_BLOCKS_ABOUT: usize = 2;

/// Omits the notices of a page.
pub(super) fn mark(text: &str, blocks: &mut [Block]) {
    let folded: Vec<String> = blocks.iter().map(|block| folded_words(text, block)).collect();
    let candidates: Vec<bool> =
        blocks.iter().zip(&folded).map(|(block, folded)| may_be_notice(text, block, folded)).collect();
    let at: Vec<usize> = (0..blocks.len()).filter(|&at| candidates[at]).collect();
    if at.is_empty() {
        return;
    }
    let tail = tail(text, blocks, &folded, &candidates);
    let is_other = |at: &usize| {
        !candidates[*at] || !(tail.contains(at) || promotes(blocks[*at].text(text), &folded[*at]))
    };
    let others: Vec<&String> = (0..blocks.len()).filter(is_other).map(|at| &folded[at]).collect();
    let is_foreign = |topic: &&str| {
        let found = at.iter().any(|&at| has_word(&folded[at], topic));
        found
            && others.iter().filter(|other| has_word(other, topic)).take(MIN_BLOCKS_ABOUT).count()
                < MIN_BLOCKS_ABOUT
    };
    let words = phrases();
    // The page is itself about what a site tells its readers: `Privacy policy`.
    let is_title = |block: &&Block| block.role == Role::Heading(1);
    let is_about = |block: &Block| names_topic(&words.notice_topics, &folded_line(block.text(text)));
    if blocks.iter().find(is_title).is_some_and(is_about) {
        return;
    }
    let is_letter = speaks_throughout(text, blocks, &candidates, &folded);
    let is_clear = |topic: &&str| !(is_letter && words.platforms.contains(*topic));
    let topics: Vec<&str> = words.notice_topics.iter().filter(is_foreign).filter(is_clear).collect();
    let promotions: Vec<&str> = words.promotion_topics.iter().filter(is_foreign).collect();
    for &at in &at {
        let has = |topics: &[&str]| topics.iter().any(|topic| has_word(&folded[at], topic));
        if (has(&promotions) && promotes(blocks[at].text(text), &folded[at]))
            || (tail.contains(&at) && has(&topics))
        {
            blocks[at].role = Role::Omitted(Reason::Notice);
        }
    }
    mark_between(blocks, &tail);
}

/// Omits the blocks at the end that are between two notices.
fn mark_between(blocks: &mut [Block], tail: &[usize]) {
    let notice = Role::Omitted(Reason::Notice);
    for place in 1..tail.len() {
        let (below, above) = (&tail[..place], &tail[place + 1..]);
        let is_notice = |at: &usize| blocks[*at].role == notice;
        if below.iter().rev().take(MAX_BETWEEN).any(is_notice)
            && above.iter().take(MAX_BETWEEN).any(is_notice)
        {
            blocks[tail[place]].role = notice;
        }
    }
}

/// Paragraphs that speak to the reader make a letter of an article if there are this many.
const MIN_LETTER_BLOCKS: usize = 3;

/// True for an article of which half of the paragraphs speak to the reader, as the news of a club: `We will tell you on Saturday.`
fn speaks_throughout(text: &str, blocks: &[Block], candidates: &[bool], folded: &[String]) -> bool {
    let is_body = |at: &usize| {
        !candidates[*at] && blocks[*at].role == Role::Paragraph && is_prose(blocks[*at].text(text))
    };
    let body: Vec<usize> = (0..blocks.len()).filter(is_body).collect();
    let speaking = body.iter().filter(|&&at| speaks_to_reader(blocks[at].text(text), &folded[at])).count();
    speaking >= MIN_LETTER_BLOCKS && speaking * 2 >= body.len()
}

/// Returns the words of a block that is read, in lower case, with a space at either end.
fn folded_words(text: &str, block: &Block) -> String {
    if !block.role.is_read() {
        return String::new();
    }
    folded_line(block.text(text))
}

/// Returns the words of a line in lower case, with a space at either end.
fn folded_line(line: &str) -> String {
    let folded = fold(line);
    let words =
        folded.split(|c: char| !c.is_alphanumeric() && !"'-".contains(c)).filter(|word| !word.is_empty());
    words.fold(String::from(" "), |text, word| text + word + " ")
}

/// True for a block that names a topic of sites and speaks to the reader or about itself: `Our newsletter …`, `This text is …`.
/// Quoted speech is no notice.
fn may_be_notice(text: &str, block: &Block, folded: &str) -> bool {
    let line = block.text(text);
    let words = phrases();
    matches!(block.role, Role::Paragraph | Role::Item | Role::Row | Role::Heading(2..))
        && (names_topic(&words.notice_topics, folded) || names_topic(&words.promotion_topics, folded))
        && word_count(line) <= MAX_WORDS
        && !has_quotation(line)
        && !is_quoted(line)
        && (speaks_to_reader(line, folded) || words.self_references.is_in(folded) || asks(line))
        && is_mostly_notice(line)
}

/// True if a block has a topic of the list. Few blocks have one, and one search for all is fast.
fn names_topic(topics: &PhraseList, folded: &str) -> bool {
    topics.is_in(folded) && topics.iter().any(|topic| has_word(folded, topic))
}

/// The first sentence of a paragraph of the article has at least this many words, if a request ends the paragraph.
const MIN_STATEMENT_WORDS: usize = 8;

/// False for a paragraph of the article that ends in a request: it begins with a statement that says nothing to the reader, and half of
/// its sentences are of that kind. `It was a hard year for the builders of boats. Leave a comment!`
fn is_mostly_notice(line: &str) -> bool {
    let sentences: Vec<&str> =
        line.split_inclusive(['.', '!', '?']).filter(|part| word_count(part) >= 2).collect();
    let speaks = |sentence: &str| {
        let folded = folded_line(sentence);
        speaks_to_reader(sentence, &folded) || names_topic(&phrases().notice_topics, &folded)
    };
    let silent = sentences.iter().filter(|sentence| !speaks(sentence)).count();
    let begins_with_statement = sentences.first().is_some_and(|first| {
        first.ends_with('.') && word_count(first) >= MIN_STATEMENT_WORDS && !speaks(first)
    });
    !(begins_with_statement && sentences.len() > 1 && silent * 2 >= sentences.len())
}

/// True for "you" and "our", and for the German "Sie". At the front of a sentence that may be "she".
fn speaks_to_reader(line: &str, folded: &str) -> bool {
    let words = phrases();
    let formal = |word: &String| {
        let places = line.match_indices(word.as_str());
        places.into_iter().any(|(at, _)| {
            let before = line[..at].trim_end();
            let is_whole = !line[at + word.len()..].starts_with(char::is_alphabetic) && before.len() < at;
            is_whole && before.ends_with(|c: char| c.is_alphanumeric() || c == ',')
        })
    };
    words.reader_words.iter().any(|word| has_whole_word(folded, word))
        || words.formal_reader_words.iter().any(formal)
}

/// True if a site itself offers something: "our", "we", or a sentence such as "Subscribe for full access."
fn promotes(line: &str, folded: &str) -> bool {
    phrases().site_words.iter().any(|word| has_whole_word(folded, word)) || asks(line)
}

/// True if a sentence asks the reader for something: `Subscribe for free to support my work.`
fn asks(line: &str) -> bool {
    let opens = |sentence: &str| strip_opening(&fold(sentence), &phrases().imperatives).is_some();
    line.split(['.', '!', '?']).any(opens)
}

/// Between two notices at the end of a page, at most this many blocks have no topic or say nothing to the reader.
const MAX_BETWEEN: usize = 2;

/// Returns the last blocks that are read, from the end, as far as they may be notices. A block between two of them is either about a
/// topic or speaks to the reader: `Subscribers get a gift.`, `Join us today.`
fn tail(text: &str, blocks: &[Block], folded: &[String], candidates: &[bool]) -> Vec<usize> {
    let (mut tail, mut between) = (Vec::new(), Vec::new());
    for at in (0..blocks.len()).rev().filter(|&at| blocks[at].role.is_read()) {
        let line = blocks[at].text(text);
        if candidates[at] {
            tail.append(&mut between);
            tail.push(at);
        } else if !tail.is_empty() && between.len() < MAX_BETWEEN && may_be_between(line, &folded[at]) {
            between.push(at);
        } else {
            break;
        }
        if tail.len() >= MAX_TAIL {
            break;
        }
    }
    tail
}

fn may_be_between(line: &str, folded: &str) -> bool {
    word_count(line) <= MAX_WORDS
        && !has_quotation(line)
        && (speaks_to_reader(line, folded) || names_topic(&phrases().notice_topics, folded))
}

/// The last word of a phrase may have an ending of at most so many letters: `our app` is in "our apps", not in "our approach".
const MAX_ENDING: usize = 2;

/// True if a text has a word that begins like this. `subscri` begins "subscribe" and "subscription".
fn has_word(folded: &str, front: &str) -> bool {
    folded.match_indices(front).any(|(at, _)| {
        let rest = &folded[at + front.len()..];
        let ending = rest.chars().take_while(|c| c.is_alphanumeric()).count();
        folded[..at].ends_with(' ') && (!front.contains(' ') || ending <= MAX_ENDING)
    })
}

fn has_whole_word(folded: &str, word: &str) -> bool {
    folded
        .match_indices(word)
        .any(|(at, _)| folded[..at].ends_with(' ') && folded[at + word.len()..].starts_with(' '))
}
