//! Segments → the parts that are spoken in one go, and what lies between them.

use crate::mixer::timeline::Seam;
use crate::script::{Kind, Segment};
use crate::speech;
use crate::voices::backend::{Around, Unit};

/// A part of a segment that becomes one utterance, or several if the backend takes only short ones.
pub(super) struct Part<'a> {
    /// The article's words.
    pub(super) text: &'a str,
    /// What is said instead; mostly the same.
    pub(super) say: &'a str,
    /// What lies between it and the part before.
    pub(super) seam: Seam,
}

/// Cuts a segment into sentences, or leaves it whole for people who record. Where `say` has as many
/// sentences as the text they go together one by one; else the segment is one part.
pub(super) fn parts<'a>(segment: &'a Segment, unit: Unit, language: Option<&str>) -> Vec<Part<'a>> {
    let text = segment.text.as_str();
    let say = segment.decided.say.as_deref().unwrap_or(text);
    let (texts, says) = (speech::sentences_in(text, language), speech::sentences_in(say, language));
    if unit == Unit::Segment || texts.len() != says.len() {
        return vec![Part { text, say, seam: Seam::Sentence }];
    }
    let mut end = 0;
    let mut part = |(of_text, of_say): (std::ops::Range<usize>, std::ops::Range<usize>)| {
        let between = &text[end..of_text.start];
        let seam = if between.matches('\n').count() > 1 { Seam::Paragraph } else { Seam::Sentence };
        end = of_text.end;
        Part { text: &text[of_text], say: &say[of_say], seam }
    };
    texts.into_iter().zip(says).map(&mut part).collect()
}

/// What is said before and after a part of a segment.
pub(super) fn around(spoken: &[String], at: usize) -> Around {
    let said = |at: Option<usize>| at.and_then(|at| spoken.get(at)).cloned().unwrap_or_default();
    Around { before: said(at.checked_sub(1)), after: said(at.checked_add(1)) }
}

/// What lies between a segment and the one before it.
pub(super) fn seam_before(segment: &Segment, before: Option<&Segment>) -> Seam {
    if let Some(seconds) = segment.decided.pause {
        return Seam::Set(seconds);
    }
    let heading = |s: &Segment| matches!(s.kind, Kind::Heading(_));
    if segment.continues {
        Seam::Speaker
    } else if heading(segment) || before.is_some_and(heading) {
        Seam::Heading
    } else {
        Seam::Paragraph
    }
}
