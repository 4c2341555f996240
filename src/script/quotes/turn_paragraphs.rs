//! Splits a paragraph with several dialogue turns into one paragraph per turn.
//!
//! Some pages put a whole interview into one paragraph: each turn on its own line, or after the sentence before.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::label_grammar::{is_answer_label, is_question_label, labelled_line};
use super::labels::{dialogue_labels, starts_with_given_name};
use super::quote::block_text;
use crate::language::attribution::Language;
use crate::script::article::{Article, Block, Role};

/// Returns the article with each such turn in its own paragraph. The words and their order do not change.
pub(crate) fn split_turn_paragraphs<'a>(article: &'a Article, language: &Language) -> Cow<'a, Article> {
    let headings: BTreeSet<usize> = dialogue_labels(article, language)
        .iter()
        .map(|label| label.block)
        .filter(|block| matches!(article.blocks[*block].role, Role::Heading(_)))
        .collect();
    if headings.is_empty() {
        return split_paragraphs(article, language);
    }
    // A turn that was taken for a heading is a paragraph.
    let mut article = article.clone();
    for block in headings {
        article.blocks[block].role = Role::Paragraph;
    }
    Cow::Owned(split_paragraphs(&article, language).into_owned())
}

fn split_paragraphs<'a>(article: &'a Article, language: &Language) -> Cow<'a, Article> {
    let positions: BTreeSet<usize> =
        article.blocks.iter().flat_map(|block| label_positions(article, block, language)).collect();
    if positions.is_empty() {
        return Cow::Borrowed(article);
    }
    let split = split_blocks(article, &positions);
    // Only labels of a dialogue split a paragraph: `Price: £20 Where: The Hall` stays in one.
    let turns = dialogue_labels(&split, language)
        .iter()
        .map(|label| label.span.start)
        .filter(|at| positions.contains(at))
        .collect();
    Cow::Owned(split_blocks(article, &turns))
}

/// Finds the labels inside a paragraph that begins with a label; bytes of the article's text.
fn label_positions(article: &Article, block: &Block, language: &Language) -> Vec<usize> {
    let text = block_text(article, block);
    let may_be_speech = matches!(block.role, Role::Paragraph | Role::Quote | Role::Item);
    let Some(first) = labelled_line(text, language).filter(|_| may_be_speech) else { return Vec::new() };
    let is_label = |at: &usize| {
        let new_line = text[..*at].trim_end_matches([' ', '\t']).ends_with('\n');
        let may_start = new_line || ends_sentence(&text[..*at]);
        let label = if may_start { labelled_line(&text[*at..], language) } else { None };
        // All labels of a paragraph end in the same mark: `A. Smith` after `Q: …` is not an answer.
        label.is_some_and(|label| {
            let name = &text[*at..][label.name.clone()];
            label.mark == first.mark && (new_line || is_speaker(name, language))
        })
    };
    let word_starts = text
        .char_indices()
        .skip_while(|(at, _)| *at < first.words.start)
        .filter(|(at, c)| !c.is_whitespace() && text[..*at].ends_with(char::is_whitespace))
        .map(|(at, _)| at);
    word_starts.filter(is_label).map(|at| block.span.start + at).collect()
}

fn ends_sentence(before: &str) -> bool {
    before.trim_end().ends_with(['.', '!', '?', '…', '”', '"', '’', ')', ']'])
}

/// True for `Q`, `Ada Mbeki`. Inside a line, a single capitalised word before a colon may be any noun.
fn is_speaker(label: &str, language: &Language) -> bool {
    (starts_with_given_name(label) && label.contains(' '))
        || is_question_label(label, language)
        || is_answer_label(label, language)
}

fn split_blocks(article: &Article, positions: &BTreeSet<usize>) -> Article {
    let mut blocks = Vec::new();
    for block in &article.blocks {
        let mut from = block.span.start;
        for &at in positions.range(block.span.clone()) {
            let end = from + article.text[from..at].trim_end().len();
            blocks.push(Block { role: block.role, span: from..end });
            from = at;
        }
        blocks.push(Block { role: block.role, span: from..block.span.end });
    }
    Article { blocks, ..article.clone() }
}
