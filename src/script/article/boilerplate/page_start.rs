//! Finds labels between the headline of a page and its first paragraph: the name of a department, a button.

use super::super::block::{Block, Reason, Role};
use super::super::shape::{ends_sentence, is_prose, word_count};

/// A label has at most this many words.
const MAX_LABEL_WORDS: usize = 2;
/// At most this many blocks come between the headline and the first paragraph. More of them are a list of the article: ingredients.
const MAX_BLOCKS: usize = 4;

/// Omits the labels: `NEWS`, `Print article`. A listener would hear a word between the headline and the text that belongs to neither.
pub(super) fn mark(text: &str, blocks: &mut [Block]) {
    let read: Vec<usize> = (0..blocks.len()).filter(|&at| blocks[at].role.is_read()).collect();
    let Some(headline) = read.iter().position(|&at| blocks[at].role == Role::Heading(1)) else { return };
    let below = &read[headline + 1..];
    let is_body = |at: &usize| blocks[*at].role == Role::Paragraph && is_prose(blocks[*at].text(text));
    let Some(count) = below.iter().position(is_body).filter(|count| *count <= MAX_BLOCKS) else { return };
    for &at in &below[..count] {
        let line = blocks[at].text(text);
        let is_label = blocks[at].role == Role::Paragraph
            && word_count(line) <= MAX_LABEL_WORDS
            && line.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || "-&/".contains(c))
            && !ends_sentence(line);
        if is_label {
            blocks[at].role = Role::Omitted(Reason::Boilerplate);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the paragraphs that are read of a page with these below its headline.
    fn read<'t>(paragraphs: &[&'t str]) -> Vec<&'t str> {
        let text = format!("Title {}", paragraphs.join(" "));
        let mut blocks = vec![Block { role: Role::Heading(1), span: 0..5 }];
        for paragraph in paragraphs {
            let start = blocks.last().map_or(0, |block| block.span.end) + 1;
            blocks.push(Block { role: Role::Paragraph, span: start..start + paragraph.len() });
        }
        mark(&text, &mut blocks);
        let kept = paragraphs.iter().zip(&blocks[1..]).filter(|(_, block)| block.role.is_read());
        kept.map(|(paragraph, _)| *paragraph).collect()
    }

    const BODY: &str = "The ferry was late on Monday, as the harbour office says.";

    #[test]
    fn omits_a_department_and_keeps_words_of_the_article() {
        assert_eq!(read(&["NEWS", "Print article", BODY]), [BODY]);
        for kept in ["Late again.", "“No boats”", "Three boats less", "135 g"] {
            assert_eq!(read(&[kept, BODY]), [kept, BODY]);
        }
        assert_eq!(read(&["Butter"; 6]).len(), 6);
        let ingredients = ["Butter", "Flour", "Milk", "Salt", "Sugar", BODY];
        assert_eq!(read(&ingredients), ingredients);
    }
}
