//! Markdown: CommonMark with tables, footnotes and front matter, its markup taken away.

mod apart;
mod draft;
mod table;

use std::collections::BTreeSet;
use std::mem;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::builder::{Source, append};
use super::front::Front;
use super::rows::Slot;
use super::{Reason, Role, html, inline};
use apart::{Apart, Line};
use draft::Draft;

/// Takes the markup away; what a reader's eye skips (code, captions, footnotes) becomes omitted blocks.
pub(super) fn parse(source: &str) -> Source {
    let Walk { blocks, ends, front, .. } = walk(source);
    draft::assemble(&blocks, &ends, front)
}

fn walk(source: &str) -> Walk<'_> {
    let formulae = if inline::has_formulae(source) { Options::ENABLE_MATH } else { Options::empty() };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | formulae;
    let mut walk = Walk { source, ..Walk::default() };
    for (event, place) in TextMergeWithOffset::new(Parser::new_ext(source, options).into_offset_iter()) {
        walk.event(event, place);
    }
    walk.flush();
    walk
}

#[derive(Default)]
struct Walk<'s> {
    source: &'s str,
    blocks: Vec<Draft>,
    /// Blocks before which a list, a table or a box ends.
    ends: BTreeSet<usize>,
    words: String,
    linked: usize,
    /// Bytes of `words` that are emphasised, and how many emphases are open.
    stressed: usize,
    stresses: usize,
    lines: Vec<Line>,
    /// The number of an item, before its words.
    mark: String,
    /// What the paragraph holds besides its words: descriptions of pictures and what is struck out follow it.
    asides: Vec<(Reason, String)>,
    /// Open pictures: which aside is their description, and their titles.
    images: Vec<(usize, String)>,
    /// Open containers; of lists the next number, where they have numbers.
    lists: Vec<Option<u64>>,
    quotes: usize,
    items: usize,
    notes: usize,
    links: usize,
    heading: Option<u8>,
    omit: Option<Reason>,
    /// The rows of a table, while it is read.
    rows: Vec<Vec<Slot>>,
    /// The front matter, or a block of HTML, while it is read.
    raw: Option<String>,
    front: Front,
}

impl Walk<'_> {
    fn event(&mut self, event: Event, place: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Html(raw) | Event::Text(raw) if self.raw.is_some() => {
                self.raw.get_or_insert_default().push_str(&raw)
            }
            Event::Text(text) if self.omit.is_none() => {
                let (words, signs) = inline::clean(&text);
                self.add(&words);
                self.asides.extend(signs.into_iter().map(|sign| (Reason::NotProse, sign)));
            }
            Event::Text(text) | Event::Code(text) => self.add(&text),
            Event::SoftBreak => self.add(" "),
            Event::HardBreak => self.words.push('\n'),
            Event::InlineHtml(tag) => self.tag(&tag),
            Event::InlineMath(formula) => self.formula(&formula, &place),
            Event::DisplayMath(formula) => self.asides.push((Reason::Formula, formula.to_string())),
            Event::Rule => self.flush(),
            // Marks, not words: the note itself is a block of its own.
            Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::Html(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::Link { .. } => self.links += 1,
            Tag::Image { title, .. } => {
                self.images.push((self.asides.len(), title.to_string()));
                self.asides.push((Reason::Description, String::new()));
            }
            Tag::Emphasis => self.stresses += 1,
            Tag::Strikethrough => self.part(Apart::Struck),
            Tag::Superscript => self.part(Apart::Raised),
            Tag::Subscript => self.part(Apart::Lowered),
            Tag::TableRow | Tag::TableHead => self.rows.push(Vec::new()),
            Tag::TableCell | Tag::Strong => {}
            _ => self.start_block(tag),
        }
    }

    fn start_block(&mut self, tag: &Tag) {
        self.flush();
        match tag {
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::List(first) => self.lists.push(*first),
            Tag::Item => {
                self.items += 1;
                self.mark = self.number();
            }
            Tag::FootnoteDefinition(_) => self.notes += 1,
            Tag::CodeBlock(_) => self.omit = Some(Reason::NotProse),
            Tag::Heading { level, .. } => self.heading = Some(*level as u8),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => self.raw = Some(String::new()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            TagEnd::Image => self.end_image(),
            TagEnd::Emphasis => self.stresses = self.stresses.saturating_sub(1),
            TagEnd::Strikethrough => self.rejoin(Apart::Struck),
            TagEnd::Superscript => self.rejoin(Apart::Raised),
            TagEnd::Subscript => self.rejoin(Apart::Lowered),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Strong | TagEnd::TableRow | TagEnd::TableHead => {}
            _ => self.end_block(tag),
        }
    }

    fn end_block(&mut self, tag: TagEnd) {
        self.flush();
        match tag {
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.ends.insert(self.blocks.len());
                }
            }
            TagEnd::Item => {
                self.items = self.items.saturating_sub(1);
                self.mark.clear();
            }
            TagEnd::FootnoteDefinition => self.notes = self.notes.saturating_sub(1),
            TagEnd::CodeBlock => self.omit = None,
            TagEnd::Heading(_) => self.heading = None,
            TagEnd::Table => {
                self.table();
                self.ends.insert(self.blocks.len());
            }
            TagEnd::HtmlBlock => self.html(),
            TagEnd::MetadataBlock(_) => self.front = Front::read(&self.raw.take().unwrap_or_default()),
            _ => {}
        }
    }

    /// The number of the item that begins, where its list has numbers.
    fn number(&mut self) -> String {
        let Some(Some(next)) = self.lists.last_mut() else { return String::new() };
        let number = *next;
        *next = number.saturating_add(1);
        format!("{number}. ")
    }

    fn end_image(&mut self) {
        let Some((alt, title)) = self.images.pop() else { return };
        if self.asides.get(alt).is_none_or(|(_, alt)| *alt != title) {
            self.asides.push((Reason::Description, title));
        }
    }

    fn html(&mut self) {
        let raw = self.raw.take().unwrap_or_default();
        let drafts = html::fragment(&raw).into_iter().map(|(role, words)| Draft { role, words, linked: 0 });
        self.blocks.extend(drafts);
        if raw.contains("</") {
            self.ends.insert(self.blocks.len());
        }
    }

    /// Words of the source, in a picture's description or in the block that is open.
    fn add(&mut self, text: &str) {
        let image = self.images.last().and_then(|(aside, _)| self.asides.get_mut(*aside));
        if let Some((_, description)) = image {
            append(description, text);
            return;
        }
        let before = self.words.len();
        append(&mut self.words, text);
        let added = self.words.len() - before;
        self.linked += if self.links > 0 { added } else { 0 };
        self.stressed += if self.stresses > 0 { added } else { 0 };
    }

    fn role(&self) -> Role {
        match (self.omit, self.heading) {
            (Some(reason), _) => Role::Omitted(reason),
            _ if self.notes > 0 => Role::Omitted(Reason::Footnote),
            (_, Some(level)) => Role::Heading(level),
            // A picture and a line in italics: the line is its caption.
            _ if self.has_picture() && self.stressed >= self.words.trim().len() => {
                Role::Omitted(Reason::Caption)
            }
            _ if self.quotes > 0 => Role::Quote,
            _ if self.items > 0 => Role::Item,
            _ => Role::Paragraph,
        }
    }

    fn has_picture(&self) -> bool {
        self.asides.iter().any(|(reason, _)| *reason == Reason::Description)
    }

    /// Ends the block that is open.
    fn flush(&mut self) {
        self.rejoin_all();
        let role = self.role();
        self.stressed = 0;
        let words = mem::take(&mut self.words);
        let mark = if words.trim().is_empty() { String::new() } else { mem::take(&mut self.mark) };
        let words = format!("{mark}{}", words.trim_start());
        self.blocks.push(Draft { role, words, linked: mem::take(&mut self.linked) + mark.len() });
        for (reason, words) in mem::take(&mut self.asides) {
            self.blocks.push(Draft { role: Role::Omitted(reason), words, linked: 0 });
        }
    }
}
