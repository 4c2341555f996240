//! What an element's name, attributes and place say of it.

use scraper::{ElementRef, Node};

use super::super::Reason;

/// Not shown, or no words.
pub(super) fn is_hidden(element: ElementRef) -> bool {
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
pub(super) fn is_mark(element: ElementRef) -> bool {
    let text: String = element.text().take(8).collect();
    let bracketed = text.trim().starts_with('[');
    let linked = element.child_elements().any(|c| c.value().name() == "a");
    (bracketed || linked) && text.chars().count() <= 8
}

/// Why an element's name or class says that it is of the page.
pub(super) fn reason(element: ElementRef) -> Option<Reason> {
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

/// No words stand behind it in the element that holds it.
pub(super) fn is_last(element: ElementRef) -> bool {
    let has_words = |text: &str| !text.trim().is_empty();
    !element.next_siblings().any(|node| match node.value() {
        Node::Text(text) => has_words(text),
        Node::Element(_) => ElementRef::wrap(node).is_some_and(|element| element.text().any(has_words)),
        _ => false,
    })
}
