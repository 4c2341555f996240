//! Describes an edition for books and manifests: identifier, text direction and accessibility.

use serde_json::Value;

use super::{Edition, json};
use crate::base::hex::hex;
use crate::script::article::Reason;

/// Returns a URN with a UUID of version 8 (RFC 9562, section 5.8) that is stable for the content of the edition.
///
/// The UUID is a hash of episode.json without the levels, and of author, series and cover. Two states of an episode
/// have different identifiers, and the same state always has the same one.
pub(super) fn identifier(edition: &Edition<'_>) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("aloud edition v2");
    for field in [
        json::render(edition, Value::Null).as_bytes(),
        edition.author.unwrap_or_default().as_bytes(),
        edition.series.unwrap_or_default().as_bytes(),
        edition.cover.map_or(&[], |cover| &cover.bytes),
    ] {
        // The length keeps fields apart: "ab" and "c" must not equal "a" and "bc".
        hasher.update(&(field.len() as u64).to_le_bytes()).update(field);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hex(&bytes);
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// Returns `rtl` or `ltr`: by the script subtag if the tag has one, else by the language's usual script.
pub(super) fn text_direction(language: &str) -> &'static str {
    const RTL_SCRIPTS: [&str; 8] = ["arab", "hebr", "syrc", "thaa", "nkoo", "rohg", "adlm", "samr"];
    const RTL_LANGUAGES: [&str; 11] = ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];
    let mut parts = language.split('-').map(str::to_ascii_lowercase);
    let primary = parts.next().unwrap_or_default();
    let script = parts.find(|part| part.len() == 4 && part.chars().all(|c| c.is_ascii_alphabetic()));
    let is_rtl = match script {
        Some(script) => RTL_SCRIPTS.contains(&script.as_str()),
        None => RTL_LANGUAGES.contains(&primary.as_str()),
    };
    if is_rtl { "rtl" } else { "ltr" }
}

/// Returns the accessibility properties of schema.org (EPUB Accessibility 1.1; W3C Publication Manifest) for an edition
/// with synchronized text and sound.
pub(super) fn accessibility(edition: &Edition<'_>) -> Vec<(&'static str, String)> {
    let mut properties = vec![
        ("accessMode", "textual".to_string()),
        ("accessMode", "auditory".into()),
        ("accessModeSufficient", "textual".into()),
    ];
    if is_fully_spoken(edition) {
        properties.push(("accessModeSufficient", "auditory".into()));
    }
    properties.push(("accessModeSufficient", "textual,auditory".into()));
    for feature in ["synchronizedAudioText", "structuralNavigation", "tableOfContents", "readingOrder"] {
        properties.push(("accessibilityFeature", feature.into()));
    }
    properties.push(("accessibilityFeature", "displayTransformability".into()));
    properties.push(("accessibilityHazard", "none".into()));
    properties.push(("accessibilitySummary", accessibility_summary(edition)));
    properties
}

/// Returns the accessibility properties as one or two sentences.
pub(super) fn accessibility_summary(edition: &Edition<'_>) -> String {
    let ui = edition.ui();
    let summary = if is_fully_spoken(edition) { &ui.accessible } else { &ui.partly_accessible };
    format!("{summary} {}", edition.disclosure).trim_end().to_string()
}

/// Returns false if the page shows text that is not spoken, e.g. captions, code or footnotes.
fn is_fully_spoken(edition: &Edition<'_>) -> bool {
    edition.script.omitted.iter().all(|omission| !Reason::belongs_to_article(&omission.reason))
}

#[cfg(test)]
mod tests {
    use super::text_direction;

    #[test]
    fn takes_the_text_direction_from_the_script_subtag_first() {
        for (tag, wanted) in [
            ("en", "ltr"),
            ("ar", "rtl"),
            ("he-IL", "rtl"),
            ("az-Arab", "rtl"),
            ("ar-Latn", "ltr"),
            ("ku-Latn-TR", "ltr"),
        ] {
            assert_eq!(text_direction(tag), wanted, "{tag}");
        }
    }
}
