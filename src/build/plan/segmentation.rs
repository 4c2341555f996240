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

/// Returns the contexts of the cuts of a part that has this context: the cuts next to them.
pub(super) fn contexts_of_cuts(cuts: &[SpokenForm], whole: Context, wanted: bool) -> Vec<Context> {
    if !wanted {
        return vec![Context::default(); cuts.len()];
    }
    let mut contexts: Vec<Context> = (0..cuts.len()).map(|at| context_of(cuts, at)).collect();
    if let Some(first) = contexts.first_mut() {
        first.before = whole.before;
    }
    if let Some(last) = contexts.last_mut() {
        last.after = whole.after;
    }
    contexts
}

fn part_at(spoken: &[SpokenForm], at: Option<usize>) -> String {
    at.and_then(|at| spoken.get(at)).map(|form| form.text.clone()).unwrap_or_default()
}

/// Returns the sentences of `say`. Phonemes may contain full stops between syllables, and end no sentence.
fn sentences_of_say(say: &str, language: Option<&str>) -> Vec<Range<usize>> {
    let mut markups = speech::phoneme_markup(say).peekable();
    let mut sentences: Vec<Range<usize>> = Vec::new();
    for sentence in speech::sentences(say, language) {
        while markups.next_if(|markup| markup.end <= sentence.start).is_some() {}
        let is_inside = markups.peek().is_some_and(|markup| markup.start < sentence.start);
        match sentences.last_mut().filter(|_| is_inside) {
            Some(last) => last.end = sentence.end,
            None => sentences.push(sentence),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_context_of_a_cut_is_the_cut_next_to_it() {
        let form = |text: &str| SpokenForm { text: text.to_string(), phonemes: Vec::new() };
        let cuts = ["We had tea,", "then cake,", "then nothing."].map(form);
        let whole = Context { before: "It was late.".into(), after: "We left.".into() };
        let contexts = contexts_of_cuts(&cuts, whole.clone(), true);
        let around: Vec<[&str; 2]> = contexts.iter().map(|c| [c.before.as_str(), c.after.as_str()]).collect();
        let expected =
            [["It was late.", "then cake,"], ["We had tea,", "then nothing."], ["then cake,", "We left."]];
        assert_eq!(around, expected);
        assert_eq!(contexts_of_cuts(&cuts[..1], whole.clone(), true), vec![whole.clone()]);
        assert_eq!(contexts_of_cuts(&cuts, whole, false), vec![Context::default(); 3]);
    }
}
