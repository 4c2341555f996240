//! Speech that no clause tells of, because the layout does: `VOGEL: Good evening.`, questions and answers, dialogue behind
//! dashes.

use std::collections::BTreeMap;

use super::names::{Name, is_title};
use super::{Caster, Heard};
use crate::article::Article;
use crate::script::UNKNOWN;
use crate::script::language::Language;
use crate::script::split::marks::{Opening, Quote};
use crate::script::split::turns::{is_answer, is_question};

/// Last word of a label in small letters → the fullest label that ends in it: `VOGEL` is `Anna Vogel`.
pub(super) type Labels = BTreeMap<String, String>;

/// The labels of a transcript.
pub(super) fn labels(article: &Article, quotes: &[Quote], language: &Language) -> Labels {
    let mut labels = Labels::new();
    for quote in quotes {
        let Opening::Label(span) = &quote.opening else { continue };
        let name = spoken(&article.text[span.clone()], language);
        let last = name.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let fullest = labels.entry(last).or_default();
        if name.len() > fullest.len() {
            *fullest = name;
        }
    }
    labels
}

/// `REP. VOGEL (R-Ohio)` → `Vogel`.
fn spoken(label: &str, language: &Language) -> String {
    let plain = label.split('(').next().unwrap_or(label);
    let words: Vec<&str> = plain.split_whitespace().collect();
    let title = |word: &&&str| is_title(word.trim_end_matches('.').to_lowercase().as_str(), language);
    let titles = words[..words.len().saturating_sub(1)].iter().take_while(title).count();
    words[titles..].iter().map(|word| capitalised(word)).collect::<Vec<_>>().join(" ")
}

fn capitalised(word: &str) -> String {
    if word.contains(char::is_lowercase) {
        return word.to_string();
    }
    let mut chars = word.chars();
    chars.next().map(|first| first.to_string() + &chars.as_str().to_lowercase()).unwrap_or_default()
}

impl Caster<'_> {
    /// Whom the label before the quote names.
    pub(super) fn labelled(&self, quote: &Quote) -> Option<Heard> {
        let Opening::Label(span) = &quote.opening else { return None };
        let label = &self.article.text[span.clone()];
        if is_question(label, self.language) {
            return Some(Heard::sure(self.language.interviewer.clone(), format!("label: {label}"), None));
        }
        if is_answer(label, self.language) {
            return Some(self.answering(label));
        }
        Some(self.transcribed(label))
    }

    /// Whom a transcript's label names: by the fullest label of that surname, and by the article's people.
    pub(super) fn transcribed(&self, label: &str) -> Heard {
        let name = spoken(label, self.language);
        let last = name.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let name = self.labels.get(&last).unwrap_or(&name);
        let names = name.split_whitespace().map(str::to_string).collect();
        let found = self.people.find(&Name { names, ..Name::default() }, self.language);
        let found = found.filter(|person| self.people.list[*person].could_be_human());
        let speaker = found.map_or_else(|| name.to_string(), |person| self.people.label(person));
        Heard::sure(speaker, format!("transcript: {name}"), found)
    }

    /// Who answers: the only person of the article, or the one that it is about.
    fn answering(&self, label: &str) -> Heard {
        let mut people = (0..self.people.list.len()).filter(|person| self.people.list[*person].is_human());
        match (people.next(), people.next()) {
            (Some(only), None) => Heard::sure(self.people.label(only), format!("label: {label}"), Some(only)),
            _ => self.likeliest(self.last.as_ref()),
        }
    }

    /// A line of dialogue without a clause: not who spoke just before.
    pub(super) fn replying(&self) -> Heard {
        let last = self.last.as_ref().and_then(|last| last.heard.person);
        let other =
            |person: usize| (Some(person) != last && self.people.list[person].is_human()).then_some(100);
        let person = self.focus.ranked(other).first().map(|(person, _)| *person);
        let speaker = person.map_or(UNKNOWN.to_string(), |person| self.people.label(person));
        self.scene().unsure(speaker, "a reply".into(), person)
    }
}
