//! The read-along page: one HTML file beside the WAV. The article is all in it and can be read without script; with it, the
//! spoken sentence is marked, and a click or a key plays from any sentence. Nothing is loaded but the WAV.

mod player;

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::article::{Marks, article, direction};
use super::words::Words;
use super::{Chapter, Edition, Role, WAV, chapters, escape, playable, wanted};
use crate::mixer::timeline::Span;
use crate::script::Kind;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The page of an edition.
pub(super) fn render(edition: &Edition<'_>) -> String {
    let language = edition.language();
    let words = edition.words();
    let title = edition.title();
    let marks = Marks {
        sentence: |edition, span, _| format!("class=\"s\" {}", times(edition, span)),
        word: Some(times),
    };
    let article: String =
        article(edition, words, marks, |_, _| false).into_iter().map(|part| part.html).collect();
    format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; media-src 'self' file:; \
         style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'\">\n\
         {manifest}<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#article\" lang=\"{ui}\">{}</a>\n<a class=\"skip\" href=\"#player\" lang=\"{ui}\">{}</a>\n<main id=\"article\">\n{article}</main>\n{}{}{}\
         <script>{SCRIPT}</script>\n</body>\n</html>\n",
        escape(language),
        direction(language),
        policy_hash(STYLE),
        policy_hash(SCRIPT),
        escape(&title),
        words.skip,
        words.skip_to_player,
        navigation(edition, words),
        note(edition, words),
        player::render(edition, words),
        manifest = manifest(edition),
        ui = words.language,
    )
}

/// Leads from the page to the audiobook whose entry it is (W3C, Publication Manifest, section 4.4).
fn manifest(edition: &Edition<'_>) -> String {
    let manifests = wanted(edition.outputs).filter(|output| output.role == Role::Manifest);
    manifests.map(|output| format!("<link rel=\"publication\" href=\"{}\">\n", output.file)).collect()
}

/// As a content security policy names an inline style or script (W3C, CSP Level 3, section 2.3.1).
pub(crate) fn policy_hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// When something is heard, in milliseconds.
fn times(edition: &Edition<'_>, span: &Span) -> String {
    let (start, end) = (edition.ms(span.start), edition.ms(span.end));
    format!("data-m=\"{start}\" data-d=\"{}\"", end - start)
}

fn navigation(edition: &Edition<'_>, words: &Words) -> String {
    let (chapters, audiobook) = (chapters(edition), edition.outputs.audiobook);
    if chapters.len() < 2 && !audiobook {
        return String::new();
    }
    let seconds = |ms: u64| format!("{}.{:03}", ms / 1000, ms % 1000);
    let sound = playable(edition.outputs).next().map_or(WAV, |(file, _)| file);
    let headed = |chapter: &Chapter| {
        let segment = edition.script.segments.get(chapter.segment);
        segment.is_some_and(|segment| matches!(segment.kind, Kind::Heading(_)))
    };
    let mut list = String::new();
    for chapter in chapters {
        let (start, end) = (edition.ms(chapter.start), edition.ms(chapter.end));
        // An audiobook's contents lead to places in its sound (W3C, Media Fragments URI 1.0, section 4.2.1).
        let href = if audiobook {
            format!("{sound}#t={},{}", seconds(start), seconds(end))
        } else if headed(&chapter) {
            format!("#p{}", chapter.segment)
        } else {
            "#article".into()
        };
        let title = escape(&chapter.title);
        // Writing to a string cannot fail.
        let _ = writeln!(list, "<li><a href=\"{href}\" data-m=\"{start}\">{title}</a></li>");
    }
    format!("<nav role=\"doc-toc\" aria-label=\"{}\">\n<ol>\n{list}</ol>\n</nav>\n", words.chapters)
}

fn note(edition: &Edition<'_>, words: &Words) -> String {
    if edition.disclosure.is_empty() {
        return String::new();
    }
    let (ui, text) = (words.language, edition.disclosure);
    format!("<footer class=\"note\" lang=\"{ui}\" dir=\"{}\"><p>{text}</p></footer>\n", direction(ui))
}
