//! Walks the events of the Markdown parser and cuts the source into blocks.

use std::collections::BTreeSet;
use std::mem;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::super::block::{Reason, Role, append_words};
use super::super::html;
use super::super::metadata::FrontMatter;
use super::super::pauses::SCENE_BREAK;
use super::super::superscripts::{to_subscript, to_superscript};
use super::super::table_rows::{self, Slot};
use super::super::{note_marks, shortcodes};
use super::inline_marks;

/// A longer link in a superscript, in characters, is text and not the mark of a footnote.
const MAX_FOOTNOTE_MARK_CHARS: usize = 8;

/// Cuts a source into blocks.
pub(super) fn walk(source: &str) -> Walker<'_> {
    // With formulae enabled, the parser takes the text between two prices for one: `from $5 to $10`.
    let formulae = if inline_marks::has_formulae(source) { Options::ENABLE_MATH } else { Options::empty() };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | formulae;
    let mut walker = Walker { source, ..Walker::default() };
    for (event, place) in TextMergeWithOffset::new(Parser::new_ext(source, options).into_offset_iter()) {
        walker.event(event, place);
    }
    walker.flush();
    walker
}

/// A block of a Markdown source.
pub(super) struct MarkdownBlock {
    pub(super) role: Role,
    pub(super) words: String,
    /// Bytes of `words` that are the text of links.
    pub(super) linked: usize,
}

/// The walk over a source, with the block that is being built.
#[derive(Default)]
pub(super) struct Walker<'s> {
    source: &'s str,
    pub(super) blocks: Vec<MarkdownBlock>,
    /// Blocks before which a list, a table or a box ends.
    pub(super) container_ends: BTreeSet<usize>,
    pub(super) front_matter: FrontMatter,
    /// Words of the block.
    words: String,
    /// Bytes of `words` that are the text of links.
    linked: usize,
    /// Bytes of `words` that are emphasised.
    emphasised: usize,
    /// Number of the list item, before its words.
    number: String,
    /// Exclusions that are open inside the line.
    exclusions: Vec<Exclusion>,
    /// Omitted words inside the block, such as descriptions of pictures. They become blocks after it.
    asides: Vec<(Reason, String)>,
    /// Open pictures: the index of the aside that describes each, and its title.
    images: Vec<(usize, String)>,
    /// Open lists, each with the next number if its items have numbers.
    lists: Vec<Option<u64>>,
    /// How many containers of each kind are open.
    open_quotes: usize,
    open_items: usize,
    open_notes: usize,
    open_links: usize,
    open_emphases: usize,
    heading: Option<u8>,
    /// Reason to omit the block.
    omit: Option<Reason>,
    /// Rows of the open table.
    rows: Vec<Vec<Slot>>,
    /// Source of the open front matter or HTML block.
    raw: Option<String>,
}

/// Words inside a line that are not read as they are. [`Walker::words`] collects them until they end.
struct Exclusion {
    kind: ExclusionKind,
    /// The words of the line before, with their counts.
    words: String,
    linked: usize,
    emphasised: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ExclusionKind {
    StruckOut,
    Superscript,
    Subscript,
    /// A link in a superscript.
    FootnoteMark,
}

/// HTML tags inside a line that begin an exclusion.
const EXCLUSION_TAGS: [(&str, ExclusionKind); 5] = [
    ("del", ExclusionKind::StruckOut),
    ("s", ExclusionKind::StruckOut),
    ("strike", ExclusionKind::StruckOut),
    ("sup", ExclusionKind::Superscript),
    ("sub", ExclusionKind::Subscript),
];

impl Walker<'_> {
    fn event(&mut self, event: Event, place: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Html(raw) | Event::Text(raw) if self.raw.is_some() => {
                self.raw.get_or_insert_default().push_str(&raw)
            }
            Event::Text(text) if self.omit.is_none() => {
                let (words, emojis) = inline_marks::strip_marks(&text);
                self.add(&words);
                self.asides.extend(emojis.into_iter().map(|emoji| (Reason::NotProse, emoji)));
            }
            Event::Text(text) | Event::Code(text) => self.add(&text),
            Event::SoftBreak => self.add(" "),
            Event::HardBreak => self.words.push('\n'),
            Event::InlineHtml(tag) => self.inline_tag(&tag),
            Event::InlineMath(formula) => self.inline_formula(&formula, &place),
            Event::DisplayMath(formula) => self.asides.push((Reason::Formula, formula.to_string())),
            Event::Rule => {
                self.flush();
                let role = Role::Omitted(Reason::NotProse);
                self.blocks.push(MarkdownBlock { role, words: SCENE_BREAK.into(), linked: 0 });
            }
            // Marks, not words. A footnote itself is a block of its own.
            Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::Html(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::Link { .. } => self.open_links += 1,
            Tag::Image { title, .. } => {
                self.images.push((self.asides.len(), title.to_string()));
                self.asides.push((Reason::ImageDescription, String::new()));
            }
            Tag::Emphasis => self.open_emphases += 1,
            Tag::Strikethrough => self.begin_exclusion(ExclusionKind::StruckOut),
            Tag::Superscript => self.begin_exclusion(ExclusionKind::Superscript),
            Tag::Subscript => self.begin_exclusion(ExclusionKind::Subscript),
            Tag::TableRow | Tag::TableHead => self.rows.push(Vec::new()),
            Tag::TableCell | Tag::Strong => {}
            _ => self.start_block(tag),
        }
    }

    fn start_block(&mut self, tag: &Tag) {
        self.flush();
        match tag {
            Tag::BlockQuote(_) => self.open_quotes += 1,
            Tag::List(first) => self.lists.push(*first),
            Tag::Item => {
                self.open_items += 1;
                self.number = self.next_number();
            }
            Tag::DefinitionListTitle | Tag::DefinitionListDefinition => self.open_items += 1,
            Tag::FootnoteDefinition(_) => self.open_notes += 1,
            Tag::CodeBlock(_) => self.omit = Some(Reason::NotProse),
            Tag::Heading { level, .. } => self.heading = Some(*level as u8),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => self.raw = Some(String::new()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => self.open_links = self.open_links.saturating_sub(1),
            TagEnd::Image => self.end_image(),
            TagEnd::Emphasis => self.open_emphases = self.open_emphases.saturating_sub(1),
            TagEnd::Strikethrough => self.end_exclusion(ExclusionKind::StruckOut),
            TagEnd::Superscript => self.end_exclusion(ExclusionKind::Superscript),
            TagEnd::Subscript => self.end_exclusion(ExclusionKind::Subscript),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Strong | TagEnd::TableRow | TagEnd::TableHead => {}
            _ => self.end_block(tag),
        }
    }

    fn end_block(&mut self, tag: TagEnd) {
        self.flush();
        match tag {
            TagEnd::BlockQuote(_) => self.open_quotes = self.open_quotes.saturating_sub(1),
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.container_ends.insert(self.blocks.len());
                }
            }
            TagEnd::Item => {
                self.open_items = self.open_items.saturating_sub(1);
                self.number.clear();
            }
            TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => {
                self.open_items = self.open_items.saturating_sub(1);
            }
            TagEnd::FootnoteDefinition => self.open_notes = self.open_notes.saturating_sub(1),
            TagEnd::CodeBlock => self.omit = None,
            TagEnd::Heading(_) => self.heading = None,
            TagEnd::Table => {
                self.end_table();
                self.container_ends.insert(self.blocks.len());
            }
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::MetadataBlock(_) => {
                self.front_matter = FrontMatter::read(&self.raw.take().unwrap_or_default());
            }
            _ => {}
        }
    }

    /// Returns the number of the item that begins, or nothing if its list has no numbers.
    fn next_number(&mut self) -> String {
        let Some(Some(next)) = self.lists.last_mut() else { return String::new() };
        let number = *next;
        *next = number.saturating_add(1);
        format!("{number}. ")
    }

    fn end_image(&mut self) {
        let Some((alt, title)) = self.images.pop() else { return };
        if self.asides.get(alt).is_none_or(|(_, alt)| *alt != title) {
            self.asides.push((Reason::ImageDescription, title));
        }
    }

    fn end_html(&mut self) {
        let raw = self.raw.take().unwrap_or_default();
        let blocks = html::parse_fragment(&raw).into_iter();
        self.blocks.extend(blocks.map(|(role, words)| MarkdownBlock { role, words, linked: 0 }));
        if raw.contains("</") {
            self.container_ends.insert(self.blocks.len());
        }
    }

    fn end_cell(&mut self) {
        let cell = Slot::new(mem::take(&mut self.words).trim().to_string());
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
        }
    }

    /// Ends a table. Its first row is its head.
    fn end_table(&mut self) {
        let rows = mem::take(&mut self.rows);
        let Some((head, body)) = rows.split_first() else { return };
        let (has_names, sentences) = table_rows::row_sentences(Some(head), body);
        let role = if self.open_quotes == 0 && self.open_notes == 0 { Role::Row } else { self.role() };
        let omits_head = has_names && role == Role::Row;
        let head_role = if omits_head { Role::Omitted(Reason::TableHead) } else { role };
        let head = MarkdownBlock { role: head_role, words: table_rows::join_cells(head), linked: 0 };
        self.blocks.push(head);
        self.blocks.extend(sentences.into_iter().map(|words| MarkdownBlock { role, words, linked: 0 }));
    }

    /// Adds text to the description of the open picture, or else to the open block.
    fn add(&mut self, text: &str) {
        let image = self.images.last().and_then(|(aside, _)| self.asides.get_mut(*aside));
        if let Some((_, description)) = image {
            append_words(description, text);
            return;
        }
        let before = self.words.len();
        append_words(&mut self.words, text);
        let added = self.words.len() - before;
        self.linked += if self.open_links > 0 { added } else { 0 };
        self.emphasised += if self.open_emphases > 0 { added } else { 0 };
    }

    /// Ends the open block. The words that were set aside in it follow as omitted blocks.
    fn flush(&mut self) {
        while !self.exclusions.is_empty() {
            self.finish_exclusion();
        }
        let role = self.role();
        self.emphasised = 0;
        let words = mem::take(&mut self.words);
        let words = shortcodes::strip(&words).map_or(words, |stripped| stripped.words);
        let number = if words.trim().is_empty() { String::new() } else { mem::take(&mut self.number) };
        let words = if role.is_read() { note_marks::remove(words.trim()) } else { words.trim().into() };
        let words = format!("{number}{words}");
        self.blocks.push(MarkdownBlock { role, words, linked: mem::take(&mut self.linked) + number.len() });
        for (reason, words) in mem::take(&mut self.asides) {
            self.blocks.push(MarkdownBlock { role: Role::Omitted(reason), words, linked: 0 });
        }
    }

    fn role(&self) -> Role {
        match (self.omit, self.heading) {
            (Some(reason), _) => Role::Omitted(reason),
            _ if self.open_notes > 0 => Role::Omitted(Reason::Footnote),
            (_, Some(level)) => Role::Heading(level),
            // Markdown has no captions. Many authors write one in italics, in the paragraph of the picture.
            _ if self.has_picture() && self.emphasised >= self.words.trim().len() => {
                Role::Omitted(Reason::Caption)
            }
            _ if self.open_quotes > 0 => Role::Quote,
            _ if self.open_items > 0 => Role::Item,
            _ => Role::Paragraph,
        }
    }

    fn has_picture(&self) -> bool {
        self.asides.iter().any(|(reason, _)| *reason == Reason::ImageDescription)
    }

    fn begin_exclusion(&mut self, kind: ExclusionKind) {
        let words = mem::take(&mut self.words);
        self.exclusions.push(Exclusion { kind, words, linked: self.linked, emphasised: self.emphasised });
    }

    /// Ends the innermost exclusion if it is of this kind.
    fn end_exclusion(&mut self, kind: ExclusionKind) {
        let open = self.exclusions.last().map(|open| open.kind);
        if open == Some(kind) || open == Some(ExclusionKind::FootnoteMark) {
            self.finish_exclusion();
        }
    }

    fn finish_exclusion(&mut self) {
        let Some(open) = self.exclusions.pop() else { return };
        let words = mem::replace(&mut self.words, open.words);
        match open.kind {
            ExclusionKind::StruckOut => {
                (self.linked, self.emphasised) = (open.linked, open.emphasised);
                self.asides.push((Reason::StruckOut, words));
            }
            // `^[3]^` is the mark of a footnote.
            ExclusionKind::Superscript if words.starts_with('[') && words.ends_with(']') => {}
            ExclusionKind::FootnoteMark if words.chars().count() <= MAX_FOOTNOTE_MARK_CHARS => {}
            ExclusionKind::Superscript => self.words += &to_superscript(&words).unwrap_or(words),
            ExclusionKind::Subscript => self.words += &to_subscript(&words).unwrap_or(words),
            ExclusionKind::FootnoteMark => self.words += &words,
        }
    }

    /// Handles an HTML tag inside a line.
    fn inline_tag(&mut self, tag: &str) {
        let name: String =
            tag.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        let kind = EXCLUSION_TAGS.iter().find(|(other, _)| *other == name).map(|(_, kind)| *kind);
        match (name.as_str(), kind) {
            ("br", _) => self.words.push('\n'),
            ("img", _) => {
                let omitted = html::parse_fragment(tag).into_iter().filter_map(|(role, words)| match role {
                    Role::Omitted(reason) => Some((reason, words)),
                    _ => None,
                });
                self.asides.extend(omitted);
            }
            ("a", _) => {
                let open = self.exclusions.last_mut();
                if let Some(open) = open.filter(|open| open.kind == ExclusionKind::Superscript) {
                    open.kind = ExclusionKind::FootnoteMark;
                }
            }
            (_, Some(kind)) if tag.starts_with("</") => self.end_exclusion(kind),
            (_, Some(kind)) => self.begin_exclusion(kind),
            _ => {}
        }
    }

    /// Adds a formula inside a line. The parser takes `US$5bn (AU$7bn)` for one, so text with a letter or a digit next to the dollar
    /// signs is added unchanged.
    fn inline_formula(&mut self, formula: &str, place: &Range<usize>) {
        let before = self.source.get(..place.start).and_then(|before| before.chars().next_back());
        let after = self.source.get(place.end..).and_then(|after| after.chars().next());
        if [before, after].into_iter().flatten().any(char::is_alphanumeric) {
            return self.add(&format!("${formula}$"));
        }
        match inline_marks::formula_as_text(formula) {
            Some(words) => self.add(&words),
            None => self.asides.push((Reason::Formula, formula.to_string())),
        }
    }
}
