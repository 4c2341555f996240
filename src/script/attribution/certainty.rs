//! A small model that decides how certain an attribution is: a logistic regression over named features.
//!
//! `certainty.toml` has the weights, with their source and date. `tools/train_certainty.py` writes it.

use std::borrow::Cow;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::language::attribution::Language;
use crate::language::words::WordMap;

/// Features with their values, in the order of the code. Sums have this order, so they are the same everywhere.
pub(super) type Features = Vec<(Cow<'static, str>, f64)>;

/// How certain it is that a quote is speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speech {
    /// By the rules.
    Certain,
    /// Likely by the model. The speaker is unsure.
    Likely,
    /// The narrator reads it.
    None,
}

/// The weights of one decision.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Model {
    bias: f64,
    weights: WordMap<f64>,
}

/// All weights and limits.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Certainty {
    /// The data that the weights were trained with, and when.
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "date")]
    _date: String,
    limits: Limits,
    limits_verb_second: Limits,
    /// Is the chosen speaker right?
    pub(super) speaker: Model,
    /// Is a quote that the rules narrate speech?
    pub(super) speech: Model,
    /// Is this candidate the speaker?
    pub(super) candidate: Model,
}

/// Probabilities from which something is decided.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limits {
    /// A speaker is sure.
    pub(super) sure: f64,
    /// The same where the rules are not certain.
    pub(super) sure_against_rules: f64,
    /// A quote that the rules narrate is spoken by the likeliest speaker, who is unsure.
    pub(super) spoken: f64,
    /// It is at least marked, although the narrator reads it.
    pub(super) doubtful: f64,
}

impl Certainty {
    /// Returns the limits for a language.
    pub(super) fn limits(&self, language: &Language) -> &Limits {
        if language.verb_second { &self.limits_verb_second } else { &self.limits }
    }
}

/// Returns the model.
#[expect(clippy::expect_used, reason = "the data is part of the program, and a test parses it")]
pub(super) fn certainty() -> &'static Certainty {
    static CERTAINTY: OnceLock<Certainty> = OnceLock::new();
    CERTAINTY.get_or_init(|| toml::from_str(include_str!("certainty.toml")).expect("the file of weights"))
}

impl Model {
    /// Returns the log odds. Features without a weight count for nothing.
    pub(super) fn log_odds(&self, features: &Features) -> f64 {
        features.iter().fold(self.bias, |sum, feature| sum + self.part(feature))
    }

    /// Returns the part of the log odds that a feature adds.
    pub(super) fn part(&self, (name, value): &(Cow<'static, str>, f64)) -> f64 {
        self.weights.get(name.as_ref()).map_or(0.0, |weight| weight * value)
    }
}

/// Returns the log odds of a probability. Limits are compared as log odds, which needs no exponential per quote.
pub(super) fn log_odds_of(probability: f64) -> f64 {
    libm::log(probability / (1.0 - probability))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_the_weights_and_ranks_evidence() {
        let certainty = certainty();
        let odds =
            |reason: &str| certainty.speaker.log_odds(&vec![(format!("reason: {reason}").into(), 1.0)]);
        assert!(odds("named") > odds("the paragraph before is about them"));
        for limits in [&certainty.limits, &certainty.limits_verb_second] {
            assert!(limits.sure > 0.5 && limits.sure <= limits.sure_against_rules);
            assert!(limits.doubtful > 0.0 && limits.doubtful <= limits.spoken);
        }
    }

    #[test]
    fn unknown_features_do_not_count() {
        let model = Model { bias: 0.5, weights: WordMap::from_iter([("long".to_string(), 2.0)]) };
        let features = vec![("long".into(), 1.0), ("new".into(), 9.0)];
        assert!((model.log_odds(&features) - 2.5).abs() < 1e-12);
        assert!(log_odds_of(0.5).abs() < 1e-12);
    }
}
