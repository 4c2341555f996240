//! Quote attribution: decides who says each quote, and how certain that is.
//!
//! 1. [`tokens`] splits each block into words, marks and quotes.
//! 2. [`collect_entities`] makes the list of the article's entities: people, organisations, places.
//! 3. [`attributor`] reads the article once from the front. For each quote it reads the speech cues around it ([`clause`])
//!    and decides whether the quote is speech ([`quoted_speech`]); [`speaker`] chooses the speaker.
//! 4. In a text that is mostly dialogue, [`turns`] collects the evidence for each quote, and [`exchange`] decides over all of
//!    them together.
//! 5. [`discourse`] keeps what the narration is about, sentence by sentence. [`resolve`] resolves names, pronouns and
//!    descriptions ([`descriptions`]) to entities.

mod addressed;
mod addressee;
mod apposition;
mod attributor;
mod candidates;
mod certainty;
mod collect_entities;
mod cue;
mod cue_after;
mod cue_before;
mod descriptions;
mod discourse;
mod entities;
mod evidence;
mod exchange;
mod focus;
mod holders;
mod introductions;
mod judge;
mod layout;
mod names;
mod noun_phrase;
mod offices;
mod quoted_speech;
mod resolve;
mod resolved;
mod roles;
mod sentence_subject;
mod source;
mod speaker;
mod subject;
mod tokens;
mod topics;
mod trace;
mod transcript_labels;
mod turns;

use super::Casting;
use super::quotes::quote::Quote;
use crate::language::attribution::{has_rules, language};
use crate::language::{guess, is_certain_guess, primary};
use crate::script::article::Article;
use attributor::Attributor;
use collect_entities::collect_entities;
use discourse::Discourse;
pub(crate) use resolved::Attribution;
pub(crate) use trace::Attributed;
pub use trace::QuoteEvidence;

/// Returns the language of an article, as a BCP 47 tag: the one it declares, or a guess from its words. A guess that would
/// leave all quotes to the narrator must be certain.
pub(crate) fn language_of(article: &Article) -> Option<&str> {
    let guessed =
        || guess(&article.text).filter(|tag| has_rules(Some(tag)) || is_certain_guess(&article.text, tag));
    article.language.as_deref().filter(|tag| primary(tag).is_some()).or_else(guessed)
}

/// Attributes every quote.
pub(crate) fn attribute(article: &Article, quotes: &[Quote], casting: &Casting, trace: bool) -> Attributed {
    // Most reports and manuals quote nobody, and a long one would be split into tokens for nothing.
    if quotes.is_empty() {
        return Attributed::default();
    }
    let language = language(language_of(article));
    let blocks = layout::block_tokens(article, quotes, language);
    let dialogue = turns::is_dialogue(article, &blocks, quotes, language);
    let entities = collect_entities(&blocks, language, &casting.people, dialogue);
    let author = layout::author(article, &blocks, language);
    let interviewee = transcript_labels::interviewee(&blocks, quotes, &entities, language);
    let labels = transcript_labels::full_labels(article, quotes, language);
    let discourse = Discourse::new(language, entities, author);
    let mut attributor =
        Attributor::new(article, quotes, language, discourse, interviewee, labels, casting.voice_fragments);
    attributor.trace = trace.then(Vec::new);
    attributor.turns = dialogue.then(Vec::new);
    for (n, block) in blocks.iter().enumerate() {
        attributor.block(block, &blocks[n + 1..]);
    }
    attributor.finish()
}

#[cfg(test)]
mod tests;
