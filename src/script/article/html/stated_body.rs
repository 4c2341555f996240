//! Compares a page with the text that its structured data states as the article's: `articleBody` and `recipeIngredient` of schema.org
//! in JSON-LD.

use std::collections::BTreeSet;

use super::super::block::{Reason, Role};
use super::super::shape;
use super::content::word_runs;
use super::page_blocks::PageBlocks;

/// A shorter text, in bytes, is a summary.
const MIN_BYTES: usize = 400;
/// The last runs of words show where the text ends.
const LAST_RUNS: usize = 12;

/// The runs of words of a stated text.
pub(super) struct StatedBody {
    runs: BTreeSet<u64>,
    last: BTreeSet<u64>,
}

impl StatedBody {
    /// Returns the runs of a text, or `None` if it is too short for an article.
    pub(super) fn new(text: &str) -> Option<Self> {
        let runs = word_runs(text);
        let last = runs[runs.len().saturating_sub(LAST_RUNS)..].iter().copied().collect();
        (text.len() >= MIN_BYTES).then(|| Self { runs: runs.into_iter().collect(), last })
    }

    /// Restores the paragraphs that the text has. Omits the paragraphs after its end, if the text is most of what is read: many sites
    /// state only the first part.
    pub(super) fn apply(&self, page: &PageBlocks, roles: &mut [Role]) {
        let shares: Vec<Share> = page.blocks.iter().map(|block| self.share(&block.words)).collect();
        for (at, block) in page.blocks.iter().enumerate() {
            let is_lost = roles[at] == Role::Omitted(Reason::Boilerplate) && block.role.is_read();
            let is_stated = shares[at].is_most() && !matches!(block.role, Role::Heading(_));
            if is_lost && is_stated && !block.is_mostly_links() && page.boilerplate_reason(block).is_none() {
                roles[at] = block.role;
            }
        }
        let is_body = |at: &usize| roles[*at].is_read() && !matches!(roles[*at], Role::Heading(_));
        let bytes = |blocks: &[usize]| blocks.iter().map(|&at| page.blocks[at].words.len()).sum::<usize>();
        let body: Vec<usize> = (0..roles.len()).filter(is_body).collect();
        let stated: Vec<usize> = body.iter().copied().filter(|&at| shares[at].is_most()).collect();
        let has_end =
            |at: &&usize| word_runs(&page.blocks[**at].words).iter().any(|run| self.last.contains(run));
        let Some(&last) = stated.iter().rev().find(has_end) else { return };
        if bytes(&stated) * 4 < bytes(&body) * 3 {
            return;
        }
        for at in last + 1..roles.len() {
            let may_be_after = matches!(roles[at], Role::Paragraph | Role::Heading(2..));
            if may_be_after && shares[at].is_none() {
                roles[at] = Role::Omitted(Reason::Boilerplate);
            }
        }
    }

    fn share(&self, words: &str) -> Share {
        let runs = word_runs(words);
        Share { found: runs.iter().filter(|run| self.runs.contains(run)).count(), all: runs.len() }
    }
}

/// A list of ingredients has at least this many, and at most so many bytes in all blocks of its element.
const MIN_INGREDIENTS: usize = 3;
const MAX_LIST_BYTES: usize = 6_000;
/// An ingredient has at most this many words.
const MAX_INGREDIENT_WORDS: usize = 12;
/// At most this many blocks are taken for ingredients.
const MAX_FOUND: usize = 100;

/// Restores the ingredients of a recipe, with the labels between them. They may be in a table or a list outside the element of the
/// instructions.
pub(super) fn restore_ingredients(page: &PageBlocks, roles: &mut [Role], ingredients: &[String]) {
    let words = |text: &str| shape::words(text).collect::<Vec<_>>();
    let stated: Vec<Vec<String>> =
        ingredients.iter().map(|one| words(one)).filter(|one| !one.is_empty()).collect();
    let is_ingredient = |at: &usize| {
        let block = &page.blocks[*at];
        let own = words(&block.words);
        // The amount may be in a cell of its own, and a remark may follow the name.
        block.role.is_read()
            && (1..=MAX_INGREDIENT_WORDS).contains(&own.len())
            && stated.iter().any(|one| one.ends_with(&own) || own.starts_with(one))
    };
    if stated.len() < MIN_INGREDIENTS {
        return;
    }
    let found: Vec<usize> = (0..roles.len()).filter(is_ingredient).take(MAX_FOUND).collect();
    let holds = |container: usize| {
        found.iter().filter(|&&at| page.within(container).contains(&page.blocks[at].container)).count()
    };
    let list = (0..page.containers.len()).rev().find(|&at| holds(at) * 3 >= found.len() * 2);
    let Some(list) = list.filter(|_| found.len() >= MIN_INGREDIENTS) else { return };
    let inside: Vec<usize> =
        (0..roles.len()).filter(|&at| page.within(list).contains(&page.blocks[at].container)).collect();
    if inside.iter().map(|&at| page.blocks[at].words.len()).sum::<usize>() > MAX_LIST_BYTES {
        return;
    }
    for at in inside {
        let is_left_out = matches!(roles[at], Role::Omitted(Reason::Boilerplate | Reason::LinkList));
        if is_left_out
            && page.blocks[at].role.is_read()
            && page.boilerplate_reason(&page.blocks[at]).is_none()
        {
            roles[at] = page.blocks[at].role;
        }
    }
}

/// The runs of a block that a stated text has, and all runs of the block.
struct Share {
    found: usize,
    all: usize,
}

impl Share {
    fn is_most(&self) -> bool {
        self.found * 2 > self.all
    }

    fn is_none(&self) -> bool {
        self.found * 5 < self.all
    }
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::super::walk;
    use super::*;

    /// Returns a sentence of which no other sentence has a word.
    fn sentence(number: usize) -> String {
        let words: Vec<String> = (1..13).map(|word| format!("word{number}of{word}")).collect();
        format!("{}.", words.join(" "))
    }

    /// Returns the sentences that are read if a page states sentences 1 to 6 and has 1 to 8, the third of them lost.
    fn read(stated: std::ops::Range<usize>) -> Vec<usize> {
        let paragraphs: String = (1..9).map(|number| format!("<p>{}</p>", sentence(number))).collect();
        let page = walk::page_blocks(&Html::parse_document(&paragraphs));
        let mut roles = vec![Role::Paragraph; 8];
        roles[2] = Role::Omitted(Reason::Boilerplate);
        let text: Vec<String> = stated.map(sentence).collect();
        StatedBody::new(&text.join(" ")).expect("long enough").apply(&page, &mut roles);
        (1..9).filter(|number| roles[number - 1].is_read()).collect()
    }

    #[test]
    fn restores_stated_paragraphs_and_ends_with_them() {
        assert_eq!(read(1..7), [1, 2, 3, 4, 5, 6]);
        // The page states only the first part.
        assert_eq!(read(1..6), [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn ignores_summaries() {
        assert!(StatedBody::new(&sentence(1)).is_none());
    }
}
