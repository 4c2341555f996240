//! Limits the nesting of a page's markup before it is parsed.
//!
//! The parsers recurse, and some of their work grows with the square of the depth. A hostile page of a few megabytes could overflow
//! the stack or keep the program busy for hours.

/// Elements may be nested this deep. Blink, the engine of Chrome, has the same limit.
const MAX_DEPTH: usize = 512;

/// At most this many formatting elements (`<b>`, `<i>`) may be open at once. The parser opens each of them again in every paragraph
/// that follows (HTML Standard, "reconstruct the active formatting elements").
const MAX_OPEN_FORMATS: usize = 8;

/// Formatting elements (HTML Standard, "the stack of open elements").
const FORMATS: [&str; 13] =
    ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements that have no end tag, or that may leave it out and don't nest in themselves. They are not counted.
const UNCOUNTED: [&str; 27] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "html", "body", "noscript",
];

/// An element for browsers without programs holds the article if it has this many bytes and paragraphs in it. A program of the page
/// writes the same text.
const MIN_ARTICLE_BYTES: usize = 1_000;
/// Only so many of these elements are examined.
const MAX_ALTERNATIVES: usize = 50;

/// Elements with content that is no markup.
const RAW_CONTENT: [&str; 6] = ["script", "style", "textarea", "title", "xmp", "noembed"];

/// Elements with content that readers don't see as words, and with their own rules of nesting. Their content is dropped.
const DROPPED: [&str; 3] = ["select", "svg", "math"];

/// A tag with more spaces, slashes and quotation marks than this loses its attributes. An attribute has two to four of them, and the
/// parser compares each attribute with all before it.
const MAX_TAG_MARKS: usize = 500;

/// A page with limited nesting.
pub(super) struct LimitedPage {
    pub(super) html: String,
    /// How many tags the page has.
    pub(super) tags: usize,
    /// How deep its elements are nested.
    pub(super) depth: usize,
}

/// Removes the tags that nest deeper than [`MAX_DEPTH`]. The words between them stay.
pub(super) fn limit_nesting(source: &str) -> LimitedPage {
    let mut html = String::with_capacity(source.len());
    let (mut tags, mut elements, mut formats) = (0, Nesting::new(MAX_DEPTH), Nesting::new(MAX_OPEN_FORMATS));
    let mut alternatives = 0;
    let mut rest = source;
    while let Some(at) = rest.find('<') {
        html.push_str(&rest[..at]);
        rest = &rest[at..];
        let tag = match Tag::read(rest) {
            Markup::Tag(tag) => tag,
            Markup::Character => {
                html.push('<');
                rest = &rest[1..];
                continue;
            }
            // The parser drops everything after a tag without an end.
            Markup::Unfinished => return LimitedPage { html, tags, depth: elements.deepest },
        };
        tags += 1;
        let (markup, after) = rest.split_at(tag.length);
        rest = after;
        let name = tag.name.as_str();
        if name == "noscript" && !tag.closes && alternatives < MAX_ALTERNATIVES {
            alternatives += 1;
            if holds_article(rest) {
                // An end tag without its start tag has no effect.
                continue;
            }
        }
        let nesting = if FORMATS.contains(&name) { &mut formats } else { &mut elements };
        let kept = UNCOUNTED.contains(&name) || tag.is_comment || nesting.admits(tag.closes);
        if !tag.closes && (RAW_CONTENT.contains(&name) || DROPPED.contains(&name)) {
            let end = raw_content_end(rest, name);
            if kept {
                push_tag(&mut html, markup, name);
                html.push_str(if keeps_content(name, markup) { &rest[..end] } else { "" });
            }
            rest = &rest[end..];
        } else if kept {
            push_tag(&mut html, markup, name);
        }
    }
    html.push_str(rest);
    LimitedPage { html, tags, depth: elements.deepest }
}

/// True if the element for browsers without programs has paragraphs of text.
fn holds_article(rest: &str) -> bool {
    let end = rest.find("</noscript").unwrap_or(0);
    end >= MIN_ARTICLE_BYTES && rest[..end].matches("<p").count() >= 3
}

/// Counts the open elements of one kind.
struct Nesting {
    open: usize,
    /// Elements that were removed and are still open.
    removed: usize,
    most: usize,
    deepest: usize,
}

impl Nesting {
    fn new(most: usize) -> Self {
        Self { open: 0, removed: 0, most, deepest: 0 }
    }

    /// Counts a tag. False if the tag must be removed, or ends an element that was removed.
    fn admits(&mut self, closes: bool) -> bool {
        match (closes, self.open >= self.most) {
            (true, true) if self.removed > 0 => self.removed -= 1,
            (true, _) => {
                self.open = self.open.saturating_sub(1);
                return true;
            }
            (false, true) => self.removed += 1,
            (false, false) => {
                self.open += 1;
                self.deepest = self.deepest.max(self.open);
                return true;
            }
        }
        false
    }
}

/// True if the content of an element without markup is kept: JSON-LD and titles, but no programs and style sheets.
fn keeps_content(name: &str, markup: &str) -> bool {
    match name {
        "script" => markup.contains("ld+json"),
        "style" => false,
        _ => RAW_CONTENT.contains(&name),
    }
}

fn push_tag(html: &mut String, markup: &str, name: &str) {
    if markup.len() > MAX_TAG_MARKS
        && markup.bytes().filter(is_tag_mark).count() > MAX_TAG_MARKS
        && !markup.starts_with("<!")
    {
        html.push('<');
        html.push_str(name);
        html.push('>');
    } else {
        html.push_str(markup);
    }
}

fn is_tag_mark(b: &u8) -> bool {
    b.is_ascii_whitespace() || matches!(b, b'/' | b'"' | b'\'')
}

/// The text after a `<`.
enum Markup {
    Tag(Tag),
    /// No tag: `a < b`.
    Character,
    /// A tag without an end.
    Unfinished,
}

/// A tag or a comment at the front of the source.
struct Tag {
    name: String,
    closes: bool,
    is_comment: bool,
    length: usize,
}

impl Tag {
    fn read(source: &str) -> Markup {
        let bytes = source.as_bytes();
        if source.starts_with("<!--") {
            let length = source.find("-->").map_or(source.len(), |at| at + 3);
            return Markup::Tag(Self { name: String::new(), closes: false, is_comment: true, length });
        }
        let closes = bytes.get(1) == Some(&b'/');
        let start = if closes { 2 } else { 1 };
        if !bytes.get(start).is_some_and(u8::is_ascii_alphabetic) {
            return Markup::Character;
        }
        let name_end = bytes.iter().skip(start).position(ends_tag_name).map(|length| start + length);
        let name = name_end.and_then(|end| Some((source.get(start..end)?, tag_end(bytes, end)?)));
        name.map_or(Markup::Unfinished, |(name, length)| {
            Markup::Tag(Self { name: name.to_ascii_lowercase(), closes, is_comment: false, length })
        })
    }
}

fn ends_tag_name(b: &u8) -> bool {
    b.is_ascii_whitespace() || matches!(b, b'>' | b'/')
}

/// Returns the end of a tag. A `>` inside an attribute value in quotation marks does not end it.
fn tag_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut quote = None;
    for (index, &byte) in bytes.iter().enumerate().skip(from) {
        match (quote, byte) {
            (None, b'>') => return Some(index + 1),
            (None, b'"' | b'\'') if bytes[..index].trim_ascii_end().ends_with(b"=") => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Returns the end of the content of an element without markup: the position of its end tag.
fn raw_content_end(source: &str, name: &str) -> usize {
    let bytes = source.as_bytes();
    let is_end = |at: &usize| {
        bytes.get(at + 2..at + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
    };
    source.match_indices("</").map(|(at, _)| at).find(is_end).unwrap_or(source.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_an_ordinary_page_unchanged() {
        let page = "<!-- a > b --><div class='a>b'><p>One<p>Two <b>three</b></div><title>a < b</title><p>x";
        assert_eq!(limit_nesting(page).html, page);
    }

    #[test]
    fn drops_programs_and_keeps_data() {
        let page =
            "<script>if (a < b) { '<div>' }</script><p>x<script type='application/ld+json'>{}</script>";
        let expected = "<script></script><p>x<script type='application/ld+json'>{}</script>";
        assert_eq!(limit_nesting(page).html, expected);
    }

    #[test]
    fn removes_deep_nesting_and_keeps_words() {
        let page = format!("{}words{}<p>after", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let limited = limit_nesting(&page).html;
        assert_eq!(limited.matches("<div>").count(), MAX_DEPTH);
        assert_eq!(limited.matches("</div>").count(), MAX_DEPTH);
        assert!(limited.ends_with("<p>after") && limited.contains("words"));
    }

    #[test]
    fn paragraphs_without_end_tags_do_not_nest() {
        let page = "<p>one".repeat(2_000);
        assert_eq!(limit_nesting(&page).html, page);
    }
}
