//! Reads `lexicon.toml`, which fixes the spoken form of words that no rule can know.
//!
//! ```toml
//! [words]
//! "Heihe" = "Hay huh"
//! "straat" = { say = "strat", match = "part" }
//! 'bus (\d+)' = { say = "coach $1", match = "regex" }
//!
//! [voice.brook]
//! "live" = "lyve"
//!
//! [speaker."Ana Costa"]
//! "Rio" = "Hee-oo"
//! "Siobhan" = { ipa = "ʃɪˈvɔːn", say = "Shi-vawn" }
//! ```
//!
//! Voices that take phonemes use `ipa`. The others speak `say`, or the word as it is written. Written forms and texts are
//! compared in Unicode's composed form (NFC), so an accent may be a character of its own.

mod csv;
mod entries;
mod expressions;
mod trie;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

pub use csv::{CsvEntry, read_csv};
use entries::{Pronunciation, Words, fill};
use expressions::{Match, MatchPart};
use trie::Trie;

use crate::base::toml_reader::{line_at, line_ends, syntax_message};

/// Written forms and their spoken forms: for the whole project, and for single voices and speakers. That of a series is below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexicon {
    words: Words,
    voices: BTreeMap<String, Words>,
    speakers: BTreeMap<String, Words>,
    tables: Vec<LexiconTable>,
    /// The lexicon of the series. Entries of this lexicon win over equal ones of it.
    series: Option<Arc<Lexicon>>,
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

impl Pronunciation {
    fn part<'a>(&'a self, written: &'a str) -> Part<Cow<'a, str>> {
        match self {
            Self::Spoken(spoken) => Part::Spoken(spoken.into()),
            Self::Phonemes { ipa, say } => {
                Part::Phonemes { word: say.as_deref().unwrap_or(written).into(), ipa: ipa.into() }
            }
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
            .map(|e| (e.span().map_or(0, |span| span.start), syntax_message(e.message(), text, e.span())))
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
        let line_ends = line_ends(text);
        Err(problems.into_iter().map(|(at, what)| (line_at(&line_ends, at), what)).collect())
    }

    /// Adds the entries of a series. This lexicon overrides equal ones.
    #[must_use]
    pub fn in_series(self, series: Arc<Lexicon>) -> Self {
        Self { series: Some(series), ..self }
    }

    /// Returns the tables that apply to a speaker and a voice, the first with the highest rank.
    fn applying<'a>(&'a self, speaker: &str, voice: &str) -> impl Iterator<Item = &'a Words> {
        let tables = [self.speakers.get(speaker), self.voices.get(voice), Some(&self.words)];
        tables.into_iter().flatten()
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
    ) -> Vec<(&'a str, Part<Cow<'a, str>>)> {
        let of_series = self.series.iter().flat_map(|series| series.applying(speaker, voice));
        let tables: Vec<&Words> = self.applying(speaker, voice).chain(of_series).collect();
        let mut inside = InsideWords::new(&tables, text);
        let mut parts = Vec::new();
        let (mut written_from, mut in_word) = (0, false);
        for (at, c) in text.char_indices() {
            // No entry begins with white space. To search at every character of a long run of it would take quadratic time.
            let may_begin = at >= written_from && !c.is_whitespace() && !(in_word && c.is_alphanumeric());
            in_word = c.is_alphanumeric();
            if !may_begin {
                continue;
            }
            let whole = longest_part(&tables, respellings, &text[at..]);
            let longest = whole.as_ref().map_or(0, |(end, _)| *end);
            let found = inside.parts_at(at, longest).or_else(|| whole.map(|(end, part)| (end, vec![part])));
            if let Some((end, found)) = found {
                let before = &text[written_from..at];
                parts.push((before, Part::Written(before.into())));
                parts.extend(found.into_iter().map(|part| (&text[at..at + end], part)));
                written_from = at + end;
            }
        }
        let rest = &text[written_from..];
        parts.push((rest, Part::Written(rest.into())));
        parts.retain(|(_, part)| !matches!(part, Part::Written(text) if text.is_empty()));
        parts
    }
}

/// The entries that match parts of words, and the matches of regular expressions, in one text.
struct InsideWords<'a> {
    tables: Vec<&'a Words>,
    text: &'a str,
    /// The matches of all expressions by their start; of two with one start, that of the first table first.
    matches: Vec<Match<'a>>,
    /// The first match that does not begin before the last searched place.
    next: usize,
}

impl<'a> InsideWords<'a> {
    fn new(tables: &[&'a Words], text: &'a str) -> Self {
        let expressions = tables.iter().flat_map(|table| &table.expressions);
        let mut matches: Vec<Match> = expressions.flat_map(|expression| expression.matches(text)).collect();
        matches.sort_by_key(|found| found.range.start);
        let tables = tables.iter().copied().filter(|table| !table.parts.is_empty()).collect();
        InsideWords { tables, text, matches, next: 0 }
    }

    /// Returns the spoken form of the text from `start` on, and its length, if an entry matches in its first word. A match
    /// has to be longer than `longest`, which an entry for whole words matches. A match inside a word takes the whole word.
    fn parts_at(&mut self, start: usize, longest: usize) -> Option<(usize, Vec<Part<Cow<'a, str>>>)> {
        if self.tables.is_empty() && self.matches.is_empty() {
            return None;
        }
        let (mut at, mut spoken, mut count) = (start, String::new(), 0);
        let mut single = None;
        while let Some(c) = self.text[at..].chars().next() {
            let Some((end, parts)) = self.longest_at(at) else {
                if !c.is_alphanumeric() {
                    break;
                }
                spoken.push(c);
                at += c.len_utf8();
                continue;
            };
            spoken.extend(parts.iter().map(|part| match part {
                MatchPart::Fixed(text) | MatchPart::Written(text) => *text,
            }));
            single = Some((at, end, parts)).filter(|_| count == 0);
            count += 1;
            at = end;
            // The next word is a matter of its own.
            if !ends_inside_word(self.text, at) {
                break;
            }
        }
        if count == 0 || at - start <= longest {
            return None;
        }
        let parts = match single {
            Some((from, to, parts)) if (from, to) == (start, at) => {
                parts.into_iter().map(Part::from).collect()
            }
            _ => vec![Part::Spoken(spoken.into())],
        };
        Some((at - start, parts))
    }

    /// Returns the end and the spoken form of the longest match at a place.
    fn longest_at(&mut self, at: usize) -> Option<(usize, Vec<MatchPart<'a>>)> {
        while self.matches.get(self.next).is_some_and(|found| found.range.start < at) {
            self.next += 1;
        }
        let here = self.matches[self.next..].iter().take_while(|found| found.range.start == at);
        // Of several with one length, that of the first table.
        let expression =
            here.reduce(|best, found| if found.range.end > best.range.end { found } else { best });
        let part = self.tables.iter().filter_map(|table| table.parts.longest(&self.text[at..], true));
        let part = part.fold(None, |best: Option<(usize, &'a String)>, found| match best {
            Some((length, _)) if length >= found.0 => best,
            _ => Some(found),
        });
        match (expression, part) {
            (Some(found), Some((length, _))) if found.range.len() >= length => {
                Some((found.range.end, found.spoken.clone()))
            }
            (_, Some((length, spoken))) => Some((at + length, vec![MatchPart::Fixed(spoken)])),
            (Some(found), None) => Some((found.range.end, found.spoken.clone())),
            (None, None) => None,
        }
    }
}

impl<'a> From<MatchPart<'a>> for Part<Cow<'a, str>> {
    fn from(part: MatchPart<'a>) -> Self {
        match part {
            MatchPart::Fixed(text) => Part::Spoken(text.into()),
            MatchPart::Written(text) => Part::Written(text.into()),
        }
    }
}

/// True between two letters or digits.
fn ends_inside_word(text: &str, at: usize) -> bool {
    text[..at].ends_with(char::is_alphanumeric) && text[at..].starts_with(char::is_alphanumeric)
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
) -> Option<(usize, Part<Cow<'a, str>>)> {
    let entry = longest(tables, text);
    let capital = text.starts_with(|c: char| c.is_ascii_uppercase());
    let respelling = respellings.filter(|_| capital).and_then(|listed| listed.0.longest(text, |c| c, false));
    let respelled = |spoken: &'a String| Part::Respelled(spoken.into());
    match (entry, respelling) {
        (Some((end, _)), Some((longer, spoken))) if longer > end => Some((longer, respelled(spoken))),
        (Some((end, found)), _) => Some((end, found.part(&text[..end]))),
        (None, Some((end, spoken))) => Some((end, respelled(spoken))),
        (None, None) => None,
    }
}

/// Returns the length in bytes and the spoken form of the longest match at the start of `text`. The first table wins a tie.
fn longest<'a>(tables: &[&'a Words], text: &str) -> Option<(usize, &'a Pronunciation)> {
    let mut best: Option<(usize, &Pronunciation)> = None;
    for found in tables.iter().filter_map(|table| table.whole.longest(text, false)) {
        if best.is_none_or(|(end, _)| found.0 > end) {
            best = Some(found);
        }
    }
    best
}

/// Returns the tables for single voices and speakers of a valid lexicon.
fn tables(text: &str, table: &DeTable) -> Vec<LexiconTable> {
    let mut tables = Vec::new();
    let line_ends = line_ends(text);
    for (key, value) in table {
        let speaker = key.get_ref() == "speaker";
        let names = value.get_ref().as_table().filter(|_| key.get_ref() != "words");
        for (name, _) in names.into_iter().flatten() {
            let line = line_at(&line_ends, name.span().start);
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
