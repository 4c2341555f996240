//! Who can read an edition and how: the accessibility properties of schema.org, as EPUB Accessibility 1.1 and the W3C's
//! publication manifest have them.

use super::Edition;
use super::words::Words;
use crate::script::article::Reason;

/// Name and value of each property of an edition whose text and sound go together.
pub(super) fn properties(edition: &Edition<'_>, words: &Words) -> Vec<(&'static str, String)> {
    let mut all = vec![
        ("accessMode", "textual".to_string()),
        ("accessMode", "auditory".into()),
        ("accessModeSufficient", "textual".into()),
    ];
    if all_is_heard(edition) {
        all.push(("accessModeSufficient", "auditory".into()));
    }
    all.push(("accessModeSufficient", "textual,auditory".into()));
    for feature in ["synchronizedAudioText", "structuralNavigation", "tableOfContents", "readingOrder"] {
        all.push(("accessibilityFeature", feature.into()));
    }
    all.push(("accessibilityFeature", "displayTransformability".into()));
    all.push(("accessibilityHazard", "none".into()));
    all.push(("accessibilitySummary", summary(edition, words)));
    all
}

/// Captions, code and footnotes are shown and not read.
pub(super) fn all_is_heard(edition: &Edition<'_>) -> bool {
    edition.script.omitted.iter().all(|omission| !Reason::belongs_to_article(&omission.reason))
}

/// The same in a sentence or two.
pub(super) fn summary(edition: &Edition<'_>, words: &Words) -> String {
    let accessible = if all_is_heard(edition) { words.accessible } else { words.accessible_in_part };
    format!("{accessible} {}", edition.disclosure).trim_end().to_string()
}
