//! Words of Markdown that do not stand in the line as they are: struck out, above or below it, formulae.

use std::mem;
use std::ops::Range;

use super::super::{Reason, Role, html, inline, raised};
use super::Walk;

/// How words stand apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Apart {
    Struck,
    Raised,
    Lowered,
    /// The mark of a footnote.
    Mark,
}

/// The line before words that stand apart; those follow as [`Walk::words`].
pub(super) struct Line {
    apart: Apart,
    words: String,
    linked: usize,
    stressed: usize,
}

/// Tags inside a line that set words apart.
const TAGS: [(&str, Apart); 5] = [
    ("del", Apart::Struck),
    ("s", Apart::Struck),
    ("strike", Apart::Struck),
    ("sup", Apart::Raised),
    ("sub", Apart::Lowered),
];

impl Walk<'_> {
    /// Begins words that stand apart.
    pub(super) fn part(&mut self, apart: Apart) {
        let words = mem::take(&mut self.words);
        self.lines.push(Line { apart, words, linked: self.linked, stressed: self.stressed });
    }

    /// Ends them, if they are of this kind.
    pub(super) fn rejoin(&mut self, apart: Apart) {
        if self.lines.last().is_some_and(|line| line.apart == apart || line.apart == Apart::Mark) {
            self.join();
        }
    }

    /// Ends all, at the end of a block.
    pub(super) fn rejoin_all(&mut self) {
        while !self.lines.is_empty() {
            self.join();
        }
    }

    fn join(&mut self) {
        let Some(line) = self.lines.pop() else { return };
        let words = mem::replace(&mut self.words, line.words);
        match line.apart {
            Apart::Struck => {
                (self.linked, self.stressed) = (line.linked, line.stressed);
                self.asides.push((Reason::Struck, words));
            }
            Apart::Raised if words.starts_with('[') && words.ends_with(']') => {}
            Apart::Mark if words.chars().count() <= 8 => {}
            Apart::Raised => self.words += &raised::raise(&words).unwrap_or(words),
            Apart::Lowered => self.words += &raised::lower(&words).unwrap_or(words),
            Apart::Mark => self.words += &words,
        }
    }

    /// A tag inside a line.
    pub(super) fn tag(&mut self, tag: &str) {
        let name: String =
            tag.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        let apart = TAGS.iter().find(|(of, _)| *of == name).map(|(_, apart)| *apart);
        match (name.as_str(), apart) {
            ("br", _) => self.words.push('\n'),
            ("img", _) => {
                let told = html::fragment(tag).into_iter().filter_map(|(role, words)| match role {
                    Role::Omitted(reason) => Some((reason, words)),
                    _ => None,
                });
                self.asides.extend(told);
            }
            ("a", _) => {
                if let Some(line) = self.lines.last_mut().filter(|line| line.apart == Apart::Raised) {
                    line.apart = Apart::Mark;
                }
            }
            (_, Some(apart)) if tag.starts_with("</") => self.rejoin(apart),
            (_, Some(apart)) => self.part(apart),
            _ => {}
        }
    }

    /// A formula inside a line; a sum of money that the parser took for one is put back.
    pub(super) fn formula(&mut self, formula: &str, place: &Range<usize>) {
        let before = self.source.get(..place.start).and_then(|before| before.chars().next_back());
        let after = self.source.get(place.end..).and_then(|after| after.chars().next());
        if [before, after].into_iter().flatten().any(char::is_alphanumeric) {
            return self.add(&format!("${formula}$"));
        }
        match inline::readable(formula) {
            Some(words) => self.add(&words),
            None => self.asides.push((Reason::Formula, formula.to_string())),
        }
    }
}
