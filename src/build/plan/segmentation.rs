//! Cuts a segment into the parts that are spoken in one go, with the seams between them.

use std::ops::Range;

use crate::mixer::timeline::Seam;
use crate::script::{Kind, Segment};
use crate::speech::{self, SpokenForm};
use crate::voices::backend::{Context, Unit};

/// A part of a segment. It becomes one utterance, or several if the backend only takes short ones.
pub(super) struct Part<'a> {
    /// The words of the article.
    pub(super) text: &'a str,
    /// The words to say instead; usually the same.
    pub(super) say: &'a str,
    /// The seam to the previous part.
    pub(super) seam: Seam,
}

/// Cuts a segment into sentences, or leaves it whole for a person who records segments.
///
/// If `say` has as many sentences as `text`, they are paired. Otherwise it is unknown which sentence of `say` belongs to
/// which of `text`, e.g. because two were merged into one, and the segment stays one part.
pub(super) fn parts<'a>(segment: &'a Segment, unit: Unit, language: Option<&str>) -> Vec<Part<'a>> {
    let text = segment.text.as_str();
    let say = segment.decided.say.as_deref().unwrap_or(text);
    let texts = speech::sentences(text, language);
    let says = match &segment.decided.say {
        Some(say) => sentences_of_say(say, language),
        None => texts.clone(),
    };
    if unit == Unit::Segment || texts.len() != says.len() {
        return vec![Part { text, say, seam: Seam::Sentence }];
    }
    let mut parts = Vec::new();
    let mut end = 0;
    for (in_text, in_say) in texts.into_iter().zip(says) {
        let seam = seam_between(text, end, &in_text);
        end = in_text.end;
        parts.push(Part { text: &text[in_text], say: &say[in_say], seam });
    }
    parts
}

/// An empty line between two sentences of a segment is a paragraph break.
fn seam_between(text: &str, end: usize, next: &Range<usize>) -> Seam {
    if text[end..next.start].matches('\n').count() > 1 { Seam::Paragraph } else { Seam::Sentence }
}

/// Returns what is spoken before and after a part of a segment.
pub(super) fn context_of(spoken: &[SpokenForm], at: usize) -> Context {
    Context { before: part_at(spoken, at.checked_sub(1)), after: part_at(spoken, at.checked_add(1)) }
}

fn part_at(spoken: &[SpokenForm], at: Option<usize>) -> String {
    at.and_then(|at| spoken.get(at)).map(|form| form.text.clone()).unwrap_or_default()
}

/// Returns the sentences of `say`. Phonemes may contain full stops between syllables, and end no sentence.
fn sentences_of_say(say: &str, language: Option<&str>) -> Vec<Range<usize>> {
    let mut sentences = speech::sentences(say, language);
    for markup in speech::phoneme_markup(say) {
        let inside = |at: usize| at > markup.start && at < markup.end;
        while let Some(cut) = (1..sentences.len()).find(|&at| inside(sentences[at].start)) {
            let rest = sentences.remove(cut);
            sentences[cut - 1].end = rest.end;
        }
    }
    sentences
}

/// Returns the seam between a segment and the previous one.
pub(super) fn seam_before(segment: &Segment, before: Option<&Segment>) -> Seam {
    if let Some(seconds) = segment.decided.pause {
        return Seam::Set(seconds);
    }
    if segment.continues {
        Seam::Speaker
    } else if is_heading(segment) || before.is_some_and(is_heading) {
        Seam::Heading
    } else {
        Seam::Paragraph
    }
}

fn is_heading(segment: &Segment) -> bool {
    matches!(segment.kind, Kind::Heading(_))
}
