//! Finds blocks that repeat other words of the article: pull quotes and second titles.

use std::collections::{BTreeMap, BTreeSet};

use super::super::block::{Block, Reason, Role};
use super::super::shape::{self, PRIME};
use super::bylines::HEAD_BLOCKS;

/// A pull quote has at most this many words.
const MAX_QUOTE_WORDS: usize = 45;

/// Omits the title where a page repeats it above its article.
pub(super) fn mark_second_titles(text: &str, title: Option<&str>, blocks: &mut [Block]) {
    let Some(title) = title.map(shape::fold) else { return };
    let mut seen = false;
    for block in blocks.iter_mut().filter(|block| block.role.is_read()) {
        let line = block.text(text);
        // Folding a long line would only cost time: it cannot equal the title.
        let may_have_site = !matches!(block.role, Role::Heading(2..));
        if line.len() > 2 * title.len() + 40 || !is_title(&shape::fold(line), &title, may_have_site) {
            continue;
        }
        if seen {
            block.role = Role::Omitted(Reason::Boilerplate);
        }
        seen = true;
    }
}

/// True for the title, perhaps with the department or the site after it: `The late ferry | Harbour Post`.
fn is_title(folded: &str, title: &str, may_have_site: bool) -> bool {
    folded.strip_prefix(title).is_some_and(|rest| {
        let rest = rest.trim_start();
        let is_site = rest.starts_with(['|', '–', '—', '-']) && shape::word_count(rest) <= 4;
        rest.is_empty() || (may_have_site && is_site)
    })
}

/// A caption of several pictures has at least this many words.
const MIN_COPY_WORDS: usize = 8;
/// So many copies in a row are captions. Copies with other text between them may be the questions of an interview.
const MIN_COPIES: usize = 3;

/// Omits the blocks that a page has three times in a row, or more: the pictures of a gallery have one caption.
pub(super) fn mark_copies(text: &str, blocks: &mut [Block]) {
    let read: Vec<usize> = (0..blocks.len()).filter(|&at| blocks[at].role.is_read()).collect();
    let line = |at: usize| blocks[at].text(text);
    let runs: Vec<Vec<usize>> = read
        .chunk_by(|&before, &after| line(before) == line(after))
        .filter(|run| run.len() >= MIN_COPIES && shape::word_count(line(run[0])) >= MIN_COPY_WORDS)
        .map(<[usize]>::to_vec)
        .collect();
    // The standfirst may be in the head of a page and above its text.
    let twice: Vec<usize> = read
        .windows(2)
        .take(HEAD_BLOCKS)
        .filter(|pair| line(pair[0]) == line(pair[1]) && shape::word_count(line(pair[0])) >= MIN_COPY_WORDS)
        .map(|pair| pair[1])
        .collect();
    for index in runs.into_iter().flatten() {
        blocks[index].role = Role::Omitted(Reason::Caption);
    }
    for index in twice {
        blocks[index].role = Role::Omitted(Reason::Boilerplate);
    }
}

/// Returns the indices of pull quotes: short blocks that only repeat words of a longer block.
///
/// A rolling hash compares runs of words, with one pass over the text for each length of a quote. So the time is linear in the
/// text, whatever it repeats.
pub(super) fn pull_quotes(text: &str, blocks: &[Block], page: bool) -> Vec<usize> {
    let hashed: Vec<Vec<u64>> = blocks.iter().map(|b| word_hashes(text, b)).collect();
    let mut wanted: BTreeMap<usize, BTreeSet<u64>> = BTreeMap::new();
    let candidates: Vec<usize> = (1..blocks.len())
        .filter(|&i| may_be_pull_quote(blocks[i].text(text), blocks[i].role, hashed[i].len(), page))
        .collect();
    for &index in &candidates {
        wanted.entry(hashed[index].len()).or_default().insert(run_hash(&hashed[index]));
    }
    let mut found = BTreeSet::new();
    for (&length, runs) in &wanted {
        // The longer block has at least four more words: it is not just the same quote again.
        for words in hashed.iter().filter(|w| w.len() > length + 3) {
            each_run_hash(words, length, |hash| {
                if runs.contains(&hash) {
                    found.insert((length, hash));
                }
            });
        }
    }
    candidates.into_iter().filter(|&i| found.contains(&(hashed[i].len(), run_hash(&hashed[i])))).collect()
}

/// True for a block that may be a pull quote by its role and shape.
///
/// A page sets pull quotes apart, so few words are enough there. In plain text only quotation marks show them, and short quotes may be
/// subheads: `“We had tea”`.
fn may_be_pull_quote(line: &str, role: Role, words: usize, page: bool) -> bool {
    let quoted = shape::is_quoted(line);
    let least = match role {
        Role::Omitted(_) | Role::Item | Role::Row | Role::Heading(1) => return false,
        Role::Quote => 4,
        // A part of a sentence in quotation marks is set apart for its effect.
        _ if quoted && !shape::ends_sentence(line) && page => 3,
        _ if quoted && !shape::ends_sentence(line) => 5,
        Role::Heading(_) => return false,
        // A whole sentence may be a turn of a dialogue that a speaker says twice: `“Yes, of course.”`
        Role::Paragraph if quoted => 6,
        // Without quotation marks the words must be so many that an author would not write them twice.
        Role::Paragraph if page => 8,
        Role::Paragraph => return false,
    };
    (least..=MAX_QUOTE_WORDS).contains(&words)
}

/// Hashes the words of a block. A block that is not read has none.
fn word_hashes(text: &str, block: &Block) -> Vec<u64> {
    if matches!(block.role, Role::Omitted(_)) {
        return Vec::new();
    }
    shape::words(block.text(text)).map(|w| shape::hash(&w)).collect()
}

/// Hashes a run of words from the hashes of its words.
fn run_hash(words: &[u64]) -> u64 {
    words.iter().fold(0, |hash: u64, w| hash.wrapping_mul(PRIME).wrapping_add(*w))
}

/// Calls `each` with the hash of every run of `length` words.
fn each_run_hash(words: &[u64], length: usize, mut each: impl FnMut(u64)) {
    let top = (1..length).fold(1u64, |power, _| power.wrapping_mul(PRIME));
    let mut hash = run_hash(&words[..length]);
    each(hash);
    for (out, new) in words.iter().zip(&words[length..]) {
        hash = hash.wrapping_sub(out.wrapping_mul(top)).wrapping_mul(PRIME).wrapping_add(*new);
        each(hash);
    }
}
