//! Makes the RSS 2.0 channel, with the namespaces of Apple (`itunes`), Podcasting 2.0 (`podcast`), Atom and `content`.

use std::collections::BTreeMap;

use rss::extension::itunes::{ITunesCategory, ITunesChannelExtension, ITunesItemExtension, ITunesOwner};
use rss::extension::{Extension, ExtensionMap};
use rss::{Channel, Enclosure, Guid, Image, Item};
use uuid::Uuid;

use super::categories::Category;
use super::episode::PublishedEpisode;
use super::settings::{EpisodeSettings, FeedSettings};
use super::show_notes;
use crate::base::project_files::OUT;
use crate::base::url;
use crate::outputs::single_line;

const PODCAST: &str = "https://podcastindex.org/namespace/1.0";
const ATOM: &str = "http://www.w3.org/2005/Atom";
/// Namespace of the UUIDs (version 5) that identify feeds (podcast namespace, `guid`).
const FEED_NAMESPACE: Uuid = Uuid::from_u128(0xead4_c236_bf58_58c6_a2c6_a6b2_8d12_8cb6);

/// Returns the feed with these episodes, newest first. `name` is the name of its file.
pub(super) fn channel(
    settings: &FeedSettings,
    name: &str,
    episodes: &[(&EpisodeSettings, PublishedEpisode)],
) -> Channel {
    let feed_url = settings.feed_url.clone().unwrap_or_else(|| settings.base_url.clone() + name);
    let image = picture(&settings.image, &settings.base_url);
    let (title, link) = (single_line(&settings.title), settings.link.clone());
    Channel {
        title: title.clone(),
        link: link.clone(),
        description: single_line(&settings.description),
        language: Some(settings.language.clone()),
        copyright: settings.copyright.as_deref().map(single_line),
        // The date of the newest episode. The current time would change the feed with every run.
        pub_date: episodes
            .first()
            .and_then(|(episode, _)| episode.date.as_ref())
            .map(|date| date.text.clone()),
        generator: Some("Aloud".into()),
        image: Some(Image { url: image.clone(), title, link, ..Image::default() }),
        items: episodes.iter().map(|(episode, published)| item(settings, episode, published)).collect(),
        extensions: channel_extensions(settings, &feed_url),
        itunes_ext: Some(ITunesChannelExtension {
            author: Some(single_line(&settings.author)),
            categories: settings.categories.iter().map(category).collect(),
            image: Some(image),
            explicit: Some(settings.explicit.to_string()),
            owner: settings.email.as_deref().map(|email| ITunesOwner {
                name: Some(single_line(&settings.author)),
                email: Some(single_line(email)),
            }),
            r#type: Some(if settings.serial { "serial" } else { "episodic" }.into()),
            ..ITunesChannelExtension::default()
        }),
        namespaces: BTreeMap::from([("atom".into(), ATOM.into()), ("podcast".into(), PODCAST.into())]),
        ..Channel::default()
    }
}

fn category(category: &Category) -> ITunesCategory {
    let subcategory =
        category.subcategory.map(|name| Box::new(ITunesCategory { text: name.into(), subcategory: None }));
    ITunesCategory { text: category.name.into(), subcategory }
}

fn channel_extensions(settings: &FeedSettings, feed_url: &str) -> ExtensionMap {
    let guid = settings.guid.as_deref().map(single_line).unwrap_or_else(|| {
        let bare = feed_url.split_once("://").map_or(feed_url, |(_, rest)| rest).trim_end_matches('/');
        Uuid::new_v5(&FEED_NAMESPACE, bare.as_bytes()).to_string()
    });
    let link = [("href", feed_url), ("rel", "self"), ("type", "application/rss+xml")];
    extension_map([
        element("atom:link", None, &link),
        element("podcast:guid", Some(guid), &[]),
        element("podcast:medium", Some("podcast".into()), &[]),
    ])
}

/// Returns the address of the episode's `out/` folder.
fn folder_url(settings: &FeedSettings, episode: &EpisodeSettings) -> String {
    match &episode.base_url {
        Some(url) => url.clone(),
        None => format!("{}{}/{OUT}/", settings.base_url, url::encode_path(&episode.path)),
    }
}

/// Returns the identifier of an episode. It does not change when the episode is edited, or apps would download it again.
pub(super) fn guid(settings: &FeedSettings, episode: &EpisodeSettings) -> String {
    match &episode.guid {
        Some(guid) => single_line(guid),
        None => settings.base_url.clone() + &url::encode_path(&episode.path),
    }
}

fn item(settings: &FeedSettings, episode: &EpisodeSettings, published: &PublishedEpisode) -> Item {
    let folder = folder_url(settings, episode);
    let (name, media_type, length) = published.sound;
    let explicit = episode.explicit.unwrap_or(settings.explicit);
    let description = &published.description;
    Item {
        title: Some(single_line(&published.title)),
        link: episode.link.clone(),
        description: Some(show_notes::summary(description, episode.description.as_deref())),
        enclosure: Some(Enclosure {
            url: format!("{folder}{name}"),
            length: length.to_string(),
            mime_type: media_type.into(),
        }),
        guid: Some(Guid { value: guid(settings, episode), permalink: false }),
        pub_date: episode.date.as_ref().map(|date| date.text.clone()),
        content: Some(show_notes::html(description)),
        extensions: item_extensions(episode, published, &folder),
        itunes_ext: Some(ITunesItemExtension {
            duration: Some(published.seconds.to_string()),
            explicit: Some(explicit.to_string()),
            image: episode.image.as_deref().map(|image| picture(image, &settings.base_url)),
            episode: episode.number.map(|number| number.to_string()),
            season: episode.season.map(|number| number.to_string()),
            episode_type: Some("full".into()),
            ..ITunesItemExtension::default()
        }),
        ..Item::default()
    }
}

fn item_extensions(episode: &EpisodeSettings, published: &PublishedEpisode, folder: &str) -> ExtensionMap {
    let mut elements = Vec::new();
    let description = &published.description;
    let language = description.language.as_deref().map(single_line);
    for (name, media_type) in &published.transcripts {
        let url = format!("{folder}{name}");
        let mut attributes = vec![("url", url.as_str()), ("type", *media_type)];
        attributes.extend(language.as_deref().map(|language| ("language", language)));
        if *media_type != "application/json" {
            attributes.push(("rel", "captions"));
        }
        elements.push(element("podcast:transcript", None, &attributes));
    }
    if let Some((name, media_type)) = published.chapters {
        let url = format!("{folder}{name}");
        let attributes = [("url", url.as_str()), ("type", media_type)];
        elements.push(element("podcast:chapters", None, &attributes));
    }
    for (name, role) in show_notes::people(description) {
        elements.push(element("podcast:person", Some(name), &[("group", "cast"), ("role", role)]));
    }
    if description.disclosure.synthetic {
        elements.push(element("podcast:txt", Some("true".into()), &[("purpose", "ai-content")]));
    }
    for (name, number) in [("podcast:season", episode.season), ("podcast:episode", episode.number)] {
        elements.extend(number.map(|number| element(name, Some(number.to_string()), &[])));
    }
    extension_map(elements)
}

/// Returns the address of a picture, which is a web address or a file relative to feed.toml.
fn picture(image: &str, base_url: &str) -> String {
    if url::is_web_address(image) {
        image.into()
    } else {
        base_url.to_string() + &url::encode_path(image.as_ref())
    }
}

fn element(name: &str, value: Option<String>, attributes: &[(&str, &str)]) -> Extension {
    let attrs = attributes.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
    Extension { name: name.into(), value, attrs, children: BTreeMap::new() }
}

/// Groups elements by prefix and name, as the `rss` crate stores them.
fn extension_map(elements: impl IntoIterator<Item = Extension>) -> ExtensionMap {
    let mut map = ExtensionMap::new();
    for element in elements {
        let (prefix, name) = element.name.split_once(':').unwrap_or(("", &element.name));
        let (prefix, name) = (prefix.to_string(), name.to_string());
        map.entry(prefix).or_default().entry(name).or_default().push(element);
    }
    map
}
