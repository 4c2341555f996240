//! What class names and ids say of an element, as far as publishers' templates agree on their words.

use scraper::ElementRef;

use super::super::Reason;

/// Names of an element that are looked at, and words of a name.
const MOST: usize = 64;

/// First words of names that tell how something around them is: `has-related` and `no-ads` are no boxes.
const STATES: [&str; 9] = ["has", "no", "non", "not", "with", "without", "hide", "show", "supports"];

/// Words that only say that there is something to hold what the name says, or where it stands or goes.
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

/// Why an element is not of the article by the words of its names. A compound is what its last word says, holders aside:
/// `story-byline` and `related-links` are a byline and related links, `comments-quote` is a quotation, and `ad-hoc` is no
/// advertisement. What stands behind `__` or `--` is a part or a kind of what stands before (BEM).
pub(super) fn by_words(element: ElementRef) -> Option<Reason> {
    let value = element.value();
    let names =
        ["class", "id", "data-component", "data-testid"].into_iter().filter_map(|name| value.attr(name));
    let parts = names.flat_map(str::split_whitespace).take(MOST).flat_map(|name| name.split("__"));
    parts.flat_map(|part| part.split("--")).find_map(compound)
}

fn compound(name: &str) -> Option<Reason> {
    let words: Vec<String> = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && !word.contains(|c: char| c.is_ascii_digit()))
        .map(str::to_ascii_lowercase)
        .take(MOST)
        .collect();
    if words.first().is_some_and(|first| STATES.contains(&first.as_str())) {
        return None;
    }
    if words.windows(2).any(|pair| pair == ["credit", "card"]) {
        return None;
    }
    let last = words.iter().rev().find(|word| !HOLDERS.contains(&word.as_str()))?;
    words.iter().find_map(|word| anywhere(word)).or_else(|| telling(last))
}

/// Words that have no other meaning.
fn anywhere(word: &str) -> Option<Reason> {
    match word {
        "figcaption" | "thumbcaption" => Some(Reason::Caption),
        "sharebar" | "sharetools" | "addthis" | "sharedaddy" => Some(Reason::ShareLine),
        "relatedposts" | "readmore" | "recirc" | "mostread" | "outbrain" | "taboola" => {
            Some(Reason::LinkList)
        }
        "pubdate" => Some(Reason::Byline),
        "gdpr" | "noscript" => Some(Reason::Notice),
        "pullquote" | "pullquotes" => Some(Reason::PullQuote),
        "editsection" | "sitesub" | "catlinks" | "adslot" | "disqus" => Some(Reason::Furniture),
        _ => None,
    }
}

/// Words that articles have too.
fn telling(word: &str) -> Option<Reason> {
    match word {
        "caption" | "credit" | "credits" => Some(Reason::Caption),
        "share" | "sharing" | "social" | "newsletter" | "signup" | "subscribe" | "subscription" => {
            Some(Reason::ShareLine)
        }
        "related" | "recommended" | "recommendations" | "teasers" | "promo" | "trending" | "tags" | "toc"
        | "breadcrumb" | "breadcrumbs" => Some(Reason::LinkList),
        "byline" | "dateline" | "timestamp" | "datetime" => Some(Reason::Byline),
        "cookie" | "cookies" | "consent" => Some(Reason::Notice),
        "ad" | "ads" | "advert" | "advertisement" | "sponsored" | "comments" => Some(Reason::Furniture),
        _ => None,
    }
}

/// Names that say so only when nothing else stands beside them: `no-sidebar` is a wrapper's.
pub(super) fn by_whole(element: ElementRef) -> Option<Reason> {
    const NAMES: [&str; 14] = [
        "footer",
        "site-footer",
        "page-footer",
        "header-nav",
        "site-header",
        "masthead",
        "nav",
        "navbar",
        "navigation",
        "menu",
        "main-menu",
        "sidebar",
        "copyright",
        "colophon",
    ];
    let value = element.value();
    value.classes().chain(value.id()).any(|name| NAMES.contains(&name)).then_some(Reason::Furniture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compound_is_what_its_last_word_says() {
        let cases = [
            ("related", Some(Reason::LinkList)),
            ("c-related-links", Some(Reason::LinkList)),
            ("story-body__byline", Some(Reason::Byline)),
            ("Caption_caption__3xYz", Some(Reason::Caption)),
            ("wp-caption-text", Some(Reason::Caption)),
            ("comments__quote", Some(Reason::Furniture)),
            ("promo--wide", Some(Reason::LinkList)),
            ("ad-300x250", Some(Reason::Furniture)),
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
            assert_eq!(
                name.split("__").flat_map(|part| part.split("--")).find_map(compound),
                reason,
                "`{name}`"
            );
        }
    }
}
