//! Classifies elements of a page by their names, roles and classes.

use scraper::{ElementRef, Node};

use super::super::block::{Reason, Role};

/// Returns the role of the blocks in an element, by its name and by the role of the element around it.
pub(super) fn role(element: ElementRef, outer: Role) -> Role {
    match (element.value().name(), outer) {
        (_, Role::Omitted(_)) => outer,
        ("figure", _) if contains(element, &READ_IN_FIGURES) => outer,
        ("figcaption" | "figure", _) => Role::Omitted(Reason::Caption),
        ("video" | "audio" | "object" | "iframe" | "canvas", _) => Role::Omitted(Reason::Notice),
        ("pre" | "code" | "samp", _) => Role::Omitted(Reason::NotProse),
        ("del" | "s" | "strike", _) => Role::Omitted(Reason::StruckOut),
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

/// A figure with one of these elements holds text, not a picture.
const READ_IN_FIGURES: [&str; 5] = ["blockquote", "table", "ul", "ol", "dl"];

/// True for an element that may hold a whole article.
pub(super) fn is_wrapper(name: &str) -> bool {
    matches!(name, "html" | "body" | "main" | "article" | "section" | "div" | "center")
}

/// Elements that make blocks of their own.
#[rustfmt::skip]
pub(super) const BLOCKS: [&str; 20] = [
    "address", "article", "blockquote", "dd", "div", "dl", "dt", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "pre",
    "section", "table", "ul",
];

/// At most this many descendants of an element are examined. Examining all of them at every level of a deep page would take time in
/// the square of its size.
const MAX_EXAMINED: usize = 200;

/// True if an element contains one of the named elements at any depth.
pub(super) fn contains(element: ElementRef, names: &[&str]) -> bool {
    let inside = element.descendants().skip(1).filter_map(ElementRef::wrap);
    inside.take(MAX_EXAMINED).any(|e| names.contains(&e.value().name()))
}

/// True for an element inside a line (HTML Standard, "phrasing content").
pub(super) fn is_inline(name: &str) -> bool {
    const INLINE: [&str; 37] = [
        "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins",
        "kbd", "label", "mark", "meter", "nobr", "output", "picture", "progress", "ruby", "rb", "rt", "rp",
        "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    ];
    INLINE.contains(&name) || matches!(name, "td" | "th")
}

/// True for an element that a browser does not show, or that has no words.
pub(super) fn is_hidden(element: ElementRef) -> bool {
    let value = element.value();
    matches!(
        value.name(),
        "script" | "style" | "template" | "noscript" | "head" | "svg" | "select" | "textarea" | "datalist"
    ) || value.attr("hidden").is_some_and(|v| v != "until-found")
        || value.attr("aria-hidden") == Some("true")
        || value
            .attr("style")
            .is_some_and(|s| s.replace(' ', "").to_ascii_lowercase().contains("display:none"))
}

/// True for the mark of a footnote: `<sup>[3]</sup>`, `<sup><a>3</a></sup>`, `<sup>3, 4</sup>` or `<a role="doc-noteref">3</a>`.
/// A number alone, `<sup>2</sup>`, is a power.
pub(super) fn is_footnote_mark(element: ElementRef) -> bool {
    let text: String = element.text().take(8).collect();
    let text = text.trim();
    let is_number = text.chars().all(|c| c.is_ascii_digit() || " ,–-*†‡[]()".contains(c));
    let is_list = text.contains(|c: char| c.is_ascii_digit()) && text.contains([',', '*', '†', '‡']);
    let is_mark = match element.value().name() {
        "sup" => text.starts_with('[') || has_child(element, "a") || (is_number && is_list),
        "a" => is_noteref(element) || (has_child(element, "sup") && is_number),
        _ => false,
    };
    is_mark && text.chars().count() <= 8
}

fn has_child(element: ElementRef, name: &str) -> bool {
    element.child_elements().any(|child| child.value().name() == name)
}

fn is_noteref(element: ElementRef) -> bool {
    let value = element.value();
    value.attr("role") == Some("doc-noteref")
        || value.classes().any(|class| matches!(class, "footnote-ref" | "noteref" | "footnote-reference"))
}

/// True if no words come after an element in its parent.
pub(super) fn is_last_with_words(element: ElementRef) -> bool {
    !element.next_siblings().any(|node| match node.value() {
        Node::Text(text) => has_words(text),
        Node::Element(_) => ElementRef::wrap(node).is_some_and(|element| element.text().any(has_words)),
        _ => false,
    })
}

fn has_words(text: &str) -> bool {
    !text.trim().is_empty()
}

/// A mark of boilerplate in the name, role or class of an element.
pub(super) struct BoilerplateSign {
    pub(super) reason: Reason,
    /// Even long prose in the element is no part of the running text.
    pub(super) is_firm: bool,
}

/// Returns the mark of boilerplate in an element's name, role or classes.
pub(super) fn boilerplate_sign(element: ElementRef) -> Option<BoilerplateSign> {
    let name = element.value().name();
    // They hold the article, whatever their classes say about the page: `<body class="has-newsletter signup">`.
    if matches!(name, "html" | "body" | "main" | "article") {
        return None;
    }
    if is_footnotes(element) {
        return Some(BoilerplateSign { reason: Reason::Footnote, is_firm: true });
    }
    let landmarks = ["navigation", "contentinfo", "search", "dialog", "alertdialog"];
    let is_boilerplate = matches!(name, "nav" | "footer" | "form" | "button" | "dialog")
        || element.value().attr("role").is_some_and(|role| landmarks.contains(&role));
    let reason = match name {
        _ if is_boilerplate => Some(Reason::Boilerplate),
        "aside" => Some(reason_by_words(element).unwrap_or(Reason::Boilerplate)),
        _ => reason_by_words(element).or_else(|| reason_by_whole_name(element)),
    };
    reason.map(|reason| BoilerplateSign { reason, is_firm: false })
}

/// True for the footnotes of a page, or for one of them.
fn is_footnotes(element: ElementRef) -> bool {
    let value = element.value();
    let roles = ["doc-endnotes", "doc-endnote", "doc-footnote"];
    let classes = ["footnotes", "footnote", "endnotes", "footnote-definition", "references", "reflist"];
    let may_hold_notes = matches!(value.name(), "section" | "div" | "aside" | "ol" | "ul" | "li" | "p");
    value.attr("role").is_some_and(|role| roles.contains(&role))
        || (may_hold_notes && value.classes().any(|class| classes.contains(&class)))
}

/// At most this many names of an element are examined, and words of a name. Templates use up to about twenty.
const MAX_NAMES: usize = 64;

/// Position that a word must have in a class name or an id.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    /// Anywhere: the word has no other meaning.
    Any,
    /// The last word that says something. Articles have the word too: `newsletter-history` is a story about newsletters.
    Last,
    /// The whole name. The word alone is too common: `no-sidebar` is the class of a wrapper.
    Whole,
}

/// Words of class names and ids that mark boilerplate, as far as publishers' templates agree on them.
#[rustfmt::skip]
const CLASS_WORDS: [(Position, Reason, &[&str]); 14] = [
    (Position::Any, Reason::Caption, &["figcaption", "thumbcaption"]),
    (Position::Any, Reason::ShareLine, &["sharebar", "sharetools", "addthis", "sharedaddy"]),
    (Position::Any, Reason::LinkList, &["relatedposts", "readmore", "recirc", "mostread", "outbrain", "taboola"]),
    (Position::Any, Reason::Byline, &["pubdate"]),
    (Position::Any, Reason::Notice, &["gdpr", "noscript"]),
    (Position::Any, Reason::PullQuote, &["pullquote", "pullquotes"]),
    (Position::Any, Reason::Boilerplate, &["editsection", "sitesub", "catlinks", "adslot", "disqus"]),
    (Position::Last, Reason::Caption, &["caption", "credit", "credits"]),
    (Position::Last, Reason::ShareLine, &[
        "share", "sharing", "social", "newsletter", "signup", "subscribe", "subscription",
    ]),
    (Position::Last, Reason::LinkList, &[
        "related", "recommended", "recommendations", "teasers", "promo", "trending", "tags", "toc", "breadcrumb", "breadcrumbs",
    ]),
    (Position::Last, Reason::Byline, &["byline", "dateline", "timestamp", "datetime"]),
    (Position::Last, Reason::Notice, &["cookie", "cookies", "consent"]),
    (Position::Last, Reason::Boilerplate, &["ad", "ads", "advert", "advertisement", "sponsored", "comments"]),
    (Position::Whole, Reason::Boilerplate, &[
        "footer", "site-footer", "page-footer", "header-nav", "site-header", "masthead", "nav", "navbar", "navigation", "menu",
        "main-menu", "sidebar", "copyright", "colophon",
    ]),
];

/// First words of names that describe something around the element: `has-related` and `no-ads` are no boxes.
const STATES: [&str; 9] = ["has", "no", "non", "not", "with", "without", "hide", "show", "supports"];

/// Words that only say that an element holds something, or where it is or goes: `related-links` is `related`.
#[rustfmt::skip]
const HOLDERS: [&str; 99] = [
    "above", "after", "area", "article", "articles", "aside", "author", "banner", "bar", "before", "below", "block", "body",
    "bottom", "box", "btn", "button", "buttons", "by", "card", "cards", "carousel", "col", "component", "container", "content", "contents",
    "count", "date", "desktop", "details", "element", "email", "embed", "entry", "facebook", "footer", "for", "form", "google",
    "grid", "group", "head", "header", "heading", "holder", "icon", "icons", "image", "inline", "inner", "item", "items", "label",
    "large", "left", "line", "link", "links", "list", "listing", "main", "media", "message", "mobile", "module", "name", "nav",
    "news", "notice", "outer", "panel", "placeholder", "popup", "post", "posts", "right", "row", "section", "sidebar", "slot",
    "small", "stories", "story", "strip", "teaser", "text", "title", "tools", "top", "topics", "twitter", "unit", "whatsapp",
    "widget", "wrap", "wrapper", "you", "zone",
];

/// Returns the reason to omit an element by the words in its classes and ids.
///
/// The last word decides, holders aside: `story-byline` is a byline and `related-links` are related links, but `comments-quote` is a
/// quotation and `ad-hoc` is no advertisement. Text after `__` or `--` is a part or a variant of the text before (BEM naming), so
/// both parts count.
fn reason_by_words(element: ElementRef) -> Option<Reason> {
    let value = element.value();
    let names =
        ["class", "id", "data-component", "data-testid"].into_iter().filter_map(|name| value.attr(name));
    names.flat_map(str::split_whitespace).take(MAX_NAMES).find_map(reason_by_name)
}

fn reason_by_name(name: &str) -> Option<Reason> {
    name.split("__").flat_map(|part| part.split("--")).find_map(reason_by_compound)
}

fn reason_by_compound(name: &str) -> Option<Reason> {
    let words: Vec<String> = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && !word.contains(|c: char| c.is_ascii_digit()))
        .map(str::to_ascii_lowercase)
        .take(MAX_NAMES)
        .collect();
    if words.first().is_some_and(|first| STATES.contains(&first.as_str())) {
        return None;
    }
    // A payment, not a picture credit.
    if words.windows(2).any(|pair| pair == ["credit", "card"]) {
        return None;
    }
    let last = words.iter().rev().find(|word| !HOLDERS.contains(&word.as_str()))?;
    words
        .iter()
        .find_map(|word| reason_by_word(word, Position::Any))
        .or_else(|| reason_by_word(last, Position::Last))
}

/// Returns the reason to omit an element by its whole classes or id.
fn reason_by_whole_name(element: ElementRef) -> Option<Reason> {
    let value = element.value();
    value.classes().chain(value.id()).find_map(|name| reason_by_word(name, Position::Whole))
}

fn reason_by_word(word: &str, position: Position) -> Option<Reason> {
    let mut rows = CLASS_WORDS.iter().filter(|(at, _, _)| *at == position);
    rows.find(|(_, _, words)| words.contains(&word)).map(|(_, reason, _)| *reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_of_a_class_name_decides() {
        let cases = [
            ("related", Some(Reason::LinkList)),
            ("c-related-links", Some(Reason::LinkList)),
            ("story-body__byline", Some(Reason::Byline)),
            ("Caption_caption__3xYz", Some(Reason::Caption)),
            ("wp-caption-text", Some(Reason::Caption)),
            ("comments__quote", Some(Reason::Boilerplate)),
            ("promo--wide", Some(Reason::LinkList)),
            ("ad-300x250", Some(Reason::Boilerplate)),
            ("taboola-feed-one", Some(Reason::LinkList)),
            ("comments-quote", None),
            ("newsletter-history", None),
            ("promo-free", None),
            ("ad-hoc", None),
            ("credit-card", None),
            ("has-related", None),
            ("no-ads", None),
            ("story-body", None),
            ("", None),
        ];
        for (name, reason) in cases {
            assert_eq!(reason_by_name(name), reason, "`{name}`");
        }
    }
}
