//! Decides which elements of a page a reader can see.

use scraper::ElementRef;

use super::class_names;
use super::elements::{MAX_CARD_TEXTS, contains};

/// True for an element that a browser does not show, or that has no words.
pub(super) fn is_hidden(element: ElementRef, shows_hidden: bool) -> bool {
    let name = element.value().name();
    let is_no_text = matches!(
        name,
        "script" | "style" | "template" | "noscript" | "head" | "svg" | "select" | "textarea" | "datalist"
    );
    is_no_text
        || class_names::is_unseen(element)
        || (!shows_hidden && is_invisible(element) && !opens(element))
}

fn is_invisible(element: ElementRef) -> bool {
    let value = element.value();
    value.attr("hidden").is_some_and(|v| v != "until-found")
        || value.attr("aria-hidden") == Some("true")
        || value.attr("style").is_some_and(is_hiding)
}

/// True for a style that hides its element, or that Word gives to the drawn marker of a list item. A name of the page's own may have
/// the same words: `--footer-display: none`.
fn is_hiding(style: &str) -> bool {
    const HIDING: [&str; 5] =
        ["display:none", "visibility:hidden", "clip:rect(0", "clip:rect(1px", "mso-list:ignore"];
    style.split(';').any(|declaration| {
        let declaration = declaration.replace(char::is_whitespace, "").to_ascii_lowercase();
        HIDING.iter().any(|hiding| declaration.starts_with(hiding))
    })
}

/// Class names that hide their element, or that show one of several.
const STATES: [&str; 8] = ["active", "collapsed", "current", "d-none", "hidden", "hide", "is-hidden", "show"];
/// At most this many elements before one are examined.
const MAX_SIBLINGS: usize = 100;
/// The text of a page that opens later has at least this many bytes.
const MIN_TEXT_BYTES: usize = 60;

/// True for a hidden part of the article that a click opens: a tab, the answer below a question, a page of a story in several. The
/// latter has the name and the classes of the part that is shown.
pub(super) fn opens(element: ElementRef) -> bool {
    let value = element.value();
    let is_dialog = value.attr("role").is_some_and(|role| role.contains("dialog"))
        || value.classes().any(|class| class.contains("modal") || class.contains("popup"));
    let may_open = matches!(value.name(), "div" | "section" | "dd") && !is_dialog && has_text(element);
    if !may_open || contains(element, &["form", "iframe"]) {
        return false;
    }
    let kind = |element: ElementRef| {
        let classes = element.value().classes().filter(|class| !STATES.contains(class));
        (element.value().name().to_string(), classes.map(String::from).collect::<Vec<_>>())
    };
    let own = kind(element);
    let mut before = element.prev_siblings().filter_map(ElementRef::wrap).take(MAX_SIBLINGS);
    value.attr("role") == Some("tabpanel")
        || element.prev_siblings().find_map(ElementRef::wrap).is_some_and(is_switch)
        || (!own.1.is_empty()
            && before.any(|other| kind(other) == own && !is_invisible(other) && has_text(other)))
}

/// True if an element has a paragraph of some length.
fn has_text(element: ElementRef) -> bool {
    contains(element, &["p"])
        && element.text().take(MAX_CARD_TEXTS).map(|text| text.trim().len()).sum::<usize>() >= MIN_TEXT_BYTES
}

/// True for a button, or a heading with one, that shows and hides what follows it.
fn is_switch(element: ElementRef) -> bool {
    let is_switch = |element: ElementRef| element.value().attr("aria-expanded").is_some();
    is_switch(element) || element.child_elements().any(is_switch)
}
