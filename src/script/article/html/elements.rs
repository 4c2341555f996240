//! What elements are, by their names, roles and classes.

use scraper::{ElementRef, Node};

use super::super::{Reason, Role};
use super::classes;

/// What a block is, by the element that makes it and by what stands around it.
pub(super) fn role(element: ElementRef, outer: Role) -> Role {
    match (element.value().name(), outer) {
        (_, Role::Omitted(_)) => outer,
        ("figure", _) if holds(element, &FIGURES) => outer,
        ("figcaption" | "figure", _) => Role::Omitted(Reason::Caption),
        ("video" | "audio" | "object" | "iframe" | "canvas", _) => Role::Omitted(Reason::Notice),
        ("pre" | "code" | "samp", _) => Role::Omitted(Reason::NotProse),
        ("del" | "s" | "strike", _) => Role::Omitted(Reason::Struck),
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

/// In a figure these are read: it is no picture then.
const FIGURES: [&str; 5] = ["blockquote", "table", "ul", "ol", "dl"];

/// Elements that hold an article; what others hold is one thing in it.
pub(super) fn is_wrapper(name: &str) -> bool {
    matches!(name, "html" | "body" | "main" | "article" | "section" | "div" | "center")
}

/// Elements that make blocks of their own.
pub(super) const BLOCKS: [&str; 20] = [
    "address",
    "article",
    "blockquote",
    "dd",
    "div",
    "dl",
    "dt",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];

/// Does one of these stand anywhere inside.
pub(super) fn holds(element: ElementRef, names: &[&str]) -> bool {
    let inside = element.descendants().skip(1).filter_map(ElementRef::wrap);
    inside.take(MOST_LOOKED_AT).any(|e| names.contains(&e.value().name()))
}

/// Looking into each element of a deep page would take time in the square of its size.
const MOST_LOOKED_AT: usize = 200;

/// Elements that stand inside a line (HTML Standard, phrasing content).
pub(super) fn is_inline(name: &str) -> bool {
    const INLINE: [&str; 37] = [
        "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins",
        "kbd", "label", "mark", "meter", "nobr", "output", "picture", "progress", "ruby", "rb", "rt", "rp",
        "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    ];
    INLINE.contains(&name) || matches!(name, "td" | "th")
}

/// Not shown, or no words.
pub(super) fn is_hidden(element: ElementRef) -> bool {
    let value = element.value();
    let attr = |name| value.attr(name);
    matches!(
        value.name(),
        "script" | "style" | "template" | "noscript" | "head" | "svg" | "select" | "textarea" | "datalist"
    ) || attr("hidden").is_some_and(|v| v != "until-found")
        || attr("aria-hidden") == Some("true")
        || attr("style").is_some_and(|s| s.replace(' ', "").to_ascii_lowercase().contains("display:none"))
}

/// The mark of a footnote: `<sup>[3]</sup>`, `<sup><a>3</a></sup>`, `<sup>3, 4</sup>`, `<a role="doc-noteref">3</a>`.
pub(super) fn is_mark(element: ElementRef) -> bool {
    let text: String = element.text().take(8).collect();
    let text = text.trim();
    let figures = text.chars().all(|c| c.is_ascii_digit() || " ,–-*†‡[]()".contains(c));
    let several = text.contains(|c: char| c.is_ascii_digit()) && text.contains([',', '*', '†', '‡']);
    let holds = |name: &str| element.child_elements().any(|child| child.value().name() == name);
    let marked = match element.value().name() {
        "sup" => text.starts_with('[') || holds("a") || (figures && several),
        "a" => is_noteref(element) || (holds("sup") && figures),
        _ => false,
    };
    marked && text.chars().count() <= 8
}

fn is_noteref(element: ElementRef) -> bool {
    let value = element.value();
    value.attr("role") == Some("doc-noteref")
        || value.classes().any(|class| matches!(class, "footnote-ref" | "noteref" | "footnote-reference"))
}

/// An element whose name, role or class says that it is of the page, or no part of its running text.
pub(super) struct Sign {
    pub(super) reason: Reason,
    /// Even long prose in it is no part of the running text.
    pub(super) firm: bool,
}

/// What an element's name, role or class says against it.
pub(super) fn sign(element: ElementRef) -> Option<Sign> {
    let name = element.value().name();
    if matches!(name, "html" | "body" | "main" | "article") {
        return None;
    }
    if is_notes(element) {
        return Some(Sign { reason: Reason::Footnote, firm: true });
    }
    let landmark = ["navigation", "contentinfo", "search", "dialog", "alertdialog"];
    let furniture = matches!(name, "nav" | "footer" | "form" | "button" | "dialog")
        || element.value().attr("role").is_some_and(|role| landmark.contains(&role));
    let reason = match name {
        _ if furniture => Some(Reason::Furniture),
        "aside" => Some(classes::by_words(element).unwrap_or(Reason::Furniture)),
        _ => classes::by_words(element).or_else(|| classes::by_whole(element)),
    };
    reason.map(|reason| Sign { reason, firm: false })
}

/// The footnotes of a page, or one of them.
fn is_notes(element: ElementRef) -> bool {
    let value = element.value();
    let roles = ["doc-endnotes", "doc-endnote", "doc-footnote"];
    let classes = ["footnotes", "footnote", "endnotes", "footnote-definition", "references", "reflist"];
    let holder = matches!(value.name(), "section" | "div" | "aside" | "ol" | "ul" | "li" | "p");
    value.attr("role").is_some_and(|role| roles.contains(&role))
        || (holder && value.classes().any(|class| classes.contains(&class)))
}

/// No words stand behind it in the element that holds it.
pub(super) fn is_last(element: ElementRef) -> bool {
    let has_words = |text: &str| !text.trim().is_empty();
    !element.next_siblings().any(|node| match node.value() {
        Node::Text(text) => has_words(text),
        Node::Element(_) => ElementRef::wrap(node).is_some_and(|element| element.text().any(has_words)),
        _ => false,
    })
}
