//! Who is heard, who was heard last, and somebody without a name.

use super::clause::Subject;
use super::{Attribution, names, resolve};
use crate::language::attribution::Language;
use crate::script::Gender;

/// Somebody who is heard.
#[derive(Debug, Clone)]
pub(super) struct Heard {
    pub(super) attribution: Attribution,
    pub(super) person: Option<usize>,
}

impl Heard {
    pub(super) fn sure(speaker: String, because: String, person: Option<usize>) -> Self {
        Self { attribution: Attribution { speaker, because, sure: true, candidates: Vec::new() }, person }
    }

    /// The same speaker for another reason.
    pub(super) fn again(&self, because: &str) -> Self {
        let mut heard = self.clone();
        heard.attribution.because = format!("{because}: {}", heard.attribution.speaker);
        heard
    }
}

/// Who was heard last, and how.
#[derive(Debug, Clone)]
pub(super) struct Last {
    pub(super) heard: Heard,
    /// The quote ran to the end of its block without a closing mark.
    pub(super) open: bool,
    /// The block before was theirs to the end.
    pub(super) at_end: bool,
    /// WordSet of the block, quoted and narrated.
    pub(super) words: usize,
}

/// Somebody who is described and has no name: `her neighbour`.
#[derive(Debug, Clone)]
pub(super) struct Stranger {
    pub(super) phrase: String,
    pub(super) gender: Option<Gender>,
    /// Known from a quote, and not from a sentence of the narrator's: in this paragraph alone.
    pub(super) heard: bool,
}

/// WordSet of a description that is surely about its last noun.
const FEW: usize = 4;

impl Stranger {
    pub(super) fn new(phrase: &str, head: &str, language: &Language) -> Option<Self> {
        let gender = names::gender_of_role(head, language);
        let short = phrase.split(' ').count() <= FEW;
        let mut plural =
            language.plural_endings.iter().filter_map(|ending| head.strip_suffix(ending.as_str()));
        let one = !plural.any(|one| names::is_human(one, language));
        (names::is_human(head, language) && short && one).then(|| Self {
            phrase: resolve::lower_first(phrase),
            gender,
            heard: false,
        })
    }
}

/// What the sentence around a quote says of who speaks.
pub(super) struct Clauses {
    pub(super) before: Option<Subject>,
    pub(super) after: Option<Subject>,
    /// Where the sentence before the quote begins.
    pub(super) from: usize,
}
