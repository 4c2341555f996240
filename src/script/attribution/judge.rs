//! Decides how certain an attribution is, by the model.

use super::attributor::Attributor;
use super::certainty::{Features, Model, Speech, certainty, log_odds_of};
use super::cue::{Cues, Place};
use super::exchange;
use super::resolved::{Attribution, Resolved, kind_of_reason};
use super::tokens::Token;
use super::trace::{QuoteEvidence, named};
use crate::script::quotes::quote::Marker;
use crate::script::{NARRATOR, UNKNOWN};

/// Reasons that need no grammar, since the text itself names the speaker: a signature, a label, the byline.
const NAMED_BY_TEXT: [&str; 3] = ["signed", "transcript", "the author"];
/// The root of labelled turns.
const LABELLED: &str = "label";

impl Attributor<'_> {
    /// Decides whether a quote is speech which the rules narrate. A doubtful one stays with the narrator and is marked.
    pub(super) fn judged_speech(
        &mut self,
        tokens: &[Token<'_>],
        at: usize,
        index: usize,
        cues: &Cues,
        last_here: Option<&Resolved>,
    ) -> Speech {
        let features = self.speech_evidence(tokens, at, index, cues);
        let model = certainty();
        let odds = model.speech.log_odds(&features);
        if let Some(trace) = &mut self.trace {
            trace.push(QuoteEvidence {
                span: self.quotes[index].inner.clone(),
                speech: false,
                speaker: String::new(),
                because: String::new(),
                features: named(features),
                candidates: Vec::new(),
                turn: None,
            });
        }
        let limits = model.limits(self.language);
        let spoken = if self.turns.is_some() { exchange::spoken_from() } else { limits.spoken };
        if odds >= log_odds_of(spoken) {
            return Speech::Likely;
        }
        if odds >= log_odds_of(limits.doubtful) {
            let cue = cues.after.as_ref().or(cues.before.as_ref());
            let guess = cue.map(|cue| self.discourse.resolve(cue));
            let guess = guess.or_else(|| last_here.cloned()).unwrap_or_else(|| {
                self.discourse.unsure(UNKNOWN.into(), "no speaker is named nearby".into(), None)
            });
            let candidates = self.ranked_candidates(tokens, at, cues, &guess, last_here);
            let because = "it may be speech or a term".to_string();
            let speaker = NARRATOR.to_string();
            self.doubtful.push((index, Attribution { speaker, because, sure: false, candidates }));
        }
        Speech::None
    }

    /// Decides whether the chosen speaker is sure, and lists the candidates if not.
    pub(super) fn judged(
        &mut self,
        place: Place<'_>,
        mut chosen: Resolved,
        last_here: Option<&Resolved>,
        speech: Speech,
    ) -> Resolved {
        let Place { tokens, at, index, cues } = place;
        let labelled = matches!(self.quotes[index].marker, Marker::Label(_) | Marker::AfterLabel(_));
        let because = &chosen.attribution.because;
        let turn_goes_on = because.starts_with("goes on over the paragraph")
            && self.discourse.last_block.as_ref().is_some_and(|last| last.speaker.root == LABELLED);
        if turn_goes_on {
            chosen.root = LABELLED.to_string();
            return chosen;
        }
        if self.is_settled(index, because) {
            let root = if labelled { LABELLED } else { kind_of_reason(because) };
            chosen.root = root.to_string();
            return chosen;
        }
        let model = certainty();
        let features = self.evidence(tokens, at, index, cues, &chosen, last_here);
        let odds = model.speaker.log_odds(&features);
        chosen.root = self.root(cues, &chosen, last_here);
        let candidates = self.trace.is_some().then(|| self.possible_speakers(tokens, at, cues, last_here));
        if let (Some(trace), Some(candidates)) = (&mut self.trace, candidates) {
            trace.push(QuoteEvidence {
                span: self.quotes[index].inner.clone(),
                speech: speech == Speech::Certain,
                speaker: chosen.attribution.speaker.clone(),
                because: chosen.attribution.because.clone(),
                features: named(features.clone()),
                candidates: candidates.into_iter().map(|(label, found)| (label, named(found))).collect(),
                turn: None,
            });
        }
        let limits = model.limits(self.language);
        let limit = if chosen.attribution.sure { limits.sure } else { limits.sure_against_rules };
        let known = chosen.attribution.speaker != UNKNOWN;
        let sure = known && speech == Speech::Certain && odds >= log_odds_of(limit);
        if sure {
            chosen.attribution.sure = true;
            chosen.attribution.candidates.clear();
            return chosen;
        }
        if chosen.attribution.sure
            && let Some(doubt) = strongest_doubt(&model.speaker, &features)
        {
            chosen.attribution.because = format!("{}; {doubt}", chosen.attribution.because);
        }
        chosen.attribution.sure = false;
        // In a dialogue, the decision over all turns brings the candidates.
        if self.turns.is_none() || !known {
            chosen.attribution.candidates = self.ranked_candidates(tokens, at, cues, &chosen, last_here);
        }
        // A guess among people nearby is right more often than none.
        if let Some(guess) = chosen.attribution.candidates.first().filter(|_| !known) {
            chosen.attribution.speaker.clone_from(guess);
        }
        chosen
    }

    /// True if the text itself names the speaker of a quote.
    pub(super) fn is_settled(&self, index: usize, because: &str) -> bool {
        let labelled = matches!(self.quotes[index].marker, Marker::Label(_) | Marker::AfterLabel(_));
        labelled || NAMED_BY_TEXT.iter().any(|kind| because.starts_with(kind))
    }

    /// Returns the kind of evidence that a chain of quotes goes back to.
    fn root(&self, cues: &Cues, chosen: &Resolved, last_here: Option<&Resolved>) -> String {
        let before = last_here.or(self.discourse.last_block.as_ref().map(|last| &last.speaker));
        let inherits = cues.before.is_none() && cues.after.is_none();
        let same =
            before.filter(|before| inherits && before.attribution.speaker == chosen.attribution.speaker);
        match same.filter(|before| !before.root.is_empty()) {
            Some(before) => before.root.clone(),
            None => {
                let kind = kind_of_reason(&chosen.attribution.because);
                if chosen.attribution.sure { format!("{kind}, by rule certain") } else { kind.to_string() }
            }
        }
    }
}

/// Returns the feature that speaks most against the speaker, in words.
fn strongest_doubt<'a>(model: &Model, features: &'a Features) -> Option<&'a str> {
    let doubts = features.iter().filter(|(name, _)| !name.starts_with("reason"));
    let strongest = doubts.min_by(|one, other| model.part(one).total_cmp(&model.part(other)))?;
    (model.part(strongest) < 0.0).then_some(strongest.0.as_ref())
}
