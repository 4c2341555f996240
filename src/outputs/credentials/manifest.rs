//! What a manifest says: how the sound came about (`c2pa.actions`), and of what it is (`cawg.metadata`, which has taken the
//! place of schema.org's CreativeWork in C2PA 2).

use serde_json::{Value, json};

use super::{Edition, Source};
use crate::outputs::flat;

/// The name of the elements in the metadata.
const DUBLIN_CORE: &str = "http://purl.org/dc/elements/1.1/";
const IPTC: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";

/// The definition of a manifest, as the `c2pa` crate reads it.
pub(super) fn definition(edition: &Edition<'_>, source: Source) -> Value {
    let aloud = json!({"name": "Aloud", "version": env!("CARGO_PKG_VERSION")});
    json!({
        "claim_generator_info": [aloud.clone()],
        "title": title(edition),
        "assertions": [
            {"label": "c2pa.actions.v2", "created": true, "data": {"actions": [action(edition, source, aloud)]}},
            {"label": "cawg.metadata", "kind": "Json", "data": metadata(edition, source)},
        ],
    })
}

/// How it came about: made, not edited from something else. No time is given, since an edition has none.
fn action(edition: &Edition<'_>, source: Source, aloud: Value) -> Value {
    let mut action =
        json!({"action": "c2pa.created", "digitalSourceType": source.uri(), "softwareAgent": aloud});
    add(&mut action, "description", disclosure(edition));
    action
}

fn metadata(edition: &Edition<'_>, source: Source) -> Value {
    let mut metadata = json!({
        "@context": {"dc": DUBLIN_CORE, "Iptc4xmpExt": IPTC},
        "dc:title": title(edition),
        "Iptc4xmpExt:DigitalSourceType": source.uri(),
    });
    add(&mut metadata, "dc:creator", edition.author.map(flat));
    add(&mut metadata, "dc:language", edition.description.language.clone());
    add(&mut metadata, "dc:description", disclosure(edition));
    metadata
}

fn title(edition: &Edition<'_>) -> String {
    let title = edition.description.title.as_deref().map(flat).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| "Episode".into())
}

/// What is told of synthetic speech, where there is some.
fn disclosure(edition: &Edition<'_>) -> Option<String> {
    Some(flat(&edition.description.disclosure.text))
}

/// Adds a text, if it says something.
fn add(to: &mut Value, key: &str, text: Option<String>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        to[key] = text.into();
    }
}
