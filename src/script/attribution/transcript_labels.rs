//! The speakers of labelled turns: `VOGEL: Good evening.`, `Q: Why?`.

use std::collections::BTreeMap;

use super::entities::Entities;
use super::names::{NameKind, is_title, name_at};
use super::resolved::Resolved;
use super::tokens::{BlockTokens, Token, TokenKind};
use crate::language::attribution::Language;
use crate::script::article::Article;
use crate::script::quotes::labels::{expand_initials, is_initials};
use crate::script::quotes::quote::{Marker, Quote};

/// Last word of a label, or initials, in lower case → the fullest label: `VOGEL` is `Anna Vogel`.
pub(super) type FullLabels = BTreeMap<String, String>;

/// Collects the labels of a transcript.
pub(super) fn full_labels(article: &Article, quotes: &[Quote], language: &Language) -> FullLabels {
    let labels: Vec<&str> = quotes
        .iter()
        .filter_map(|quote| match &quote.marker {
            Marker::Label(span) => Some(&article.text[span.clone()]),
            _ => None,
        })
        .collect();
    let mut full_labels = FullLabels::new();
    for label in &labels {
        let name = speaker_name(label, language);
        let fullest = full_labels.entry(last_word(&name)).or_default();
        if name.len() > fullest.len() {
            *fullest = name;
        }
    }
    for (initials, full) in expand_initials(&labels) {
        full_labels.insert(initials.to_lowercase(), speaker_name(full, language));
    }
    full_labels
}

/// Returns the last word of a name, in lower case.
pub(super) fn last_word(name: &str) -> String {
    name.rsplit(' ').next().unwrap_or_default().to_lowercase()
}

/// Returns the name in a label: `Vogel` for `REP. VOGEL (R-Ohio)`.
pub(super) fn speaker_name(label: &str, language: &Language) -> String {
    let name = label.split('(').next().unwrap_or(label);
    let words: Vec<&str> = name.split_whitespace().collect();
    let before_last = &words[..words.len().saturating_sub(1)];
    let titles = before_last
        .iter()
        .take_while(|word| is_title(word.trim_end_matches('.').to_lowercase().as_str(), language))
        .count();
    words[titles..].iter().map(|word| capitalised(word)).collect::<Vec<_>>().join(" ")
}

/// Returns a word in capitals as a name: `Vogel` for `VOGEL`. Two letters are initials: `LS`.
fn capitalised(word: &str) -> String {
    if word.contains(char::is_lowercase) || (is_initials(word) && word.chars().count() == 2) {
        return word.to_string();
    }
    let mut chars = word.chars();
    chars.next().map(|first| first.to_string() + &chars.as_str().to_lowercase()).unwrap_or_default()
}

/// Returns the interviewee, for answers without a name: the one person in the headline or, if that does not decide, the
/// person with most mentions outside the turns, who is unsure.
pub(super) fn interviewee(
    blocks: &[BlockTokens<'_>],
    quotes: &[Quote],
    entities: &Entities,
    language: &Language,
) -> Resolved {
    if !quotes.iter().any(|quote| matches!(quote.marker, Marker::Label(_))) {
        return unnamed(language);
    }
    let mut guests = Guests::new();
    for block in blocks.iter().filter(|block| !block.byline && !has_turn(block, quotes)) {
        add_guests(&mut guests, block, entities, language);
    }
    let in_headline: Vec<_> = guests.iter().filter(|(_, guest)| guest.in_headline).collect();
    let mut by_mentions: Vec<_> = guests.iter().collect();
    by_mentions.sort_by_key(|(_, guest)| std::cmp::Reverse(guest.mentions));
    match (in_headline.as_slice(), by_mentions.as_slice()) {
        ([(label, guest)], _) | ([], [(label, guest)]) => {
            Resolved::sure((*label).clone(), String::new(), guest.entity)
        }
        (_, []) => unnamed(language),
        (_, [(label, guest), ..]) => {
            let mut resolved = Resolved::sure((*label).clone(), String::new(), guest.entity);
            resolved.attribution.sure = false;
            resolved.attribution.candidates =
                by_mentions.iter().take(MAX_CANDIDATES).map(|(name, _)| (*name).clone()).collect();
            resolved
        }
    }
}

fn unnamed(language: &Language) -> Resolved {
    Resolved::sure(language.interviewee.clone(), String::new(), None)
}

/// Maximum number of candidates for the interviewee.
const MAX_CANDIDATES: usize = 4;

fn has_turn(block: &BlockTokens<'_>, quotes: &[Quote]) -> bool {
    block.tokens.iter().any(|token| match token.kind {
        TokenKind::Quote(index) => quotes[index].marker != Marker::QuotationMarks,
        _ => false,
    })
}

/// A person named outside the turns of an interview.
#[derive(Debug, Default)]
struct Guest {
    entity: Option<usize>,
    mentions: usize,
    in_headline: bool,
}

/// By label.
type Guests = BTreeMap<String, Guest>;

fn add_guests(guests: &mut Guests, block: &BlockTokens<'_>, entities: &Entities, language: &Language) {
    // `An interview with Nora Whitlock` is a headline by its missing full stop, even if the page marks it as a paragraph.
    let headline = block.heading || block.tokens.last().is_some_and(Token::is_word);
    let mut n = 0;
    while n < block.tokens.len() {
        let Some(name) = name_at(&block.tokens, n, language) else {
            n += 1;
            continue;
        };
        n += name.length.max(1);
        let entity = entities.find(&name, language).filter(|entity| entities.list[*entity].is_human());
        let full_name = name.names.len() > 1 && name.kind(language) == NameKind::Person;
        if entity.is_none() && !full_name {
            continue;
        }
        let label = entity.map_or_else(|| name.joined(), |entity| entities.label(entity));
        let guest = guests.entry(label).or_default();
        guest.entity = entity;
        guest.mentions += 1;
        guest.in_headline |= headline;
    }
}
