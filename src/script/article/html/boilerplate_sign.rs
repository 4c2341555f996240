//! Finds the elements that are boilerplate by their name, role, class or contents: comments, quoted posts, lists of links, the life of
//! an author.

use scraper::ElementRef;

use super::super::block::Reason;
use super::elements::{MAX_CARD_TEXTS, MAX_EXAMINED, contains, has_words, is_author_link};
use super::{class_names, visibility};

/// A mark of boilerplate in the name, role or class of an element.
pub(super) struct BoilerplateSign {
    pub(super) reason: Reason,
    /// Even long prose in the element is no part of the running text.
    pub(super) is_firm: bool,
    /// Any long prose in the element belongs to the article: the sign is weak.
    pub(super) keeps_prose: bool,
}

/// Returns the mark of boilerplate in an element's name, role or classes.
pub(super) fn find(element: ElementRef) -> Option<BoilerplateSign> {
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
    // The class `paywall` may mark the text that only subscribers see: each paragraph of the article, or the box with all.
    let marks_article = || is_class_of_neighbours(element) || holds_paragraphs(element);
    let by_class = by_class.filter(|reason| {
        !matches!(reason, Reason::Notice | Reason::ShareLine | Reason::Boilerplate) || !marks_article()
    });
    // A class such as `hidden` on a part that a click opens.
    if element.value().classes().any(|class| matches!(class, "hidden" | "hide" | "is-hidden"))
        && by_class == Some(Reason::Boilerplate)
        && visibility::opens(element)
    {
        return None;
    }
    let reason = match name {
        _ if is_boilerplate => Some(Reason::Boilerplate),
        "aside" => Some(by_class.unwrap_or(Reason::Boilerplate)),
        _ => by_class
            .or_else(|| class_names::reason_by_id(element))
            .filter(|_| !is_menu_without_links(element)),
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

/// True for the menu of an inn: `<div id="menu">` with headings and without links.
fn is_menu_without_links(element: ElementRef) -> bool {
    let value = element.value();
    let is_menu = value.id() == Some("menu") || value.classes().any(|class| class == "menu");
    is_menu && contains(element, &["p"]) && !contains(element, &["a", "button"])
}

/// True for the footnotes of a page, or for one of them.
fn is_footnotes(element: ElementRef) -> bool {
    let value = element.value();
    let roles = ["doc-endnotes", "doc-endnote", "doc-footnote"];
    let classes = ["footnotes", "footnote", "endnotes", "footnote-definition", "references", "reflist"];
    let may_hold_notes = matches!(value.name(), "section" | "div" | "aside" | "ol" | "ul" | "li" | "p");
    let kind = value.attr("epub:type").unwrap_or_default();
    // Word exports its comments and notes below the text.
    let of_word = ["mso-element:comment", "mso-element:footnote", "mso-element:endnote"];
    let style = value.attr("style").unwrap_or_default();
    ["footnote", "endnote", "rearnote", "footnotes", "endnotes"].contains(&kind)
        || of_word.iter().any(|element| style.contains(element))
        || value.attr("role").is_some_and(|role| roles.contains(&role))
        || (may_hold_notes && value.classes().any(|class| classes.contains(&class)))
        || (matches!(value.name(), "ol" | "ul" | "li") && value.classes().any(names_notes))
}

/// True for a class of a list of notes with a part that says so: `easy-footnotes-wrapper`.
fn names_notes(class: &str) -> bool {
    class.split(['-', '_']).any(|part| matches!(part, "footnote" | "footnotes" | "endnote" | "endnotes"))
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
