//! Classifies elements of a page by the words of their classes and ids.

use scraper::ElementRef;

use super::super::block::Reason;

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
const CLASS_WORDS: [(Position, Reason, &[&str]); 20] = [
    (Position::Any, Reason::Caption, &["figcaption", "thumbcaption", "resgalleryitem"]),
    (Position::Any, Reason::ShareLine, &["sharebar", "sharetools", "addthis", "sharedaddy", "mailchimp", "convertkit"]),
    (Position::Any, Reason::LinkList, &[
        "relatedposts", "readmore", "recirc", "recirculation", "mostread", "mostpopular", "outbrain", "taboola", "hovercard", "linkbox", "morelinks",
    ]),
    (Position::Any, Reason::Byline, &["pubdate", "authorbox", "authorbio", "saboxplugin", "readtime", "readingtime", "postmetadata"]),
    (Position::Any, Reason::Notice, &["gdpr", "noscript", "onetrust", "borlabscookie"]),
    (Position::Any, Reason::PullQuote, &["pullquote", "pullquotes"]),
    (Position::Any, Reason::Boilerplate, &["editsection", "sitesub", "catlinks", "adslot", "disqus", "buybox"]),
    (Position::Last, Reason::Caption, &["caption", "captions", "credit", "credits", "gallery", "slideshow", "slider", "lightbox", "swiper"]),
    (Position::Last, Reason::ShareLine, &[
        "share", "sharing", "social", "newsletter", "signup", "subscribe", "subscription", "donate", "donation", "optin", "messenger", "cta",
    ]),
    (Position::Last, Reason::LinkList, &[
        "related", "recommended", "recommendations", "teasers", "promo", "promos", "trending", "tags", "toc", "breadcrumb",
        "breadcrumbs",
    ]),
    (Position::Last, Reason::Byline, &["byline", "bylines", "metadata", "dateline", "timestamp", "datetime", "bio", "biography"]),
    (Position::Last, Reason::Notice, &["cookie", "cookies", "consent", "paywall", "disclaimer", "disclosure"]),
    (Position::Last, Reason::Boilerplate, &[
        "ad", "ads", "advert", "advertisement", "sponsored", "sponsor", "comments", "kommentare", "commentaires", "comentarios", "commenti",
        "reacties", "contact", "contactbox",
    ]),
    (Position::Whole, Reason::Caption, &["carousel", "image-subtitle", "image-text"]),
    (Position::Whole, Reason::LinkList, &[
        "post-list", "more-stories", "more-news", "read-next", "up-next", "see-also", "recent-news", "latest-news", "next-story",
        "nextstory", "recentnews", "most-popular",
    ]),
    (Position::Whole, Reason::ShareLine, &["cta", "call-to-action", "follow-us"]),
    (Position::Whole, Reason::Byline, &["author-box", "author-info", "author-profile", "author-card", "about-author", "about-the-author"]),
    (Position::Whole, Reason::Notice, &["notification-bar", "reading-time", "read-time", "estimated-read-time"]),
    (Position::Whole, Reason::Footnote, &["MsoFootnoteText", "MsoEndnoteText"]),
    (Position::Whole, Reason::Boilerplate, &[
        "footer", "site-footer", "page-footer", "header-nav", "site-header", "masthead", "nav", "navbar", "navigation", "menu",
        "main-menu", "sidebar", "sidebar-wrapper", "sidebar-container", "right-rail", "left-rail", "copyright", "colophon", "hidden",
        "hide", "is-hidden", "rodape", "fusszeile", "commentlist", "comment-list", "comment-area", "widget-area", "post-ratings",
        "gmail_quote", "gmail_signature", "moz-cite-prefix", "moz-signature", "yahoo_quoted",
    ]),
];

/// Names of a box about the author have only these words and [`HOLDERS`], the first or the second among them: `post-author`.
const AUTHORS: [&str; 3] = ["author", "authors", "contributor"];
const AUTHOR_PARTS: [&str; 13] = [
    "about",
    "avatar",
    "bio",
    "bottom",
    "c",
    "info",
    "information",
    "m",
    "meta",
    "personal",
    "position",
    "profile",
    "single",
];
/// The letters of a site before its class names are at most so many. These words are none.
const MAX_PREFIX: usize = 3;
const CONNECTORS: [&str; 6] = ["by", "for", "has", "is", "no", "the"];

/// First words of names that describe something around the element: `has-related` and `no-ads` are no boxes.
const STATES: [&str; 9] = ["has", "no", "non", "not", "with", "without", "hide", "show", "supports"];

/// Words that only say that an element holds something, or where it is or goes: `related-links` is `related`.
#[rustfmt::skip]
const HOLDERS: [&str; 105] = [
    "above", "add", "after", "area", "article", "articles", "aside", "author", "banner", "bar", "before", "below", "block", "body",
    "bottom", "box", "btn", "button", "buttons", "by", "card", "cards", "carousel", "col", "component", "container", "content", "contents",
    "count", "date", "description", "desktop", "details", "element", "email", "embed", "entry", "facebook", "footer", "for", "form", "google",
    "grid", "group", "head", "header", "heading", "holder", "icon", "icons", "image", "inline", "inner", "item", "items", "label",
    "large", "left", "line", "link", "links", "list", "listing", "main", "media", "message", "middle", "mobile", "module", "name", "nav",
    "news", "notice", "outer", "panel", "placeholder", "popup", "post", "posts", "right", "row", "section", "sidebar", "slot",
    "small", "stories", "story", "strip", "teaser", "text", "title", "tools", "top", "topics", "twitter", "unit", "whatsapp",
    "video", "videos", "full", "widget", "wrap", "wrapper", "you", "zone",
];

/// Parts of the classes of elements that only screen readers read, without hyphens: `visually-hidden`, `u-sr-only`.
const UNSEEN: [&str; 8] = [
    "sronly",
    "visuallyhidden",
    "hiddenvisually",
    "screenreader",
    "a11yhidden",
    "elementinvisible",
    "assistivetext",
    "showforsr",
];

/// Words of the classes of a box that appears over a link, and the last words of such classes. `tooltip` alone is often the class of
/// the words that the box is about.
const HOVER: [&str; 4] = ["hover", "popover", "rollover", "tooltip"];
const HOVER_BOXES: [&str; 8] = ["block", "body", "box", "bubble", "card", "content", "inner", "text"];

/// Words of the classes of a quoted post of a social network.
const POSTS: [&str; 7] = ["tweet", "twitter", "instagram", "mastodon", "bluesky", "tiktok", "threads"];

/// Words of the classes of a standfirst, between the headline and the body.
#[rustfmt::skip]
const STANDFIRST: [&str; 20] = [
    "standfirst", "deck", "dek", "lead", "lede", "leadin", "intro", "introduction", "subtitle", "subhead", "subheadline", "subheading",
    "summary", "excerpt", "strapline", "chapo", "sapo", "entradilla", "vorspann", "ingress",
];

/// With one of these words, `teaser` is the standfirst of the article itself: `teaser-text`. Alone it is a box for another story.
const TEASER_PARTS: [&str; 5] = ["text", "article", "entry", "post", "intro"];

/// Returns the reason to omit an element by the words in its classes and ids.
///
/// The last word decides, holders aside: `story-byline` is a byline and `related-links` are related links, but `comments-quote` is a
/// quotation and `ad-hoc` is no advertisement. Text after `__` or `--` is a part or a variant of the text before (BEM naming), so
/// both parts count.
pub(super) fn reason(element: ElementRef) -> Option<Reason> {
    let value = element.value();
    let names = || CLASS_ATTRIBUTES.into_iter().filter_map(|name| value.attr(name)).flat_map(names_in);
    let is_author_box = || {
        matches!(value.name(), "aside" | "div" | "section" | "ul" | "li" | "footer")
            && names().chain(value.id()).any(is_author_box)
    };
    names()
        .find_map(reason_by_name)
        .or_else(|| value.classes().find_map(reason_by_whole_name))
        .or_else(|| is_author_box().then_some(Reason::Byline))
}

/// Returns the reason to omit an element by its id alone.
pub(super) fn reason_by_id(element: ElementRef) -> Option<Reason> {
    let id = element.value().id()?;
    names_in(id).find_map(reason_by_name).or_else(|| reason_by_whole_name(id))
}

/// True for a box that shows all of its text after a click: `read-more`.
pub(super) fn opens_on_click(element: ElementRef) -> bool {
    names(element).any(|name| {
        let words = words(name);
        words.iter().any(|word| word == "readmore") || words.windows(2).any(|pair| pair == ["read", "more"])
    })
}

/// True for an element that only screen readers read. A headline may be one: the page shows it as a picture.
pub(super) fn is_unseen(element: ElementRef) -> bool {
    !["h1", "body", "main", "article"].contains(&element.value().name())
        && element.value().classes().take(MAX_NAMES).any(|class| {
            let folded: String = class.chars().filter(|c| !"-_".contains(*c)).collect();
            let folded = folded.to_ascii_lowercase();
            UNSEEN.iter().any(|unseen| folded.contains(unseen))
        })
}

/// True for a box that appears over a link.
pub(super) fn is_hover_card(element: ElementRef) -> bool {
    // `hover:underline` is a style.
    names(element).filter(|name| !name.contains(':')).any(|name| {
        let words = words(name);
        let is_box = words.last().is_some_and(|last| HOVER_BOXES.contains(&last.as_str()));
        let is_whole = matches!(name, "hovercard" | "tooltiptext");
        is_whole || (is_box && words.iter().any(|word| HOVER.contains(&word.as_str())))
    })
}

/// True for a block quotation that is a post of a social network.
pub(super) fn is_post(element: ElementRef) -> bool {
    element.value().name() == "blockquote"
        && names(element).any(|name| words(name).iter().any(|word| POSTS.contains(&word.as_str())))
}

/// True for the label of a button inside a link: `<a>He was right. <span class="tweet-btn">Tweet this</span></a>`.
pub(super) fn is_button(element: ElementRef) -> bool {
    element.value().name() == "span"
        && names(element)
            .any(|name| words(name).last().is_some_and(|last| matches!(last.as_str(), "btn" | "button")))
}

/// True for one of the boxes in the sidebar of a blog.
pub(super) fn is_widget(element: ElementRef) -> bool {
    names(element).any(|name| words(name).iter().any(|word| word == "widget"))
}

/// True for a comment of a reader: `<li class="comment">`, `<div id="comment-712">`, `<div class="qa-comment comment-item">`.
pub(super) fn is_comment(element: ElementRef) -> bool {
    let is_box = matches!(element.value().name(), "article" | "div" | "li" | "section");
    let is_other = |word: &str| word != "comment" && !HOLDERS.contains(&word) && word.len() > MAX_PREFIX;
    is_box
        && names(element).any(|name| {
            let words = words(name);
            words.iter().any(|word| word == "comment") && !words.iter().any(|word| is_other(word))
        })
}

/// True for the standfirst of a page.
pub(super) fn is_standfirst(element: ElementRef) -> bool {
    names(element).any(|name| {
        let words = words(name);
        let of_own_text = words.iter().any(|word| TEASER_PARTS.contains(&word.as_str()));
        words.iter().any(|word| STANDFIRST.contains(&word.as_str()) || (word == "teaser" && of_own_text))
    })
}

fn names(element: ElementRef<'_>) -> impl Iterator<Item = &str> {
    let value = element.value();
    let attributes = CLASS_ATTRIBUTES.into_iter().chain(["id"]);
    attributes.filter_map(|name| value.attr(name)).flat_map(names_in)
}

/// Attributes that name the kind of an element. Programs that make pages write their own.
const CLASS_ATTRIBUTES: [&str; 3] = ["class", "data-component", "data-testid"];

fn names_in(attribute: &str) -> impl Iterator<Item = &str> {
    attribute.split_whitespace().take(MAX_NAMES)
}

fn reason_by_name(name: &str) -> Option<Reason> {
    name.split("__").flat_map(|part| part.split("--")).find_map(reason_by_compound)
}

/// Returns the words of a name: `wp-caption-text` and `newsCaption` have two or three.
fn words(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && !word.contains(|c: char| c.is_ascii_digit()))
        .flat_map(humps)
        .map(str::to_ascii_lowercase)
        .take(MAX_NAMES)
        .collect()
}

/// Shorter parts are those of a made-up name: `kTAd` has nothing to do with ads.
const MIN_HUMP: usize = 4;

/// Splits `newsCaption` at its capitals.
fn humps(word: &str) -> Vec<&str> {
    let bytes = word.as_bytes();
    let mut starts = vec![0];
    starts.extend(
        (1..bytes.len()).filter(|&at| bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase()),
    );
    starts.push(bytes.len());
    let parts: Vec<&str> = starts.windows(2).map(|pair| &word[pair[0]..pair[1]]).collect();
    if parts.iter().all(|part| part.len() >= MIN_HUMP) { parts } else { vec![word] }
}

/// True for `post-author` or `author__details`: the name says nothing but that the box is about the author. Before `__` is the name of
/// a template, and a site may begin all its names with a few letters: `TestReport__AuthorBox`, `skn-author`.
fn is_author_box(name: &str) -> bool {
    let mut words = words(name.rsplit("__").next().unwrap_or(name));
    let has_prefix =
        words.len() > 1 && words[0].len() <= MAX_PREFIX && !CONNECTORS.contains(&words[0].as_str());
    words.drain(..usize::from(has_prefix));
    let is_author = |word: &String| AUTHORS.contains(&word.as_str());
    words.iter().any(is_author)
        && words.iter().all(|word| {
            is_author(word) || AUTHOR_PARTS.contains(&word.as_str()) || HOLDERS.contains(&word.as_str())
        })
}

fn reason_by_compound(name: &str) -> Option<Reason> {
    let words = words(name);
    if words.first().is_some_and(|first| STATES.contains(&first.as_str())) {
        return None;
    }
    // A payment, not a picture credit. The texts of a story in pictures, not its gallery.
    if words.windows(2).any(|pair| pair == ["credit", "card"] || pair == ["main", "content"]) {
        return None;
    }
    let last = words.iter().rev().find(|word| !HOLDERS.contains(&word.as_str()))?;
    let joined = || words.windows(2).map(|pair| pair.concat());
    words
        .iter()
        .find_map(|word| reason_by_word(word, Position::Any))
        // `most-read` is `mostread`. A quotation of the article may have the class `pull-quote`.
        .or_else(|| {
            joined()
                .find_map(|pair| reason_by_word(&pair, Position::Any))
                .filter(|&reason| reason != Reason::PullQuote)
        })
        .or_else(|| reason_by_word(last, Position::Last))
        .or_else(|| reason_by_joined_word(last))
        .or_else(|| joined().next_back().and_then(|pair| reason_by_word(&pair, Position::Last)))
}

/// Shorter words may be a part of another word by chance.
const MIN_JOINED: usize = 5;

/// Returns the reason for a word that is written together with a holder: `relatedlinks`, `slideShow`.
fn reason_by_joined_word(word: &str) -> Option<Reason> {
    let parts = HOLDERS.iter().filter_map(|holder| word.strip_suffix(holder));
    let reasons = parts.filter(|part| part.len() >= MIN_JOINED && *part != "credit");
    reasons.filter_map(|part| reason_by_word(part, Position::Last)).next()
}

/// Returns the reason to omit an element by a whole class or id.
fn reason_by_whole_name(name: &str) -> Option<Reason> {
    let mut rows = CLASS_WORDS.iter().filter(|(at, _, _)| *at == Position::Whole);
    let is_name = |word: &&str| word.eq_ignore_ascii_case(name);
    rows.find(|(_, _, words)| words.iter().any(is_name)).map(|(_, reason, _)| *reason)
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
            ("newsCaption", Some(Reason::Caption)),
            ("c-article-most-popular__list", Some(Reason::LinkList)),
            ("relatedlinks", Some(Reason::LinkList)),
            ("slideShow", Some(Reason::Caption)),
            ("pull-quote", None),
            ("creditcard", None),
            ("PromoSmall-description", Some(Reason::LinkList)),
            ("sc-kTAd", None),
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
