//! Speech that no clause tells of, because the layout does: `VOGEL: Good evening.`, questions and answers, dialogue behind
//! dashes.

use std::collections::BTreeMap;

use super::names::{Bearer, Name, is_title, name_at};
use super::people::People;
use super::tokens::{Token, TokenKind};
use super::{Caster, Heard, Spoken};
use crate::language::attribution::Language;
use crate::script::UNKNOWN;
use crate::script::article::Article;
use crate::script::quotes::labels::{expand_initials, is_answer_label, is_initials, is_question_label};
use crate::script::quotes::quote::{Marker, Quote};

/// Last word of a label in small letters → the fullest label that ends in it: `VOGEL` is `Anna Vogel`.
pub(super) type Labels = BTreeMap<String, String>;

/// The labels of a transcript.
pub(super) fn labels(article: &Article, quotes: &[Quote], language: &Language) -> Labels {
    let mut labels = Labels::new();
    for quote in quotes {
        let Marker::Label(span) = &quote.marker else { continue };
        let name = spoken(&article.text[span.clone()], language);
        let last = name.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let fullest = labels.entry(last).or_default();
        if name.len() > fullest.len() {
            *fullest = name;
        }
    }
    let label = |quote: &Quote| match &quote.marker {
        Marker::Label(span) => Some(&article.text[span.clone()]),
        _ => None,
    };
    let names: Vec<&str> = quotes.iter().filter_map(label).collect();
    for (initials, full) in expand_initials(&names) {
        labels.insert(initials.to_lowercase(), spoken(full, language));
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
    if word.contains(char::is_lowercase) || is_initials(word) && word.chars().count() == 2 {
        return word.to_string();
    }
    let mut chars = word.chars();
    chars.next().map(|first| first.to_string() + &chars.as_str().to_lowercase()).unwrap_or_default()
}

/// Who answers in an interview: the one whom the headline or what is told around it names, or the one who is named most.
pub(super) fn interviewee(
    blocks: &[Spoken<'_>],
    quotes: &[Quote],
    people: &People,
    language: &Language,
) -> Heard {
    if !quotes.iter().any(|quote| matches!(quote.marker, Marker::Label(_))) {
        return Heard::sure(language.interviewee.clone(), String::new(), None);
    }
    let turn = |token: &Token<'_>| match token.kind {
        TokenKind::Quote(index) => quotes[index].marker != Marker::QuotationMarks,
        _ => false,
    };
    let told = blocks.iter().filter(|block| !block.byline && !block.tokens.iter().any(turn));
    let mut named = Guests::new();
    for block in told {
        count(&mut named, block, people, language);
    }
    let headline: Vec<_> = named.iter().filter(|(_, guest)| guest.headline).collect();
    let mut by_count: Vec<_> = named.iter().collect();
    by_count.sort_by_key(|(_, guest)| std::cmp::Reverse(guest.mentions));
    match (headline.as_slice(), by_count.as_slice()) {
        ([(label, guest)], _) | ([], [(label, guest)]) => {
            Heard::sure((*label).clone(), String::new(), guest.person)
        }
        (_, []) => Heard::sure(language.interviewee.clone(), String::new(), None),
        (_, [(label, guest), ..]) => {
            let mut heard = Heard::sure((*label).clone(), String::new(), guest.person);
            heard.attribution.sure = false;
            heard.attribution.candidates = by_count.iter().take(4).map(|(name, _)| (*name).clone()).collect();
            heard
        }
    }
}

/// Who is named around an interview.
#[derive(Debug, Default)]
struct Guest {
    person: Option<usize>,
    mentions: usize,
    /// A heading names them.
    headline: bool,
}

type Guests = BTreeMap<String, Guest>;

fn count(named: &mut Guests, block: &Spoken<'_>, people: &People, language: &Language) {
    let mut n = 0;
    while n < block.tokens.len() {
        let Some(name) = name_at(&block.tokens, n, language) else {
            n += 1;
            continue;
        };
        n += name.length.max(1);
        let person = people.find(&name, language).filter(|person| people.list[*person].is_human());
        let whole = name.names.len() > 1 && name.bearer(language) == Bearer::Person;
        if person.is_none() && !whole {
            continue;
        }
        let label = person.map_or_else(|| name.joined(), |person| people.label(person));
        let guest = named.entry(label).or_default();
        guest.person = person;
        guest.mentions += 1;
        // `An interview with Nora Whitlock`, whatever the page calls it.
        guest.headline |= block.heading || block.tokens.last().is_some_and(Token::is_word);
    }
}

impl Caster<'_> {
    /// Whom the label before the quote names, or before the turn that it may go on with.
    pub(super) fn labelled(&self, quote: &Quote) -> Option<Heard> {
        match &quote.marker {
            Marker::Label(span) => Some(self.of_label(&self.article.text[span.clone()])),
            Marker::AfterLabel(span) => {
                let heard = self.of_label(&self.article.text[span.clone()]);
                Some(self.scene().doubted(heard.again("may go on over the paragraph")))
            }
            _ => None,
        }
    }

    fn of_label(&self, label: &str) -> Heard {
        if is_question_label(label, self.language) {
            return Heard::sure(self.language.interviewer.clone(), format!("label: {label}"), None);
        }
        if is_answer_label(label, self.language) {
            let mut heard = self.interviewee.clone();
            heard.attribution.because = format!("label: {label}");
            return heard;
        }
        self.transcribed(label)
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
