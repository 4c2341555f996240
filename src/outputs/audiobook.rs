//! Makes the manifest of an audiobook: Audiobooks (W3C Recommendation, 10 November 2020), a profile of Publication
//! Manifest. The read-along page is its entry page and contains the table of contents.

use serde_json::{Value, json};

use super::Edition;
use super::catalog::{Output, Role, WAV, WAV_TYPE, playable, wanted};
use super::markup::single_line;
use super::metadata::{accessibility, accessibility_summary, identifier, text_direction};

/// Returns the manifest of an edition.
pub(super) fn render(edition: &Edition<'_>) -> String {
    let language = edition.language();
    let title = edition.title();
    let length = edition.ms(edition.timeline.length);
    let duration = format!("PT{}.{:03}S", length / 1000, length % 1000);
    let (sound, encoding) = playable(edition.outputs).next().unwrap_or((WAV, WAV_TYPE));
    let mut manifest = json!({
        "@context": [
            "https://schema.org",
            "https://www.w3.org/ns/pub-context",
            {"language": language, "direction": text_direction(language)},
        ],
        "conformsTo": "https://www.w3.org/TR/audiobooks/",
        "type": "Audiobook",
        "id": identifier(edition),
        "name": title,
        "readBy": readers(edition),
        "inLanguage": language,
        "readingProgression": text_direction(language),
        "duration": duration,
        "abridged": false,
        // A file may appear only once; the chapters are in the table of contents (section 4.3 and its note).
        "readingOrder": [{
            "type": "LinkedResource", "url": sound, "encodingFormat": encoding, "name": title, "duration": duration,
        }],
        "resources": resources(edition),
    });
    if let Some(author) = edition.author {
        manifest["author"] = json!([{"type": "Person", "name": single_line(author)}]);
    }
    if let Some(page) = page(edition) {
        manifest["readingOrder"][0]["alternate"] = json!([link(page.file, page.media_type)]);
    }
    let properties =
        if edition.outputs.page { accessibility_with_page(edition) } else { accessibility_of_sound(edition) };
    for (name, value) in properties {
        manifest[name] = value;
    }
    format!("{manifest:#}\n")
}

/// Lists the readers as persons, because the manifest knows only people and organisations. The name of a synthetic
/// voice says that it is synthetic.
fn readers(edition: &Edition<'_>) -> Vec<Value> {
    edition.readers().into_iter().map(|name| json!({"type": "Person", "name": name})).collect()
}

/// Lists the page, the cover and the texts.
fn resources(edition: &Edition<'_>) -> Vec<Value> {
    let mut resources = Vec::new();
    if let Some(page) = page(edition) {
        let mut contents = link(page.file, page.media_type);
        contents["rel"] = json!(["contents"]);
        contents["name"] = json!(edition.ui().chapters);
        resources.push(contents);
    }
    if let Some(cover) = edition.cover {
        let mut picture = link(cover.kind.file(), cover.kind.media_type());
        picture["rel"] = json!(["cover"]);
        resources.push(picture);
    }
    let mut texts: Vec<(u8, &Output)> =
        wanted(edition.outputs).filter_map(|output| Some((text_rank(output.role)?, output))).collect();
    texts.sort_by_key(|(rank, _)| *rank);
    resources.extend(texts.into_iter().map(|(_, output)| link(output.file, output.media_type)));
    resources
}

fn page(edition: &Edition<'_>) -> Option<&'static Output> {
    wanted(edition.outputs).find(|output| output.role == Role::Page)
}

fn link(url: &str, encoding: &str) -> Value {
    json!({"type": "LinkedResource", "url": url, "encodingFormat": encoding})
}

/// Returns the rank of a text among the resources, plain text first. Returns `None` for files that are listed elsewhere
/// in the manifest or repeat another file.
fn text_rank(role: Role) -> Option<u8> {
    match role {
        Role::Text => Some(0),
        Role::Captions => Some(1),
        Role::Transcript => Some(2),
        Role::Page | Role::Sound(_) => None,
        Role::Subtitles | Role::Chapters | Role::Book | Role::Daisy | Role::Manifest => None,
        Role::Player | Role::Passages | Role::Snippet | Role::OEmbed => None,
    }
}

fn accessibility_with_page(edition: &Edition<'_>) -> Vec<(&'static str, Value)> {
    let all = accessibility(edition);
    let values = |name: &str| -> Vec<String> {
        all.iter().filter(|(property, _)| *property == name).map(|(_, value)| value.clone()).collect()
    };
    let sufficient: Vec<Value> =
        values("accessModeSufficient").iter().map(|modes| item_list(modes)).collect();
    vec![
        ("accessMode", json!(values("accessMode"))),
        ("accessModeSufficient", json!(sufficient)),
        ("accessibilityFeature", json!(values("accessibilityFeature"))),
        ("accessibilityHazard", json!(values("accessibilityHazard"))),
        ("accessibilitySummary", json!(accessibility_summary(edition))),
    ]
}

fn accessibility_of_sound(edition: &Edition<'_>) -> Vec<(&'static str, Value)> {
    let has_transcript = edition.outputs.text || edition.outputs.transcript;
    let summary = format!("{} {}", edition.ui().audio_only, edition.disclosure);
    vec![
        ("accessMode", json!(["auditory"])),
        ("accessModeSufficient", json!([item_list("auditory")])),
        ("accessibilityFeature", json!([if has_transcript { "transcript" } else { "none" }])),
        ("accessibilityHazard", json!(["none"])),
        ("accessibilitySummary", json!(summary.trim_end())),
    ]
}

/// Turns a comma-separated list into an `ItemList` of schema.org.
fn item_list(values: &str) -> Value {
    json!({"type": "ItemList", "itemListElement": values.split(',').collect::<Vec<_>>()})
}
