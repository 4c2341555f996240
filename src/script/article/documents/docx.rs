//! Converts a Word document to a page (ECMA-376, WordprocessingML).

use std::collections::BTreeMap;

use super::package::{Archive, Head, TITLE, escape, lower_headings};
use super::xml::Element;

/// Converts `word/document.xml` with its styles, lists and notes.
pub(super) fn to_page(archive: &mut Archive) -> Option<String> {
    let document = archive.xml("word/document.xml")?;
    let head = archive.xml("docProps/core.xml").map(|core| Head::read(&core)).unwrap_or_default();
    let styles = archive.xml("word/styles.xml").unwrap_or_default();
    let mut writer = Writer {
        styles: style_names(&styles),
        style_lists: style_lists(&styles),
        numbered: archive.xml("word/numbering.xml").map(|lists| numbered_levels(&lists)).unwrap_or_default(),
        ..Writer::default()
    };
    for name in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(notes) = archive.xml(name) {
            writer.note_sources.push(notes);
        }
    }
    writer.blocks(document.child("w:body")?);
    writer.close_list();
    writer.write_notes();
    Some(head.page(&lower_headings(writer.html)))
}

/// Returns the names of styles by their ids. The ids depend on the language of Word, the names don't: `berschrift1` is `heading 1`.
fn style_names(styles: &Element) -> BTreeMap<String, String> {
    let styles = styles.elements().filter(|style| style.name == "w:style");
    let names =
        styles.filter_map(|style| Some((style.attribute("w:styleId")?, value(style.child("w:name")?)?)));
    names.map(|(id, name)| (id.to_string(), name.to_ascii_lowercase())).collect()
}

/// Returns the lists that styles put their paragraphs into: `List Number`.
fn style_lists(styles: &Element) -> BTreeMap<String, (String, String)> {
    let styles = styles.elements().filter(|style| style.name == "w:style");
    let lists = styles.filter_map(|style| {
        let list = style.child("w:pPr")?.child("w:numPr").and_then(list_of)?;
        Some((style.attribute("w:styleId")?.to_string(), list))
    });
    lists.collect()
}

/// Returns the lists and levels with numbers; all others have bullets.
fn numbered_levels(numbering: &Element) -> BTreeMap<(String, String), bool> {
    let mut formats: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for list in numbering.elements().filter(|list| list.name == "w:abstractNum") {
        let Some(id) = list.attribute("w:abstractNumId") else { continue };
        for level in list.elements().filter(|level| level.name == "w:lvl") {
            let is_number = level.child("w:numFmt").and_then(value) == Some("decimal");
            formats.insert((id, level.attribute("w:ilvl").unwrap_or("0")), is_number);
        }
    }
    let mut levels = BTreeMap::new();
    for list in numbering.elements().filter(|list| list.name == "w:num") {
        let Some((id, base)) = list.attribute("w:numId").zip(list.child("w:abstractNumId").and_then(value))
        else {
            continue;
        };
        for ((_, level), is_number) in formats.iter().filter(|((of, _), _)| *of == base) {
            levels.insert((id.to_string(), (*level).to_string()), *is_number);
        }
    }
    levels
}

fn value(element: &Element) -> Option<&str> {
    element.attribute("w:val")
}

/// The page so far.
#[derive(Default)]
struct Writer {
    html: String,
    styles: BTreeMap<String, String>,
    style_lists: BTreeMap<String, (String, String)>,
    numbered: BTreeMap<(String, String), bool>,
    /// The last number of each numbered list and level.
    numbers: BTreeMap<(String, String), u32>,
    /// The tag of the open list.
    list: Option<&'static str>,
    note_sources: Vec<Element>,
    /// The ids of the notes that the text refers to, in order.
    notes: Vec<String>,
}

impl Writer {
    fn blocks(&mut self, parent: &Element) {
        for element in parent.elements() {
            match element.name.as_str() {
                "w:p" => self.paragraph(element),
                "w:tbl" => self.table(element),
                "w:sdt" => self.content_control(element),
                _ => {}
            }
        }
    }

    /// Writes a content control, unless it is the table of contents.
    fn content_control(&mut self, control: &Element) {
        let gallery = control.descendant("w:docPartGallery").and_then(value);
        if let Some(content) = control.child("w:sdtContent").filter(|_| gallery != Some("Table of Contents"))
        {
            self.blocks(content);
        }
    }

    fn paragraph(&mut self, paragraph: &Element) {
        let properties = paragraph.child("w:pPr");
        let id = properties.and_then(|p| value(p.child("w:pStyle")?)).unwrap_or_default();
        let style = self.styles.get(id).cloned().unwrap_or_else(|| id.to_ascii_lowercase());
        let words = self.inline(paragraph);
        if words.trim().is_empty() || style.starts_with("toc ") {
            return;
        }
        let level = style.strip_prefix("heading").and_then(|level| level.trim().parse::<u8>().ok());
        let own = properties.and_then(|p| p.child("w:numPr"));
        let list = own.map_or_else(|| self.style_lists.get(id).cloned(), list_of);
        if let Some((list, level)) = list.filter(|_| level.is_none()) {
            return self.item(&list, &level, &words);
        }
        self.close_list();
        let (open, close) = match (style.as_str(), level) {
            ("title", _) => (TITLE.to_string(), "</p>".to_string()),
            (_, Some(level)) => (format!("<h{0}>", level.clamp(1, 6)), format!("</h{0}>", level.clamp(1, 6))),
            ("caption", _) => ("<figure><figcaption>".into(), "</figcaption></figure>".into()),
            ("quote" | "intense quote" | "block text", _) => {
                ("<blockquote><p>".into(), "</p></blockquote>".into())
            }
            _ => ("<p>".into(), "</p>".into()),
        };
        self.html.push_str(&format!("{open}{words}{close}\n"));
    }

    fn item(&mut self, list: &str, level: &str, words: &str) {
        let key = (list.to_string(), level.to_string());
        let is_numbered = self.numbered.get(&key).copied().unwrap_or(false);
        let tag = if is_numbered { "ol" } else { "ul" };
        if self.list != Some(tag) {
            self.close_list();
            self.html.push_str(&format!("<{tag}>"));
            self.list = Some(tag);
        }
        if is_numbered {
            // Deeper levels begin again.
            self.numbers.retain(|(of, deeper), _| of != list || deeper.as_str() <= level);
            let number = self.numbers.entry(key).or_default();
            *number += 1;
            self.html.push_str(&format!("<li value=\"{number}\">{words}</li>"));
        } else {
            self.html.push_str(&format!("<li>{words}</li>"));
        }
    }

    fn close_list(&mut self) {
        if let Some(tag) = self.list.take() {
            self.html.push_str(&format!("</{tag}>\n"));
        }
    }

    fn table(&mut self, table: &Element) {
        self.close_list();
        self.html.push_str("<table>");
        for row in table.elements().filter(|row| row.name == "w:tr") {
            let is_head =
                row.child("w:trPr").is_some_and(|properties| properties.child("w:tblHeader").is_some());
            let tag = if is_head { "th" } else { "td" };
            self.html.push_str("<tr>");
            for cell in row.elements().filter(|cell| cell.name == "w:tc") {
                let span = cell.child("w:tcPr").and_then(|p| value(p.child("w:gridSpan")?)).unwrap_or("1");
                let paragraphs: Vec<String> =
                    cell.elements().filter(|p| p.name == "w:p").map(|p| self.inline(p)).collect();
                let words = paragraphs.join(" ");
                self.html.push_str(&format!("<{tag} colspan=\"{}\">{}</{tag}>", escape(span), words.trim()));
            }
            self.html.push_str("</tr>");
        }
        self.html.push_str("</table>\n");
    }

    /// Returns the content of a paragraph, of a link or of an insertion.
    fn inline(&mut self, parent: &Element) -> String {
        let mut html = String::new();
        for element in parent.elements() {
            match element.name.as_str() {
                "w:r" => html.push_str(&self.run(element)),
                "w:hyperlink" => html.push_str(&format!("<a href=\"link\">{}</a>", self.inline(element))),
                "w:ins" | "w:smartTag" | "w:fldSimple" | "w:moveTo" => html.push_str(&self.inline(element)),
                "w:sdt" => {
                    html.push_str(&element.child("w:sdtContent").map(|c| self.inline(c)).unwrap_or_default())
                }
                _ => {}
            }
        }
        html
    }

    /// Returns the text of a run with its emphasis.
    fn run(&mut self, run: &Element) -> String {
        let properties = run.child("w:rPr");
        let has = |name: &str| {
            let property = properties.and_then(|p| p.child(name));
            property.is_some_and(|p| !matches!(value(p), Some("0" | "false" | "none")))
        };
        if has("w:vanish") {
            return String::new();
        }
        let mut html = String::new();
        for child in run.elements() {
            match child.name.as_str() {
                "w:t" => html.push_str(&escape(&child.text())),
                "w:tab" => html.push(' '),
                "w:br" if child.attribute("w:type").is_none() => html.push_str("<br>"),
                "w:noBreakHyphen" => html.push('-'),
                "w:footnoteReference" | "w:endnoteReference" => html.push_str(&self.reference(child)),
                "w:drawing" | "w:pict" => html.push_str(&picture(child)),
                _ => {}
            }
        }
        let raised = properties.and_then(|p| p.child("w:vertAlign")).and_then(value);
        let tags = [
            (has("w:i"), "em"),
            (has("w:b"), "strong"),
            (has("w:strike"), "s"),
            (raised == Some("superscript"), "sup"),
            (raised == Some("subscript"), "sub"),
        ];
        let is_text = !html.is_empty() && !html.starts_with("<sup><a");
        tags.iter()
            .filter(|(on, _)| *on && is_text)
            .fold(html, |html, (_, tag)| format!("<{tag}>{html}</{tag}>"))
    }

    fn reference(&mut self, reference: &Element) -> String {
        let Some(id) = reference.attribute("w:id") else { return String::new() };
        let kind = reference.name.trim_start_matches("w:").trim_end_matches("Reference");
        self.notes.push(format!("{kind} {id}"));
        let number = self.notes.len();
        format!("<sup><a href=\"#note-{number}\">{number}</a></sup>")
    }

    /// Writes the notes that the text refers to.
    fn write_notes(&mut self) {
        let sources = std::mem::take(&mut self.note_sources);
        let notes = std::mem::take(&mut self.notes);
        let mut by_id: BTreeMap<String, &Element> = BTreeMap::new();
        for note in sources.iter().flat_map(Element::elements) {
            let kind = note.name.trim_start_matches("w:");
            by_id.insert(format!("{kind} {}", note.attribute("w:id").unwrap_or_default()), note);
        }
        let found: Vec<&Element> = notes.iter().filter_map(|id| by_id.get(id).copied()).collect();
        if found.is_empty() {
            return;
        }
        self.html.push_str("<section role=\"doc-endnotes\">\n");
        for note in found {
            let paragraphs: Vec<String> =
                note.elements().filter(|p| p.name == "w:p").map(|p| self.inline(p)).collect();
            self.html.push_str(&format!("<p>{}</p>\n", paragraphs.join(" ").trim()));
        }
        self.html.push_str("</section>\n");
    }
}

/// Returns the list and the level of an item. List 0 takes a paragraph out of all lists.
fn list_of(properties: &Element) -> Option<(String, String)> {
    let list = value(properties.child("w:numId")?)?;
    let level = properties.child("w:ilvl").and_then(value).unwrap_or("0");
    (list != "0").then(|| (list.to_string(), level.to_string()))
}

/// Returns a picture with its description.
fn picture(drawing: &Element) -> String {
    let description =
        drawing.descendant("wp:docPr").and_then(|picture| picture.attribute("descr")).unwrap_or_default();
    if description.is_empty() { String::new() } else { format!("<img alt=\"{}\">", escape(description)) }
}
