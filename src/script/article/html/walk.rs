//! Walks the elements of a page and cuts it into blocks.

use std::mem;

use scraper::{ElementRef, Html, Node};

use super::super::block::{Reason, Role, append_words};
use super::super::pauses::SCENE_BREAK;
use super::super::superscripts::{to_subscript, to_superscript};
use super::super::{metadata, note_marks, shape, shortcodes};
use super::page_blocks::{Container, Landmark, PageBlock, PageBlocks, Zone, is_long_prose};
use super::{boilerplate_sign, class_names, elements, links};

/// Deeper elements are left out to limit the recursion. [`super::nesting`] lets no page come near this depth.
const MAX_DEPTH: usize = 2_000;
/// At most this many pieces of a formula are listed as omitted.
const MAX_FORMULA_TEXTS: usize = 500;
/// A longer superscript or subscript, in bytes, is text.
const MAX_SCRIPT_BYTES: usize = 8;

/// Cuts a page into blocks.
pub(super) fn page_blocks(page: &Html) -> PageBlocks {
    let mut walker =
        Walker { host: metadata::page_link(page).as_deref().and_then(links::host), ..Walker::default() };
    let root = Container {
        outer: 0,
        end: 0,
        may_hold_article: true,
        landmark: Landmark::None,
        is_list_or_table: false,
        pictures: 0,
        kind: None,
    };
    walker.page.containers.push(root);
    let context = Context {
        role: Role::Paragraph,
        zone: None,
        container: 0,
        link: false,
        link_out: false,
        emphasis: false,
        is_signature: false,
        is_standfirst: false,
        is_title: false,
        depth: 0,
    };
    walker.element(page.root_element(), context);
    walker.flush(context);
    walker.page.containers[0].end = walker.page.containers.len();
    walker.page.find_wrappers(walker.prose);
    walker.page
}

/// The walk over a page, with the block that is being built.
#[derive(Default)]
pub(super) struct Walker {
    page: PageBlocks,
    /// Bytes of the prose outside all zones.
    prose: usize,
    /// Words of the block.
    pub(super) words: String,
    /// Bytes of `words` that are the text of links.
    pub(super) linked: usize,
    /// Bytes of `words` in italics or in small letters.
    pub(super) emphasised: usize,
    /// A picture came before the words of the block, or after them.
    picture_before: bool,
    picture_after: bool,
    /// Bytes of `words` that are times.
    timed: usize,
    /// A link in `words` leads to the articles of an author.
    names_author: bool,
    /// Bytes of `words` that are links to other sites.
    linked_out: usize,
    /// Letters of `words` that are not in a link.
    letters_outside: usize,
    /// The host of the page, if the page states its address.
    host: Option<String>,
    /// Number of the list item, before its words.
    number: String,
    /// Omitted words inside the block. They become blocks after it.
    asides: Vec<(Reason, String)>,
    /// The block began with the link of a note back to its mark.
    is_note: bool,
    /// Open lists, each with the next number and the step if its items have numbers.
    lists: Vec<Option<(i64, i64)>>,
}

/// Properties that hold inside an element.
#[derive(Clone, Copy)]
pub(super) struct Context {
    pub(super) role: Role,
    zone: Option<usize>,
    container: usize,
    link: bool,
    link_out: bool,
    emphasis: bool,
    is_signature: bool,
    is_standfirst: bool,
    is_title: bool,
    depth: usize,
}

impl Context {
    /// Returns the same context for blocks with another role.
    pub(super) fn with_role(self, role: Role) -> Self {
        Self { role, ..self }
    }
}

impl Walker {
    /// Walks the children of an element.
    pub(super) fn children(&mut self, element: ElementRef, context: Context) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => {
                    let before = self.words.len();
                    append_words(&mut self.words, text);
                    let added = self.words.len() - before;
                    self.linked += if context.link { added } else { 0 };
                    self.linked_out += if context.link_out { added } else { 0 };
                    if !context.link {
                        self.letters_outside +=
                            self.words[before..].chars().filter(|c| c.is_alphabetic()).count();
                    }
                    self.emphasised += if context.emphasis { added } else { 0 };
                }
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child, context);
                    }
                }
                _ => {}
            }
        }
    }

    fn element(&mut self, element: ElementRef, outer: Context) {
        let name = element.value().name();
        if outer.depth > MAX_DEPTH || elements::is_hidden(element) {
            return;
        }
        let mut context = Context { depth: outer.depth + 1, ..outer };
        match name {
            "br" => self.line_break(outer),
            "td" | "th" if !self.words.trim().is_empty() => {
                self.words.push_str(", ");
                self.children(element, context);
            }
            "q" => {
                self.words.push('“');
                self.children(element, context);
                self.words.push('”');
            }
            "sup" | "a" if elements::is_footnote_mark(element) => {
                // A note begins with the link back to its mark.
                self.is_note |= self.words.trim().is_empty() && leads_back(element);
            }
            "hr" => self.scene_break(outer),
            "rp" => {}
            "rt" => self.set_aside(element, context, Reason::NotProse),
            _ if elements::is_hover_card(element) => self.set_aside(element, context, Reason::LinkList),
            _ if outer.link && class_names::is_button(element) => {
                self.set_aside(element, context, Reason::ShareLine)
            }
            "sup" | "sub" => self.script(element, context, outer),
            "img" => {
                self.picture(context);
                self.text_alternative(element);
            }
            "math" => self.text_alternative(element),
            "em" | "i" | "small" => {
                context.emphasis = true;
                self.inline(element, context, outer);
            }
            "time" => self.time(element, context, outer),
            "del" | "s" | "strike" if !elements::contains(element, &elements::BLOCKS) => {
                let (struck, _) = self.collect_words(element, context);
                self.asides.push((Reason::StruckOut, struck));
            }
            "cite" | "footer" if outer.role == Role::Quote && elements::is_last_with_words(element) => {
                self.signature(element, context, outer);
            }
            "a" => {
                context.link |= !elements::is_anchor(element);
                context.link_out |= self.leads_out(element);
                self.names_author |= elements::is_author_link(element);
                self.inline(element, context, outer);
            }
            _ if elements::is_inline(name) => self.inline(element, context, outer),
            _ => self.block(element, context, outer),
        }
    }

    /// True for a link to another site. Without the address of the page, no link is one.
    fn leads_out(&self, link: ElementRef) -> bool {
        let target = link.value().attr("href").and_then(links::host);
        self.host.as_deref().zip(target).is_some_and(|(host, target)| !links::is_same_site(host, &target))
    }

    /// Adds a line break. Two in a row end a paragraph, as pages without `<p>` use them.
    fn line_break(&mut self, context: Context) {
        if self.words.ends_with('\n') {
            self.flush(context);
        } else if !self.words.is_empty() {
            self.words.push('\n');
        }
    }

    /// Adds a rule between two blocks.
    fn scene_break(&mut self, context: Context) {
        self.flush(context);
        let role = Role::Omitted(Reason::NotProse);
        self.push(PageBlock { role, words: SCENE_BREAK.into(), ..empty_block(context) });
    }

    /// Omits the words of an element inside a line.
    fn set_aside(&mut self, element: ElementRef, context: Context, reason: Reason) {
        let (words, _) = self.collect_words(element, context);
        self.asides.push((reason, words));
    }

    /// Adds a number above or below the line as superscript or subscript characters. Anything else is added unchanged.
    fn script(&mut self, element: ElementRef, context: Context, outer: Context) {
        let text: String = element.text().take(4).collect();
        if element.value().name() == "sup" && is_note_letter(&self.words, text.trim()) {
            return;
        }
        let converted =
            if element.value().name() == "sup" { to_superscript(&text) } else { to_subscript(&text) };
        match converted.filter(|_| text.len() <= MAX_SCRIPT_BYTES) {
            Some(number) => self.words.push_str(&number),
            None => self.inline(element, context, outer),
        }
    }

    /// Notes where a picture is, for the caption beside it.
    fn picture(&mut self, context: Context) {
        // A picture often has a container of its own.
        for at in [context.container, self.page.containers[context.container].outer] {
            self.page.containers[at].pictures += 1;
        }
        if self.words.trim().is_empty() { self.picture_before = true } else { self.picture_after = true }
    }

    /// Sets aside the text alternative of a picture or a formula.
    fn text_alternative(&mut self, element: ElementRef) {
        let value = element.value();
        let (reason, attributes) = match value.name() {
            "math" => (Reason::Formula, ["alttext", ""]),
            _ => (Reason::ImageDescription, ["alt", "title"]),
        };
        let mut texts: Vec<&str> = attributes.iter().filter_map(|name| value.attr(name)).collect();
        texts.dedup();
        let formula: String = element.text().take(MAX_FORMULA_TEXTS).collect();
        if value.name() == "math" && texts.iter().all(|text| text.trim().is_empty()) {
            texts = vec![&formula];
        }
        self.asides.extend(texts.into_iter().map(|text| {
            let mut words = String::new();
            append_words(&mut words, text);
            (reason, words)
        }));
    }

    /// Adds a time and counts its bytes: a paragraph that is only a time is a date line.
    fn time(&mut self, element: ElementRef, context: Context, outer: Context) {
        let before = self.words.len();
        self.inline(element, context, outer);
        self.timed += self.words.len().saturating_sub(before);
    }

    /// Returns the words of an element without blocks, and how many bytes of them are links. They are not added to the block.
    pub(super) fn collect_words(&mut self, element: ElementRef, context: Context) -> (String, usize) {
        let (line, before) = (mem::take(&mut self.words), mem::take(&mut self.linked));
        let counts = (self.emphasised, self.linked_out, self.letters_outside);
        self.children(element, context);
        (self.emphasised, self.linked_out, self.letters_outside) = counts;
        let linked = mem::replace(&mut self.linked, before);
        (mem::replace(&mut self.words, line).trim().to_string(), linked)
    }

    /// Adds the signature of a block quotation as a block of its own, with the dash that print uses:
    /// `<cite>Bill Gray, resident</cite>` becomes `— Bill Gray, resident`.
    fn signature(&mut self, element: ElementRef, mut context: Context, outer: Context) {
        let words: String = element.text().collect();
        self.flush(outer);
        (context.role, context.is_signature) = (Role::Paragraph, true);
        if words.trim_start().starts_with(char::is_alphabetic) {
            self.words.push_str("— ");
        }
        self.children(element, context);
        self.flush(context);
    }

    /// Adds an element inside a line. With a boilerplate class it becomes a block: `<span class="share">`. A link stays
    /// in its line whatever its class, because its words are part of the sentence.
    fn inline(&mut self, element: ElementRef, context: Context, outer: Context) {
        match boilerplate_sign::find(element).filter(|_| element.value().name() != "a") {
            Some(_) => self.block(element, context, outer),
            None => self.children(element, context),
        }
    }

    fn block(&mut self, element: ElementRef, context: Context, outer: Context) {
        let name = element.value().name();
        let context = self.open_block(element, context, outer);
        match name {
            "table" => self.table(element, context),
            _ => self.children(element, context),
        }
        self.flush(context);
        match name {
            "ol" | "ul" | "menu" => drop(self.lists.pop()),
            "li" => self.number.clear(),
            _ => {}
        }
        if context.container != outer.container {
            self.page.containers[context.container].end = self.page.containers.len();
        }
    }

    /// Begins a block and returns the context inside it.
    fn open_block(&mut self, element: ElementRef, mut context: Context, outer: Context) -> Context {
        let name = element.value().name();
        self.flush(outer);
        context.role = elements::role(element, outer.role);
        if !matches!(name, "p" | "li") && !matches!(context.role, Role::Heading(_)) {
            context.container = self.page.containers.len();
            self.page.containers.push(container(element, outer.container, context.container + 1));
        }
        context.is_title = name == "p" && context.role == Role::Heading(1);
        context.is_standfirst |= class_names::is_standfirst(element) || elements::is_description(element);
        if let Some(sign) = boilerplate_sign::find(element) {
            self.page.zones.push(Zone::new(sign, outer.zone));
            context.zone = Some(self.page.zones.len() - 1);
        }
        match name {
            "ol" => self.lists.push(elements::list_numbers(element)),
            "ul" | "menu" => self.lists.push(None),
            "li" => self.number = self.next_number(element),
            _ => {}
        }
        context
    }

    /// Returns the number of a list item, or nothing if its list has no numbers.
    fn next_number(&mut self, item: ElementRef) -> String {
        let Some(Some((next, step))) = self.lists.last_mut() else { return String::new() };
        let own = item.value().attr("value").and_then(|v| v.trim().parse().ok());
        let number: i64 = own.unwrap_or(*next);
        *next = number.saturating_add(*step);
        format!("{number}. ")
    }

    /// Ends the block. The words that were set aside in it follow as omitted blocks.
    pub(super) fn flush(&mut self, context: Context) {
        let (words, linked, timed) =
            (mem::take(&mut self.words), mem::take(&mut self.linked), mem::take(&mut self.timed));
        let emphasised = mem::take(&mut self.emphasised);
        let (linked_out, names_author) = (mem::take(&mut self.linked_out), mem::take(&mut self.names_author));
        let letters_outside = mem::take(&mut self.letters_outside);
        let words = words.trim();
        if !words.is_empty() {
            let follows_picture = mem::replace(&mut self.picture_before, mem::take(&mut self.picture_after));
            self.count_prose(words, linked, context);
            let is_date = context.role == Role::Paragraph
                && (timed >= words.len() || (timed > 0 && names_author && is_byline(words)));
            let (words, is_caption) = without_marks(words, context.role);
            let role = match context.role {
                role if !role.is_read() => role,
                Role::Heading(_) => context.role,
                _ if self.is_note => Role::Omitted(Reason::Footnote),
                _ if is_date => Role::Omitted(Reason::Byline),
                _ if is_caption => Role::Omitted(Reason::Caption),
                role => role,
            };
            let number = mem::take(&mut self.number);
            self.push(PageBlock {
                role,
                number,
                words,
                linked,
                linked_out,
                letters_outside,
                emphasised,
                follows_picture,
                ..empty_block(context)
            });
        }
        self.is_note = false;
        for (reason, words) in mem::take(&mut self.asides) {
            self.push(PageBlock { role: Role::Omitted(reason), words, ..empty_block(context) });
        }
    }

    /// Counts prose for its zone, or for the page outside all zones.
    fn count_prose(&mut self, words: &str, linked: usize, context: Context) {
        if !context.role.is_read() || linked * 2 >= words.len() || !shape::is_prose(words) {
            return;
        }
        match context.zone.and_then(|at| self.page.zones.get_mut(at)) {
            Some(zone) => {
                zone.prose += words.len();
                zone.holds_long_prose |= is_long_prose(words, linked);
            }
            None => self.prose += words.len(),
        }
    }

    fn push(&mut self, block: PageBlock) {
        if !block.words.trim().is_empty() {
            self.page.blocks.push(block);
        }
    }
}

fn empty_block(context: Context) -> PageBlock {
    let Context { role, zone, container, is_signature, is_standfirst, is_title, .. } = context;
    let (number, words) = (String::new(), String::new());
    PageBlock {
        role,
        number,
        words,
        linked: 0,
        linked_out: 0,
        letters_outside: 0,
        emphasised: 0,
        follows_picture: false,
        zone,
        container,
        is_signature,
        is_standfirst,
        is_title,
    }
}

/// A byline has at most this many words.
const MAX_BYLINE_WORDS: usize = 20;

/// True for a line with a link to the author and a time that may be a byline: `By Ada Venn 4 May 2026 5 min read`.
fn is_byline(words: &str) -> bool {
    shape::word_count(words) <= MAX_BYLINE_WORDS && !shape::is_prose(words)
}

/// Returns the words of a block without shortcodes and marks of notes. True if a shortcode makes it a caption.
fn without_marks(words: &str, role: Role) -> (String, bool) {
    let stripped = shortcodes::strip(words);
    let is_caption = stripped.as_ref().is_some_and(|stripped| stripped.is_caption);
    let words = stripped.map_or_else(|| words.to_string(), |stripped| stripped.words);
    let words = if role.is_read() { note_marks::remove(words.trim()).into_owned() } else { words };
    (words.trim().to_string(), is_caption)
}

/// True if a link, or a link in a superscript, leads to another place of the page. The number of a paragraph leads to itself.
fn leads_back(mark: ElementRef) -> bool {
    let is_back = |link: ElementRef| {
        let target = link.value().attr("href").unwrap_or_default().trim_start_matches('#');
        let around = link.ancestors().take(3).filter_map(ElementRef::wrap);
        let is_itself =
            link.value().id() == Some(target) || around.into_iter().any(|e| e.value().id() == Some(target));
        elements::leads_to_note(link) && !is_itself
    };
    is_back(mark) || mark.child_elements().any(is_back)
}

/// True for the mark of a note after a word: `a hole<sup>a</sup>`. A letter after one or two is a power: `x<sup>n</sup>`.
fn is_note_letter(words: &str, text: &str) -> bool {
    let letters = words.chars().rev().take_while(|c| c.is_alphabetic()).take(3).count();
    text.len() == 1 && text.starts_with(|c: char| c.is_ascii_lowercase()) && letters == 3
}

fn container(element: ElementRef, outer: usize, end: usize) -> Container {
    let name = element.value().name();
    let landmark = match (name, element.value().attr("role")) {
        ("article", _) | (_, Some("article")) => Landmark::Article,
        ("main", _) | (_, Some("main")) => Landmark::Main,
        _ => Landmark::None,
    };
    Container {
        outer,
        end,
        may_hold_article: elements::is_wrapper(name) || landmark != Landmark::None,
        landmark,
        is_list_or_table: matches!(name, "ul" | "ol" | "menu" | "dl" | "table"),
        pictures: 0,
        kind: element.value().attr("class").map(|classes| shape::hash(&format!("{name} {}", classes.trim()))),
    }
}
