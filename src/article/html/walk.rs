//! A page's elements as blocks, each with what its markup tells about it.

use scraper::{ElementRef, Html, Node};

use super::super::builder::append;
use super::super::{Reason, Role, shape};

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
    depth: usize,
}

impl Walk {
    /// Walks a page.
    pub(super) fn of(page: &Html) -> Self {
        let mut walk = Self::default();
        let context = Context { role: Role::Paragraph, zone: None, parent: 0, link: false, depth: 0 };
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
            "a" => {
                context.link = true;
                self.inline(element, context, outer);
            }
            _ if is_inline(name) => self.inline(element, context, outer),
            _ => self.block(element, context, outer),
        }
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

/// Not shown, or no words.
fn is_hidden(element: ElementRef) -> bool {
    let value = element.value();
    let attr = |name| value.attr(name);
    matches!(
        value.name(),
        "script"
            | "style"
            | "template"
            | "noscript"
            | "head"
            | "svg"
            | "math"
            | "select"
            | "textarea"
            | "datalist"
    ) || attr("hidden").is_some_and(|v| v != "until-found")
        || attr("aria-hidden") == Some("true")
        || attr("style").is_some_and(|s| s.replace(' ', "").to_ascii_lowercase().contains("display:none"))
}

/// The mark of a footnote: `<sup>[3]</sup>`, `<sup><a>3</a></sup>`.
fn is_mark(element: ElementRef) -> bool {
    let text: String = element.text().take(8).collect();
    let bracketed = text.trim().starts_with('[');
    let linked = element.child_elements().any(|c| c.value().name() == "a");
    (bracketed || linked) && text.chars().count() <= 8
}

/// Why an element's name or class says that it is of the page.
fn reason(element: ElementRef) -> Option<Reason> {
    let value = element.value();
    match value.name() {
        "nav" | "footer" | "form" | "button" | "dialog" => return Some(Reason::Furniture),
        "aside" => return Some(by_class(element).unwrap_or(Reason::Furniture)),
        "html" | "body" | "main" | "article" => return None,
        _ => {}
    }
    let landmark = ["navigation", "contentinfo", "search", "dialog", "alertdialog"];
    if value.attr("role").is_some_and(|role| landmark.contains(&role)) {
        return Some(Reason::Furniture);
    }
    by_class(element)
}

/// The words of class names and ids that publishers' templates agree on.
fn by_class(element: ElementRef) -> Option<Reason> {
    let value = element.value();
    let names =
        ["class", "id", "data-component", "data-testid"].into_iter().filter_map(|name| value.attr(name));
    let tokens = names.flat_map(|n| n.split(|c: char| !c.is_ascii_alphanumeric())).filter(|t| !t.is_empty());
    tokens.take(64).find_map(|token| match token.to_ascii_lowercase().as_str() {
        "caption" | "figcaption" | "credit" | "credits" => Some(Reason::Caption),
        "share" | "sharing" | "sharebar" | "sharetools" | "social" | "newsletter" | "signup"
        | "subscribe" | "addthis" | "sharedaddy" => Some(Reason::ShareLine),
        "related" | "readmore" | "recommended" | "recommendations" | "recirc" | "teasers" | "promo"
        | "trending" | "mostread" | "tags" | "breadcrumb" | "breadcrumbs" | "outbrain" | "taboola" => {
            Some(Reason::LinkList)
        }
        "byline" | "dateline" | "timestamp" | "datetime" | "pubdate" => Some(Reason::Byline),
        "cookie" | "cookies" | "consent" | "gdpr" | "noscript" => Some(Reason::Notice),
        "pullquote" | "pullquotes" => Some(Reason::PullQuote),
        "editsection" | "sitesub" | "catlinks" => Some(Reason::Furniture),
        "ad" | "ads" | "advert" | "advertisement" | "adslot" | "sponsored" | "comments" | "disqus" => {
            Some(Reason::Furniture)
        }
        _ => None,
    })
}
