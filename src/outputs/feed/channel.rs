//! Settings and episodes → RSS 2.0, with the namespaces of Apple (`itunes`), Podcasting 2.0 (`podcast`), Atom and RSS's own `content`.

use std::collections::BTreeMap;

use rss::extension::itunes::{ITunesCategory, ITunesChannelExtension, ITunesItemExtension, ITunesOwner};
use rss::extension::{Extension, ExtensionMap};
use rss::{Channel, Enclosure, Guid, Image, Item};
use uuid::Uuid;

use super::episode::Episode;
use super::settings::{Entry, Settings, is_address};
use super::transcript;
use crate::base::project_files::OUT;
use crate::base::url;
use crate::outputs::flat;

const PODCAST: &str = "https://podcastindex.org/namespace/1.0";
const ATOM: &str = "http://www.w3.org/2005/Atom";
/// Identities of feeds are UUIDs of version 5 in this namespace (podcast namespace, `guid`).
const FEEDS: Uuid = Uuid::from_u128(0xead4_c236_bf58_58c6_a2c6_a6b2_8d12_8cb6);

/// The feed, newest first; `name` is that of its file.
pub(super) fn channel(settings: &Settings, name: &str, episodes: &[(&Entry, Episode)]) -> Channel {
    let own = settings.feed_url.clone().unwrap_or_else(|| settings.base_url.clone() + name);
    let image = picture(&settings.image, &settings.base_url);
    let (title, link) = (flat(&settings.title), settings.link.clone());
    Channel {
        title: title.clone(),
        link: link.clone(),
        description: flat(&settings.description),
        language: Some(settings.language.clone()),
        copyright: settings.copyright.as_deref().map(flat),
        // No clock: a feed of the same files is the same.
        pub_date: episodes.first().and_then(|(entry, _)| entry.date.as_ref()).map(|date| date.text.clone()),
        generator: Some("Aloud".into()),
        image: Some(Image { url: image.clone(), title, link, ..Image::default() }),
        items: episodes.iter().map(|(entry, episode)| item(settings, entry, episode)).collect(),
        extensions: of_channel(settings, &own),
        itunes_ext: Some(ITunesChannelExtension {
            author: Some(flat(&settings.author)),
            categories: settings.categories.iter().map(category).collect(),
            image: Some(image),
            explicit: Some(settings.explicit.to_string()),
            owner: settings
                .email
                .as_deref()
                .map(|email| ITunesOwner { name: Some(flat(&settings.author)), email: Some(flat(email)) }),
            r#type: Some(if settings.serial { "serial" } else { "episodic" }.into()),
            ..ITunesChannelExtension::default()
        }),
        namespaces: BTreeMap::from([("atom".into(), ATOM.into()), ("podcast".into(), PODCAST.into())]),
        ..Channel::default()
    }
}

fn category(category: &super::categories::Category) -> ITunesCategory {
    let within = |name: &str| Box::new(ITunesCategory { text: name.into(), subcategory: None });
    ITunesCategory { text: category.name.into(), subcategory: category.within.map(within) }
}

fn of_channel(settings: &Settings, own: &str) -> ExtensionMap {
    let guid = settings.guid.as_deref().map(flat).unwrap_or_else(|| {
        let bare = own.split_once("://").map_or(own, |(_, rest)| rest).trim_end_matches('/');
        Uuid::new_v5(&FEEDS, bare.as_bytes()).to_string()
    });
    let link = [("href", own), ("rel", "self"), ("type", "application/rss+xml")];
    map([
        element("atom:link", None, &link),
        element("podcast:guid", Some(guid), &[]),
        element("podcast:medium", Some("podcast".into()), &[]),
    ])
}

/// Where the files of an episode's `out/` are served.
fn served(settings: &Settings, entry: &Entry) -> String {
    let below = || format!("{}{}/{OUT}/", settings.base_url, url::encode_path(&entry.path));
    entry.base_url.clone().unwrap_or_else(below)
}

/// An episode's identity: stays the same whatever is edited.
pub(super) fn guid(settings: &Settings, entry: &Entry) -> String {
    let own = entry.guid.as_deref().map(flat);
    own.unwrap_or_else(|| settings.base_url.clone() + &url::encode_path(&entry.path))
}

fn item(settings: &Settings, entry: &Entry, episode: &Episode) -> Item {
    let served = served(settings, entry);
    let (name, kind, length) = episode.sound;
    let explicit = entry.explicit.unwrap_or(settings.explicit);
    Item {
        title: Some(flat(&episode.title)),
        link: entry.link.clone(),
        description: Some(transcript::description(&episode.edition, entry.description.as_deref())),
        enclosure: Some(Enclosure {
            url: format!("{served}{name}"),
            length: length.to_string(),
            mime_type: kind.into(),
        }),
        guid: Some(Guid { value: guid(settings, entry), permalink: false }),
        pub_date: entry.date.as_ref().map(|date| date.text.clone()),
        content: Some(transcript::html(&episode.edition)),
        extensions: of_item(entry, episode, &served),
        itunes_ext: Some(ITunesItemExtension {
            duration: Some(episode.seconds.to_string()),
            explicit: Some(explicit.to_string()),
            image: entry.image.as_deref().map(|image| picture(image, &settings.base_url)),
            episode: entry.number.map(|number| number.to_string()),
            season: entry.season.map(|number| number.to_string()),
            episode_type: Some("full".into()),
            ..ITunesItemExtension::default()
        }),
        ..Item::default()
    }
}

fn of_item(entry: &Entry, episode: &Episode, served: &str) -> ExtensionMap {
    let mut elements = Vec::new();
    let language = episode.edition.language.as_deref().map(flat);
    for (name, kind) in &episode.transcripts {
        let url = format!("{served}{name}");
        let mut attributes = vec![("url", url.as_str()), ("type", *kind)];
        attributes.extend(language.as_deref().map(|language| ("language", language)));
        if *kind != "application/json" {
            attributes.push(("rel", "captions"));
        }
        elements.push(element("podcast:transcript", None, &attributes));
    }
    if let Some((name, kind)) = episode.chapters {
        let url = format!("{served}{name}");
        let attributes = [("url", url.as_str()), ("type", kind)];
        elements.push(element("podcast:chapters", None, &attributes));
    }
    for (name, role) in transcript::people(&episode.edition) {
        elements.push(element("podcast:person", Some(name), &[("group", "cast"), ("role", role)]));
    }
    if episode.edition.disclosure.synthetic {
        elements.push(element("podcast:txt", Some("true".into()), &[("purpose", "ai-content")]));
    }
    for (name, number) in [("podcast:season", entry.season), ("podcast:episode", entry.number)] {
        elements.extend(number.map(|number| element(name, Some(number.to_string()), &[])));
    }
    map(elements)
}

/// A picture's address, or a file's beside feed.toml.
fn picture(image: &str, base_url: &str) -> String {
    if is_address(image) { image.into() } else { base_url.to_string() + &url::encode_path(image.as_ref()) }
}

fn element(name: &str, value: Option<String>, attributes: &[(&str, &str)]) -> Extension {
    let attrs = attributes.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
    Extension { name: name.into(), value, attrs, children: BTreeMap::new() }
}

/// By prefix and name, as the crate keeps them.
fn map(elements: impl IntoIterator<Item = Extension>) -> ExtensionMap {
    let mut map = ExtensionMap::new();
    for element in elements {
        let (prefix, name) = element.name.split_once(':').unwrap_or(("", &element.name));
        let (prefix, name) = (prefix.to_string(), name.to_string());
        map.entry(prefix).or_default().entry(name).or_default().push(element);
    }
    map
}
