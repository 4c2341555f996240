//! Renders a recording sheet as a printable HTML page and as Markdown.

use super::sheet::{Sheet, SheetEntry};
use crate::outputs::escape;

const STYLE: &str = "body{font:14pt/1.5 Georgia,serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}\
    h1{font-size:1.5rem}section{border-top:1px solid #555;padding:.8rem 0;break-inside:avoid}\
    .around{color:#555;font-size:.8em;margin:.3rem 0}.text{font-size:1.25em;margin:.4rem 0}\
    .old{color:#555;text-decoration:line-through;font-size:.9em}code{font:.85em monospace;background:#eee;padding:.1em .3em}\
    h2{font-size:1rem;margin:0}@media print{body{margin:0;max-width:none}}";

/// Renders a sheet as a printable page. All text from the article is escaped.
pub fn html(sheet: &Sheet, title: &str) -> String {
    let (voice, title) = (escape(&sheet.voice), escape(title));
    let entries: String = sheet.entries.iter().map(section).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{voice}: {title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>To be read by <strong>{voice}</strong>: {} lines. \
         One file for each, named as it says; then <code>aloud take FILES --voice {voice}</code>.</p>\n{entries}</body>\n</html>\n",
        sheet.entries.len()
    )
}

fn section(entry: &SheetEntry) -> String {
    let old = match &entry.stale_text {
        Some(text) => format!("<p class=\"old\">{}</p>\n", escape(text)),
        None => String::new(),
    };
    format!(
        "<section>\n<h2>{}. {} · <code>{}.wav</code></h2>\n{}{old}<p class=\"text\">{}</p>\n{}</section>\n",
        entry.number,
        escape(&entry.speaker),
        escape(&entry.name),
        context(&entry.before),
        escape(&entry.text),
        context(&entry.after),
    )
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
        "# {}\n\nTo be read by **{}**: {} lines. One file for each, named as it says; then `aloud take FILES --voice {}`.\n",
        escape_markdown(title),
        escape_markdown(&sheet.voice),
        sheet.entries.len(),
        sheet.voice
    );
    for entry in &sheet.entries {
        text +=
            &format!("\n## {}. {} · `{}.wav`\n\n", entry.number, escape_markdown(&entry.speaker), entry.name);
        if !entry.before.is_empty() {
            text += &format!("*… {} …*\n\n", escape_markdown(&entry.before));
        }
        if let Some(stale) = &entry.stale_text {
            text += &format!("~~{}~~\n\n", escape_markdown(stale));
        }
        text += &format!("> {}\n", escape_markdown(&entry.text));
        if !entry.after.is_empty() {
            text += &format!("\n*… {} …*\n", escape_markdown(&entry.after));
        }
    }
    text
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
