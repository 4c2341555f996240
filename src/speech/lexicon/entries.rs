//! Reads the entries of a table of the lexicon.

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unicode_normalization::UnicodeNormalization;

use super::expressions::Expression;
use super::trie::Trie;
use crate::speech::phonemes::check_ipa;

/// The most regular expressions of a table. Each is searched for in every sentence.
const MOST_EXPRESSIONS: usize = 200;

/// The pronunciation that the lexicon gives for a written form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pronunciation {
    Spoken(String),
    Phonemes {
        ipa: String,
        /// Spoken by voices that do not take phonemes; otherwise the word as it is written.
        say: Option<String>,
    },
}

/// The entries of one table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) whole: Cased<Pronunciation>,
    /// Entries that also match a part of a word.
    pub(super) parts: Cased<String>,
    pub(super) expressions: Vec<Expression>,
}

/// Entries as written, those with capitals all in capitals, and those in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cased<V> {
    exact: Trie<V>,
    capitals: Trie<V>,
    small: Trie<V>,
}

impl<V> Default for Cased<V> {
    fn default() -> Self {
        Cased { exact: Trie::default(), capitals: Trie::default(), small: Trie::default() }
    }
}

impl<V: Clone> Cased<V> {
    /// Adds an entry. Returns false when it was there already.
    fn insert(&mut self, written: &str, said: V) -> bool {
        if written.contains(char::is_uppercase) {
            self.capitals.insert(&written.to_uppercase(), said.clone());
        } else {
            self.small.insert(written, said.clone());
        }
        self.exact.insert(written, said)
    }

    /// Returns the longest entry at the start of `text`. The entry that is written exactly the same wins a tie.
    pub(super) fn longest(&self, text: &str, inside: bool) -> Option<(usize, &V)> {
        let found = [
            self.exact.longest(text, |c| c, inside),
            self.capitals.longest(text, |c| c, inside),
            self.small.longest(text, lower_case, inside),
        ];
        let mut best: Option<(usize, &V)> = None;
        for found in found {
            if found.map(|(end, _)| end) > best.map(|(end, _)| end) {
                best = found;
            }
        }
        best
    }

    /// True without entries.
    pub(super) fn is_empty(&self) -> bool {
        self.exact.is_empty()
    }
}

fn lower_case(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Adds the entries of a table. `problems` get the byte of each wrong entry.
pub(super) fn fill(table: &mut Words, words: &DeTable, problems: &mut Vec<(usize, String)>) {
    for (key, value) in words {
        let written: String = key.get_ref().trim().nfc().collect();
        if let Err(what) = add(table, &written, value) {
            problems.push((key.span().start, what));
        }
    }
}

fn add(table: &mut Words, written: &str, value: &Spanned<DeValue>) -> Result<(), String> {
    let entry = match value.get_ref() {
        DeValue::String(spoken) => Entry { say: Some(spoken.as_ref()), ..Entry::default() },
        DeValue::Table(entry) => Entry::read(written, entry)?,
        _ => return Err(format!("the spoken form of `{written}` is not a string")),
    };
    if written.is_empty() {
        let spoken = entry.say.unwrap_or_default().trim();
        return Err(format!("the written form of \u{201c}{spoken}\u{201d} is empty"));
    }
    let new = match entry.kind {
        Kind::Word => table.whole.insert(written, entry.pronunciation(written)?),
        Kind::Part => table.parts.insert(written, entry.spoken(written)?),
        Kind::Expression => {
            let known = table.expressions.iter().any(|expression| expression.written() == written);
            if table.expressions.len() >= MOST_EXPRESSIONS {
                return Err(format!("this table has more than {MOST_EXPRESSIONS} regular expressions"));
            }
            let expression = Expression::new(written, &entry.spoken(written)?);
            table
                .expressions
                .push(expression.map_err(|what| format!("regular expression `{written}`: {what}"))?);
            !known
        }
    };
    if new { Ok(()) } else { Err(format!("`{written}` is listed twice in this table")) }
}

/// The value of an entry: `"spoken"` or `{ say = "…", ipa = "…", match = "…" }`.
#[derive(Debug, Default)]
struct Entry<'t> {
    say: Option<&'t str>,
    ipa: Option<&'t str>,
    kind: Kind,
}

/// The part of a text that an entry matches.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Kind {
    #[default]
    Word,
    Part,
    Expression,
}

impl<'t> Entry<'t> {
    fn read(written: &str, entry: &'t DeTable) -> Result<Entry<'t>, String> {
        let text = |key: &str| match entry.get(key).map(|value| value.get_ref().as_str()) {
            Some(Some(text)) => Ok(Some(text)),
            Some(None) => Err(format!("`{key}` of `{written}` is not a string")),
            None => Ok(None),
        };
        if let Some(unknown) =
            entry.keys().find(|key| !matches!(key.get_ref().as_ref(), "ipa" | "say" | "match"))
        {
            let unknown = unknown.get_ref();
            return Err(format!("`{unknown}` of `{written}` is unknown; use `ipa`, `say` and `match`"));
        }
        let kind = match text("match")? {
            None | Some("word") => Kind::Word,
            Some("part") => Kind::Part,
            Some("regex") => Kind::Expression,
            Some(other) => {
                return Err(format!("`match` of `{written}` is `{other}`; use `word`, `part` or `regex`"));
            }
        };
        let (ipa, say) = (text("ipa")?, text("say")?);
        if ipa.is_none() && say.is_none() {
            return Err(format!("`{written}` has neither `ipa` nor `say`"));
        }
        if ipa.is_some() && kind != Kind::Word {
            return Err(format!("`{written}` has `ipa`, which needs a whole word; use `say` with `match`"));
        }
        Ok(Entry { say, ipa, kind })
    }

    fn spoken(&self, written: &str) -> Result<String, String> {
        let say = self.say.ok_or_else(|| format!("`{written}` has no `say`"))?;
        non_empty(written, say)
    }

    fn pronunciation(&self, written: &str) -> Result<Pronunciation, String> {
        let Some(ipa) = self.ipa else { return Ok(Pronunciation::Spoken(self.spoken(written)?)) };
        let ipa = check_ipa(ipa).map_err(|what| format!("phonemes of `{written}`: {what}"))?;
        let say = self.say.map(|say| non_empty(written, say)).transpose()?;
        Ok(Pronunciation::Phonemes { ipa, say })
    }
}

fn non_empty(written: &str, spoken: &str) -> Result<String, String> {
    match spoken.trim() {
        "" => Err(format!("the spoken form of `{written}` is empty")),
        spoken => Ok(spoken.to_string()),
    }
}
