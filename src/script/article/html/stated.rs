//! What a page says of itself: its title, who wrote it, its language.

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use super::super::Role;
use super::super::shape;
use super::piece::Piece;

/// The longest heading that stands in the page's `<title>`, beside the name of the site.
pub(super) fn named_in_title(page: &Html, pieces: &[Piece]) -> Option<String> {
    let title = shape::fold(&elements(page, "title").next()?.text().collect::<String>());
    let headings = pieces.iter().filter(|piece| matches!(piece.role, Role::Heading(_)));
    let named = headings.filter(|piece| {
        let heading = shape::fold(&piece.words);
        shape::count(&heading) > 2 && (title.starts_with(&heading) || title.ends_with(&heading))
    });
    named.map(|piece| piece.words.clone()).max_by_key(String::len)
}

/// What the page's own `<title>` says, for a page that has no other.
pub(super) fn title(page: &Html) -> Option<String> {
    stated(&elements(page, "title").next()?.text().collect::<String>())
}

/// BCP 47 tag, as the page states it.
pub(super) fn language(page: &Html) -> Option<String> {
    let root = page.root_element();
    let own = root.attr("lang").or_else(|| root.attr("xml:lang")).map(str::to_string);
    own.filter(|tag| !tag.trim().is_empty()).or_else(|| meta(page, &["content-language", "og:locale"]))
}

/// Who wrote it, as the page's head states it.
pub(super) fn author(page: &Html) -> Option<String> {
    let named = meta(page, &["author", "article:author", "dc.creator", "parsely-author"]);
    named.filter(|name| is_name(name)).or_else(|| {
        let data = elements(page, "script[type='application/ld+json']");
        data.filter_map(|script| serde_json::from_str(&script.text().collect::<String>()).ok())
            .find_map(|value: Value| linked_author(&value, 0))
    })
}

fn elements<'p>(page: &'p Html, selector: &str) -> impl Iterator<Item = ElementRef<'p>> {
    let selector = Selector::parse(selector).ok();
    let found: Vec<ElementRef> =
        selector.iter().flat_map(|selector| page.select(selector)).take(64).collect();
    found.into_iter()
}

fn meta(page: &Html, names: &[&str]) -> Option<String> {
    let named = |element: &ElementRef, name: &str| {
        let attrs = ["name", "property", "http-equiv"].into_iter().filter_map(|attr| element.attr(attr));
        attrs.into_iter().any(|value| value.eq_ignore_ascii_case(name))
    };
    let metas: Vec<ElementRef> = elements(page, "meta").collect();
    let found = names.iter().flat_map(|name| metas.iter().filter(|meta| named(meta, name)));
    found.filter_map(|meta| stated(meta.attr("content")?)).next()
}

/// `author` of JSON-LD: a name, a person, or several, at the top or in its graph.
fn linked_author(value: &Value, depth: usize) -> Option<String> {
    match value {
        _ if depth > 4 => None,
        Value::Array(all) => all.iter().find_map(|one| linked_author(one, depth + 1)),
        Value::Object(object) => {
            let own = object.get("author").and_then(names).filter(|name| is_name(name));
            own.or_else(|| linked_author(object.get("@graph")?, depth + 1))
        }
        _ => None,
    }
}

fn names(author: &Value) -> Option<String> {
    match author {
        Value::String(name) => stated(name),
        Value::Object(person) => stated(person.get("name")?.as_str()?),
        Value::Array(all) => stated(&all.iter().filter_map(names).collect::<Vec<_>>().join(", ")),
        _ => None,
    }
}

/// An address is none, though some pages give one.
fn is_name(name: &str) -> bool {
    name.contains(char::is_alphabetic) && !name.contains("://") && !name.contains('@') && name.len() <= 200
}

fn stated(value: &str) -> Option<String> {
    Some(value.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|value| !value.is_empty())
}
