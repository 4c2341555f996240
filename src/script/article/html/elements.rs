//! Classifies elements of a page by their names, roles and classes.

use scraper::{ElementRef, Node};

use super::super::block::{Reason, Role};
use super::class_names;

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
        ("p", Role::Paragraph) => word_processor_role(element).unwrap_or(outer),
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

/// Returns the role of a paragraph that Word or Google Docs exported. They name its style in the class.
fn word_processor_role(element: ElementRef) -> Option<Role> {
    // Google Docs numbers its classes: `c12 title`.
    let is_numbered =
        |class: &str| class.strip_prefix('c').is_some_and(|number| number.parse::<u16>().is_ok());
    element.value().classes().find_map(|class| match class {
        "MsoTitle" => Some(Role::Heading(1)),
        "title" if element.value().classes().any(is_numbered) => Some(Role::Heading(1)),
        _ if class.starts_with("MsoListParagraph") => Some(Role::Item),
        _ => None,
    })
}

/// A figure with one of these elements holds text, not only a picture. With `<h1>` it is the head of the page.
const READ_IN_FIGURES: [&str; 6] = ["blockquote", "table", "ul", "ol", "dl", "h1"];

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
        || value.attr("style").is_some_and(is_hiding)
        || class_names::is_unseen(element)
}

/// True for a style that hides its element, or that Word gives to the drawn marker of a list item.
fn is_hiding(style: &str) -> bool {
    let style = style.replace(' ', "").to_ascii_lowercase();
    ["display:none", "clip:rect(0", "clip:rect(1px", "mso-list:ignore"].iter().any(|s| style.contains(s))
}

/// A box that appears over a link has at most this many bytes of words, with and without a class that says so.
const MAX_CARD_BYTES: usize = 2_000;
const MAX_UNNAMED_CARD_BYTES: usize = 400;
/// It has at most this many pieces of text.
const MAX_CARD_TEXTS: usize = 200;

/// True for the words of a box that a page shows only while the pointer is over the link before it.
///
/// Its role says so, or its class, or it links to the page of that link again.
pub(super) fn is_hover_card(element: ElementRef) -> bool {
    let value = element.value();
    if value.attr("role") == Some("tooltip") {
        return true;
    }
    let bytes = || element.text().take(MAX_CARD_TEXTS).map(str::len).sum::<usize>();
    if value.name() != "span" {
        return false;
    }
    if class_names::is_hover_card(element) && bytes() <= MAX_CARD_BYTES {
        return true;
    }
    // A larger box with the same link is a part of the page. In `<a>expand</a><span><a>ed</a> to the north</span>` an editor has cut
    // a word in two.
    let goes_on =
        element.text().find(|text| has_words(text)).is_some_and(|text| text.starts_with(char::is_lowercase));
    if bytes() > MAX_UNNAMED_CARD_BYTES || goes_on {
        return false;
    }
    let before =
        element.prev_sibling().and_then(ElementRef::wrap).filter(|before| before.value().name() == "a");
    let target = before.and_then(|before| before.value().attr("href"));
    let links = element.descendants().skip(1).filter_map(ElementRef::wrap).take(MAX_EXAMINED);
    target.is_some_and(|target| {
        links.filter(|link| link.value().name() == "a").any(|link| link.value().attr("href") == Some(target))
    })
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
        "a" => {
            is_noteref(element)
                || (has_child(element, "sup") && is_number)
                || (leads_to_note(element) && is_label(text))
        }
        _ => false,
    };
    is_mark && text.chars().count() <= 8
}

/// True for a place of the page that links lead to: `<a name="top">`. Without a name, a program makes a link of the element.
pub(super) fn is_anchor(element: ElementRef) -> bool {
    let value = element.value();
    value.attr("href").is_none() && (value.attr("name").is_some() || value.id().is_some())
}

/// True for a link to another place of the page: `<a href="#note-1">`.
pub(super) fn leads_to_note(element: ElementRef) -> bool {
    element.value().attr("href").is_some_and(|target| target.len() > 1 && target.starts_with('#'))
}

/// True for the label of a note: `1`, `[12]`, `[a]`, `*`.
fn is_label(text: &str) -> bool {
    let bare = text.trim_matches(['[', ']', '(', ')', ' ']);
    let is_letter =
        bare.len() == 1 && bare.len() < text.len() && bare.chars().all(|c| c.is_ascii_alphabetic());
    let is_number = (1..=3).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    is_letter || is_number || (!bare.is_empty() && bare.chars().all(|c| "*†‡^↩".contains(c)))
}

fn has_child(element: ElementRef, name: &str) -> bool {
    element.child_elements().any(|child| child.value().name() == name)
}

fn is_noteref(element: ElementRef) -> bool {
    let value = element.value();
    value.attr("role") == Some("doc-noteref")
        || value.attr("epub:type") == Some("noteref")
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

/// True for the summary of an article by schema.org: `<div itemprop="description">`.
pub(super) fn is_description(element: ElementRef) -> bool {
    let property = element.value().attr("itemprop").unwrap_or_default();
    property.split_whitespace().any(|name| matches!(name, "description" | "alternativeHeadline"))
}

/// A mark of boilerplate in the name, role or class of an element.
pub(super) struct BoilerplateSign {
    pub(super) reason: Reason,
    /// Even long prose in the element is no part of the running text.
    pub(super) is_firm: bool,
    /// Any long prose in the element belongs to the article: the sign is weak.
    pub(super) keeps_prose: bool,
}

/// Returns the mark of boilerplate in an element's name, role or classes.
pub(super) fn boilerplate_sign(element: ElementRef) -> Option<BoilerplateSign> {
    let name = element.value().name();
    // They hold the article, whatever their classes say about the page: `<body class="has-newsletter signup">`.
    if matches!(name, "html" | "body" | "main") || (name == "article" && !is_comment_area(element)) {
        return None;
    }
    if is_footnotes(element) {
        return Some(BoilerplateSign { reason: Reason::Footnote, is_firm: true, keeps_prose: false });
    }
    let landmarks = ["navigation", "contentinfo", "search", "dialog", "alertdialog"];
    let is_boilerplate = matches!(name, "nav" | "footer" | "form" | "button" | "dialog")
        || element.value().attr("role").is_some_and(|role| landmarks.contains(&role));
    if holds_post(element) {
        return None;
    }
    let by_class = class_names::reason(element);
    // The class `paywall` may mark what lies behind the paywall: each paragraph of the article, or the box of all.
    let marks_article = || is_class_of_neighbours(element) || holds_paragraphs(element);
    let by_class = by_class.filter(|reason| {
        !matches!(reason, Reason::Notice | Reason::ShareLine | Reason::Boilerplate) || !marks_article()
    });
    let reason = match name {
        _ if is_boilerplate => Some(Reason::Boilerplate),
        "aside" => Some(by_class.unwrap_or(Reason::Boilerplate)),
        _ => by_class.or_else(|| class_names::reason_by_id(element)),
    };
    // A quoted post: `<div class="social-embed"><blockquote>`. Share bars quote nothing.
    let reason = reason.filter(|reason| *reason != Reason::ShareLine || !contains(element, &["blockquote"]));
    // An `<aside>` may be a box of the article. The id of a section is often made from its heading. A long paragraph is no list of
    // links: `<p class="js_readmore">`. A box that opens on a click holds the rest of a text: `<div class="read-more">`.
    let keeps_prose = (by_class.is_none() && !is_boilerplate)
        || (name == "p" && by_class == Some(Reason::LinkList))
        || class_names::opens_on_click(element)
        || element.value().classes().any(|class| class == "sidebar");
    let keeps_prose = keeps_prose && !holds_widgets(element);
    reason.map(|reason| {
        let is_firm = match reason {
            Reason::Footnote => true,
            Reason::Boilerplate => holds_comments(element) || holds_widgets(element),
            Reason::LinkList => holds_only_linked_items(element),
            Reason::Byline => leads_to_author(element),
            _ => false,
        };
        BoilerplateSign { reason, is_firm, keeps_prose }
    })
}

/// True for the box of a quoted post, whatever its class: `<aside class="social"><blockquote class="tweet">`.
fn holds_post(element: ElementRef) -> bool {
    let inside = element.descendants().skip(1).filter_map(ElementRef::wrap);
    let is_box = matches!(element.value().name(), "aside" | "div" | "figure" | "section");
    is_box && inside.take(MAX_POST_ELEMENTS).any(class_names::is_post)
}

/// The box of a post has its quotation within this many elements.
const MAX_POST_ELEMENTS: usize = 6;

/// An area of comments has its second comment within this many elements.
const MAX_COMMENT_ELEMENTS: usize = 400;

/// True for an area with at least two comments. They may be longer than the article. The article itself has a headline.
fn holds_comments(element: ElementRef) -> bool {
    let inside = || element.descendants().skip(1).filter_map(ElementRef::wrap).take(MAX_COMMENT_ELEMENTS);
    let comments = inside().filter(|inner| class_names::is_comment(*inner)).take(2).count();
    comments == 2 && !inside().any(|inner| inner.value().name() == "h1")
}

/// The class of a paragraph is looked for in so many elements before it and after it. If this many have it, and as many bytes of words,
/// it says nothing about this one.
const MAX_NEIGHBOURS: usize = 6;
const MIN_NEIGHBOURS: usize = 3;
const MIN_NEIGHBOUR_BYTES: usize = 60;

/// True for a paragraph or a heading with the class of the paragraphs around it.
fn is_class_of_neighbours(element: ElementRef) -> bool {
    let is_text = |name: &str| matches!(name, "p" | "h2" | "h3" | "h4" | "ul" | "ol" | "blockquote");
    let class = element.value().attr("class");
    let is_same = |other: &ElementRef| other.value().name() == "p" && other.value().attr("class") == class;
    let is_long = |other: &ElementRef| {
        other.text().take(MAX_CARD_TEXTS).map(str::len).sum::<usize>() >= MIN_NEIGHBOUR_BYTES
            && !other
                .child_elements()
                .any(|inner| inner.value().name() == "a" && inner.text().count() == other.text().count())
    };
    let before = element.prev_siblings().filter_map(ElementRef::wrap).take(MAX_NEIGHBOURS);
    let after = element.next_siblings().filter_map(ElementRef::wrap).take(MAX_NEIGHBOURS);
    is_text(element.value().name())
        && before.chain(after).filter(is_same).filter(is_long).take(MIN_NEIGHBOURS).count() == MIN_NEIGHBOURS
}

/// True for a box `paywall` with several paragraphs and nothing to press.
fn holds_paragraphs(element: ElementRef) -> bool {
    let inside = || element.descendants().skip(1).filter_map(ElementRef::wrap).take(MAX_EXAMINED);
    let is_long = |inner: &ElementRef| {
        inner.value().name() == "p"
            && inner.text().take(MAX_CARD_TEXTS).map(str::len).sum::<usize>() >= MIN_NEIGHBOUR_BYTES
    };
    element.value().classes().any(|class| class.eq_ignore_ascii_case("paywall"))
        && inside().filter(is_long).take(MIN_NEIGHBOURS).count() == MIN_NEIGHBOURS
        && !inside().any(|inner| matches!(inner.value().name(), "form" | "button" | "input"))
}

/// True for `<article id="comments">`.
fn is_comment_area(element: ElementRef) -> bool {
    let reason = class_names::reason(element).or_else(|| class_names::reason_by_id(element));
    reason == Some(Reason::Boilerplate) && holds_comments(element)
}

/// True for the sidebar of a blog: it has at least two boxes.
fn holds_widgets(element: ElementRef) -> bool {
    let is_sidebar = |name: &str| name.eq_ignore_ascii_case("sidebar");
    let value = element.value();
    (value.id().is_some_and(is_sidebar) || value.classes().any(is_sidebar))
        && element.child_elements().filter(|child| class_names::is_widget(*child)).take(2).count() == 2
        && !contains(element, &["h1"])
}

/// A list of other stories has at least this many.
const MIN_LINKED_ITEMS: usize = 2;
/// The box of a list has fewer pieces of text than this.
const MAX_LIST_TEXTS: usize = 1_000;
/// The words in the box of a list, outside its items, have at most so many bytes, white space included.
const MAX_LABEL_BYTES: usize = 400;
/// A list inside an item is at most so many elements below it.
const MAX_ITEM_LEVELS: usize = 6;

/// True for a list, or a box around one, in which each item begins with a link. The first words of a story may follow it, so the
/// box may have more prose than a short article.
fn holds_only_linked_items(element: ElementRef) -> bool {
    let inside = || element.descendants().skip(1).filter_map(ElementRef::wrap).take(MAX_COMMENT_ELEMENTS);
    let items = || inside().filter(|inner| inner.value().name() == "li");
    let begins_with_link = |item: ElementRef| {
        let first =
            item.descendants().find(|node| node.value().as_text().is_some_and(|text| has_words(text)));
        let around =
            first.into_iter().flat_map(|first| first.ancestors()).filter_map(ElementRef::wrap).take(4);
        around.into_iter().any(|around| around.value().name() == "a")
    };
    if element.text().take(MAX_LIST_TEXTS).count() == MAX_LIST_TEXTS {
        return false;
    }
    // The label of the list is outside the items.
    let outside = element.text().map(str::len).sum::<usize>()
        - items().filter(|item| !is_in_item(*item)).flat_map(|item| item.text()).map(str::len).sum::<usize>();
    items().take(MIN_LINKED_ITEMS).count() == MIN_LINKED_ITEMS
        && items().all(begins_with_link)
        && outside <= MAX_LABEL_BYTES
        && !inside().any(|inner| inner.value().name() == "h1")
}

fn is_in_item(item: ElementRef) -> bool {
    item.ancestors()
        .filter_map(ElementRef::wrap)
        .take(MAX_ITEM_LEVELS)
        .any(|around| around.value().name() == "li")
}

/// The box about an author has at most this many bytes of words.
const MAX_AUTHOR_BYTES: usize = 2_000;

/// True for a box about the author with a link to the author's other articles.
fn leads_to_author(element: ElementRef) -> bool {
    let inside = || element.descendants().skip(1).filter_map(ElementRef::wrap).take(MAX_EXAMINED);
    let bytes: usize = element.text().take(MAX_CARD_TEXTS).map(str::len).sum();
    bytes <= MAX_AUTHOR_BYTES
        && inside().any(is_author_link)
        && !inside().any(|inner| inner.value().name() == "h1")
}

/// True for a link to the articles of an author: `rel="author"`, or an address such as `/author/ada-venn`.
pub(super) fn is_author_link(element: ElementRef) -> bool {
    let value = element.value();
    let has_rel = value.attr("rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "author"));
    let target = value.attr("href").unwrap_or_default();
    let names_author =
        |part: &str| matches!(part, "author" | "authors" | "autor" | "autoren" | "auteur" | "autore");
    value.name() == "a" && (has_rel || target.split(['/', '?', '#']).any(names_author))
}

/// True for the footnotes of a page, or for one of them.
fn is_footnotes(element: ElementRef) -> bool {
    let value = element.value();
    let roles = ["doc-endnotes", "doc-endnote", "doc-footnote"];
    let classes = ["footnotes", "footnote", "endnotes", "footnote-definition", "references", "reflist"];
    let may_hold_notes = matches!(value.name(), "section" | "div" | "aside" | "ol" | "ul" | "li" | "p");
    let kind = value.attr("epub:type").unwrap_or_default();
    ["footnote", "endnote", "rearnote", "footnotes", "endnotes"].contains(&kind)
        || value.attr("role").is_some_and(|role| roles.contains(&role))
        || (may_hold_notes && value.classes().any(|class| classes.contains(&class)))
}
