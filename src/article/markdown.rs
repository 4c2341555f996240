//! Markdown: CommonMark with tables, footnotes and front matter, its markup taken away.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::builder::{Builder, append};
use super::{Article, Reason, Role, html};

/// Takes the markup away; what a reader's eye skips (code, captions, footnotes) becomes omitted blocks.
pub(super) fn parse(source: &str) -> Article {
    let mut walk = Walk::default();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    for event in Parser::new_ext(source, options) {
        walk.event(event);
    }
    walk.flush();
    walk.finish()
}

/// A block in the making.
struct Draft {
    role: Role,
    words: String,
    /// Bytes of `words` that are the text of links.
    linked: usize,
}

#[derive(Default)]
struct Walk {
    blocks: Vec<Draft>,
    words: String,
    linked: usize,
    /// Bytes of `words` that are emphasised, and how many emphases are open.
    stressed: usize,
    stresses: usize,
    /// Alternative texts of the paragraph's images, kept until it ends.
    captions: Vec<String>,
    /// Open containers.
    quotes: usize,
    items: usize,
    notes: usize,
    links: usize,
    images: usize,
    heading: Option<u8>,
    omit: Option<Reason>,
    /// The front matter, or a block of HTML, while it is read.
    raw: Option<String>,
    front: Vec<(String, String)>,
}

impl Walk {
    fn event(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Html(raw) | Event::Text(raw) if self.raw.is_some() => {
                self.raw.get_or_insert_default().push_str(&raw)
            }
            Event::Text(text) | Event::Code(text) => self.add(&text),
            Event::SoftBreak => self.add(" "),
            Event::HardBreak => self.words.push('\n'),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.words.push('\n'),
            Event::Rule => self.flush(),
            // Marks, not words: the note itself is a block of its own.
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
            Event::Html(_) | Event::InlineHtml(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::Link { .. } => self.links += 1,
            Tag::Image { .. } => {
                self.images += 1;
                self.captions.push(String::new());
            }
            Tag::TableCell if !self.words.is_empty() => self.words.push_str(", "),
            Tag::Emphasis => self.stresses += 1,
            Tag::TableCell | Tag::Strong | Tag::Strikethrough => {}
            _ => self.start_block(tag),
        }
    }

    fn start_block(&mut self, tag: &Tag) {
        self.flush();
        match tag {
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::Item | Tag::TableHead | Tag::TableRow => self.items += 1,
            Tag::FootnoteDefinition(_) => self.notes += 1,
            Tag::CodeBlock(_) => self.omit = Some(Reason::NotProse),
            Tag::Heading { level, .. } => self.heading = Some(number(*level)),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => self.raw = Some(String::new()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::Emphasis => self.stresses = self.stresses.saturating_sub(1),
            TagEnd::TableCell | TagEnd::Strong | TagEnd::Strikethrough => {}
            _ => self.end_block(tag),
        }
    }

    fn end_block(&mut self, tag: TagEnd) {
        self.flush();
        match tag {
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow => self.items = self.items.saturating_sub(1),
            TagEnd::FootnoteDefinition => self.notes = self.notes.saturating_sub(1),
            TagEnd::CodeBlock => self.omit = None,
            TagEnd::Heading(_) => self.heading = None,
            TagEnd::HtmlBlock => {
                let raw = self.raw.take().unwrap_or_default();
                self.blocks.extend(html::fragment(&raw).into_iter().map(|(role, words)| Draft {
                    role,
                    words,
                    linked: 0,
                }));
            }
            TagEnd::MetadataBlock(_) => self.front = front_matter(&self.raw.take().unwrap_or_default()),
            _ => {}
        }
    }

    /// Words of the source, in a caption or in the block that is open.
    fn add(&mut self, text: &str) {
        if let Some(caption) = self.captions.last_mut().filter(|_| self.images > 0) {
            append(caption, text);
            return;
        }
        let before = self.words.len();
        append(&mut self.words, text);
        let added = self.words.len() - before;
        self.linked += if self.links > 0 { added } else { 0 };
        self.stressed += if self.stresses > 0 { added } else { 0 };
    }

    /// Ends the block that is open.
    fn flush(&mut self) {
        let stressed = std::mem::take(&mut self.stressed);
        let role = match (self.omit, self.heading) {
            (Some(reason), _) => Role::Omitted(reason),
            _ if self.notes > 0 => Role::Omitted(Reason::NotProse),
            (_, Some(level)) => Role::Heading(level),
            // A picture and a line in italics: the line is its caption.
            _ if !self.captions.is_empty() && stressed >= self.words.trim().len() => {
                Role::Omitted(Reason::Caption)
            }
            _ if self.quotes > 0 => Role::Quote,
            _ if self.items > 0 => Role::Item,
            _ => Role::Paragraph,
        };
        self.blocks.push(Draft {
            role,
            words: std::mem::take(&mut self.words),
            linked: std::mem::take(&mut self.linked),
        });
        for words in std::mem::take(&mut self.captions) {
            self.blocks.push(Draft { role: Role::Omitted(Reason::Caption), words, linked: 0 });
        }
    }

    /// The article; a title that only the front matter names becomes its headline.
    fn finish(self) -> Article {
        let front = |keys: &[&str]| {
            self.front.iter().find(|(key, _)| keys.contains(&key.as_str())).map(|(_, v)| v.clone())
        };
        let headline = self.blocks.iter().find(|b| b.role == Role::Heading(1) && !b.words.trim().is_empty());
        let title = front(&["title", "headline"]);
        let mut article = Builder::new();
        if let (None, Some(title)) = (headline, &title) {
            article.push(Role::Heading(1), title);
        }
        for block in &self.blocks {
            article.push(link_role(block), &block.words);
        }
        let title = title.or_else(|| headline.map(|b| b.words.trim().to_string()));
        article.finish(title, front(&["lang", "language", "locale"]))
    }
}

/// A paragraph that is one link, and no sentence, leads elsewhere.
fn link_role(block: &Draft) -> Role {
    let words = block.words.trim();
    let link = block.role == Role::Paragraph
        && block.linked >= words.len()
        && !words.ends_with(['.', '!', '?', '”', '"']);
    if link { Role::Omitted(Reason::LinkList) } else { block.role }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// The plain `key: value` (YAML) and `key = "value"` (TOML) lines of a front matter.
fn front_matter(raw: &str) -> Vec<(String, String)> {
    raw.lines()
        .filter(|line| !line.starts_with([' ', '\t', '#', '-']))
        .filter_map(|line| line.split_once([':', '=']))
        .map(|(key, value)| (key.trim().to_lowercase(), unquote(value.trim()).to_string()))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

/// A value without the marks around it.
fn unquote(value: &str) -> &str {
    ['"', '\''].iter().find_map(|q| value.strip_prefix(*q)?.strip_suffix(*q)).unwrap_or(value)
}
