//! Recognises the format of an article by its name and its content.

use std::path::Path;

use super::super::Format;

/// The format is recognised by this many bytes.
const FORMAT_BYTES: usize = 4096;

/// Elements at the front of a fragment of a page.
const ELEMENTS: [&str; 22] = [
    "a",
    "article",
    "aside",
    "blockquote",
    "center",
    "div",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "header",
    "img",
    "main",
    "ol",
    "p",
    "section",
    "span",
    "strong",
    "table",
    "ul",
    "em",
];

/// Returns the format of a source. The name decides, but a page is a page even if its name ends in `.txt`, and so is Markdown that
/// begins with its title. Without a name, as from standard input, or with a name without an ending, less is enough for Markdown.
pub(super) fn format(path: &Path, bytes: &[u8]) -> Format {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(FORMAT_BYTES)]);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let by_name = Format::from_path(path);
    if by_name != Format::Html && (is_page(head) || (by_name == Format::Text && is_fragment(head))) {
        return Format::Html;
    }
    let is_markdown = match path.extension() {
        None => is_markdown(head),
        Some(_) => by_name == Format::Text && begins_with_title(head),
    };
    if is_markdown { Format::Markdown } else { by_name }
}

/// True for the front of a whole page.
fn is_page(head: &str) -> bool {
    let head = without_comments(head);
    let head = head.get(..64).unwrap_or(head).to_ascii_lowercase();
    ["<!doctype html", "<html", "<head>", "<body"].iter().any(|tag| head.starts_with(tag))
        || (head.starts_with("<?xml") && head.contains("html"))
}

/// True for text that begins with an element of a page and ends the element.
fn is_fragment(head: &str) -> bool {
    let Some(rest) = without_comments(head).strip_prefix('<') else { return false };
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let name = rest[..end].to_ascii_lowercase();
    let is_tag = rest[end..].starts_with(['>', ' ', '\n', '/']) && rest.contains('>');
    let is_closed = name == "img" || head.to_ascii_lowercase().contains("</");
    is_tag && is_closed && ELEMENTS.contains(&name.as_str())
}

/// Returns a source without the comments at its front, such as `<!-- wp:paragraph -->`.
fn without_comments(head: &str) -> &str {
    let mut rest = head;
    while let Some((_, after)) = rest.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        rest = after.trim_start();
    }
    rest
}

/// True for text that begins with the mark of a title, such as `# The ferry` and an empty line. The mark would be read aloud.
///
/// Text with indented paragraphs is not Markdown, which takes them for code. In "# 1 in the charts" the mark is a number sign.
fn begins_with_title(head: &str) -> bool {
    let mut lines = head.lines();
    let title = lines.next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default().trim();
    let is_alone = lines.next().is_some_and(|line| line.trim().is_empty());
    let is_title = title.starts_with(|c: char| !c.is_ascii_digit());
    is_alone && is_title && !lines.any(|line| line.starts_with("    ") || line.starts_with('\t'))
}

/// True for the front of a Markdown source: a heading or front matter.
fn is_markdown(head: &str) -> bool {
    ["# ", "## ", "---\n", "+++\n"].iter().any(|mark| head.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognises_a_page_by_its_content_and_markdown_without_a_name() {
        let cases = [
            ("-", "\n<!DOCTYPE html>", Format::Html),
            ("a.txt", "<!-- saved -->\n<html lang=en>", Format::Html),
            ("a.txt", "<p class=x>One.</p>", Format::Html),
            ("a.md", "<!doctype html><title>x</title>", Format::Html),
            ("a.md", "<p>One.</p>\n\n# Two", Format::Markdown),
            ("a.txt", "<p> is the tag of a paragraph.", Format::Text),
            ("a.txt", "<Ada> Hello.", Format::Text),
            ("a.txt", "# A head", Format::Text),
            ("a.txt", "# A head\n\nWords.", Format::Markdown),
            ("a.txt", "\u{feff}# A head\r\n\r\nWords.", Format::Markdown),
            ("a.txt", "# 1 in the charts\n\nWords.", Format::Text),
            ("a.txt", "# A head\nand more", Format::Text),
            ("a.txt", "# A head\n\n    An indented paragraph.", Format::Text),
            ("a.txt", "#hashtag\n\nWords.", Format::Text),
            ("-", "# A head", Format::Markdown),
            ("ferries", "---\ntitle: x\n---\n", Format::Markdown),
            ("-", "1. May it be", Format::Text),
            ("a.html", "One.", Format::Html),
        ];
        for (name, source, expected) in cases {
            assert_eq!(format(Path::new(name), source.as_bytes()), expected, "`{name}`: `{source}`");
        }
    }
}
