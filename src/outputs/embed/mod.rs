//! Makes the player for the page of an article on a publisher's site, and the text that embeds it there.
//!
//! The player is a small page in a frame. If both pages are on the same site, its script marks the paragraph of the article that is
//! being read. Without its script, the browser's own player works, and a link leads to the read-along page.

use serde_json::json;

use super::Edition;
use super::catalog::{PLAYER, Role, WAV, playable, playable_by_size, wanted};
use super::edition::DISCLOSURE;
use super::markup::{escape, single_line};
use super::metadata::text_direction;
use super::page::policy_hash;

const STYLE: &str = include_str!("player.css");
/// The page's own script for servers without ranges comes first.
const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("../page/sound.js"),
    include_str!("player.js"),
    "})();\n"
);

/// Size of the frame in pixels. The style fits it, also on a phone.
const WIDTH: u32 = 640;
const HEIGHT: u32 = 150;
/// Letters of a passage by which its paragraph is found.
const START: usize = 80;

/// Returns the player.
pub(super) fn player(edition: &Edition<'_>) -> String {
    let ui = edition.ui();
    let (language, title) = (edition.language(), escape(&edition.title()));
    let sources: String = playable_by_size(edition.outputs)
        .map(|(file, kind)| format!("<source src=\"{file}\" type=\"{kind}\">"))
        .collect();
    let cover = edition.cover.map_or("", |cover| cover.kind.file());
    format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; connect-src 'self'; \
         media-src 'self' blob: file:; img-src 'self' file:; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         <audio controls preload=\"none\" aria-label=\"{title}\" data-artist=\"{}\" data-cover=\"{cover}\">{sources}</audio>\n\
         <p class=\"tools\" lang=\"{lang}\"><label id=\"rate\" hidden>{} <select id=\"speed\">{}</select></label> \
         <a href=\"{}\" target=\"_blank\" rel=\"noopener\">{}</a> <span class=\"about\">{} min</span> <span class=\"about\" id=\"file\"></span></p>\n\
         <p class=\"status\" role=\"status\" lang=\"{lang}\" data-missing=\"{}\" data-loading=\"{}\"></p>\n\
         </main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        escape(language),
        text_direction(language),
        policy_hash(STYLE),
        policy_hash(SCRIPT),
        escape(&single_line(edition.author.unwrap_or_default())),
        ui.speed,
        speeds(),
        whole(edition),
        ui.read_along,
        minutes(edition),
        ui.load_failed,
        ui.loading,
        lang = ui.language,
    )
}

fn speeds() -> String {
    let option = |speed: &str| {
        let selected = if speed == "1" { " selected" } else { "" };
        format!("<option value=\"{speed}\"{selected}>{speed}×</option>")
    };
    ["0.75", "1", "1.25", "1.5", "2"].into_iter().map(option).collect()
}

/// Returns the file for those who want all of the article or have no script: the read-along page, or else the sound.
fn whole(edition: &Edition<'_>) -> &'static str {
    let page = wanted(edition.outputs).find(|output| output.role == Role::Page).map(|output| output.file);
    page.unwrap_or_else(|| playable(edition.outputs).next().map_or(WAV, |(file, _)| file))
}

/// Returns the start of each passage in milliseconds, and its first letters, by which its paragraph is found on a page.
pub(super) fn passages(edition: &Edition<'_>) -> String {
    let sentences = edition.sentences();
    let passages = sentences.chunk_by(|a, b| a.index == b.index).map(|sentences| {
        let first = &sentences[0];
        // The page does not have the spoken disclosure.
        let is_article = first.segment.id.as_deref() != Some(DISCLOSURE);
        let text = if is_article { single_line(&first.segment.text) } else { String::new() };
        json!([edition.ms(first.span.start), text.chars().take(START).collect::<String>()])
    });
    let lines: Vec<String> = passages.map(|passage| passage.to_string()).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

/// Returns the text that a publisher puts into the page of the article.
pub(super) fn snippet(edition: &Edition<'_>) -> String {
    let (ui, title) = (edition.ui(), escape(&edition.title()));
    let oembed = edition.outputs.address.as_ref().map(|address| {
        format!(
            "<!-- In the head of the page: -->\n<link rel=\"alternate\" type=\"application/json+oembed\" href=\"{}episode.oembed.json\" title=\"{title}\">\n\n<!-- Where the player belongs: -->\n",
            escape(address)
        )
    });
    format!(
        "{}{}\n<p><a href=\"{}{}\" lang=\"{}\">{} ({} min)</a></p>\n",
        oembed.unwrap_or_default(),
        frame(edition),
        escape(&address(edition)),
        whole(edition),
        ui.language,
        ui.listen,
        minutes(edition),
    )
}

/// Returns the length in minutes, rounded up. The browser knows it only once the sound is loaded.
fn minutes(edition: &Edition<'_>) -> u64 {
    edition.ms(edition.timeline.length).div_ceil(60_000)
}

fn frame(edition: &Edition<'_>) -> String {
    format!(
        "<iframe src=\"{}{PLAYER}\" title=\"{}: {}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" loading=\"lazy\" allow=\"autoplay\" style=\"max-width:100%;border:0\"></iframe>",
        escape(&address(edition)),
        edition.ui().listen,
        escape(&edition.title()),
    )
}

/// Returns the address of the folder with the files; empty if script.toml names none. Then addresses are relative.
fn address(edition: &Edition<'_>) -> String {
    edition.outputs.address.clone().unwrap_or_default()
}

/// Returns the answer of an oEmbed provider (oEmbed 1.0, section 2.3). Its addresses must be absolute.
pub(super) fn oembed(edition: &Edition<'_>) -> String {
    let mut answer = json!({
        "version": "1.0",
        "type": "rich",
        "title": edition.title(),
        "width": WIDTH,
        "height": HEIGHT,
        "html": frame(edition),
    });
    if let Some(author) = edition.author {
        answer["author_name"] = json!(single_line(author));
    }
    if let Some(series) = edition.series {
        answer["provider_name"] = json!(single_line(series));
    }
    if let Some(cover) = edition.cover {
        answer["thumbnail_url"] = json!(format!("{}{}", address(edition), cover.kind.file()));
        answer["thumbnail_width"] = json!(cover.width);
        answer["thumbnail_height"] = json!(cover.height);
    }
    format!("{answer:#}\n")
}
