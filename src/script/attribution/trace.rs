//! The result of attribution for a whole article, with the evidence if it is asked for.

use std::collections::BTreeMap;
use std::ops::Range;

use super::certainty::Features;
use super::resolved::Attribution;
use crate::script::Gender;

/// The attributions of an article.
#[derive(Default)]
pub(crate) struct Attributed {
    /// One per quote; `None` for a quote that is not speech but a title, a term or a fragment.
    pub(crate) quotes: Vec<Option<Attribution>>,
    /// The genders of all speakers, as far as the article shows them.
    pub(crate) genders: BTreeMap<String, Gender>,
    /// The evidence of all quotes, if it was asked for.
    pub(crate) trace: Vec<QuoteEvidence>,
}

/// A quote with all evidence for its speaker.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct QuoteEvidence {
    /// Bytes of `Article::text`, without the quotation marks.
    pub span: Range<usize>,
    /// True if the rules take it for speech.
    pub speech: bool,
    /// The chosen speaker; empty for a quote that the rules narrate.
    pub speaker: String,
    /// The reason of the rules.
    pub because: String,
    /// Features of the decision: of the speaker, or else of the speech.
    pub features: Vec<(String, f64)>,
    /// The possible speakers, each with features.
    pub candidates: Candidates,
    /// In a dialogue: the kind of the step from the turn before, and the possible speakers, each with features.
    pub turn: Option<(String, Candidates)>,
}

/// Labels with features.
pub(super) type Candidates = Vec<(String, Vec<(String, f64)>)>;

/// Returns features with owned names.
pub(super) fn named(features: Features) -> Vec<(String, f64)> {
    features.into_iter().map(|(name, value)| (name.into_owned(), value)).collect()
}
