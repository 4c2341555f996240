//! Reads `lexicon.toml`, which fixes the spoken form of words that no rule can know.
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
//! "Siobhan" = { ipa = "ʃɪˈvɔːn", say = "Shi-vawn" }
//! ```
//!
//! Voices that take phonemes use `ipa`. The others speak `say`, or the word as it is written.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::phonemes::check_ipa;
use super::tokens::is_apostrophe;

/// Written forms and their spoken forms: for the whole project, and for single voices and speakers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexicon {
    words: Words,
    voices: BTreeMap<String, Words>,
    speakers: BTreeMap<String, Words>,
    tables: Vec<LexiconTable>,
}

/// The place of a table for one voice or one speaker in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconTable {
    /// True for a speaker's table, false for a voice's.
    pub speaker: bool,
    /// Name of the speaker or the voice.
    pub name: String,
    /// Line in the file, counted from 1.
    pub line: usize,
}

/// A part of a text. `S` is a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part<S> {
    /// A spoken form from the lexicon.
    Spoken(S),
    /// An acronym with a respelling for voices that read one.
    Respelled(S),
    /// A word with its phonemes.
    Phonemes {
        /// The word for voices that do not take phonemes.
        word: S,
        ipa: S,
    },
    /// Written text without entries in the lexicon.
    Written(S),
}

/// What the lexicon says about a written form.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Pronunciation {
    Spoken(String),
    Phonemes {
        ipa: String,
        /// Spoken by voices that do not take phonemes; otherwise the word as it is written.
        say: Option<String>,
    },
}

impl Pronunciation {
    fn part<'a>(&'a self, written: &'a str) -> Part<&'a str> {
        match self {
            Self::Spoken(spoken) => Part::Spoken(spoken),
            Self::Phonemes { ipa, say } => Part::Phonemes { word: say.as_deref().unwrap_or(written), ipa },
        }
    }
}

impl Lexicon {
    /// Reads the text of a `lexicon.toml`.
    ///
    /// # Errors
    /// Returns every problem with its line, counted from 1, in the order of the lines: invalid TOML, unknown tables,
    /// values that are not strings, empty written or spoken forms, written forms that are listed twice.
    ///
    /// # Examples
    /// ```
    /// use aloud::speech::{Lexicon, spoken_form};
    /// let lexicon = Lexicon::parse("[words]\n\"Heihe\" = \"Hay huh\"\n").unwrap();
    /// assert_eq!(spoken_form("the Heihe", Some("en"), &lexicon, "narrator", "default"), "the Hay huh");
    /// ```
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
                    format!("`{other}` is not a table of the lexicon; use `[words]`, `[voice.NAME]` or `[speaker.\"NAME\"]`"),
                )),
            }
        }
        if problems.is_empty() {
            lexicon.tables = tables(text, table.get_ref());
            return Ok(lexicon);
        }
        problems.sort();
        problems.dedup();
        Err(problems.into_iter().map(|(at, what)| (line_of(text, at), what)).collect())
    }

    /// Returns the tables for single voices and speakers, in the order of the file.
    pub fn tables(&self) -> &[LexiconTable] {
        &self.tables
    }

    /// Splits `text` at the entries of the lexicon. The longest entry wins; of two equal ones, the speaker's wins, then the
    /// voice's. Entries match whole words. An entry in lower case matches in any case, an entry with capitals matches as
    /// written and all in capitals. The respellings of the language come last. Each part is returned with its text.
    pub(super) fn parts<'a>(
        &'a self,
        text: &'a str,
        speaker: &str,
        voice: &str,
        respellings: Option<&'a Respellings>,
    ) -> Vec<(&'a str, Part<&'a str>)> {
        let tables: Vec<&Words> = [self.speakers.get(speaker), self.voices.get(voice), Some(&self.words)]
            .into_iter()
            .flatten()
            .collect();
        let mut parts = Vec::new();
        let (mut written_from, mut in_word) = (0, false);
        for (at, c) in text.char_indices() {
            // No entry begins with white space. To search at every character of a long run of it would take quadratic time.
            let may_begin = at >= written_from && !c.is_whitespace() && !(in_word && c.is_alphanumeric());
            if may_begin && let Some((end, part)) = longest_part(&tables, respellings, &text[at..]) {
                let before = &text[written_from..at];
                parts.push((before, Part::Written(before)));
                parts.push((&text[at..at + end], part));
                written_from = at + end;
            }
            in_word = c.is_alphanumeric();
        }
        let rest = &text[written_from..];
        parts.push((rest, Part::Written(rest)));
        parts.retain(|(_, part)| *part != Part::Written(""));
        parts
    }
}

/// Acronyms with a respelling for voices that read one: "FIFA" is "Feefa".
#[derive(Debug)]
pub(super) struct Respellings(Trie<String>);

impl Respellings {
    /// Collects the entries of a language.
    pub(super) fn new<'e>(entries: impl Iterator<Item = (&'e str, &'e str)>) -> Self {
        let mut trie = Trie::default();
        for (written, spoken) in entries {
            trie.insert(written, spoken.to_string());
        }
        Respellings(trie)
    }
}

/// Returns the longest entry of the lexicon at the start of `text`, or else the respelling there.
fn longest_part<'a>(
    tables: &[&'a Words],
    respellings: Option<&'a Respellings>,
    text: &'a str,
) -> Option<(usize, Part<&'a str>)> {
    let entry = longest(tables, text);
    let capital = text.starts_with(|c: char| c.is_ascii_uppercase());
    let respelling = respellings.filter(|_| capital).and_then(|listed| listed.0.longest(text, |c| c));
    match (entry, respelling) {
        (Some((end, _)), Some((longer, spoken))) if longer > end => Some((longer, Part::Respelled(spoken))),
        (Some((end, found)), _) => Some((end, found.part(&text[..end]))),
        (None, Some((end, spoken))) => Some((end, Part::Respelled(spoken))),
        (None, None) => None,
    }
}

/// Returns the length in bytes and the spoken form of the longest match at the start of `text`. The first table wins a
/// tie; within a table, the entry that is written exactly the same wins.
fn longest<'a>(tables: &[&'a Words], text: &str) -> Option<(usize, &'a Pronunciation)> {
    let mut best: Option<(usize, &Pronunciation)> = None;
    for table in tables {
        for found in [
            table.exact.longest(text, |c| c),
            table.capitals.longest(text, |c| c),
            table.small.longest(text, lower_case),
        ] {
            if found.map(|(end, _)| end) > best.map(|(end, _)| end) {
                best = found;
            }
        }
    }
    best
}

fn lower_case(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// The entries of one table: as written, those with capitals all in capitals, and those in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Words {
    exact: Trie<Pronunciation>,
    capitals: Trie<Pronunciation>,
    small: Trie<Pronunciation>,
}

impl Words {
    /// Adds an entry. Returns false when it was there already.
    fn insert(&mut self, written: &str, said: Pronunciation) -> bool {
        if written.contains(char::is_uppercase) {
            self.capitals.insert(&written.to_uppercase(), said.clone());
        } else {
            self.small.insert(written, said.clone());
        }
        self.exact.insert(written, said)
    }
}

/// Written forms by their characters, each with a value: one pass over the text finds the longest entry.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trie<V> {
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
    /// Adds an entry. Returns false when it was there already.
    fn insert(&mut self, written: &str, value: V) -> bool {
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

    /// Returns the longest entry at the start of `text` that ends at the end of a word. `fold` is applied to each character
    /// of the text before it is compared.
    fn longest(&self, text: &str, fold: impl Fn(char) -> char) -> Option<(usize, &V)> {
        let mut node = self.nodes.first()?;
        let mut best = None;
        for (range, c) in matched_chars(text) {
            let Some(next) = node.next.get(&fold(c)).and_then(|&n| self.nodes.get(n)) else { break };
            node = next;
            let inside_word = c.is_alphanumeric()
                && text.get(range.end..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
            if let (Some(value), false) = (&node.value, inside_word) {
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

/// Returns the tables for single voices and speakers of a valid lexicon.
fn tables(text: &str, table: &DeTable) -> Vec<LexiconTable> {
    let mut tables = Vec::new();
    for (key, value) in table {
        let speaker = key.get_ref() == "speaker";
        let names = value.get_ref().as_table().filter(|_| key.get_ref() != "words");
        for (name, _) in names.into_iter().flatten() {
            let line = line_of(text, name.span().start);
            tables.push(LexiconTable { speaker, name: name.get_ref().to_string(), line });
        }
    }
    tables
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
    let written = written.trim();
    let said = match value.get_ref() {
        DeValue::String(spoken) => Pronunciation::Spoken(non_empty(written, spoken)?),
        DeValue::Table(entry) => phonemes(written, entry)?,
        _ => return Err(format!("the spoken form of `{written}` is not a string")),
    };
    if written.is_empty() {
        let spoken = value.get_ref().as_str().unwrap_or_default().trim();
        return Err(format!("the written form of \u{201c}{spoken}\u{201d} is empty"));
    }
    if !table.insert(written, said) {
        return Err(format!("`{written}` is listed twice in this table"));
    }
    Ok(())
}

fn non_empty(written: &str, spoken: &str) -> Result<String, String> {
    match spoken.trim() {
        "" if !written.is_empty() => Err(format!("the spoken form of `{written}` is empty")),
        spoken => Ok(spoken.to_string()),
    }
}

/// Reads `{ ipa = "…", say = "…" }`.
fn phonemes(written: &str, entry: &DeTable) -> Result<Pronunciation, String> {
    let text = |key: &str| match entry.get(key).map(|value| value.get_ref().as_str()) {
        Some(Some(text)) => Ok(Some(text)),
        Some(None) => Err(format!("`{key}` of `{written}` is not a string")),
        None => Ok(None),
    };
    if let Some(unknown) = entry.keys().find(|key| !matches!(key.get_ref().as_ref(), "ipa" | "say")) {
        return Err(format!("`{}` of `{written}` is unknown; use `ipa` and `say`", unknown.get_ref()));
    }
    let ipa = text("ipa")?.ok_or_else(|| format!("`{written}` has no `ipa`"))?;
    let ipa = check_ipa(ipa).map_err(|what| format!("phonemes of `{written}`: {what}"))?;
    let say = text("say")?.map(|say| non_empty(written, say)).transpose()?;
    Ok(Pronunciation::Phonemes { ipa, say })
}

/// Returns the line of the byte at `at`, counted from 1.
fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|&b| b == b'\n').count() + 1
}
