//! Turns that stand in one paragraph, each on a line of its own or behind the sentence before: they become paragraphs.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::labels::{is_answer, is_given, is_question, labels, name_of};
use super::turns::text;
use crate::language::attribution::Language;
use crate::script::article::{Article, Block, Role};

/// The article with each turn of such a paragraph in a paragraph of its own; as it is where there are none.
pub(crate) fn apart<'a>(article: &'a Article, language: &Language) -> Cow<'a, Article> {
    let places: BTreeSet<usize> =
        article.blocks.iter().flat_map(|block| places(article, block, language)).collect();
    if places.is_empty() {
        return Cow::Borrowed(article);
    }
    let all = cut(article, &places);
    // Only those that take turns with the others: `Price: £20`, `Where: The Hall` stay together.
    let turns = labels(&all, language)
        .iter()
        .map(|label| label.span.start)
        .filter(|at| places.contains(at))
        .collect();
    Cow::Owned(cut(article, &turns))
}

/// Where a label stands inside a paragraph that begins with one.
fn places(article: &Article, block: &Block, language: &Language) -> Vec<usize> {
    let whole = text(article, block);
    let speech = matches!(block.role, Role::Paragraph | Role::Quote | Role::Item);
    let Some(first) = name_of(whole, language).filter(|_| speech) else { return Vec::new() };
    // `A. Smith` behind `Q: …` is no answer.
    let mark = |name: &str, text: &str| text[name.len()..].chars().next();
    let wanted = mark(first, whole);
    let space = |(at, c): &(usize, char)| !c.is_whitespace() && whole[..*at].ends_with(char::is_whitespace);
    let words = whole.char_indices().skip_while(|(at, _)| *at <= first.len()).filter(space).map(|(at, _)| at);
    let begins = |at: &usize| {
        let before = &whole[..*at];
        let line = before.trim_end_matches([' ', '\t']).ends_with('\n');
        let name = if line || ends_sentence(before) { name_of(&whole[*at..], language) } else { None };
        name.is_some_and(|name| mark(name, &whole[*at..]) == wanted && (line || is_speakers(name, language)))
    };
    words.filter(begins).map(|at| block.span.start + at).collect()
}

fn ends_sentence(before: &str) -> bool {
    before.trim_end().ends_with(['.', '!', '?', '…', '”', '"', '’', ')', ']'])
}

/// `Q`, `Ada Mbeki`: whoever is no other word, in the midst of a line.
fn is_speakers(name: &str, language: &Language) -> bool {
    let whole = is_given(name) && name.contains(' ');
    whole || is_question(name, language) || is_answer(name, language)
}

fn cut(article: &Article, places: &BTreeSet<usize>) -> Article {
    let mut blocks = Vec::new();
    for block in &article.blocks {
        let mut from = block.span.start;
        for &at in places.range(block.span.clone()) {
            let end = from + article.text[from..at].trim_end().len();
            blocks.push(Block { role: block.role, span: from..end });
            from = at;
        }
        blocks.push(Block { role: block.role, span: from..block.span.end });
    }
    Article { blocks, ..article.clone() }
}
