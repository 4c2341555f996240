//! A page's elements as blocks, each with what its markup tells about it.

use std::mem;

use scraper::{ElementRef, Html, Node};

use super::super::builder::append;
use super::super::{Reason, Role};
use super::elements::{self, Sign};
use super::line;
use super::piece::{Element, Piece, is_long_prose};

/// Deeper elements are left out; [`super::guard`] lets no page come near it.
const DEEPEST: usize = 2_000;

/// An element whose name or class says that it is of the page and not of the article.
struct Zone {
    sign: Sign,
    outer: Option<usize>,
    /// Long prose stands in it, so it is a wrapper of the article after all.
    holds_prose: bool,
}

/// The blocks of a page.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) pieces: Vec<Piece>,
    pub(super) elements: Vec<Element>,
    zones: Vec<Zone>,
    /// The block in the making: its words, and how many bytes of them are links and times.
    pub(super) words: String,
    pub(super) linked: usize,
    pub(super) timed: usize,
    mark: String,
    /// Words inside the block that are set aside: they follow it.
    pub(super) asides: Vec<(Reason, String)>,
    /// Open lists: the next number and the step, where items have numbers.
    pub(super) lists: Vec<Option<(i64, i64)>>,
}

/// What holds inside an element.
#[derive(Clone, Copy)]
pub(super) struct Context {
    pub(super) role: Role,
    zone: Option<usize>,
    parent: usize,
    link: bool,
    signature: bool,
    depth: usize,
}

impl Context {
    /// The same place, for blocks of another role.
    pub(super) fn with(self, role: Role) -> Self {
        Self { role, ..self }
    }
}

impl Walk {
    /// Walks a page.
    pub(super) fn of(page: &Html) -> Self {
        let mut walk = Self::default();
        walk.elements.push(Element { outer: 0, end: 0, wraps: true, landmark: 0, list: false });
        let context =
            Context { role: Role::Paragraph, zone: None, parent: 0, link: false, signature: false, depth: 0 };
        walk.element(page.root_element(), context);
        walk.flush(context);
        walk.elements[0].end = walk.elements.len();
        walk
    }

    /// Why the page's markup says that a piece is not of the article.
    pub(super) fn furniture(&self, piece: &Piece) -> Option<Reason> {
        let mut zone = piece.zone.and_then(|z| self.zones.get(z));
        while let Some(z) = zone {
            if z.sign.firm || (!z.holds_prose && piece.role != Role::Heading(1)) {
                return Some(z.sign.reason);
            }
            zone = z.outer.and_then(|o| self.zones.get(o));
        }
        None
    }

    pub(super) fn children(&mut self, element: ElementRef, context: Context) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => {
                    let before = self.words.len();
                    append(&mut self.words, text);
                    self.linked += if context.link { self.words.len() - before } else { 0 };
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
        if outer.depth > DEEPEST || elements::is_hidden(element) {
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
            "sup" | "a" if elements::is_mark(element) => {}
            "sup" | "sub" => self.figures(element, context, outer),
            "img" | "math" => self.described(element),
            "time" => self.time(element, context, outer),
            "del" | "s" | "strike" if !elements::holds(element, &elements::BLOCKS) => {
                let (struck, _) = self.apart(element, context);
                self.asides.push((Reason::Struck, struck));
            }
            "cite" | "footer" if outer.role == Role::Quote && elements::is_last(element) => {
                self.signature(element, context, outer);
            }
            "a" => {
                context.link = true;
                self.inline(element, context, outer);
            }
            _ if elements::is_inline(name) => self.inline(element, context, outer),
            _ => self.block(element, context, outer),
        }
    }

    /// `<cite>Bill Gray, resident</cite>` at the end of a block quotation: a line of its own, with the dash that print has.
    fn signature(&mut self, element: ElementRef, mut context: Context, outer: Context) {
        let words: String = element.text().collect();
        self.flush(outer);
        (context.role, context.signature) = (Role::Paragraph, true);
        if words.trim_start().starts_with(char::is_alphabetic) {
            self.words.push_str("— ");
        }
        self.children(element, context);
        self.flush(context);
    }

    /// An element inside a line; one that is of the page still stands apart.
    pub(super) fn inline(&mut self, element: ElementRef, context: Context, outer: Context) {
        match elements::sign(element).filter(|_| element.value().name() != "a") {
            Some(_) => self.block(element, context, outer),
            None => self.children(element, context),
        }
    }

    fn block(&mut self, element: ElementRef, context: Context, outer: Context) {
        let name = element.value().name();
        let context = self.open(element, context, outer);
        match name {
            "table" => self.table(element, context),
            _ => self.children(element, context),
        }
        self.flush(context);
        match name {
            "ol" | "ul" | "menu" => drop(self.lists.pop()),
            "li" => self.mark.clear(),
            _ => {}
        }
        if context.parent != outer.parent {
            self.elements[context.parent].end = self.elements.len();
        }
    }

    /// Begins a block: what holds inside it.
    pub(super) fn open(&mut self, element: ElementRef, mut context: Context, outer: Context) -> Context {
        let name = element.value().name();
        self.flush(outer);
        context.role = elements::role(element, outer.role);
        if !matches!(name, "p" | "li") && !matches!(context.role, Role::Heading(_)) {
            context.parent = self.elements.len();
            self.elements.push(Element::new(element, outer.parent, context.parent + 1));
        }
        if let Some(sign) = elements::sign(element) {
            self.zones.push(Zone { sign, outer: outer.zone, holds_prose: false });
            context.zone = Some(self.zones.len() - 1);
        }
        match name {
            "ol" => self.lists.push(line::numbers(element)),
            "ul" | "menu" => self.lists.push(None),
            "li" => self.mark = self.number(element),
            _ => {}
        }
        context
    }

    /// Two in a row end a paragraph.
    fn line_break(&mut self, context: Context) {
        if self.words.ends_with('\n') {
            self.flush(context);
        } else if !self.words.is_empty() {
            self.words.push('\n');
        }
    }

    /// Ends the block in the making; what was set aside in it follows.
    pub(super) fn flush(&mut self, context: Context) {
        let (words, linked, timed) =
            (mem::take(&mut self.words), mem::take(&mut self.linked), mem::take(&mut self.timed));
        let words = words.trim();
        if !words.is_empty() {
            if is_long_prose(words, linked) {
                self.note_prose(context.zone);
            }
            let dated = context.role == Role::Paragraph && timed >= words.len();
            let role = if dated { Role::Omitted(Reason::Byline) } else { context.role };
            let mark = mem::take(&mut self.mark);
            self.push(Piece { role, mark, words: words.to_string(), linked, ..piece(context) });
        }
        for (reason, words) in mem::take(&mut self.asides) {
            self.push(Piece { role: Role::Omitted(reason), words, ..piece(context) });
        }
    }

    fn push(&mut self, piece: Piece) {
        if !piece.words.trim().is_empty() {
            self.pieces.push(piece);
        }
    }

    /// Every zone around long prose is a wrapper; those further out were noted with the first inside them.
    fn note_prose(&mut self, mut zone: Option<usize>) {
        while let Some(z) = zone.and_then(|z| self.zones.get_mut(z)).filter(|z| !z.holds_prose) {
            z.holds_prose = true;
            zone = z.outer;
        }
    }
}

fn piece(context: Context) -> Piece {
    let Context { role, zone, parent, signature, .. } = context;
    Piece { role, mark: String::new(), words: String::new(), linked: 0, zone, parent, signature }
}
