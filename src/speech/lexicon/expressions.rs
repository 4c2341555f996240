//! Entries of the lexicon that are regular expressions.
//!
//! A project may come from a stranger, so an expression must not hang. The engine takes linear time, and the size of a
//! compiled expression has a limit.

use std::ops::Range;

use regex::{Captures, Regex, RegexBuilder};

/// The most bytes of a compiled expression. A class such as `\w` takes a part of it; `(a{500}){500}` exceeds it.
const MOST_BYTES: usize = 256 * 1024;
/// The longest written expression, in bytes.
const LONGEST: usize = 500;

/// An expression with its spoken form.
#[derive(Debug, Clone)]
pub(super) struct Expression {
    regex: Regex,
    spoken: Vec<Piece>,
}

/// A part of a spoken form.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    /// The text of a group. Rules normalise it: in "bus $1", the number is spoken in words.
    Group(usize),
}

/// A match: its place, and its spoken form as fixed words and text of the match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match<'t> {
    pub(super) range: Range<usize>,
    pub(super) spoken: Vec<MatchPart<'t>>,
}

/// A part of the spoken form of a match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MatchPart<'t> {
    Fixed(&'t str),
    Written(&'t str),
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.regex.as_str() == other.regex.as_str() && self.spoken == other.spoken
    }
}

impl Eq for Expression {}

impl Expression {
    /// Compiles an expression.
    ///
    /// # Errors
    /// Says what is wrong with the expression or its spoken form.
    pub(super) fn new(written: &str, spoken: &str) -> Result<Expression, String> {
        if written.len() > LONGEST {
            return Err(format!("it is longer than {LONGEST} bytes"));
        }
        let built = RegexBuilder::new(written).size_limit(MOST_BYTES).dfa_size_limit(MOST_BYTES).build();
        let regex = built.map_err(|error| last_line(&error.to_string()))?;
        if regex.is_match("") {
            return Err("it matches an empty text".to_string());
        }
        let spoken = pieces(spoken, &regex)?;
        Ok(Expression { regex, spoken })
    }

    /// Returns the written expression.
    pub(super) fn written(&self) -> &str {
        self.regex.as_str()
    }

    /// Returns all matches in a text, in their order.
    pub(super) fn matches<'t>(&'t self, text: &'t str) -> Vec<Match<'t>> {
        let found = self.regex.captures_iter(text);
        found.map(|groups| self.expand(&groups)).filter(|found| !found.range.is_empty()).collect()
    }

    fn expand<'t>(&'t self, groups: &Captures<'t>) -> Match<'t> {
        let part = |piece: &'t Piece| match piece {
            Piece::Literal(text) => Some(MatchPart::Fixed(text)),
            Piece::Group(group) => groups.get(*group).map(|found| MatchPart::Written(found.as_str())),
        };
        let range = groups.get(0).map(|whole| whole.range()).unwrap_or_default();
        Match { range, spoken: self.spoken.iter().filter_map(part).collect() }
    }
}

/// Returns the last line of a message of the regex crate, which says what is wrong.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default().trim();
    line.strip_prefix("error: ").unwrap_or(line).to_string()
}

/// Splits the spoken form at its groups: `$1`, `${1}`, `${name}`. `$$` is a dollar sign.
fn pieces(spoken: &str, regex: &Regex) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = spoken;
    while let Some((before, after)) = rest.split_once('$') {
        literal.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            literal.push('$');
            rest = after;
            continue;
        }
        let (name, tail) = group_name(after);
        let group = group_of(name, regex).ok_or_else(|| format!("it has no group `${name}`"))?;
        if !literal.is_empty() {
            pieces.push(Piece::Literal(std::mem::take(&mut literal)));
        }
        pieces.push(Piece::Group(group));
        rest = tail;
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    Ok(pieces)
}

/// Returns the name or number of a group after its dollar sign, and the text after it.
fn group_name(text: &str) -> (&str, &str) {
    if let Some((name, rest)) = text.strip_prefix('{').and_then(|inside| inside.split_once('}')) {
        return (name, rest);
    }
    text.split_at(text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len())
}

fn group_of(name: &str, regex: &Regex) -> Option<usize> {
    match name.parse::<usize>() {
        Ok(number) => (number < regex.captures_len()).then_some(number),
        Err(_) => regex.capture_names().position(|known| known == Some(name)),
    }
}
