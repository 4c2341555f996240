//! A page's elements as blocks, each with what its markup tells about it.

use scraper::{ElementRef, Html, Node};

use super::super::builder::append;
use super::super::{Reason, Role, shape};
use super::markup::{is_hidden, is_last, is_mark, reason};

/// Deeper elements are left out; [`super::guard`] lets no page come near it.
const DEEPEST: usize = 2_000;

/// A block of a page.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) role: Role,
    pub(super) words: String,
    /// Bytes of `words` that are the text of links.
    pub(super) linked: usize,
    /// The innermost element around it that says it is of the page, in [`Walk::zones`].
    zone: Option<usize>,
    /// Which element holds it: blocks of one parent are of one kind.
    pub(super) parent: usize,
    /// Says whose the block quotation above it is.
    pub(super) signature: bool,
}

/// An element whose name or class says that it is of the page and not of the article.
struct Zone {
    reason: Reason,
    outer: Option<usize>,
    /// Long prose stands in it, so it is a wrapper of the article after all.
    holds_prose: bool,
}

/// The blocks of a page.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) pieces: Vec<Piece>,
    zones: Vec<Zone>,
    words: String,
    linked: usize,
    parents: usize,
}

/// What holds inside an element.
#[derive(Clone, Copy)]
struct Context {
    role: Role,
    zone: Option<usize>,
    parent: usize,
    link: bool,
    signature: bool,
    depth: usize,
}

impl Walk {
    /// Walks a page.
    pub(super) fn of(page: &Html) -> Self {
        let mut walk = Self::default();
        let context =
            Context { role: Role::Paragraph, zone: None, parent: 0, link: false, signature: false, depth: 0 };
        walk.element(page.root_element(), context);
        walk.flush(context);
        walk
    }

    /// Why the page's markup says that a piece is not of the article.
    pub(super) fn furniture(&self, piece: &Piece) -> Option<Reason> {
        if piece.role == Role::Heading(1) {
            return None;
        }
        let mut zone = piece.zone.and_then(|z| self.zones.get(z));
        while let Some(z) = zone {
            if !z.holds_prose {
                return Some(z.reason);
            }
            zone = z.outer.and_then(|o| self.zones.get(o));
        }
        None
    }

    fn children(&mut self, element: ElementRef, context: Context) {
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
        if outer.depth > DEEPEST || is_hidden(element) {
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
            "sup" if is_mark(element) => {}
            "cite" | "footer" if outer.role == Role::Quote && is_last(element) => {
                self.signature(element, context, outer);
            }
            "a" => {
                context.link = true;
                self.inline(element, context, outer);
            }
            _ if is_inline(name) => self.inline(element, context, outer),
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
    fn inline(&mut self, element: ElementRef, context: Context, outer: Context) {
        match reason(element).filter(|_| element.value().name() != "a") {
            Some(_) => self.block(element, context, outer),
            None => self.children(element, context),
        }
    }

    fn block(&mut self, element: ElementRef, mut context: Context, outer: Context) {
        self.flush(outer);
        context.role = role(element.value().name(), outer.role);
        if !matches!(element.value().name(), "p" | "li") && !matches!(context.role, Role::Heading(_)) {
            self.parents += 1;
            context.parent = self.parents;
        }
        if let Some(reason) = reason(element) {
            self.zones.push(Zone { reason, outer: outer.zone, holds_prose: false });
            context.zone = Some(self.zones.len() - 1);
        }
        self.children(element, context);
        self.flush(context);
    }

    /// Two in a row end a paragraph.
    fn line_break(&mut self, context: Context) {
        if self.words.ends_with('\n') {
            self.flush(context);
        } else if !self.words.is_empty() {
            self.words.push('\n');
        }
    }

    fn flush(&mut self, context: Context) {
        let (words, linked) = (std::mem::take(&mut self.words), std::mem::take(&mut self.linked));
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        if words.len() > 100
            && shape::count(words) >= 25
            && shape::is_prose(words)
            && linked * 2 < words.len()
        {
            self.note_prose(context.zone);
        }
        self.pieces.push(Piece {
            role: context.role,
            words: words.to_string(),
            linked,
            zone: context.zone,
            parent: context.parent,
            signature: context.signature,
        });
    }

    /// Every zone around long prose is a wrapper; those further out were noted with the first inside them.
    fn note_prose(&mut self, mut zone: Option<usize>) {
        while let Some(z) = zone.and_then(|z| self.zones.get_mut(z)).filter(|z| !z.holds_prose) {
            z.holds_prose = true;
            zone = z.outer;
        }
    }
}

fn role(name: &str, outer: Role) -> Role {
    match (name, outer) {
        (_, Role::Omitted(_)) => outer,
        ("figcaption" | "caption" | "figure", _) => Role::Omitted(Reason::Caption),
        ("video" | "audio" | "object" | "iframe" | "canvas", _) => Role::Omitted(Reason::Notice),
        ("pre" | "code" | "samp", _) => Role::Omitted(Reason::NotProse),
        ("blockquote", _) => Role::Quote,
        (_, Role::Quote) => outer,
        ("h1", _) => Role::Heading(1),
        ("h2", _) => Role::Heading(2),
        ("h3", _) => Role::Heading(3),
        ("h4", _) => Role::Heading(4),
        ("h5", _) => Role::Heading(5),
        ("h6", _) => Role::Heading(6),
        ("li" | "tr" | "dt" | "dd", _) => Role::Item,
        _ => outer,
    }
}

/// Elements that stand inside a line (HTML Standard, phrasing content).
fn is_inline(name: &str) -> bool {
    const INLINE: [&str; 40] = [
        "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "label", "mark", "meter", "nobr", "output", "picture", "progress", "ruby", "rb", "rt",
        "rp", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
        "wbr",
    ];
    INLINE.contains(&name) || matches!(name, "td" | "th")
}
