//! Classifies elements of a page by their names and attributes.

use scraper::{ElementRef, Node};

use super::super::block::{Reason, Role};
use super::super::shape;
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
pub(super) const MAX_EXAMINED: usize = 200;

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

/// A box that appears over a link has at most this many bytes of words, with and without a class that says so.
const MAX_CARD_BYTES: usize = 2_000;
const MAX_UNNAMED_CARD_BYTES: usize = 400;
/// It has at most this many pieces of text.
pub(super) const MAX_CARD_TEXTS: usize = 200;

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

/// True for a note that the page shows beside the text, in the sentence that has its mark: `<span class="sidenote">`.
pub(super) fn is_sidenote(element: ElementRef) -> bool {
    const NAMES: [&str; 6] =
        ["sidenote", "side-note", "marginnote", "margin-note", "footnote", "footnote-text"];
    matches!(element.value().name(), "span" | "small")
        && element.value().classes().any(|class| NAMES.contains(&class))
}

/// True for a formula that a program drew: its letters are elements.
pub(super) fn is_formula(element: ElementRef) -> bool {
    let value = element.value();
    value.name() == "mjx-container" || value.classes().any(|class| class.starts_with("MathJax"))
}

/// True if no other words are in the element around one.
pub(super) fn is_alone(element: ElementRef) -> bool {
    let around = element.parent().and_then(ElementRef::wrap);
    let bytes = |element: ElementRef| element.text().map(|text| text.trim().len()).sum::<usize>();
    around.is_some_and(|around| bytes(around) == bytes(element))
}

/// True for several lines of a program outside `<pre>`. A page that does not end the element has its text in it.
pub(super) fn is_code_block(code: ElementRef) -> bool {
    if code.text().any(shape::is_prose) {
        return false;
    }
    let lines = code.text().take(MAX_CARD_TEXTS).flat_map(str::lines).filter(|line| has_words(line));
    code.value().classes().any(|class| class == "block")
        || lines.take(MIN_CODE_LINES).count() == MIN_CODE_LINES
}

/// So many lines of code are no words inside a sentence.
const MIN_CODE_LINES: usize = 3;

/// True for a link that shows another part of the page.
pub(super) fn stays_on_page(link: ElementRef) -> bool {
    let target = link.value().attr("href").unwrap_or_default();
    target.starts_with('#')
        || target.starts_with("javascript:")
        || link.value().attr("aria-expanded").is_some()
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
                || leads_to_word_comment(element)
                || (has_child(element, "sup") && is_number)
                || (leads_to_note(element) && is_label(text) && !is_part_of_sentence(element, text))
        }
        "label" => is_noteref(element),
        _ => false,
    };
    let is_remark = element.value().name() == "sup" && text.starts_with('[') && text.ends_with(']');
    let longest = if is_remark { MAX_REMARK_LETTERS } else { MAX_MARK_LETTERS };
    is_mark && text.chars().count() <= longest
}

/// The mark of a note has at most this many letters. The remark of an editor, as `[citation needed]`, may have more.
const MAX_MARK_LETTERS: usize = 8;
const MAX_REMARK_LETTERS: usize = 40;

/// True for the mark of a comment that Word exports: `<a href="#_msocom_1">[IM1]</a>`.
fn leads_to_word_comment(element: ElementRef) -> bool {
    element.value().attr("href").is_some_and(|target| target.contains("#_msocom"))
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

/// True for the number of a section or of a paragraph: `see section <a href="#s2">2</a>`. The mark of a note touches the word before
/// it, or its address names a note.
fn is_part_of_sentence(link: ElementRef, text: &str) -> bool {
    let before = link.prev_sibling().and_then(|node| node.value().as_text().map(|text| text.to_string()));
    let target = link.value().attr("href").unwrap_or_default().to_ascii_lowercase();
    text.bytes().all(|b| b.is_ascii_digit())
        && before.is_some_and(|before| has_words(&before) && before.ends_with(char::is_whitespace))
        && !["fn", "note", "ref", "cit"].iter().any(|name| target.contains(name))
}

fn has_child(element: ElementRef, name: &str) -> bool {
    element.child_elements().any(|child| child.value().name() == name)
}

fn is_noteref(element: ElementRef) -> bool {
    let value = element.value();
    value.attr("role") == Some("doc-noteref")
        || value.attr("epub:type") == Some("noteref")
        || value.classes().any(|class| {
            matches!(class, "footnote-ref" | "noteref" | "footnote-reference" | "footref" | "sidenote-number")
        })
}

/// True if no words come after an element in its parent.
pub(super) fn is_last_with_words(element: ElementRef) -> bool {
    !element.next_siblings().any(|node| match node.value() {
        Node::Text(text) => has_words(text),
        Node::Element(_) => ElementRef::wrap(node).is_some_and(|element| element.text().any(has_words)),
        _ => false,
    })
}

pub(super) fn has_words(text: &str) -> bool {
    !text.trim().is_empty()
}

/// True for the summary of an article by schema.org: `<div itemprop="description">`.
pub(super) fn is_description(element: ElementRef) -> bool {
    let property = element.value().attr("itemprop").unwrap_or_default();
    property.split_whitespace().any(|name| matches!(name, "description" | "alternativeHeadline"))
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

/// Returns the first number of an ordered list and the step to the next. Lists with letters or Roman numerals have none: their
/// markers would be read as words.
pub(super) fn list_numbers(list: ElementRef) -> Option<(i64, i64)> {
    let list_tag = list.value();
    if list_tag.attr("type").is_some_and(|kind| kind != "1") {
        return None;
    }
    let start = list_tag.attr("start").and_then(|start| start.trim().parse().ok());
    if list_tag.attr("reversed").is_none() {
        return Some((start.unwrap_or(1), 1));
    }
    let count = list.child_elements().filter(|item| item.value().name() == "li").count();
    Some((start.unwrap_or(count as i64), -1))
}
