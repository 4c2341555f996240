//! Segments that are not spoken from their text: locked ones, and those for which a person picked an earlier version.

use super::super::messages::short;
use super::Line;
use super::planner::Planner;
use crate::base::diagnostic::Diagnostic;
use crate::mixer::timeline::Seam;
use crate::script::Segment;
use crate::speech;
use crate::takes::{Key, Lookup, Piece, Version};
use crate::takes::{segment_name as name, version_of as version};
use crate::voices::backend::{Around, Utterance};

impl Planner<'_> {
    /// The version that a person picked for a segment, or the one that a locked segment was last heard with.
    pub(super) fn kept(&self, segment: &Segment) -> Result<Option<Version>, String> {
        if let Some(id) = &segment.decided.take {
            let picked = version(&self.history, segment, id);
            return picked.map(Some).ok_or_else(|| format!("this segment has no take `{id}`"));
        }
        let name = name(segment.id.as_deref(), &segment.text);
        let last = segment.decided.lock.then(|| self.history.of(&name).next_back());
        Ok(last.flatten().cloned())
    }

    /// Plans a segment with an earlier version of it, whatever its text says now.
    pub(super) fn let_hear(
        &mut self,
        version: &Version,
        voice: &str,
        index: usize,
        segment: &Segment,
        seam: Seam,
    ) -> Result<(), Diagnostic> {
        let of_then = self.project.voices.get(&version.voice).is_some();
        let Some(voice) = self.open(if of_then { &version.voice } else { voice }, index)? else {
            return Ok(());
        };
        let texts = texts(segment, version, self.language());
        for (nth, (piece, text)) in version.pieces.iter().zip(texts).enumerate() {
            let key = Key::from_hex(&piece.take);
            let stored = key.map(|key| (key, self.store.lookup(&key)));
            let Some((key, stored @ Lookup::Hit(_))) = stored else {
                let what = format!("the take of \u{201c}{}\u{201d} is gone or damaged", short(&piece.spoken));
                return Err(self
                    .at(index, Diagnostic::error("todo", what))
                    .why("the segment is locked, or this take was picked for it, so that it is not spoken again")
                    .hint("take `lock` or `take` out, and it is spoken from its text"));
            };
            let seam = match (nth, piece.goes_on) {
                (0, _) => seam,
                (_, true) => Seam::Clause,
                (_, false) => Seam::Sentence,
            };
            let utterance = Utterance {
                spoken: piece.spoken.clone(),
                text: text.clone(),
                segment_id: segment.id.clone(),
                around: Around::default(),
            };
            self.plan.lines.push(Line { segment: index, text, utterance, voice, key, stored, seam });
        }
        self.remark_on_kept(version, index, segment);
        Ok(())
    }

    fn remark_on_kept(&mut self, version: &Version, index: usize, segment: &Segment) {
        if version.text == segment.text {
            return;
        }
        let what = if segment.decided.take.is_some() { "is heard with a picked take" } else { "is locked" };
        let what = format!("the segment {what}, and its text has changed");
        let told = Diagnostic::warning("todo", what)
            .why(format!(
                "heard is \u{201c}{}\u{201d}, the text is now \u{201c}{}\u{201d}",
                short(&version.text),
                short(&segment.text)
            ))
            .hint("take `lock` or `take` out, and it is spoken again");
        let told = self.at(index, told);
        self.plan.warnings.push(told);
    }
}

/// The article's words for each piece of a version: sentence by sentence where their number is the same, else all with the
/// first piece. Pieces that go on with a sentence have none.
fn texts(segment: &Segment, version: &Version, language: Option<&str>) -> Vec<String> {
    let sentences = speech::sentences_in(&segment.text, language);
    let begun = version.pieces.iter().filter(|piece| !piece.goes_on).count();
    let mut texts: Vec<&str> = if sentences.len() == begun {
        sentences.into_iter().map(|range| &segment.text[range]).collect()
    } else {
        vec![segment.text.as_str()]
    };
    texts.reverse();
    let text = |piece: &Piece| if piece.goes_on { "" } else { texts.pop().unwrap_or("") };
    version.pieces.iter().map(text).map(str::to_string).collect()
}
