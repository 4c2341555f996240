//! Reads the title, the authors, the language, the date and the address that a source states: in front matter, or in the head of a
//! page.

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use super::shape;
use crate::base::url::is_web_address;

/// Names of languages where a tag is expected.
const LANGUAGE_NAMES: [(&str, &str); 4] =
    [("english", "en"), ("englisch", "en"), ("german", "de"), ("deutsch", "de")];

/// JSON-LD is searched for authors down to this depth: a hostile page could overflow the stack.
const MAX_JSON_DEPTH: usize = 4;
/// At most this many elements of a kind are examined. Pages have a few dozen `<meta>` elements.
const MAX_ELEMENTS: usize = 64;
/// A longer author, in bytes, is a text about the author.
const MAX_AUTHOR_BYTES: usize = 200;
/// Longer addresses, in bytes, are of use to programs only.
const MAX_LINK_BYTES: usize = 2_000;

/// Converts the language that a source states (`en_GB.UTF-8`, `English`) to a BCP 47 tag. Returns `None` for anything that cannot be
/// a tag, such as the `{{ lang }}` of a template.
pub(super) fn language_tag(stated: &str) -> Option<String> {
    let stated = stated.trim();
    let by_name =
        LANGUAGE_NAMES.iter().find(|(name, _)| stated.eq_ignore_ascii_case(name)).map(|(_, tag)| *tag);
    let tag = by_name.unwrap_or(stated).split(['.', ',', ' ']).next()?.replace('_', "-");
    let has_primary = tag.split('-').next().is_some_and(|part| (2..=3).contains(&part.len()));
    (has_primary && tag.split('-').all(is_subtag)).then_some(tag)
}

/// A subtag has one to eight letters or digits (BCP 47, section 2.1).
fn is_subtag(part: &str) -> bool {
    (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The part of a Markdown article's front matter that Aloud uses.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    pub(super) title: Option<String>,
    pub(super) language: Option<String>,
    pub(super) author: Option<String>,
    pub(super) date: Option<String>,
    pub(super) link: Option<String>,
}

impl FrontMatter {
    /// Reads the lines `key: value` (YAML) and `key = "value"` (TOML). A list or a table under a key is searched for names.
    ///
    /// It is no YAML parser: front matter is often broken, and one bad line must not lose the title.
    pub(super) fn read(raw: &str) -> Self {
        let pairs = key_value_pairs(raw);
        Self {
            title: first_value(&pairs, &["title", "headline"]),
            language: first_value(&pairs, &["lang", "language", "locale"]),
            author: first_value(&pairs, &["author", "authors", "byline"]),
            date: first_value(&pairs, &["date", "published", "publishdate", "pubdate"])
                .and_then(|date| day(&date)),
            link: first_value(&pairs, &["canonical", "canonical_url", "url", "link"])
                .filter(|link| is_public_address(link)),
        }
    }
}

fn first_value(pairs: &[(String, String)], keys: &[&str]) -> Option<String> {
    keys.iter()
        .find_map(|key| pairs.iter().find(|(k, v)| k == key && !v.is_empty()))
        .map(|(_, value)| value.clone())
}

/// Returns keys and values. A key without a value gets the names in the lines under it.
fn key_value_pairs(raw: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    // The last key has no value on its own line.
    let mut open = false;
    for line in raw.lines().filter(|line| !line.trim_start().starts_with('#')) {
        if line.starts_with([' ', '\t', '-']) {
            if let (true, Some((_, names)), Some(name)) = (open, pairs.last_mut(), nested_name(line)) {
                names.push_str(if names.is_empty() { "" } else { ", " });
                names.push_str(name);
            }
        } else if let Some((key, value)) = line.split_once([':', '=']) {
            let value = unbracket(value.trim());
            open = value.is_empty();
            pairs.push((key.trim().to_lowercase(), value));
        }
    }
    pairs
}

/// Returns the name in `- Jo Lindqvist`, `name: Jo Lindqvist` or `- name: Jo Lindqvist`.
fn nested_name(line: &str) -> Option<&str> {
    let line = line.trim().trim_start_matches("- ").trim();
    let value = match line.split_once(':') {
        Some(("name", name)) => name,
        Some((key, _)) if !key.contains(' ') => return None,
        _ => line,
    };
    Some(unquote(value.trim())).filter(|name| !name.is_empty())
}

/// Returns a value, or the values of a list in brackets with commas between them. A Markdown link is no list.
fn unbracket(value: &str) -> String {
    match value.strip_prefix('[').and_then(|value| value.strip_suffix(']')) {
        Some(list) if !list.contains(['[', ']', '(']) => {
            list.split(',').map(|one| unquote(one.trim())).collect::<Vec<_>>().join(", ")
        }
        _ => unquote(value).to_string(),
    }
}

/// Returns a value without the quotation marks around it.
fn unquote(value: &str) -> &str {
    ['"', '\''].iter().find_map(|q| value.strip_prefix(*q)?.strip_suffix(*q)).unwrap_or(value)
}

/// Returns the longest heading that the page's `<title>` contains next to the name of the site: `The late ferry | Harbour Post`.
pub(super) fn heading_in_page_title<'h>(
    page: &Html,
    headings: impl Iterator<Item = &'h str>,
) -> Option<String> {
    let title = shape::fold(&elements(page, "title").next()?.text().collect::<String>());
    let in_title = headings.filter(|heading| {
        let heading = shape::fold(heading);
        // A heading of one or two words may be the name of the site itself.
        shape::word_count(&heading) > 2 && (title.starts_with(&heading) || title.ends_with(&heading))
    });
    in_title.map(str::to_string).max_by_key(String::len)
}

/// True if the head of a page states a title: in `<title>`, or for other sites.
pub(super) fn states_title(page: &Html, title: &str) -> bool {
    let title = shape::fold(title);
    let stated = elements(page, "title").next().map(|element| element.text().collect::<String>());
    let metas =
        ["og:title", "twitter:title", "title", "dc.title"].iter().filter_map(|name| meta(page, &[name]));
    stated.into_iter().chain(metas).any(|stated| !title.is_empty() && shape::fold(&stated).contains(&title))
}

/// Returns the page's `<title>`, for a page without a headline.
pub(super) fn page_title(page: &Html) -> Option<String> {
    normalize(&elements(page, "title").next()?.text().collect::<String>())
}

/// Returns the language that a page states, as it is written there.
pub(super) fn page_language(page: &Html) -> Option<String> {
    let root = page.root_element();
    let own = root.attr("lang").or_else(|| root.attr("xml:lang")).map(str::to_string);
    own.filter(|tag| !tag.trim().is_empty()).or_else(|| meta(page, &["content-language", "og:locale"]))
}

/// Returns the authors that the head of a page states, in `<meta>` elements or in JSON-LD.
pub(super) fn page_author(page: &Html) -> Option<String> {
    let named = meta(page, &["author", "article:author", "dc.creator", "parsely-author"]);
    named.filter(|name| is_author(name)).or_else(|| {
        json_ld(page).find_map(|value| {
            json_ld_field(&value, "author", 0).and_then(json_ld_names).filter(|name| is_author(name))
        })
    })
}

/// Returns the summaries that the head of a page states. A page often has one of them as its standfirst.
pub(super) fn page_descriptions(page: &Html) -> Vec<String> {
    let names = ["description", "og:description", "twitter:description"];
    let stated =
        json_ld(page).find_map(|value| normalize(json_ld_field(&value, "description", 0)?.as_str()?));
    names.iter().filter_map(|name| meta(page, &[name])).chain(stated).collect()
}

/// Returns the longest text that the structured data of a page states as the body of an article. Some sites write it as HTML.
pub(super) fn page_body(page: &Html) -> Option<String> {
    let stated = |value: Value| json_ld_field(&value, "articleBody", 0)?.as_str().map(str::to_string);
    json_ld(page).filter_map(stated).max_by_key(String::len)
}

/// Returns the ingredients that the structured data of a page states.
pub(super) fn page_ingredients(page: &Html) -> Vec<String> {
    let stated = json_ld(page).find_map(|value| {
        let list = json_ld_field(&value, "recipeIngredient", 0)?.as_array()?;
        Some(list.iter().filter_map(|one| normalize(one.as_str()?)).take(MAX_ELEMENTS).collect())
    });
    stated.unwrap_or_default()
}

/// Returns the structured data of a page.
fn json_ld<'p>(page: &'p Html) -> impl Iterator<Item = Value> + 'p {
    let data = elements(page, "script[type='application/ld+json']");
    data.filter_map(|script| serde_json::from_str(&script.text().collect::<String>()).ok())
}

/// Returns the day of publication that the head of a page states.
pub(super) fn page_date(page: &Html) -> Option<String> {
    let stated = ["article:published_time", "datepublished", "dc.date", "date", "parsely-pub-date"];
    let by_name = stated.iter().find_map(|name| day(&meta(page, &[name])?));
    by_name
        .or_else(|| json_ld(page).find_map(|value| day(json_ld_field(&value, "datePublished", 0)?.as_str()?)))
}

/// Returns the address that a page gives itself. A copy of a page has the address of its original.
pub(super) fn page_link(page: &Html) -> Option<String> {
    let canonical =
        elements(page, "link[rel='canonical']").filter_map(|link| normalize(link.attr("href")?)).next();
    canonical
        .filter(|link| is_public_address(link))
        .or_else(|| meta(page, &["og:url"]).filter(|link| is_public_address(link)))
}

/// Returns the day of a date by ISO 8601: `2026-02-24T07:00:00Z` is `2026-02-24`. Other notations are ambiguous: `02/03/2026`.
fn day(date: &str) -> Option<String> {
    let day = date.trim().get(..10)?;
    let is_day =
        day.char_indices().all(|(n, c)| if matches!(n, 4 | 7) { c == '-' } else { c.is_ascii_digit() });
    let (month, of_month) = (day.get(5..7)?, day.get(8..10)?);
    (is_day && ("01"..="12").contains(&month) && ("01"..="31").contains(&of_month)).then(|| day.to_string())
}

/// True for an address that a page may show: short, without a user name, and not of this machine, such as `https://localhost/`.
fn is_public_address(link: &str) -> bool {
    let after_scheme = link.split_once("://").map_or("", |(_, rest)| rest);
    let host = after_scheme.split(['/', '?', '#']).next().unwrap_or_default();
    is_web_address(link) && host.contains('.') && !host.contains('@') && link.len() <= MAX_LINK_BYTES
}

fn elements<'p>(page: &'p Html, selector: &str) -> impl Iterator<Item = ElementRef<'p>> {
    let selector = Selector::parse(selector).ok();
    let found: Vec<ElementRef> =
        selector.iter().flat_map(|selector| page.select(selector)).take(MAX_ELEMENTS).collect();
    found.into_iter()
}

/// Returns the content of the first `<meta>` element with one of the names, in the order of the names.
fn meta(page: &Html, names: &[&str]) -> Option<String> {
    let metas: Vec<ElementRef> = elements(page, "meta").collect();
    let found = names.iter().flat_map(|name| metas.iter().filter(|meta| has_meta_name(meta, name)));
    found.filter_map(|meta| normalize(meta.attr("content")?)).next()
}

fn has_meta_name(element: &ElementRef, name: &str) -> bool {
    ["name", "property", "http-equiv"]
        .into_iter()
        .filter_map(|attribute| element.attr(attribute))
        .any(|value| value.eq_ignore_ascii_case(name))
}

/// Returns a field of JSON-LD, at the top or in its graph.
fn json_ld_field<'v>(value: &'v Value, field: &str, depth: usize) -> Option<&'v Value> {
    match value {
        _ if depth > MAX_JSON_DEPTH => None,
        Value::Array(all) => all.iter().find_map(|one| json_ld_field(one, field, depth + 1)),
        Value::Object(object) => {
            object.get(field).or_else(|| json_ld_field(object.get("@graph")?, field, depth + 1))
        }
        _ => None,
    }
}

/// Returns the name of an author: a string, a person, or a list of both.
fn json_ld_names(author: &Value) -> Option<String> {
    match author {
        Value::String(name) => normalize(name),
        Value::Object(person) => normalize(person.get("name")?.as_str()?),
        Value::Array(all) => normalize(&all.iter().filter_map(json_ld_names).collect::<Vec<_>>().join(", ")),
        _ => None,
    }
}

/// True for a name. Some pages state the address of the author's page or mail instead.
fn is_author(name: &str) -> bool {
    name.contains(char::is_alphabetic)
        && !name.contains("://")
        && !name.contains('@')
        && name.len() <= MAX_AUTHOR_BYTES
}

/// Replaces each run of white space by one space. Returns `None` for an empty value.
pub(super) fn normalize(value: &str) -> Option<String> {
    Some(value.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_an_author_from_a_name_a_list_or_a_table() {
        let cases = [
            ("author: Jo Lindqvist", "Jo Lindqvist"),
            ("author = 'Jo Lindqvist'", "Jo Lindqvist"),
            ("authors: [\"Jo Lindqvist\", Bo Lind]", "Jo Lindqvist, Bo Lind"),
            (
                "authors:\n  - Jo Lindqvist\n  - name: Bo Lind\n    url: https://x.example\ntags: [a]",
                "Jo Lindqvist, Bo Lind",
            ),
            ("title: x\nauthor:\n  name: \"Jo Lindqvist\"", "Jo Lindqvist"),
        ];
        for (raw, author) in cases {
            assert_eq!(FrontMatter::read(raw).author.as_deref(), Some(author), "`{raw}`");
        }
        assert_eq!(FrontMatter::read("author:\ntitle: \n# lang: de"), FrontMatter::default());
    }

    #[test]
    fn keeps_language_tags_converts_names_and_rejects_anything_else() {
        for (stated, expected) in
            [("en-GB", "en-GB"), ("de_DE.UTF-8", "de-DE"), (" German ", "de"), ("de, en", "de")]
        {
            assert_eq!(language_tag(stated).as_deref(), Some(expected), "`{stated}`");
        }
        for stated in ["", "x", "Klingonisch", "{{ lang }}"] {
            assert_eq!(language_tag(stated), None, "`{stated}`");
        }
    }

    #[test]
    fn reads_day_and_address_of_publication() {
        let front =
            FrontMatter::read("date: 2026-02-24T07:00:00+01:00\ncanonical: https://post.example/skarn");
        assert_eq!(
            (front.date.as_deref(), front.link.as_deref()),
            (Some("2026-02-24"), Some("https://post.example/skarn"))
        );
        for doubtful in ["02/03/2026", "2026-13-01", "2026", "yesterday it was"] {
            assert_eq!(day(doubtful), None, "{doubtful}");
        }
        for refused in [
            "javascript:alert(1)",
            "/skarn",
            "https://me:secret@post.example/",
            "https://localhost/",
            "https://a.example/b c",
        ] {
            assert!(!is_public_address(refused), "{refused}");
        }
        let page = Html::parse_document(
            r#"<link rel=canonical href="/relative"><meta property="og:url" content="https://post.example/skarn">
               <script type="application/ld+json">{"@graph":[{"datePublished":"2026-02-24"}]}</script>"#,
        );
        assert_eq!(page_link(&page).as_deref(), Some("https://post.example/skarn"));
        assert_eq!(page_date(&page).as_deref(), Some("2026-02-24"));
    }
}
