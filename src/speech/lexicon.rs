//! `lexicon.toml`: how words are said that no rule can know.
//!
//! ```toml
//! [words]
//! "Heihe" = "Hay huh"
//!
//! [voice.brook]
//! "live" = "lyve"
//!
//! [speaker."Ana Costa"]
//! "Rio" = "Hee-oo"
//! ```

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::tokens::is_apostrophe;

/// Written forms and what is said for them: for the project, and above it for single voices and speakers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexicon {
    words: Words,
    voices: BTreeMap<String, Words>,
    speakers: BTreeMap<String, Words>,
    named: Vec<Named>,
}

/// A table of the lexicon for one voice or speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// A speaker's, not a voice's.
    pub speaker: bool,
    /// Whose.
    pub name: String,
    /// Line in the file, counted from 1.
    pub line: usize,
}

/// A stretch of a text as the lexicon sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part<'a, W> {
    /// The lexicon's spoken form.
    Said(&'a str),
    /// Words of the text that the lexicon does not know.
    Written(W),
}

impl<'a, W> Part<'a, W> {
    /// Changes what is written.
    pub fn map_written<V>(self, change: impl FnOnce(W) -> V) -> Part<'a, V> {
        match self {
            Part::Said(said) => Part::Said(said),
            Part::Written(written) => Part::Written(change(written)),
        }
    }
}

impl Lexicon {
    /// Reads the text of a `lexicon.toml`.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its line (from 1), in the order of the lines:
    /// TOML that is none, unknown tables, values that are no text, written or spoken forms that are empty,
    /// written forms that stand there twice.
    pub fn parse(text: &str) -> Result<Lexicon, Vec<(usize, String)>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut problems: Vec<(usize, String)> = errors
            .iter()
            .map(|e| (e.span().map_or(0, |span| span.start), e.message().replace('\n', " ")))
            .collect();
        let mut lexicon = Lexicon::default();
        for (key, value) in table.get_ref() {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("words", DeValue::Table(words)) => fill(&mut lexicon.words, words, &mut problems),
                ("voice", DeValue::Table(names)) => fill_names(&mut lexicon.voices, names, &mut problems),
                ("speaker", DeValue::Table(names)) => fill_names(&mut lexicon.speakers, names, &mut problems),
                (other, _) => problems.push((
                    key.span().start,
                    format!("`{other}` is not a table of the lexicon; there are `[words]`, `[voice.NAME]` and `[speaker.\"NAME\"]`"),
                )),
            }
        }
        if problems.is_empty() {
            lexicon.named = named(text, table.get_ref());
            return Ok(lexicon);
        }
        problems.sort();
        problems.dedup();
        Err(problems.into_iter().map(|(at, what)| (line_of(text, at), what)).collect())
    }

    /// The tables for single voices and speakers.
    pub fn named(&self) -> &[Named] {
        &self.named
    }

    /// Cuts `text` into what the lexicon says and what stays written. The longest entry wins; of equal ones
    /// the speaker's, then the voice's. Entries match whole words; one in lower case matches in any case, one with
    /// capitals as it is written and all in capitals.
    pub(super) fn parts<'a>(&'a self, text: &'a str, speaker: &str, voice: &str) -> Vec<Part<'a, &'a str>> {
        let tables: Vec<&Words> = [self.speakers.get(speaker), self.voices.get(voice), Some(&self.words)]
            .into_iter()
            .flatten()
            .collect();
        let mut parts = Vec::new();
        let (mut written_from, mut in_word) = (0, false);
        for (at, c) in text.char_indices() {
            // No entry begins with white space, and looking at a long run of it from each place would be quadratic.
            let may_begin = at >= written_from && !c.is_whitespace() && !(in_word && c.is_alphanumeric());
            if may_begin && let Some((end, said)) = longest(&tables, &text[at..]) {
                parts.push(Part::Written(&text[written_from..at]));
                parts.push(Part::Said(said));
                written_from = at + end;
            }
            in_word = c.is_alphanumeric();
        }
        parts.push(Part::Written(&text[written_from..]));
        parts.retain(|part| *part != Part::Written(""));
        parts
    }
}

/// The longest match of all tables at the start of `text`: its bytes and what is said. The first table wins a tie;
/// in it, what is written exactly so.
fn longest<'a>(tables: &[&'a Words], text: &str) -> Option<(usize, &'a str)> {
    let mut best: Option<(usize, &str)> = None;
    for table in tables {
        let small = |c: char| c.to_lowercase().next().unwrap_or(c);
        for found in [
            table.exact.longest(text, |c| c),
            table.capitals.longest(text, |c| c),
            table.small.longest(text, small),
        ] {
            if found.map(|(end, _)| end) > best.map(|(end, _)| end) {
                best = found;
            }
        }
    }
    best
}

/// One table: its entries as written, those with capitals all in capitals, and those without, for any case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Words {
    exact: Trie,
    capitals: Trie,
    small: Trie,
}

impl Words {
    /// Adds an entry; false when it was there already.
    fn insert(&mut self, written: &str, said: &str) -> bool {
        if written.contains(char::is_uppercase) {
            self.capitals.insert(&written.to_uppercase(), said);
        } else {
            self.small.insert(written, said);
        }
        self.exact.insert(written, said)
    }
}

/// Written forms by their characters, so that a text is matched in one walk.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trie {
    /// The first is the root.
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Node {
    next: BTreeMap<char, usize>,
    said: Option<String>,
}

impl Default for Trie {
    fn default() -> Self {
        Trie { nodes: vec![Node::default()] }
    }
}

impl Trie {
    /// Adds an entry; false when it was there already.
    fn insert(&mut self, written: &str, said: &str) -> bool {
        let mut node = 0;
        for (_, c) in matched_chars(written) {
            let new = self.nodes.len();
            let next = self.nodes.get_mut(node).map_or(new, |n| *n.next.entry(c).or_insert(new));
            if next == new {
                self.nodes.push(Node::default());
            }
            node = next;
        }
        self.nodes.get_mut(node).is_some_and(|n| n.said.replace(said.to_string()).is_none())
    }

    /// The longest entry that `text` begins with and that ends with a word; its letters are compared as `seen`.
    fn longest(&self, text: &str, seen: impl Fn(char) -> char) -> Option<(usize, &str)> {
        let mut node = self.nodes.first()?;
        let mut best = None;
        for (range, c) in matched_chars(text) {
            let Some(next) = node.next.get(&seen(c)).and_then(|&n| self.nodes.get(n)) else { break };
            node = next;
            let inside_word = c.is_alphanumeric()
                && text.get(range.end..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
            if let (Some(said), false) = (&node.said, inside_word) {
                best = Some((range.end, said.as_str()));
            }
        }
        best
    }
}

/// The characters that count in a match, with their bytes: a run of white space is one space, apostrophes are straight.
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

/// The tables for single voices and speakers of a lexicon in which all is well.
fn named(text: &str, table: &DeTable) -> Vec<Named> {
    let mut named = Vec::new();
    for (key, value) in table {
        let speaker = key.get_ref() == "speaker";
        let names = value.get_ref().as_table().filter(|_| key.get_ref() != "words");
        for (name, _) in names.into_iter().flatten() {
            let line = line_of(text, name.span().start);
            named.push(Named { speaker, name: name.get_ref().to_string(), line });
        }
    }
    named
}

fn fill_names(tables: &mut BTreeMap<String, Words>, names: &DeTable, problems: &mut Vec<(usize, String)>) {
    for (name, value) in names {
        match value.get_ref() {
            DeValue::Table(words) => {
                fill(tables.entry(name.get_ref().to_string()).or_default(), words, problems);
            }
            _ => problems.push((name.span().start, format!("`{}` is not a table of words", name.get_ref()))),
        }
    }
}

fn fill(table: &mut Words, words: &DeTable, problems: &mut Vec<(usize, String)>) {
    for (key, value) in words {
        if let Err(what) = add(table, key.get_ref(), value) {
            problems.push((key.span().start, what));
        }
    }
}

fn add(table: &mut Words, written: &str, value: &Spanned<DeValue>) -> Result<(), String> {
    let said = value.get_ref().as_str().ok_or(format!("what is said for `{written}` is not a text"))?.trim();
    let written = written.trim();
    if written.is_empty() {
        return Err(format!("the written form of \u{201c}{said}\u{201d} is empty"));
    }
    if said.is_empty() {
        return Err(format!("what is said for `{written}` is empty"));
    }
    if !table.insert(written, said) {
        return Err(format!("`{written}` stands in this table twice"));
    }
    Ok(())
}

/// The line of the byte at `at`, from 1.
fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|&b| b == b'\n').count() + 1
}
