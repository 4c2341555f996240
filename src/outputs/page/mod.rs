//! The read-along page: one HTML file beside the WAV. The article is all in it and can be read without script; with it, the
//! spoken sentence is marked, and a click or a key plays from any sentence. Nothing is loaded but the WAV.

mod words;

use std::collections::BTreeMap;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::{DISCLOSURE, Edition, Sentence, chapters, escape, flat};
use crate::article::Reason;
use crate::script::{Kind, Omission, Segment};
use words::{Words, words};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// The episode, beside the page.
const WAV: &str = "episode.wav";
/// Speakers are told apart by so many colours and lines, and then begin again.
const STYLES: usize = 6;
const SPEEDS: [&str; 11] = ["0.5", "0.75", "0.9", "1", "1.1", "1.25", "1.5", "1.75", "2", "2.5", "3"];

/// The page of an edition.
pub(super) fn render(edition: &Edition<'_>) -> String {
    let language = edition.script.language.as_deref().unwrap_or("en");
    let words = words(language);
    let title = edition.script.title.as_deref().map(flat).unwrap_or_else(|| "Episode".into());
    let article = Writer::new(edition, words).article(&title);
    format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; media-src 'self' file:; \
         style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#article\" lang=\"{ui}\">{}</a>\n<main id=\"article\">\n{article}</main>\n{}{}{}\
         <script>{SCRIPT}</script>\n</body>\n</html>\n",
        escape(language),
        direction(language),
        policy_hash(STYLE),
        policy_hash(SCRIPT),
        escape(&title),
        words.skip,
        navigation(edition, words),
        note(edition.disclosure),
        player(words),
        ui = words.language,
    )
}

/// As a content security policy names an inline style or script (W3C, CSP Level 3, section 2.3.1).
pub(crate) fn policy_hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// By the script that a tag names, or else the one that its language is mostly written in.
fn direction(language: &str) -> &'static str {
    let mut parts = language.split('-').map(str::to_ascii_lowercase);
    let primary = parts.next().unwrap_or_default();
    let script = parts.find(|part| part.len() == 4 && part.chars().all(|c| c.is_ascii_alphabetic()));
    let right_to_left = match script {
        Some(script) => {
            ["arab", "hebr", "syrc", "thaa", "nkoo", "rohg", "adlm", "samr"].contains(&script.as_str())
        }
        None => {
            ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].contains(&primary.as_str())
        }
    };
    if right_to_left { "rtl" } else { "ltr" }
}

fn navigation(edition: &Edition<'_>, words: &Words) -> String {
    let chapters = chapters(edition);
    if chapters.len() < 2 {
        return String::new();
    }
    let mut list = String::new();
    for chapter in chapters {
        let ms = edition.ms(chapter.start);
        // Writing to a string cannot fail.
        let _ =
            writeln!(list, "<li><a href=\"#article\" data-m=\"{ms}\">{}</a></li>", escape(&chapter.title));
    }
    format!("<nav aria-label=\"{}\">\n<ol>\n{list}</ol>\n</nav>\n", words.chapters)
}

fn note(disclosure: &str) -> String {
    if disclosure.is_empty() {
        String::new()
    } else {
        format!("<footer class=\"note\"><p>{disclosure}</p></footer>\n")
    }
}

fn player(words: &Words) -> String {
    let button = |id: &str, label: &str| format!("<button type=\"button\" id=\"{id}\">{label}</button>\n");
    let speeds: String = SPEEDS
        .iter()
        .map(|speed| {
            let chosen = if *speed == "1" { " selected" } else { "" };
            format!("<option value=\"{speed}\"{chosen}>{speed}×</option>")
        })
        .collect();
    format!(
        "<section class=\"player\" aria-label=\"{}\" lang=\"{}\">\n<div>\n\
         <audio controls preload=\"metadata\" src=\"{WAV}\"></audio>\n<div class=\"tools\" hidden>\n\
         {}{}{}{}\
         <label>{} <select id=\"speed\">{speeds}</select></label>\n\
         <button type=\"button\" id=\"follow\" aria-pressed=\"true\">{}</button>\n\
         <details><summary>{}</summary><p>{}</p></details>\n</div>\n\
         <p class=\"status\" role=\"status\" data-resumed=\"{}\"></p>\n</div>\n</section>\n",
        words.player,
        words.language,
        button("back", words.sentence_back),
        button("on", words.sentence_on),
        button("up", words.paragraph_back),
        button("down", words.paragraph_on),
        words.speed,
        words.follow,
        words.keys,
        words.help,
        words.resumed,
    )
}

struct Writer<'a> {
    edition: &'a Edition<'a>,
    words: &'a Words,
    sentences: BTreeMap<usize, Vec<Sentence<'a>>>,
    /// Speaker → number of their colour and line.
    styles: BTreeMap<&'a str, usize>,
    html: String,
    /// The end of the element that is open.
    open: Option<&'static str>,
    /// The list that is open.
    list: bool,
    /// Level of the heading before, as shown.
    level: u8,
    /// Whose name stands in this paragraph, the last of them.
    named: Option<&'a str>,
}

impl<'a> Writer<'a> {
    fn new(edition: &'a Edition<'a>, words: &'a Words) -> Self {
        let mut sentences: BTreeMap<usize, Vec<Sentence<'a>>> = BTreeMap::new();
        for sentence in edition.sentences() {
            sentences.entry(sentence.index).or_default().push(sentence);
        }
        let mut styles = BTreeMap::new();
        for segment in edition.script.segments.iter().filter(|segment| !segment.is_narrator()) {
            let next = styles.len() % STYLES + 1;
            styles.entry(segment.speaker.as_str()).or_insert(next);
        }
        let html = String::new();
        Self { edition, words, sentences, styles, html, open: None, list: false, level: 0, named: None }
    }

    fn article(mut self, title: &str) -> String {
        let segments = &self.edition.script.segments;
        let last = segments.len().wrapping_sub(1);
        let said = segments.last().filter(|segment| segment.id.as_deref() == Some(DISCLOSURE));
        if let Some(segment) = said {
            self.segment(last, segment);
            self.close(false);
        }
        let headed = matches!(segments.first().map(|s| s.kind), Some(Kind::Heading(_)));
        if !headed {
            self.level = 1;
            self.html += &format!("<h1>{}</h1>\n", escape(title));
        }
        let mut omitted = self.edition.script.omitted.iter().peekable();
        for (index, segment) in segments.iter().enumerate().take(segments.len() - usize::from(said.is_some()))
        {
            while let Some(omission) = omitted.next_if(|omission| omission.after <= index) {
                self.omission(omission);
            }
            self.segment(index, segment);
        }
        omitted.for_each(|omission| self.omission(omission));
        self.close(false);
        self.html
    }

    /// Captions are shown, for who reads along sees no picture else; links and buttons of the page are not.
    fn omission(&mut self, omission: &Omission) {
        if omission.reason == Reason::Caption.as_str() {
            self.close(false);
            let text = escape(&flat(&omission.text));
            let not_read = self.words.not_read;
            let ui = self.words.language;
            self.html += &format!("<p class=\"caption\"><span lang=\"{ui}\">{not_read}</span> {text}</p>\n");
        }
    }

    fn segment(&mut self, index: usize, segment: &'a Segment) {
        if !segment.continues || self.open.is_none() {
            self.begin(segment.kind);
        } else {
            self.html.push(' ');
        }
        let spoken = self.sentences.remove(&index).unwrap_or_default();
        let speaker = segment.speaker.as_str();
        let style = self.styles.get(speaker).copied();
        if let Some(style) = style {
            self.html += &format!("<span class=\"q v{style}\">");
            if self.named.replace(speaker) != Some(speaker) {
                self.html += &format!("<b class=\"who\">{}:</b> ", escape(&flat(speaker)));
            }
        }
        self.sentences(&spoken, &segment.text);
        if style.is_some() {
            self.html += "</span>";
        }
    }

    /// Sentences with their times in milliseconds, or the bare text of what is not heard.
    fn sentences(&mut self, spoken: &[Sentence<'_>], text: &str) {
        if spoken.is_empty() {
            self.html += &escape(&flat(text));
            return;
        }
        let ms = |frame: u64| self.edition.ms(frame);
        for (n, sentence) in spoken.iter().enumerate() {
            let space = if n > 0 { " " } else { "" };
            let (start, end) = (ms(sentence.span.start), ms(sentence.span.end));
            let text = escape(&flat(sentence.text));
            let length = end - start;
            self.html +=
                &format!("{space}<span class=\"s\" data-m=\"{start}\" data-d=\"{length}\">{text}</span>");
        }
    }

    fn begin(&mut self, kind: Kind) {
        self.close(kind == Kind::Item);
        let (begin, end) = match kind {
            Kind::Heading(level) => self.heading(level),
            Kind::Paragraph => ("<p>", "</p>\n"),
            Kind::Quote => ("<blockquote><p>", "</p></blockquote>\n"),
            Kind::Item => ("<li>", "</li>\n"),
        };
        if kind == Kind::Item && !self.list {
            self.html += "<ul>\n";
            self.list = true;
        }
        self.html += begin;
        self.open = Some(end);
        self.named = None;
    }

    /// One first-level heading, and no level left out behind it.
    fn heading(&mut self, level: u8) -> (&'static str, &'static str) {
        const LEVELS: [(&str, &str); 6] = [
            ("<h1>", "</h1>\n"),
            ("<h2>", "</h2>\n"),
            ("<h3>", "</h3>\n"),
            ("<h4>", "</h4>\n"),
            ("<h5>", "</h5>\n"),
            ("<h6>", "</h6>\n"),
        ];
        let lowest = if self.level == 0 { 1 } else { 2 };
        self.level = level.clamp(lowest, (self.level + 1).min(6)).max(lowest);
        LEVELS[usize::from(self.level) - 1]
    }

    fn close(&mut self, list_goes_on: bool) {
        if let Some(end) = self.open.take() {
            self.html += end;
        }
        if self.list && !list_goes_on {
            self.html += "</ul>\n";
            self.list = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::direction;

    #[test]
    fn a_script_that_is_named_decides_where_lines_begin() {
        for (tag, wanted) in [
            ("en", "ltr"),
            ("ar", "rtl"),
            ("he-IL", "rtl"),
            ("az-Arab", "rtl"),
            ("ar-Latn", "ltr"),
            ("ku-Latn-TR", "ltr"),
        ] {
            assert_eq!(direction(tag), wanted, "{tag}");
        }
    }
}
