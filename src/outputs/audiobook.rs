//! The manifest of an audiobook: Audiobooks (W3C Recommendation, 10 November 2020), a profile of Publication Manifest. The page
//! is its entry page and has its table of contents.

use serde_json::{Value, json};

use super::article::direction;
use super::words::{Words, words};
use super::{Edition, Output, Role, WAV, WAV_TYPE, access, flat, identity, playable, wanted};

/// The manifest of an edition.
pub(super) fn render(edition: &Edition<'_>) -> String {
    let language = edition.language();
    let words = words(language);
    let title = edition.title();
    let length = edition.ms(edition.timeline.length);
    let duration = format!("PT{}.{:03}S", length / 1000, length % 1000);
    let (sound, encoding) = playable(edition.outputs).next().unwrap_or((WAV, WAV_TYPE));
    let mut manifest = json!({
        "@context": [
            "https://schema.org",
            "https://www.w3.org/ns/pub-context",
            {"language": language, "direction": direction(language)},
        ],
        "conformsTo": "https://www.w3.org/TR/audiobooks/",
        "type": "Audiobook",
        "id": identity(edition),
        "name": title,
        "readBy": readers(edition, words),
        "inLanguage": language,
        "readingProgression": direction(language),
        "duration": duration,
        "abridged": false,
        // A file can stand in it once; its chapters are in the table of contents (section 4.3 and its note).
        "readingOrder": [{
            "type": "LinkedResource", "url": sound, "encodingFormat": encoding, "name": title, "duration": duration,
        }],
        "resources": resources(edition, words),
    });
    if let Some(author) = edition.author {
        manifest["author"] = json!([{"type": "Person", "name": flat(author)}]);
    }
    if let Some(page) = page(edition) {
        manifest["readingOrder"][0]["alternate"] = json!([link(page.file, page.media_type)]);
    }
    for (name, value) in accessibility(edition, words) {
        manifest[name] = value;
    }
    format!("{manifest:#}\n")
}

/// A publication knows people and organisations; a synthetic voice has its nature in its name.
fn readers(edition: &Edition<'_>, words: &Words) -> Vec<Value> {
    edition.readers(words).into_iter().map(|name| json!({"type": "Person", "name": name})).collect()
}

fn link(url: &str, encoding: &str) -> Value {
    json!({"type": "LinkedResource", "url": url, "encodingFormat": encoding})
}

/// What stands beside the sound, and what for.
fn resources(edition: &Edition<'_>, words: &Words) -> Vec<Value> {
    let mut all = Vec::new();
    if let Some(page) = page(edition) {
        let mut page = link(page.file, page.media_type);
        page["rel"] = json!(["contents"]);
        page["name"] = json!(words.chapters);
        all.push(page);
    }
    if let Some(cover) = edition.cover {
        let mut picture = link(cover.kind.file(), cover.kind.media_type());
        picture["rel"] = json!(["cover"]);
        all.push(picture);
    }
    let mut texts: Vec<(u8, &Output)> =
        wanted(edition.outputs).filter_map(|output| Some((place(output.role)?, output))).collect();
    texts.sort_by_key(|(place, _)| *place);
    all.extend(texts.into_iter().map(|(_, output)| link(output.file, output.media_type)));
    all
}

fn page(edition: &Edition<'_>) -> Option<&'static Output> {
    wanted(edition.outputs).find(|output| output.role == Role::Page)
}

/// Where among the words that go with the sound a file stands, the plainest first; `None` for what stands elsewhere in the manifest,
/// or says once more what something there says.
fn place(role: Role) -> Option<u8> {
    match role {
        Role::Text => Some(0),
        Role::Captions => Some(1),
        Role::Transcript => Some(2),
        Role::Page | Role::Sound => None,
        Role::Subtitles | Role::Chapters | Role::Book | Role::Manifest => None,
    }
}

/// As the page beside it makes it accessible, or as sound alone.
fn accessibility(edition: &Edition<'_>, words: &Words) -> Vec<(&'static str, Value)> {
    let list =
        |ways: &str| json!({"type": "ItemList", "itemListElement": ways.split(',').collect::<Vec<_>>()});
    if edition.outputs.page {
        let all = access::properties(edition, words);
        let of = |name: &str| {
            all.iter().filter(|(of, _)| *of == name).map(|(_, value)| value.clone()).collect::<Vec<_>>()
        };
        let sufficient: Vec<Value> = of("accessModeSufficient").iter().map(|ways| list(ways)).collect();
        return vec![
            ("accessMode", json!(of("accessMode"))),
            ("accessModeSufficient", json!(sufficient)),
            ("accessibilityFeature", json!(of("accessibilityFeature"))),
            ("accessibilityHazard", json!(of("accessibilityHazard"))),
            ("accessibilitySummary", json!(access::summary(edition, words))),
        ];
    }
    let transcript = edition.outputs.text || edition.outputs.transcript;
    vec![
        ("accessMode", json!(["auditory"])),
        ("accessModeSufficient", json!([list("auditory")])),
        ("accessibilityFeature", json!([if transcript { "transcript" } else { "none" }])),
        ("accessibilityHazard", json!(["none"])),
        ("accessibilitySummary", json!(format!("{} {}", words.heard_only, edition.disclosure).trim_end())),
    ]
}
