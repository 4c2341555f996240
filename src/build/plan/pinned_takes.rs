//! Plans segments that keep an earlier take: locked segments, and segments for which a person picked a take.

use super::planner::Planner;
use super::types::PlannedUtterance;
use crate::base::diagnostic::{Diagnostic, excerpt};
use crate::mixer::timeline::Seam;
use crate::script::Segment;
use crate::speech;
use crate::takes::{Key, Lookup, TakeRef, Version, find_version, segment_key};
use crate::voices::backend::Utterance;

impl Planner<'_> {
    /// Returns the version that a person picked, or the last one of a locked segment.
    pub(super) fn pinned_version(
        &self,
        index: usize,
        segment: &Segment,
    ) -> Result<Option<Version>, Diagnostic> {
        if let Some(id) = &segment.decided.take {
            let picked = find_version(&self.history, segment, id);
            return picked.map(Some).ok_or_else(|| self.missing_version(index, id));
        }
        if !segment.decided.lock {
            return Ok(None);
        }
        let name = segment_key(segment.id.as_deref(), &segment.text);
        Ok(self.history.versions_of(&name).next_back().cloned())
    }

    fn missing_version(&self, index: usize, id: &str) -> Diagnostic {
        let what = format!("this segment has no take `{id}`");
        let number = index + 1;
        self.script.at_segment(index, Diagnostic::error("take-missing", what)).hint(format!(
            "`aloud takes {number}` lists its takes; `aloud takes {number} --unpin` removes the choice"
        ))
    }

    /// Plans a segment with the takes of an earlier version, whatever its text is now.
    pub(super) fn plan_pinned(
        &mut self,
        version: &Version,
        voice: &str,
        index: usize,
        segment: &Segment,
        seam: Seam,
    ) -> Result<(), Diagnostic> {
        // The voice of the version may have been removed; then its takes count as the current voice's.
        let exists = self.project.voices.get(&version.voice).is_some();
        let name = if exists { &version.voice } else { voice };
        let Some(voice) = self.voices.open(self.project, &self.script, name, index)? else {
            return Ok(());
        };
        let texts = texts(segment, version, self.language());
        for (nth, (take, text)) in version.takes.iter().zip(texts).enumerate() {
            let stored = Key::from_hex(&take.key).map(|key| (key, self.store.lookup(&key)));
            let Some((key, stored @ Lookup::Hit(_))) = stored else {
                return Err(self.lost_take(index, take));
            };
            let seam = match (nth, take.continues) {
                (0, _) => seam,
                (_, true) => Seam::Clause,
                (_, false) => Seam::Sentence,
            };
            let segment_id = segment.id.clone();
            let utterance =
                Utterance { text: text.clone(), segment_id, ..Utterance::new(take.spoken.clone()) };
            self.plan.utterances.push(PlannedUtterance {
                segment: index,
                text,
                utterance,
                voice,
                key,
                stored,
                seam,
            });
        }
        if version.text != segment.text {
            let warning = self.outdated_pin(version, index, segment);
            self.plan.warnings.push(warning);
        }
        Ok(())
    }

    fn lost_take(&self, index: usize, take: &TakeRef) -> Diagnostic {
        let what = format!("the take of \u{201c}{}\u{201d} is missing or damaged", excerpt(&take.spoken));
        self.script
            .at_segment(index, Diagnostic::error("take-missing", what))
            .why("the segment is locked, or this take was picked for it, so it is not spoken again")
            .hint("remove `lock` or `take` to speak the segment from its text")
    }

    fn outdated_pin(&self, version: &Version, index: usize, segment: &Segment) -> Diagnostic {
        let state = if segment.decided.take.is_some() { "has a picked take" } else { "is locked" };
        let what = format!("the segment {state}, and its text has changed");
        let why = format!(
            "the take says \u{201c}{}\u{201d}, the text is now \u{201c}{}\u{201d}",
            excerpt(&version.text),
            excerpt(&segment.text)
        );
        self.script
            .at_segment(index, Diagnostic::warning("pinned-take-outdated", what))
            .why(why)
            .hint("remove `lock` or `take` to speak the segment again")
    }
}

/// Returns the article's words for each take of a version. Sentences and takes are paired if there are as many of both;
/// otherwise the first take gets the whole text. A take that continues a sentence has none.
fn texts(segment: &Segment, version: &Version, language: Option<&str>) -> Vec<String> {
    let sentences = speech::sentences(&segment.text, language);
    let started = version.takes.iter().filter(|take| !take.continues).count();
    let mut texts = if sentences.len() == started {
        sentences.into_iter().map(|range| &segment.text[range]).collect()
    } else {
        vec![segment.text.as_str()]
    }
    .into_iter();
    let mut by_take = Vec::new();
    for take in &version.takes {
        let text = if take.continues { "" } else { texts.next().unwrap_or_default() };
        by_take.push(text.to_string());
    }
    by_take
}
