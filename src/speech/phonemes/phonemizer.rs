//! The phonemizer: reads the words of a sentence in their context, and joins their phonemes.

use std::ops::Range;

use super::alphabet::symbol_id;
use super::heteronyms;
use super::ipa;
use super::letters;
use super::stress::{compound, is_consonant, is_vowel};
use super::table::{Table, TableError};
use super::tagger::Tagger;
use super::tokens::{self, Kind, Token};
use super::words::{Following, Word, Words};

/// The phonemes of a sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phonemes {
    /// The symbols, all of them of Kokoro's alphabet.
    pub symbols: String,
    /// The words of the text, in order.
    pub words: Vec<PhonemeWord>,
}

/// A word of a sentence, and the place of its phonemes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhonemeWord {
    /// The bytes of the word in the text.
    pub text: Range<usize>,
    /// Its symbols, counted in characters. Empty for a word that cannot be read.
    pub symbols: Range<usize>,
}

/// Phonemes that a person gave for some words of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenPhonemes {
    /// The bytes of the words in the text.
    pub range: Range<usize>,
    /// Their sound in the International Phonetic Alphabet.
    pub ipa: String,
}

impl GivenPhonemes {
    /// Returns it with its range moved towards the start of the text.
    pub(crate) fn moved_back(&self, bytes: usize) -> Self {
        let range = self.range.start.saturating_sub(bytes)..self.range.end.saturating_sub(bytes);
        Self { range, ipa: self.ipa.clone() }
    }
}

/// Turns sentences into phonemes by one table.
pub struct Phonemizer {
    table: Table,
    tagger: Tagger,
    words: Words,
}

impl Phonemizer {
    /// Opens a table that `compile` made.
    ///
    /// # Errors
    /// If the table is damaged or was made by another version of Aloud.
    pub fn open(table: Vec<u8>) -> Result<Self, TableError> {
        let table = Table::open(table)?;
        Ok(Self { tagger: Tagger::open(&table)?, words: Words::open(&table)?, table })
    }

    /// Returns the phonemes of a sentence in its spoken form. The `given` ranges are in order and do not overlap; others are
    /// ignored.
    pub fn phonemes(&self, text: &str, given: &[GivenPhonemes]) -> Phonemes {
        let given = in_order(text, given);
        let ranges: Vec<Range<usize>> = given.iter().map(|given| given.range.clone()).collect();
        let mut tokens = tokens::tokens(text, &ranges);
        let letters = letters::join_spelled(text, &mut tokens);
        let words: Vec<String> = tokens.iter().map(|token| normalised(&text[token.range.clone()])).collect();
        let tags = self.tags(&words);
        let word_tags: Vec<&str> =
            words.iter().zip(&tags).map(|(word, tags)| tag_of(tags, &(0..word.len()))).collect();
        let mut read = vec![String::new(); tokens.len()];
        let mut following = Following::default();
        let mut given = given.iter().rev();
        for (at, token) in tokens.iter().enumerate().rev() {
            let word = &words[at];
            let phonemes = match (token.kind, letters[at]) {
                (Kind::Mark(mark), _) => mark.to_string(),
                (Kind::Given, _) => {
                    given.next().map_or(String::new(), |given| ipa::symbols(&given.ipa, self.words.accent()))
                }
                (Kind::Word, Some(place)) => self.words.letter(&self.table, word, place),
                (Kind::Word, None) => match heteronyms::sound(&words, &word_tags, at, self.words.accent()) {
                    Some(sound) => sound.to_string(),
                    None => self.read(word, &tags[at], following),
                },
            };
            following = before(&phonemes, word, following);
            read[at] = phonemes;
        }
        join(&tokens, read)
    }

    /// Returns the tags of the pieces of each word.
    fn tags(&self, words: &[String]) -> Vec<Vec<(Range<usize>, &str)>> {
        let pieces: Vec<Vec<Range<usize>>> = words.iter().map(|word| tokens::pieces(word)).collect();
        let flat: Vec<&str> = words
            .iter()
            .zip(&pieces)
            .flat_map(|(word, pieces)| pieces.iter().map(|piece| &word[piece.clone()]))
            .collect();
        let mut tags = self.tagger.tags(&self.table, &flat).into_iter();
        let tagged = |pieces: Vec<Range<usize>>| pieces.into_iter().zip(tags.by_ref()).collect();
        pieces.into_iter().map(tagged).collect()
    }

    /// Reads a word. If it is not known as a whole, its parts are read: "Anglo-Bulgarian".
    fn read(&self, word: &str, tags: &[(Range<usize>, &str)], following: Following) -> String {
        let table = &self.table;
        let whole = Word { text: word, tag: tag_of(tags, &(0..word.len())), following };
        if let Some(phonemes) = self.words.known(table, whole) {
            return phonemes;
        }
        let parts = tokens::compound_parts(word);
        if parts.len() < 2 {
            return self.words.any(table, whole);
        }
        let mut read: Vec<(String, bool)> = Vec::new();
        let mut following = following;
        let mut end = parts.len();
        while end > 0 {
            let group = |start: usize| {
                let range = parts[start].start..parts[end - 1].end;
                Word { text: &word[range.clone()], tag: tag_of(tags, &range), following }
            };
            let known = (0..end).find_map(|start| Some((start, self.words.known(table, group(start))?)));
            let (start, phonemes) = known.unwrap_or_else(|| (end - 1, self.words.any(table, group(end - 1))));
            let text = group(start).text;
            following = before(&phonemes, text, following);
            read.push((phonemes, text.chars().count() == 1));
            end = start;
        }
        read.reverse();
        let texts: Vec<&str> = parts.iter().map(|part| &word[part.clone()]).collect();
        if let (Some(sound), true) = (heteronyms::first_part(&texts), read.len() == parts.len()) {
            read[0].0 = sound.to_string();
        }
        compound(&mut read);
        read.into_iter().map(|(phonemes, _)| phonemes).collect()
    }
}

/// Returns the given phonemes that have their ranges in order and within the text.
fn in_order<'g>(text: &str, given: &'g [GivenPhonemes]) -> Vec<&'g GivenPhonemes> {
    let mut end = 0;
    let mut kept = Vec::new();
    for given in given {
        let range = given.range.clone();
        if range.start >= end && !range.is_empty() && text.get(range.clone()).is_some() {
            end = range.end;
            kept.push(given);
        }
    }
    kept
}

/// Returns the word with straight apostrophes and hyphens, as the dictionaries have them. Its length in bytes may differ.
fn normalised(word: &str) -> String {
    let plain = |c: char| match c {
        c if tokens::is_apostrophe(c) => '\'',
        c if tokens::is_hyphen(c) => '-',
        c => c,
    };
    word.chars().map(plain).collect()
}

/// Returns the tag of the longest piece within a range. Capitals count twice: in "NASA's" the name decides.
fn tag_of<'t>(tags: &[(Range<usize>, &'t str)], within: &Range<usize>) -> &'t str {
    let inside = tags.iter().filter(|(piece, _)| piece.start >= within.start && piece.end <= within.end);
    // `max_by_key` returns the last of equal ones, and the first is wanted.
    inside.rev().max_by_key(|(piece, _)| piece.len()).map_or("NN", |(_, tag)| tag)
}

/// Returns what the word before one with these phonemes has to know.
fn before(phonemes: &str, word: &str, following: Following) -> Following {
    let vowel = phonemes.chars().find_map(|c| match c {
        ';' | ':' | ',' | '.' | '!' | '?' | '—' | '…' => Some(None),
        c if is_vowel(c) => Some(Some(true)),
        c if is_consonant(c) => Some(Some(false)),
        _ => None,
    });
    Following { vowel: vowel.unwrap_or(following.vowel), to: matches!(word, "to" | "To" | "TO") }
}

/// Joins the phonemes of all tokens with the spaces of the text.
fn join(tokens: &[Token], read: Vec<String>) -> Phonemes {
    let mut joined = Phonemes::default();
    let mut length = 0;
    let mut space = false;
    for (token, phonemes) in tokens.iter().zip(read) {
        if space && !phonemes.is_empty() {
            joined.symbols.push(' ');
            length += 1;
            space = false;
        }
        let start = length;
        for symbol in phonemes.chars().filter_map(network_symbol) {
            joined.symbols.push(symbol);
            length += 1;
        }
        if !matches!(token.kind, Kind::Mark(_)) {
            joined.words.push(PhonemeWord { text: token.range.clone(), symbols: start..length });
        }
        space |= token.space_after;
    }
    joined
}

/// The networks know the American flap as `T`, and no glottal stop.
fn network_symbol(symbol: char) -> Option<char> {
    let symbol = match symbol {
        'ɾ' => 'T',
        'ʔ' => 't',
        other => other,
    };
    symbol_id(symbol).map(|_| symbol)
}
