//! Renders a recording sheet as a printable HTML page and as Markdown.

use super::sheet::{Sheet, SheetEntry, SheetParagraph, SheetPart};
use crate::outputs::escape;

/// Large print, and no page break within a paragraph: a reader cannot turn the page there.
const STYLE: &str = "body{font:18pt/1.6 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}\
    h1{font-size:1.3em}section{border-top:1px solid #555;padding:.8rem 0;break-inside:avoid}\
    .around{color:#555;font-size:.7em;margin:.3rem 0}.context{color:#555}.text{margin:.4rem 0}\
    .old,.say{color:#333;font-size:.7em;margin:.2rem 0}mark{background:none;color:inherit;border-bottom:.12em solid}\
    sup{color:#333;font-size:.5em;font-family:sans-serif}code{font:.7em monospace}\
    h2{font-size:.7em;margin:0;color:#333}@media print{body{margin:0;max-width:none}}";

/// Renders a sheet as a printable page. All text from the article is escaped.
pub fn html(sheet: &Sheet, title: &str) -> String {
    let (voice, title) = (escape(&sheet.voice), escape(title));
    let sections: String = sheet.paragraphs.iter().map(section).collect();
    let count = lines(sheet);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{voice}: {title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>To be read by <strong>{voice}</strong>: {count}. \
         Read the black text in one go. After a slip, pause and read the line again from its number. \
         Then <code>aloud take SESSION.wav --voice {voice}</code> finds the lines.</p>\n{sections}</body>\n</html>\n",
    )
}

fn lines(sheet: &Sheet) -> String {
    let count = sheet.entries().count();
    if count == 1 { "1 line".into() } else { format!("{count} lines") }
}

fn section(paragraph: &SheetParagraph) -> String {
    let entries = entries(paragraph);
    let names: Vec<String> = entries.iter().map(|entry| entry_name(entry)).collect();
    let text: String = paragraph.parts.iter().map(part).collect();
    let stale = entries.iter().filter_map(|entry| entry.stale_text.as_ref());
    let stale: String =
        stale.map(|old| format!("<p class=\"old\">was: <s>{}</s></p>\n", escape(old))).collect();
    let say: String = pronunciations(&entries)
        .map(|(written, spoken)| format!("<p class=\"say\">{}: {}</p>\n", escape(written), escape(spoken)))
        .collect();
    format!(
        "<section>\n<h2>{}</h2>\n{}<p class=\"text\">{}</p>\n{stale}{say}{}</section>\n",
        names.join(" · "),
        context(&paragraph.before),
        text.trim_end(),
        context(&paragraph.after),
    )
}

fn entries(paragraph: &SheetParagraph) -> Vec<&SheetEntry> {
    let entries = paragraph.parts.iter().filter_map(|part| match part {
        SheetPart::ToRead(entry) => Some(entry),
        SheetPart::Context(_) => None,
    });
    entries.collect()
}

fn entry_name(entry: &SheetEntry) -> String {
    format!("{}. {} <code>{}</code>", entry.number, escape(&entry.speaker), escape(&entry.name))
}

fn part(part: &SheetPart) -> String {
    match part {
        SheetPart::Context(text) => format!("<span class=\"context\">{}</span> ", escape(text)),
        SheetPart::ToRead(entry) => {
            let words = entry.text.iter().map(|(text, changed)| match changed {
                true => format!("<mark>{}</mark>", escape(text)),
                false => escape(text),
            });
            format!("<sup>{}</sup> {} ", entry.number, words.collect::<String>())
        }
    }
}

fn pronunciations<'a>(entries: &[&'a SheetEntry]) -> impl Iterator<Item = &'a (String, String)> {
    let mut all: Vec<&(String, String)> = Vec::new();
    for word in entries.iter().flat_map(|entry| &entry.pronunciations) {
        if !all.contains(&word) {
            all.push(word);
        }
    }
    all.into_iter()
}

fn context(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("<p class=\"around\">… {} …</p>\n", escape(text))
    }
}

/// Renders a sheet as Markdown.
pub fn markdown(sheet: &Sheet, title: &str) -> String {
    let mut text = format!(
        "# {}\n\nTo be read by **{}**: {}. Read the quoted text in one go; then `aloud take SESSION.wav --voice {}`.\n",
        escape_markdown(title),
        escape_markdown(&sheet.voice),
        lines(sheet),
        sheet.voice
    );
    for paragraph in &sheet.paragraphs {
        text += &markdown_paragraph(paragraph);
    }
    text
}

fn markdown_paragraph(paragraph: &SheetParagraph) -> String {
    let entries = entries(paragraph);
    let names = entries
        .iter()
        .map(|entry| format!("{}. {} · `{}`", entry.number, escape_markdown(&entry.speaker), entry.name));
    let mut text = format!("\n## {}\n\n", names.collect::<Vec<_>>().join(" · "));
    if !paragraph.before.is_empty() {
        text += &format!("*… {} …*\n\n", escape_markdown(&paragraph.before));
    }
    for old in entries.iter().filter_map(|entry| entry.stale_text.as_ref()) {
        text += &format!("~~{}~~\n\n", escape_markdown(old));
    }
    let parts = paragraph.parts.iter().map(|part| match part {
        SheetPart::Context(text) => format!("*{}*", escape_markdown(text)),
        SheetPart::ToRead(entry) => markdown_words(entry),
    });
    text += &format!("> {}\n", parts.collect::<Vec<_>>().join(" "));
    for (written, spoken) in pronunciations(&entries) {
        text += &format!("\n{}: {}\n", escape_markdown(written), escape_markdown(spoken));
    }
    if !paragraph.after.is_empty() {
        text += &format!("\n*… {} …*\n", escape_markdown(&paragraph.after));
    }
    text
}

/// Returns the words of an entry, the changed ones in bold. The pieces keep their spaces, which belong outside of the stars.
fn markdown_words(entry: &SheetEntry) -> String {
    let mut words = String::new();
    for (text, changed) in &entry.text {
        let escaped = escape_markdown(text);
        if text.starts_with(char::is_whitespace) && !words.is_empty() {
            words.push(' ');
        }
        words += &if *changed { format!("**{escaped}**") } else { escaped };
        if text.ends_with(char::is_whitespace) {
            words.push(' ');
        }
    }
    words.trim_end().to_string()
}

/// Puts a text on one line, and escapes the characters that have a meaning in Markdown.
fn escape_markdown(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '|') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
