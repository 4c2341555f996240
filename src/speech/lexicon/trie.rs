//! Written forms by their characters: one pass over a text finds the longest entry.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::speech::tokens::is_apostrophe;

/// Written forms by their characters, each with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trie<V> {
    /// The first node is the root.
    nodes: Vec<Node<V>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Node<V> {
    next: BTreeMap<char, usize>,
    value: Option<V>,
}

impl<V> Default for Node<V> {
    fn default() -> Self {
        Node { next: BTreeMap::new(), value: None }
    }
}

impl<V> Default for Trie<V> {
    fn default() -> Self {
        Trie { nodes: vec![Node::default()] }
    }
}

impl<V> Trie<V> {
    /// True without entries.
    pub(super) fn is_empty(&self) -> bool {
        self.nodes.len() == 1
    }

    /// Adds an entry. Returns false when it was there already.
    pub(super) fn insert(&mut self, written: &str, value: V) -> bool {
        let mut node = 0;
        for (_, c) in matched_chars(written) {
            let new = self.nodes.len();
            let next = self.nodes.get_mut(node).map_or(new, |n| *n.next.entry(c).or_insert(new));
            if next == new {
                self.nodes.push(Node::default());
            }
            node = next;
        }
        self.nodes.get_mut(node).is_some_and(|n| n.value.replace(value).is_none())
    }

    /// Returns the longest entry at the start of `text`. `fold` is applied to each character of the text before it is
    /// compared. Unless `inside` is true, the entry ends at the end of a word.
    pub(super) fn longest(
        &self,
        text: &str,
        fold: impl Fn(char) -> char,
        inside: bool,
    ) -> Option<(usize, &V)> {
        let mut node = self.nodes.first()?;
        let mut best = None;
        for (range, c) in matched_chars(text) {
            let Some(next) = node.next.get(&fold(c)).and_then(|&n| self.nodes.get(n)) else { break };
            node = next;
            let inside_word = c.is_alphanumeric()
                && text.get(range.end..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
            if let (Some(value), true) = (&node.value, inside || !inside_word) {
                best = Some((range.end, value));
            }
        }
        best
    }
}

/// Returns the characters that a match compares, with their byte ranges: a run of white space is one space, and a curly
/// apostrophe is a straight one.
fn matched_chars(text: &str) -> impl Iterator<Item = (Range<usize>, char)> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, c) = chars.next()?;
        let mut end = start + c.len_utf8();
        if c.is_whitespace() {
            while let Some((at, space)) = chars.next_if(|(_, next)| next.is_whitespace()) {
                end = at + space.len_utf8();
            }
            return Some((start..end, ' '));
        }
        Some((start..end, if is_apostrophe(c) { '\'' } else { c }))
    })
}
