//! The result of attribution: a speaker, the evidence, and the certainty.

/// The speaker of a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribution {
    /// The fullest name, a description, or [`crate::script::UNKNOWN`].
    pub(crate) speaker: String,
    /// The evidence, e.g. `named: said Ms Okafor`. script.toml shows it for uncertain attributions.
    pub(crate) because: String,
    pub(crate) sure: bool,
    /// The possible speakers, the likeliest first. Empty if the attribution is sure.
    pub(crate) candidates: Vec<String>,
}

/// An attribution and the entity that it resolves to, if the speaker has a name.
#[derive(Debug, Clone)]
pub(super) struct Resolved {
    pub(super) attribution: Attribution,
    pub(super) entity: Option<usize>,
    /// The kind of evidence at the first of the quotes that go on from each other; empty until it is judged.
    pub(super) root: String,
}

impl Resolved {
    pub(super) fn sure(speaker: String, because: String, entity: Option<usize>) -> Self {
        Self {
            attribution: Attribution { speaker, because, sure: true, candidates: Vec::new() },
            entity,
            root: String::new(),
        }
    }

    /// Returns the same speaker with other evidence.
    pub(super) fn with_reason(&self, because: &str) -> Self {
        let mut resolved = self.clone();
        resolved.attribution.because = format!("{because}: {}", resolved.attribution.speaker);
        resolved
    }
}

/// Returns the kind of a reason: `named` of `named: said Ann Lee`.
pub(super) fn kind_of_reason(because: &str) -> &str {
    because.split([':', ',', '→']).next().unwrap_or(because).trim()
}
