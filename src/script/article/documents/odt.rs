//! Converts a text of LibreOffice to a page (OpenDocument 1.3).

use std::collections::{BTreeMap, BTreeSet};

use super::package::{Archive, Head, TITLE, escape, lower_headings};
use super::xml::{Child, Element};

/// Spaces and columns that repeat are written at most this often.
const MAX_REPEATED: usize = 100;

/// Converts `content.xml`.
pub(super) fn to_page(archive: &mut Archive) -> Option<String> {
    let content = archive.xml("content.xml")?;
    let head = archive.xml("meta.xml").map(|meta| Head::read(&meta)).unwrap_or_default();
    let mut writer = Writer::default();
    writer.read_styles(&content);
    if let Some(styles) = archive.xml("styles.xml") {
        writer.read_styles(&styles);
    }
    writer.blocks(content.descendant("office:text")?);
    writer.write_notes();
    Some(head.page(&lower_headings(writer.html)))
}

/// The page so far.
#[derive(Default)]
struct Writer {
    html: String,
    /// The style that each style is made from.
    parents: BTreeMap<String, String>,
    /// Styles of text in italics, in bold or struck out.
    emphases: BTreeMap<String, &'static str>,
    /// Styles of lists with numbers.
    numbered: BTreeSet<String>,
    notes: Vec<String>,
}

impl Writer {
    fn read_styles(&mut self, document: &Element) {
        document.each(&mut |element| match element.name.as_str() {
            "style:style" => self.read_style(element),
            "text:list-style" => {
                let first = element.elements().find(|level| level.attribute("text:level") == Some("1"));
                if first.is_some_and(|level| level.name == "text:list-level-style-number") {
                    self.numbered.extend(element.attribute("style:name").map(str::to_string));
                }
            }
            _ => {}
        });
    }

    fn read_style(&mut self, style: &Element) {
        let Some(name) = style.attribute("style:name") else { return };
        if let Some(parent) = style.attribute("style:parent-style-name") {
            self.parents.insert(name.to_string(), parent.to_string());
        }
        let Some(text) = style.child("style:text-properties") else { return };
        let tag = if text.attribute("text:display") == Some("none") {
            Some("hidden")
        } else if text.attribute("style:text-line-through-style").is_some_and(|style| style != "none") {
            Some("s")
        } else if text.attribute("style:text-position").is_some_and(|position| position.starts_with("super"))
        {
            Some("sup")
        } else if text.attribute("style:text-position").is_some_and(|position| position.starts_with("sub")) {
            Some("sub")
        } else if text.attribute("fo:font-style") == Some("italic") {
            Some("em")
        } else {
            (text.attribute("fo:font-weight") == Some("bold")).then_some("strong")
        };
        self.emphases.extend(tag.map(|tag| (name.to_string(), tag)));
    }

    /// Returns the style of a block that LibreOffice defines: `Title`, `Quotations`.
    fn base_style<'w>(&'w self, block: &'w Element) -> &'w str {
        let own = block.attribute("text:style-name").unwrap_or_default();
        // A style of the document is made from one of LibreOffice, or from another one of the document.
        let once = self.parents.get(own).map_or(own, String::as_str);
        let named =
            |style: &str| matches!(style, "Title" | "Subtitle" | "Quotations" | "Caption" | "Illustration");
        match named(once) || once == "Standard" {
            true => once,
            false => self.parents.get(once).map_or(once, String::as_str),
        }
    }

    fn blocks(&mut self, parent: &Element) {
        for element in parent.elements() {
            match element.name.as_str() {
                "text:h" => self.heading(element),
                "text:p" => self.paragraph(element),
                "text:list" => self.list(element, None),
                "table:table" => self.table(element),
                "text:section" | "text:index-body" => self.blocks(element),
                _ => {}
            }
        }
    }

    fn heading(&mut self, heading: &Element) {
        let level = heading.attribute("text:outline-level").and_then(|level| level.parse::<u8>().ok());
        let level = level.unwrap_or(1).clamp(1, 6);
        let words = self.inline(heading);
        self.html.push_str(&format!("<h{level}>{words}</h{level}>\n"));
    }

    fn paragraph(&mut self, paragraph: &Element) {
        let words = self.inline(paragraph);
        if words.trim().is_empty() {
            return;
        }
        let (open, close) = match self.base_style(paragraph) {
            "Title" => (TITLE, "</p>"),
            "Quotations" => ("<blockquote><p>", "</p></blockquote>"),
            "Caption" | "Illustration" => ("<figure><figcaption>", "</figcaption></figure>"),
            _ => ("<p>", "</p>"),
        };
        self.html.push_str(&format!("{open}{words}{close}\n"));
    }

    /// Writes a list. A list inside another has its style if it names none.
    fn list(&mut self, list: &Element, outer: Option<bool>) {
        let style = list.attribute("text:style-name").map(|style| self.numbered.contains(style));
        let is_numbered = style.or(outer).unwrap_or(false);
        let tag = if is_numbered { "ol" } else { "ul" };
        self.html.push_str(&format!("<{tag}>"));
        for item in
            list.elements().filter(|item| item.name == "text:list-item" || item.name == "text:list-header")
        {
            self.html.push_str("<li>");
            for block in item.elements() {
                match block.name.as_str() {
                    "text:list" => self.list(block, Some(is_numbered)),
                    _ => {
                        let words = self.inline(block);
                        self.html.push_str(&format!("<p>{words}</p>"));
                    }
                }
            }
            self.html.push_str("</li>");
        }
        self.html.push_str(&format!("</{tag}>\n"));
    }

    fn table(&mut self, table: &Element) {
        self.html.push_str("<table>");
        self.rows(table, "td");
        self.html.push_str("</table>\n");
    }

    fn rows(&mut self, parent: &Element, tag: &str) {
        for element in parent.elements() {
            match element.name.as_str() {
                "table:table-header-rows" => self.rows(element, "th"),
                "table:table-rows" | "table:table-row-group" => self.rows(element, tag),
                "table:table-row" => {
                    self.html.push_str("<tr>");
                    for cell in element.elements().filter(|cell| cell.name == "table:table-cell") {
                        let words: Vec<String> = cell.elements().map(|block| self.inline(block)).collect();
                        self.html.push_str(&format!("<{tag}>{}</{tag}>", words.join(" ").trim()));
                    }
                    self.html.push_str("</tr>");
                }
                _ => {}
            }
        }
    }

    /// Returns the content of a paragraph or of a part of it.
    fn inline(&mut self, parent: &Element) -> String {
        let mut html = String::new();
        for child in &parent.children {
            match child {
                Child::Text(text) => html.push_str(&escape(text)),
                Child::Element(element) => html.push_str(&self.inline_element(element)),
            }
        }
        html
    }

    fn inline_element(&mut self, element: &Element) -> String {
        match element.name.as_str() {
            "text:s" => {
                let count = element.attribute("text:c").and_then(|count| count.parse().ok()).unwrap_or(1);
                " ".repeat(MAX_REPEATED.min(count))
            }
            "text:tab" => " ".into(),
            "text:line-break" => "<br>".into(),
            "text:note" => self.reference(element),
            "text:a" => format!("<a href=\"link\">{}</a>", self.inline(element)),
            "draw:frame" => picture(element),
            "text:ruby" => element.child("text:ruby-base").map(|base| self.inline(base)).unwrap_or_default(),
            "office:annotation" | "text:tracked-changes" | "text:alphabetical-index-mark" => String::new(),
            "text:span" => {
                let tag =
                    element.attribute("text:style-name").and_then(|style| self.emphases.get(style).copied());
                let words = self.inline(element);
                match tag.filter(|_| !words.is_empty()) {
                    Some("hidden") => String::new(),
                    Some(tag) => format!("<{tag}>{words}</{tag}>"),
                    None => words,
                }
            }
            _ => self.inline(element),
        }
    }

    fn reference(&mut self, note: &Element) -> String {
        let blocks =
            note.child("text:note-body").map(|body| body.elements().collect::<Vec<_>>()).unwrap_or_default();
        let words: Vec<String> = blocks.into_iter().map(|block| self.inline(block)).collect();
        self.notes.push(words.join(" "));
        let number = self.notes.len();
        format!("<sup><a href=\"#note-{number}\">{number}</a></sup>")
    }

    fn write_notes(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        if notes.is_empty() {
            return;
        }
        let notes: String = notes.iter().map(|note| format!("<p>{}</p>\n", note.trim())).collect();
        self.html.push_str(&format!("<section role=\"doc-endnotes\">\n{notes}</section>\n"));
    }
}

/// Returns a picture with its description, or the text in its frame.
fn picture(frame: &Element) -> String {
    let description = frame.child("svg:desc").or_else(|| frame.child("svg:title")).map(Element::text);
    description.map(|description| format!("<img alt=\"{}\">", escape(&description))).unwrap_or_default()
}
