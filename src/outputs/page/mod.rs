//! Makes the read-along page: one HTML file next to the WAV.
//!
//! The page contains the whole article and works without its script. The script highlights the spoken sentence, and a
//! click or a key plays from any sentence. The page loads nothing but the sound, and the cover for lock screens.

mod player;

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::Edition;
use super::article_html::{Attributes, article_html};
use super::catalog::{Role, WAV, playable, wanted};
use super::chapters::{Chapter, chapters};
use super::markup::{escape, single_line};
use super::metadata::text_direction;
use crate::mixer::timeline::Span;
use crate::script::Kind;

const STYLE: &str = include_str!("page.css");
/// One function made of three files, in this order: each uses names of the files before it.
const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("sound.js"),
    include_str!("page.js"),
    include_str!("reading.js"),
    "})();\n"
);

/// Returns the page of an edition.
pub(super) fn render(edition: &Edition<'_>) -> String {
    let language = edition.language();
    let ui = edition.ui();
    let attributes = Attributes { sentence: sentence_attributes, word: Some(time_attributes) };
    let article: String =
        article_html(edition, attributes, |_, _| false).into_iter().map(|part| part.html).collect();
    format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; connect-src 'self'; \
         media-src 'self' blob: file:; img-src 'self' file:; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'\">\n\
         {manifest}<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#article\" lang=\"{lang}\">{}</a>\n<a class=\"skip\" href=\"#player\" lang=\"{lang}\">{}</a>\n<main id=\"article\">\n{article}</main>\n{}{}{}\
         <script>{SCRIPT}</script>\n</body>\n</html>\n",
        escape(language),
        text_direction(language),
        policy_hash(STYLE),
        policy_hash(SCRIPT),
        escape(&edition.title()),
        ui.skip,
        ui.skip_to_player,
        navigation(edition),
        foot(edition),
        player::player(edition),
        manifest = manifest_link(edition),
        lang = ui.language,
    )
}

fn sentence_attributes(edition: &Edition<'_>, span: &Span, _: usize) -> String {
    format!("class=\"s\" {}", time_attributes(edition, span))
}

/// Returns start and duration in milliseconds.
fn time_attributes(edition: &Edition<'_>, span: &Span) -> String {
    let (start, end) = (edition.ms(span.start), edition.ms(span.end));
    format!("data-m=\"{start}\" data-d=\"{}\"", end - start)
}

/// Links to the manifest of the audiobook, if there is one (W3C Publication Manifest, section 4.4).
fn manifest_link(edition: &Edition<'_>) -> String {
    let manifests = wanted(edition.outputs).filter(|output| output.role == Role::Manifest);
    manifests.map(|output| format!("<link rel=\"publication\" href=\"{}\">\n", output.file)).collect()
}

/// Returns the hash that allows an inline style or script in a content security policy (CSP Level 3, section 2.3.1).
pub(super) fn policy_hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// Returns the table of contents if there are several chapters or the page is the entry page of an audiobook.
fn navigation(edition: &Edition<'_>) -> String {
    let chapters = chapters(edition);
    if chapters.len() < 2 && !edition.outputs.audiobook {
        return String::new();
    }
    let mut list = String::new();
    for chapter in chapters {
        let (href, start) = (chapter_href(edition, &chapter), edition.ms(chapter.start));
        let title = escape(&chapter.title);
        // Writing to a string cannot fail.
        let _ = writeln!(list, "<li><a href=\"{href}\" data-m=\"{start}\">{title}</a></li>");
    }
    let label = &edition.ui().chapters;
    format!("<nav role=\"doc-toc\" aria-label=\"{label}\">\n<ol>\n{list}</ol>\n</nav>\n")
}

/// Links to a time of the sound for an audiobook (W3C Media Fragments URI 1.0, section 4.2.1), else to the heading.
fn chapter_href(edition: &Edition<'_>, chapter: &Chapter) -> String {
    if edition.outputs.audiobook {
        let sound = playable(edition.outputs).next().map_or(WAV, |(file, _)| file);
        let (start, end) = (edition.ms(chapter.start), edition.ms(chapter.end));
        return format!("{sound}#t={},{}", seconds(start), seconds(end));
    }
    match edition.script.segments.get(chapter.segment).map(|segment| segment.kind) {
        Some(Kind::Heading(_)) => format!("#p{}", chapter.segment),
        _ => "#article".into(),
    }
}

fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

/// Returns the foot of the article: its author, date and web page, and the written disclosure of synthetic speech. The disclosure is
/// left out if the article begins with the spoken one.
fn foot(edition: &Edition<'_>) -> String {
    let mut source: Vec<String> =
        edition.author.map(|author| escape(&single_line(author))).into_iter().collect();
    source.extend(edition.date.map(|date| escape(&single_line(date))));
    source.extend(edition.link.map(|link| {
        let name = link.split_once("://").map_or(link, |(_, rest)| rest.trim_end_matches('/'));
        format!("<a href=\"{}\">{}</a>", escape(link), escape(&single_line(name)))
    }));
    let mut paragraphs = String::new();
    if !source.is_empty() {
        paragraphs = format!("<p>{}</p>\n", source.join(" · "));
    }
    if !edition.disclosure.is_empty() && !edition.disclosure_spoken {
        let (lang, text) = (&edition.ui().language, escape(edition.disclosure));
        paragraphs += &format!("<p lang=\"{lang}\" dir=\"{}\">{text}</p>\n", text_direction(lang));
    }
    if paragraphs.is_empty() {
        paragraphs
    } else {
        format!("<footer class=\"note\">\n{paragraphs}</footer>\n")
    }
}
