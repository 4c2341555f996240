//! Finds speaker labels before a colon: `VOGEL: Good evening.`, `Q: Why?`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

use super::label_grammar::{is_answer_label, is_question_label, labelled_line};
use super::quote::block_text;
use crate::language::attribution::Language;
use crate::language::given_names::given_name;
use crate::script::article::{Article, Role};

/// Minimum number of turns in a transcript. Two labels may be a coincidence, e.g. `Price: …`, `Place: …`.
const MIN_TURNS: usize = 3;

/// Minimum number of letters of a name in capitals: `NB` is no name.
const MIN_NAME: usize = 3;

/// The speaker label of a block.
pub(super) struct Label<'a> {
    pub(super) block: usize,
    /// The name: bytes of the article's text, without the colon.
    pub(super) span: Range<usize>,
    /// The speech: bytes of the article's text.
    pub(super) words: Range<usize>,
    name: &'a str,
    /// The name that initials abbreviate: `Leo Stone` for `LS`. Otherwise the same as `name`.
    pub(super) full_name: &'a str,
    /// `VOGEL`, `Q`, `[Alice]`: by its form not an ordinary word.
    unambiguous: bool,
    /// `[Alice]`, `Speaker 1`: by its form nothing but a label.
    by_form: bool,
}

/// Returns the labels of a transcript or an interview; none if the labels do not alternate as speakers do.
pub(super) fn dialogue_labels<'a>(article: &'a Article, language: &Language) -> Vec<Label<'a>> {
    let mut labels: Vec<_> =
        (0..article.blocks.len()).filter_map(|n| block_label(article, n, language)).collect();
    if labels.len() < 2 {
        return Vec::new();
    }
    let names: Vec<&str> = labels.iter().map(|label| label.name).collect();
    let full_names = expand_initials(&names);
    for label in &mut labels {
        label.full_name = full_names.get(label.name).copied().unwrap_or(label.name);
    }
    let labels = speaker_labels(article, labels);
    let dialogue = is_dialogue(article, &labels, language) || is_short_script(article, &labels, language);
    if dialogue { labels } else { Vec::new() }
}

fn block_label<'a>(article: &'a Article, index: usize, language: &Language) -> Option<Label<'a>> {
    let block = &article.blocks[index];
    // A row of a table may begin with a name and a colon, but it is not speech.
    let may_be_speech = !matches!(block.role, Role::Omitted(_) | Role::Row);
    let heading = matches!(block.role, Role::Heading(_));
    let text = block_text(article, block);
    let line = labelled_line(text, language).filter(|_| may_be_speech)?;
    let name = &text[line.name.clone()];
    let capitals = name.chars().count() > 1 && !name.contains(char::is_lowercase);
    let numbered = name.ends_with(|c: char| c.is_ascii_digit());
    let by_form = line.by_form || numbered;
    let unambiguous =
        by_form || is_question_label(name, language) || is_answer_label(name, language) || capitals;
    // A short question looks like a heading, e.g. `VOGEL: And where was it?`
    if heading && !unambiguous {
        return None;
    }
    let in_article = |range: Range<usize>| block.span.start + range.start..block.span.start + range.end;
    Some(Label {
        block: index,
        span: in_article(line.name),
        words: in_article(line.words),
        name,
        full_name: name,
        unambiguous,
        by_form,
    })
}

/// Keeps labels that may name a speaker: those by their form, given names, and names from elsewhere in the article.
/// `Note: …` is none of these.
fn speaker_labels<'a>(article: &'a Article, labels: Vec<Label<'a>>) -> Vec<Label<'a>> {
    let last_word = |name: &'a str| name.rsplit(' ').next().unwrap_or(name);
    let mut counts: BTreeMap<&str, usize> =
        labels.iter().filter(|label| !label.unambiguous).map(|label| (last_word(label.name), 0)).collect();
    if !counts.is_empty() {
        for word in article.text.split(|c: char| !c.is_alphanumeric()) {
            if let Some(count) = counts.get_mut(word) {
                *count += 1;
            }
        }
    }
    let mut labels = labels;
    labels.retain(|label| {
        label.unambiguous
            || starts_with_given_name(label.name)
            || counts.get(last_word(label.name)) > Some(&1)
    });
    labels
}

/// True for the labels of a dialogue.
///
/// The labels must come back, come before whole sentences, and either one of them asks a question or all are names of
/// people. Otherwise a box of facts would be a dialogue (`Price: £20.`, `Where: The Hall.`), or a recipe (`Ingredients: …`,
/// `Method: …`). Labels that may be ordinary words need more repetition than `VOGEL` or `Q`.
fn is_dialogue(article: &Article, labels: &[Label<'_>], language: &Language) -> bool {
    let mut turns_of: BTreeMap<&str, usize> = BTreeMap::new();
    for label in labels {
        // The surname alone, since `VOGEL` is `ANNA VOGEL` again.
        let last = label.full_name.rsplit(' ').next().unwrap_or(label.full_name);
        *turns_of.entry(last).or_default() += 1;
    }
    let sentences =
        labels.iter().filter(|label| ends_with(article, label, &['.', '?', '!', '…', '—', ')'])).count();
    let mostly_sentences = sentences * 4 >= labels.len() * 3;
    let mostly_unambiguous = labels.iter().filter(|label| label.unambiguous).count() * 4 > labels.len() * 3;
    let repeated = turns_of.values().filter(|count| **count > 1).count();
    let has_answer = labels.iter().any(|label| is_answer_label(label.name, language));
    let repeats = if mostly_unambiguous { repeated > 0 || has_answer } else { repeated > 1 };
    let has_question = labels.iter().any(|label| ends_with(article, label, &['?']));
    let all_people = labels.iter().all(|label| starts_with_given_name(label.full_name));
    let enough = labels.len() >= if has_answer { MIN_TURNS - 1 } else { MIN_TURNS };
    let all_by_form = labels.iter().all(|label| label.by_form);
    let alternates = turns_of.len() > 1 && mostly_sentences && (has_question || all_people || all_by_form);
    is_question_and_answer(article, labels) || (enough && alternates && repeats)
}

/// True for exactly two turns, a question and its answer, by two full names: `Jane Doe: How are you?`, `Tom Reed: Well.`
fn is_question_and_answer(article: &Article, labels: &[Label<'_>]) -> bool {
    let [question, answer] = labels else { return false };
    let full_names =
        [question, answer].iter().all(|label| starts_with_given_name(label.name) && label.name.contains(' '));
    let adjacent = question.block + 1 == answer.block && question.name != answer.name;
    full_names && adjacent && ends_with(article, question, &['?'])
}

/// True for a few turns by names in capitals, each with one or two turns: `LIEN: Where is the boat?`, `VOSS: Gone.`
///
/// So few labels may also be those of a box of facts (`PRICE: £20.`). So the turns follow each other, are sentences, and half of
/// them are questions or have an "I" or a "you". Words such as "price" are no names.
fn is_short_script(article: &Article, labels: &[Label<'_>], language: &Language) -> bool {
    let is_name = |label: &Label<'_>| {
        let words = || label.name.split(' ').map(str::to_lowercase);
        label.is_all_capitals()
            && label.name.chars().count() >= MIN_NAME
            && !words().any(|word| {
                language.fact_labels.contains(&word) || language.capitalised_non_names.contains(&word)
            })
    };
    let ends = ['.', '?', '!', '…', '—', ')'];
    let spoken = |label: &Label<'_>| {
        let words = &article.text[label.words.clone()];
        words.trim_end().ends_with('?')
            || words.split(|c: char| !c.is_alphanumeric()).any(|word| {
                language.first_person_words.has_lower(word) || language.second_person_words.has_lower(word)
            })
    };
    let follows = |pair: &[Label<'_>]| {
        let between = &article.blocks[pair[0].block + 1..pair[1].block];
        between.iter().all(|block| matches!(block.role, Role::Omitted(_)))
    };
    let different = labels.iter().any(|label| label.full_name != labels[0].full_name);
    labels.len() >= 2
        && different
        && labels.iter().all(|label| is_name(label) && ends_with(article, label, &ends))
        && labels.windows(2).all(follows)
        && labels.iter().filter(|label| spoken(label)).count() * 2 >= labels.len()
}

fn ends_with(article: &Article, label: &Label<'_>, marks: &[char]) -> bool {
    article.text[label.words.clone()].ends_with(marks)
}

impl Label<'_> {
    /// True for `VOGEL`, as in the transcript of a broadcast; false for `Q` and for the initials of `Anna Vogel`.
    pub(super) fn is_all_capitals(&self) -> bool {
        self.full_name.chars().count() > 1 && !self.full_name.contains(char::is_lowercase)
    }
}

/// Maps labels that are initials to the one other label that they abbreviate: `LS` is `Leo Stone`. Initials that match
/// several labels are left out.
pub(crate) fn expand_initials<'a>(labels: &[&'a str]) -> BTreeMap<&'a str, &'a str> {
    let mut by_initials: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for name in labels.iter().filter(|name| name.contains(' ') && !is_initials(name)) {
        let letters: Vec<char> = name.split([' ', '-']).filter_map(|word| word.chars().next()).collect();
        // The name may begin with titles, which initials leave out: `Dr Leo Stone` is `LS`.
        for from in 0..letters.len().saturating_sub(1) {
            let initials = letters[from..].iter().flat_map(|c| c.to_uppercase()).collect();
            by_initials.entry(initials).or_default().insert(name);
        }
    }
    let only_name = |label: &str| {
        let names = by_initials.get(&label.replace(['.', ' '], ""))?;
        names.first().copied().filter(|_| names.len() == 1)
    };
    let short = labels.iter().filter(|name| is_initials(name));
    short.filter_map(|label| Some((*label, only_name(label)?))).collect()
}

/// Number of letters in the initials of a name.
const INITIALS: RangeInclusive<usize> = 2..=4;

/// True for `LS`, `L.S.`.
pub(crate) fn is_initials(label: &str) -> bool {
    let letters = label.chars().filter(|c| !matches!(c, '.' | ' '));
    INITIALS.contains(&letters.clone().count()) && letters.into_iter().all(char::is_uppercase)
}

/// True for `Ada Mbeki`, and for `Dr. Ada Mbeki`.
pub(super) fn starts_with_given_name(name: &str) -> bool {
    name.split(' ').find(|word| !word.ends_with('.')).is_some_and(|first| given_name(first).is_some())
}
