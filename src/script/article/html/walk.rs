//! Walks the elements of a page and cuts it into blocks.

use std::collections::HashSet;
use std::mem;

use scraper::{ElementRef, Html, Node};

use super::super::block::{Reason, Role, append_words};
use super::super::{metadata, note_marks, shape, shortcodes};
use super::boilerplate_sign::{self, BoilerplateSign};
use super::notes;
use super::open_block::OpenBlock;
use super::page_blocks::{Container, Landmark, PageBlock, PageBlocks, Zone, is_long_prose};
use super::visibility::is_hidden;
use super::{class_names, elements, links};

/// Deeper elements are left out to limit the recursion. [`super::nesting`] lets no page come near this depth.
const MAX_DEPTH: usize = 2_000;

/// Cuts what a reader sees of a page into blocks.
pub(super) fn page_blocks(page: &Html) -> PageBlocks {
    walk(page, false)
}

/// Cuts a page into blocks, with the text that its programs show later.
pub(super) fn page_blocks_with_hidden(page: &Html) -> PageBlocks {
    walk(page, true)
}

fn walk(page: &Html, shows_hidden: bool) -> PageBlocks {
    let mut walker = Walker {
        host: metadata::page_link(page).as_deref().and_then(links::host),
        note_targets: notes::targets(page),
        shows_hidden,
        ..Walker::default()
    };
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
    notes::omit(&mut walker.page);
    walker.page
}

/// The walk over a page, with the block that is being built.
#[derive(Default)]
pub(super) struct Walker {
    pub(super) page: PageBlocks,
    /// Bytes of the prose outside all zones.
    prose: usize,
    /// The host of the page, if the page states its address.
    host: Option<String>,
    /// Elements that the marks of notes in the text lead to.
    note_targets: HashSet<String>,
    shows_hidden: bool,
    pub(super) open: OpenBlock,
    /// Open lists, each with the next number and the step if its items have numbers.
    lists: Vec<Option<(i64, i64)>>,
}

/// Properties that hold inside an element.
#[derive(Clone, Copy)]
pub(super) struct Context {
    pub(super) role: Role,
    zone: Option<usize>,
    pub(super) container: usize,
    link: bool,
    link_out: bool,
    emphasis: bool,
    pub(super) is_signature: bool,
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
                    let before = self.open.words.len();
                    append_words(&mut self.open.words, text);
                    self.open.count(before, context.link, context.link_out, context.emphasis);
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
        if outer.depth > MAX_DEPTH || is_hidden(element, self.shows_hidden) {
            return;
        }
        let mut context = Context { depth: outer.depth + 1, ..outer };
        if self.is_target_of_mark(element) && self.open.is_empty() {
            self.open.is_target_of_mark = true;
        }
        let in_heading = matches!(outer.role, Role::Heading(_));
        match name {
            "br" => self.line_break(outer),
            "td" | "th" if !self.open.words.trim().is_empty() => {
                self.open.words.push_str(", ");
                self.children(element, context);
            }
            "q" => {
                self.open.words.push('“');
                self.children(element, context);
                self.open.words.push('”');
            }
            "sup" | "a" | "label" if elements::is_footnote_mark(element) => {
                self.note_mark(element);
                // A note begins with the link back to its mark.
                self.open.is_note |= self.open.words.trim().is_empty() && leads_back(element);
            }
            "hr" => self.scene_break(outer),
            "rp" => {}
            "rt" => self.set_aside(element, context, Reason::NotProse),
            _ if elements::is_formula(element) => self.set_aside(element, context, Reason::Formula),
            "code" if elements::is_code_block(element) => self.set_aside(element, context, Reason::NotProse),
            _ if elements::is_sidenote(element) => self.set_aside(element, context, Reason::Footnote),
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
                self.open.asides.push((Reason::StruckOut, struck));
            }
            "cite" | "footer" if outer.role == Role::Quote && elements::is_last_with_words(element) => {
                self.signature(element, context, outer);
            }
            "a" => {
                context.link |=
                    !(elements::is_anchor(element) || (in_heading && elements::stays_on_page(element)));
                context.link_out |= self.leads_out(element);
                self.open.names_author |= elements::is_author_link(element);
                self.inline(element, context, outer);
            }
            // The heading of a section that a click opens.
            "button" if in_heading && elements::is_alone(element) => self.children(element, context),
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
        if self.open.words.ends_with('\n') {
            self.flush(context);
            self.open.continues = true;
        } else if !self.open.words.is_empty() {
            self.open.words.push('\n');
        }
    }

    fn is_target_of_mark(&self, element: ElementRef) -> bool {
        let value = element.value();
        let mut names = value.id().into_iter().chain(value.attr("name"));
        !self.note_targets.is_empty() && names.any(|name| self.note_targets.contains(name))
    }

    /// Returns the words of an element without blocks, and how many bytes of them are links. They are not added to the block.
    pub(super) fn collect_words(&mut self, element: ElementRef, context: Context) -> (String, usize) {
        let outer = mem::take(&mut self.open);
        self.children(element, context);
        let inner = mem::replace(&mut self.open, outer);
        self.open.asides.extend(inner.asides);
        (inner.words.trim().to_string(), inner.linked)
    }

    /// Adds an element inside a line. With a boilerplate class it becomes a block: `<span class="share">`. A link stays
    /// in its line whatever its class, because its words are part of the sentence.
    pub(super) fn inline(&mut self, element: ElementRef, context: Context, outer: Context) {
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
            "li" => self.open.number.clear(),
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
        let is_target = self.is_target_of_mark(element);
        self.open.is_target_of_mark |= is_target;
        let note = BoilerplateSign { reason: Reason::Footnote, is_firm: true, keeps_prose: false };
        let note = Some(note).filter(|_| is_target && notes::may_hold_note(element));
        if let Some(sign) = note.or_else(|| boilerplate_sign::find(element)) {
            self.page.zones.push(Zone::new(sign, outer.zone));
            context.zone = Some(self.page.zones.len() - 1);
        }
        match name {
            "ol" => self.lists.push(elements::list_numbers(element)),
            "ul" | "menu" => self.lists.push(None),
            "li" => self.open.number = self.next_number(element),
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
        let open = self.open.finish();
        let words = open.words.trim();
        if !words.is_empty() {
            self.count_prose(words, open.linked, context);
            let (role, words) = role_and_words(words, &open, context.role);
            self.push(PageBlock {
                role,
                words,
                linked: open.linked,
                linked_out: open.linked_out,
                letters_outside: open.letters_outside,
                emphasised: open.emphasised,
                follows_picture: open.follows_picture(),
                continues: open.continues,
                number: open.number,
                ..empty_block(context)
            });
        }
        for (reason, words) in open.asides {
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

    pub(super) fn push(&mut self, block: PageBlock) {
        if !block.words.trim().is_empty() {
            self.page.blocks.push(block);
        }
    }
}

pub(super) fn empty_block(context: Context) -> PageBlock {
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
        continues: false,
        zone,
        container,
        is_signature,
        is_standfirst,
        is_title,
    }
}

/// Returns the role of a block that ends, and its words without shortcodes and marks of notes.
fn role_and_words(words: &str, open: &OpenBlock, role: Role) -> (Role, String) {
    let is_date = role == Role::Paragraph
        && (open.timed >= words.len() || (open.timed > 0 && open.names_author && is_byline(words)));
    let (words, is_caption) = without_marks(words, role);
    let role = match role {
        Role::Omitted(_) | Role::Heading(_) => role,
        _ if open.is_note || open.is_target_of_mark => Role::Omitted(Reason::Footnote),
        _ if is_date => Role::Omitted(Reason::Byline),
        _ if is_caption => Role::Omitted(Reason::Caption),
        _ => role,
    };
    (role, words)
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
