//! What a page may cost: markup that would make a tree too deep or too large is cut before it is parsed.

/// Elements may be nested this deep.
pub(super) const DEEPEST: usize = 512;

/// This many formatting elements (`<b>`, `<i>`…) may be open at once. The parser opens each of them
/// again in every paragraph that follows (HTML Standard, "reconstruct the active formatting elements").
const OPEN_FORMATS: usize = 8;

/// Formatting elements of the HTML Standard, "the stack of open elements".
const FORMATS: [&str; 13] =
    ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements without an end tag, or whose end tag may be left out and that do not nest in themselves.
const UNCOUNTED: [&str; 26] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "html", "body",
];

/// Elements whose content is no markup.
const RAW: [&str; 6] = ["script", "style", "textarea", "title", "xmp", "noembed"];

/// Elements whose content no reader sees as words; inside them other rules of nesting hold.
const DROPPED: [&str; 3] = ["select", "svg", "math"];

/// A tag with more marks than this (two to four for each attribute) loses its attributes: the parser
/// compares each with all before it.
const MOST_MARKS: usize = 500;

/// A page whose nesting is bounded, how many tags it has, and how deep they are nested.
pub(super) struct Guarded {
    pub(super) html: String,
    pub(super) tags: usize,
    pub(super) depth: usize,
}

/// Takes out the tags that nest deeper than [`DEEPEST`]; the words between them stay.
pub(super) fn guard(source: &str) -> Guarded {
    let mut html = String::with_capacity(source.len());
    let (mut tags, mut elements, mut formats) = (0, Nesting::new(DEEPEST), Nesting::new(OPEN_FORMATS));
    let mut rest = source;
    while let Some(at) = rest.find('<') {
        html.push_str(&rest[..at]);
        rest = &rest[at..];
        let tag = match Tag::read(rest) {
            Read::Tag(tag) => tag,
            Read::Character => {
                html.push('<');
                rest = &rest[1..];
                continue;
            }
            // A tag without an end swallows the rest, for the parser as for us.
            Read::Unfinished => return Guarded { html, tags, depth: elements.deepest },
        };
        tags += 1;
        let (markup, after) = rest.split_at(tag.length);
        rest = after;
        let name = tag.name.as_str();
        let nesting = if FORMATS.contains(&name) { &mut formats } else { &mut elements };
        let kept = UNCOUNTED.contains(&name) || tag.is_comment || nesting.admits(tag.closes);
        if !tag.closes && (RAW.contains(&name) || DROPPED.contains(&name)) {
            let end = raw_end(rest, name);
            if kept {
                push_tag(&mut html, markup, name);
                html.push_str(if is_read(name, markup) { &rest[..end] } else { "" });
            }
            rest = &rest[end..];
        } else if kept {
            push_tag(&mut html, markup, name);
        }
    }
    html.push_str(rest);
    Guarded { html, tags, depth: elements.deepest }
}

/// How deep elements of one kind are open.
struct Nesting {
    open: usize,
    cut: usize,
    most: usize,
    deepest: usize,
}

impl Nesting {
    fn new(most: usize) -> Self {
        Self { open: 0, cut: 0, most, deepest: 0 }
    }

    /// Counts a tag; false when it is to be cut, or ends one that was.
    fn admits(&mut self, closes: bool) -> bool {
        match (closes, self.open >= self.most) {
            (true, true) if self.cut > 0 => self.cut -= 1,
            (true, _) => {
                self.open = self.open.saturating_sub(1);
                return true;
            }
            (false, true) => self.cut += 1,
            (false, false) => {
                self.open += 1;
                self.deepest = self.deepest.max(self.open);
                return true;
            }
        }
        false
    }
}

/// Whether the content of an element that is no markup matters: programs and style sheets do not, data does.
fn is_read(name: &str, markup: &str) -> bool {
    match name {
        "script" => markup.contains("ld+json"),
        "style" => false,
        _ => RAW.contains(&name),
    }
}

fn push_tag(html: &mut String, markup: &str, name: &str) {
    let mark = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'"' | b'\'');
    if markup.len() > MOST_MARKS
        && markup.bytes().filter(mark).count() > MOST_MARKS
        && !markup.starts_with("<!")
    {
        html.push('<');
        html.push_str(name);
        html.push('>');
    } else {
        html.push_str(markup);
    }
}

/// What stands at a `<`.
enum Read {
    Tag(Tag),
    Character,
    Unfinished,
}

/// One tag, or a comment, at the front of the source.
struct Tag {
    name: String,
    closes: bool,
    is_comment: bool,
    length: usize,
}

impl Tag {
    fn read(source: &str) -> Read {
        let bytes = source.as_bytes();
        if source.starts_with("<!--") {
            let length = source.find("-->").map_or(source.len(), |at| at + 3);
            return Read::Tag(Self { name: String::new(), closes: false, is_comment: true, length });
        }
        let closes = bytes.get(1) == Some(&b'/');
        let start = if closes { 2 } else { 1 };
        if !bytes.get(start).is_some_and(u8::is_ascii_alphabetic) {
            return Read::Character;
        }
        let ends_name = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'/');
        let name_end = bytes.iter().skip(start).position(ends_name).map(|length| start + length);
        let name = name_end.and_then(|end| Some((source.get(start..end)?, tag_end(bytes, end)?)));
        name.map_or(Read::Unfinished, |(name, length)| {
            Read::Tag(Self { name: name.to_ascii_lowercase(), closes, is_comment: false, length })
        })
    }
}

/// The end of a tag, attribute values in quotation marks skipped.
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

/// Where the content of an element ends whose content is no markup.
fn raw_end(source: &str, name: &str) -> usize {
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
    fn an_ordinary_page_is_not_touched() {
        let page = "<!-- a > b --><div class='a>b'><p>One<p>Two <b>three</b></div><title>a < b</title><p>x";
        assert_eq!(guard(page).html, page);
    }

    #[test]
    fn programs_are_left_out_and_data_stays() {
        let page =
            "<script>if (a < b) { '<div>' }</script><p>x<script type='application/ld+json'>{}</script>";
        let expected = "<script></script><p>x<script type='application/ld+json'>{}</script>";
        assert_eq!(guard(page).html, expected);
    }

    #[test]
    fn deep_nesting_is_cut_and_words_stay() {
        let page = format!("{}words{}<p>after", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let guarded = guard(&page).html;
        assert_eq!(guarded.matches("<div>").count(), DEEPEST);
        assert_eq!(guarded.matches("</div>").count(), DEEPEST);
        assert!(guarded.ends_with("<p>after") && guarded.contains("words"));
    }

    #[test]
    fn paragraphs_without_end_tags_do_not_nest() {
        let page = "<p>one".repeat(2_000);
        assert_eq!(guard(&page).html, page);
    }
}
