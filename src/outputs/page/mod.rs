//! Makes the read-along page: one HTML file next to the WAV.
//!
//! The page contains the whole article and works without its script. The script highlights the spoken sentence, and a
//! click or a key plays from any sentence. The page loads nothing but the sound.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::Edition;
use super::article_html::{Attributes, article_html};
use super::catalog::{Role, WAV, playable, wanted};
use super::chapters::{Chapter, chapters};
use super::markup::escape;
use super::metadata::text_direction;
use crate::language::ui_texts::StepTexts;
use crate::mixer::timeline::Span;
use crate::script::Kind;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const SPEEDS: [&str; 11] = ["0.5", "0.75", "0.9", "1", "1.1", "1.25", "1.5", "1.75", "2", "2.5", "3"];

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
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; media-src 'self' file:; \
         style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'\">\n\
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
        disclosure(edition),
        player(edition),
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

fn disclosure(edition: &Edition<'_>) -> String {
    if edition.disclosure.is_empty() {
        return String::new();
    }
    let (lang, text) = (&edition.ui().language, edition.disclosure);
    format!(
        "<footer class=\"note\" lang=\"{lang}\" dir=\"{}\"><p>{text}</p></footer>\n",
        text_direction(lang)
    )
}

/// Returns the player: the browser's own, and the controls that the script adds. A small screen shows the browser's
/// player and two buttons; a third button shows the rest.
fn player(edition: &Edition<'_>) -> String {
    let ui = edition.ui();
    format!(
        "<section class=\"player\" id=\"player\" tabindex=\"-1\" aria-label=\"{}\" lang=\"{}\" dir=\"{}\">\n<div>\n\
         <audio controls preload=\"metadata\" aria-label=\"{}\">{}</audio>\n\
         <div class=\"tools\" id=\"tools\" hidden>\n{}\
         <button type=\"button\" id=\"more\" aria-expanded=\"false\" aria-controls=\"tools\">{}</button>\n\
         {}<label>{} <select id=\"speed\">{}</select></label>\n\
         <button type=\"button\" id=\"follow\" aria-pressed=\"true\">{}</button>\n\
         <details><summary>{}</summary><p>{}</p></details>\n</div>\n\
         <p class=\"status\" role=\"status\" data-resumed=\"{}\" data-missing=\"{}\"></p>\n</div>\n</section>\n",
        ui.player,
        ui.language,
        text_direction(&ui.language),
        escape(&edition.title()),
        sources(edition),
        step_buttons(["back", "on"], &ui.sentence, " class=\"always\""),
        ui.more,
        step_buttons(["up", "down"], &ui.paragraph, ""),
        ui.speed,
        speed_options(),
        ui.follow,
        ui.keys,
        ui.help,
        ui.resumed,
        ui.load_failed,
    )
}

/// Lists the sound files; the browser plays the first that it supports.
fn sources(edition: &Edition<'_>) -> String {
    playable(edition.outputs).map(|(file, kind)| format!("<source src=\"{file}\" type=\"{kind}\">")).collect()
}

/// Returns the two buttons to the previous and next item. Their accessible names contain the visible text, because
/// people who use speech input say what they see (WCAG 2.2, criterion 2.5.3).
fn step_buttons([previous_id, next_id]: [&str; 2], texts: &StepTexts, class: &str) -> String {
    let StepTexts { short, previous, next } = texts;
    format!(
        "<button type=\"button\" id=\"{previous_id}\"{class} aria-label=\"{previous}\">← <span>{short}</span></button>\n\
         <button type=\"button\" id=\"{next_id}\"{class} aria-label=\"{next}\"><span>{short}</span> →</button>\n"
    )
}

fn speed_options() -> String {
    SPEEDS.iter().map(|speed| speed_option(speed)).collect()
}

fn speed_option(speed: &str) -> String {
    let selected = if speed == "1" { " selected" } else { "" };
    format!("<option value=\"{speed}\"{selected}>{speed}×</option>")
}
