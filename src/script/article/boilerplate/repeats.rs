//! Pull quotes: short blocks whose words stand in the body once more.

use std::collections::{BTreeMap, BTreeSet};

use super::super::shape::{self, PRIME};
use super::super::{Block, Role};

/// A pull quote has at most this many words.
const LONGEST: usize = 45;

/// Indices of the blocks that only repeat words of a longer block.
///
/// Runs of words are compared by rolling hash, one pass over the text for each length that
/// occurs, so the time is linear in the text whatever it repeats.
///
/// In a page a designer set them apart; in plain text only the marks tell, and subheads are short quotes too.
pub(super) fn pull_quotes(text: &str, blocks: &[Block], page: bool) -> Vec<usize> {
    let hashed: Vec<Vec<u64>> = blocks.iter().map(|b| hashes(text, b)).collect();
    let mut wanted: BTreeMap<usize, BTreeSet<u64>> = BTreeMap::new();
    let candidates: Vec<usize> = (1..blocks.len())
        .filter(|&i| may_repeat(&text[blocks[i].span.clone()], blocks[i].role, hashed[i].len(), page))
        .collect();
    for &index in &candidates {
        wanted.entry(hashed[index].len()).or_default().insert(roll(&hashed[index]));
    }
    let mut found = BTreeSet::new();
    for (&length, runs) in &wanted {
        for words in hashed.iter().filter(|w| w.len() > length + 3) {
            found_runs(words, length, |hash| {
                if runs.contains(&hash) {
                    found.insert((length, hash));
                }
            });
        }
    }
    candidates.into_iter().filter(|&i| found.contains(&(hashed[i].len(), roll(&hashed[i])))).collect()
}

/// The shape of a pull quote: quoted without an end to the sentence, set as a quotation, or long enough
/// that nobody would write it twice.
fn may_repeat(line: &str, role: Role, words: usize, page: bool) -> bool {
    let least = match role {
        Role::Omitted(_) | Role::Item | Role::Row | Role::Heading(1) => return false,
        Role::Quote => 4,
        _ if shape::is_quoted(line) && !shape::ends_sentence(line) => {
            if page {
                3
            } else {
                5
            }
        }
        Role::Heading(_) => return false,
        Role::Paragraph if shape::is_quoted(line) => 6,
        Role::Paragraph if page => 8,
        Role::Paragraph => return false,
    };
    (least..=LONGEST).contains(&words)
}

/// The hashes of a block's words; none for a block that is not read.
fn hashes(text: &str, block: &Block) -> Vec<u64> {
    if matches!(block.role, Role::Omitted(_)) {
        return Vec::new();
    }
    shape::words(&text[block.span.clone()]).map(|w| shape::hash(&w)).collect()
}

fn roll(words: &[u64]) -> u64 {
    words.iter().fold(0, |hash: u64, w| hash.wrapping_mul(PRIME).wrapping_add(*w))
}

/// Gives the rolling hash of every run of `length` words.
fn found_runs(words: &[u64], length: usize, mut each: impl FnMut(u64)) {
    let top = (1..length).fold(1u64, |power, _| power.wrapping_mul(PRIME));
    let mut hash = roll(&words[..length]);
    each(hash);
    for (out, new) in words.iter().zip(&words[length..]) {
        hash = hash.wrapping_sub(out.wrapping_mul(top)).wrapping_mul(PRIME).wrapping_add(*new);
        each(hash);
    }
}
