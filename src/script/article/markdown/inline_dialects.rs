//! Rewrites marks inside a line that dialects of Markdown add: CriticMarkup, shortcodes of site generators, notes in the line, expressions
//! of MDX, attributes of Pandoc, roles of MyST.

use std::collections::BTreeMap;

/// A mark that goes on over more bytes than this is no mark.
const MAX_BYTES: usize = 2_000;

/// The marks: the front, the end, and the text that stays.
const MARKS: [(&str, &str, Kept); 14] = [
    ("{>>", "<<}", Kept::Nothing),
    ("{--", "--}", Kept::Struck),
    ("{++", "++}", Kept::Inside),
    ("{~~", "~~}", Kept::Replacement),
    ("{==", "==}", Kept::Inside),
    ("{{<", ">}}", Kept::Nothing),
    ("{{%", "%}}", Kept::Nothing),
    ("{{", "}}", Kept::Nothing),
    ("{%", "%}", Kept::Nothing),
    ("{/*", "*/}", Kept::Nothing),
    ("{:", "}", Kept::Nothing),
    ("![[", "]]", Kept::Nothing),
    ("^[", "]", Kept::Note),
    ("%%", "%%", Kept::Nothing),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    Nothing,
    /// The text is struck out.
    Struck,
    Inside,
    /// `old~>new`: the old text is struck out.
    Replacement,
    /// The text is a footnote.
    Note,
}

/// What the marks of a text refer to, and what they leave.
#[derive(Default)]
pub(super) struct Marks {
    /// Footnotes inside the line. References to them are left in the text.
    pub(super) notes: Vec<String>,
    /// The values that a program in the source gives to its names: `meta.year` is 2026.
    pub(super) values: BTreeMap<String, String>,
    /// Expressions without a known value. They are not left in the text.
    pub(super) expressions: Vec<String>,
}

/// Rewrites the marks in a text outside of code.
pub(super) fn rewrite(text: &str, marks: &mut Marks) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '!', '^', '`', '[', '%']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(length) = code_length(rest) {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        if let Some((expression, length)) = expression(rest) {
            match marks.values.get(expression) {
                Some(value) => out.push_str(value),
                None => marks.expressions.push(expression.to_string()),
            }
            rest = &rest[length..];
            continue;
        }
        let found = mark(rest).or_else(|| literal(rest)).or_else(|| wiki_link(rest)).or_else(|| span(rest));
        match found.or_else(|| attributes(rest)).or_else(|| role(rest)) {
            Some((inside, length, kept)) => {
                push_kept(&mut out, inside, kept, &mut marks.notes);
                rest = &rest[length..];
            }
            None => {
                out.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Returns the label of a note that was in the line.
pub(super) fn note_label(number: usize) -> String {
    format!("in-line-{number}")
}

fn push_kept(out: &mut String, inside: &str, kept: Kept, notes: &mut Vec<String>) {
    match kept {
        Kept::Nothing => {}
        Kept::Inside => out.push_str(inside),
        Kept::Struck => out.push_str(&format!("<del>{inside}</del>")),
        Kept::Replacement => {
            let (old, new) = inside.split_once("~>").unwrap_or((inside, ""));
            out.push_str(&format!("<del>{old}</del>{new}"));
        }
        Kept::Note => {
            out.push_str(&format!("[^{}]", note_label(notes.len())));
            notes.push(inside.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}

/// Returns the length of the code in backticks at the front of a text.
fn code_length(rest: &str) -> Option<usize> {
    let ticks = rest.bytes().take_while(|b| *b == b'`').count();
    if ticks == 0 {
        return None;
    }
    let fence = &rest[..ticks];
    let end = near(&rest[ticks..]).find(fence).filter(|end| !rest[ticks..ticks + end].contains("\n\n"));
    Some(end.map_or(ticks, |end| ticks + end + ticks))
}

/// Returns the text inside the mark at the front of a text, and the length of the whole mark.
fn mark(rest: &str) -> Option<(&str, usize, Kept)> {
    MARKS.iter().find_map(|&(open, close, kept)| {
        let inside = rest.strip_prefix(open)?;
        let end = near(inside).find(close)?;
        let inside = &inside[..end];
        // Marks don't go on over the end of a paragraph.
        (!inside.contains("\n\n")).then_some((inside, open.len() + end + close.len(), kept))
    })
}

/// Returns the text of a string in an expression of MDX: `{' '}`, `{"five"}`.
fn literal(rest: &str) -> Option<(&str, usize, Kept)> {
    let inside = rest.strip_prefix('{')?;
    let quote = inside.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let end = near(&inside[1..]).find(quote)?;
    let is_whole = inside[1 + end + 1..].starts_with('}') && !inside[1..1 + end].contains('\n');
    is_whole.then_some((&inside[1..1 + end], end + 4, Kept::Inside))
}

/// Returns the expression at the front of a text, and the length of the whole mark: `{meta.year}`, `{props.count + 1}`, `{day(date)}`.
fn expression(rest: &str) -> Option<(&str, usize)> {
    let end = near(rest).find('}')?;
    let inside = rest.get(1..end).filter(|_| rest.starts_with('{'))?;
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let path_end =
        inside.find(|c: char| !c.is_ascii_alphanumeric() && !"_.".contains(c)).unwrap_or(inside.len());
    let (path, rest) = inside.split_at(path_end);
    let is_path = path.split('.').all(is_name);
    let operator = rest.trim_start().starts_with(['+', '-', '*', '/', '?', '&', '|', '[', '=', '<', '>']);
    let is_value = path.contains('.') && (rest.is_empty() || operator);
    let is_call = rest.starts_with('(') && rest.ends_with(')');
    (is_path && !inside.contains('\n') && (is_value || is_call)).then_some((inside, end + 1))
}

/// Returns the text of `[words]{.smallcaps}`.
fn span(rest: &str) -> Option<(&str, usize, Kept)> {
    let (inside, _) = near(rest).strip_prefix('[')?.split_once("]{")?;
    let (_, length, _) = attributes(&rest[inside.len() + 2..])?;
    (!inside.contains(['[', ']', '\n'])).then_some((inside, inside.len() + 2 + length, Kept::Inside))
}

/// Returns the length of attributes: `{#sec-1 .wide width=50%}`.
fn attributes(rest: &str) -> Option<(&str, usize, Kept)> {
    let end = near(rest).find('}')?;
    let inside = rest.get(1..end).filter(|_| rest.starts_with('{'))?;
    let is_attribute = |part: &str| {
        let name = part.trim_start_matches(['#', '.']);
        let is_named = name.starts_with(|c: char| c.is_ascii_alphabetic());
        is_named && (name.len() < part.len() || part.contains('='))
    };
    let mut parts = inside.split_whitespace().peekable();
    let is_list = parts.peek().is_some() && parts.all(is_attribute);
    is_list.then_some(("", end + 1, Kept::Nothing))
}

/// Roles of MyST whose text is the name of a place, not words to read.
const REFERENCES: [&str; 6] = ["cite", "doc", "download", "eq", "numref", "ref"];

/// Returns the text of a role of MyST: ``{term}`bollard` ``, ``{doc}`The quay <quay>` ``.
fn role(rest: &str) -> Option<(&str, usize, Kept)> {
    let (name, after) = near(rest).strip_prefix('{')?.split_once("}`")?;
    let (inside, _) = after.split_once('`').filter(|(inside, _)| !inside.contains('\n'))?;
    let is_role = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "-:_".contains(c));
    let title = inside.strip_suffix('>').and_then(|inside| inside.split_once('<'));
    let title = title.map(|(title, _)| title.trim());
    let is_reference = REFERENCES.iter().any(|reference| name.split(':').any(|part| part == *reference));
    let kept = if title.is_none() && is_reference { Kept::Nothing } else { Kept::Inside };
    is_role.then_some((title.unwrap_or(inside), name.len() + inside.len() + 4, kept))
}

/// Returns the first [`MAX_BYTES`] of a text. A mark without an end is not searched further, or the time would grow with the square
/// of the text.
fn near(text: &str) -> &str {
    let end = (0..=MAX_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// Returns the text of `[[page|text]]` or `[[page]]`. `[[1]](#note)` is a link of Markdown.
fn wiki_link(rest: &str) -> Option<(&str, usize, Kept)> {
    let (inside, after) = near(rest).strip_prefix("[[")?.split_once("]]")?;
    let text = inside.rsplit('|').next().unwrap_or(inside);
    let is_link =
        !after.starts_with('(') && !inside.contains(['[', '\n']) && text.contains(char::is_alphabetic);
    is_link.then_some((text, inside.len() + 4, Kept::Inside))
}

#[cfg(test)]
mod tests {
    use super::{Marks, rewrite};

    #[test]
    fn rewrites_corrections_and_drops_comments_and_shortcodes() {
        let mut marks = Marks::default();
        let source = "It {--was--}{++is++} {~~hot~>cold~~}{>>ask Ida<<} {{< map id=\"1\" >}}{% include x %}here^[So\nshe says].";
        assert_eq!(rewrite(source, &mut marks), "It <del>was</del>is <del>hot</del>cold here[^in-line-0].");
        assert_eq!(marks.notes, ["So she says"]);
    }

    #[test]
    fn keeps_the_text_of_strings_in_expressions() {
        assert_eq!(rewrite("a{' '}b {\"five\"} {`six`}", &mut Marks::default()), "a b five six");
        assert_eq!(rewrite("{'a' + b} {x}", &mut Marks::default()), "{'a' + b} {x}");
    }

    #[test]
    fn replaces_expressions_by_their_values_and_lists_others() {
        let values = [("meta.year".to_string(), "2026".to_string())].into();
        let mut marks = Marks { values, ..Marks::default() };
        assert_eq!(rewrite("It is {meta.year}.{props.children} {x}", &mut marks), "It is 2026. {x}");
        assert_eq!(marks.expressions, ["props.children"]);
        assert_eq!(rewrite("{props.count + 1} in {day(date)} {a, b}", &mut marks), " in  {a, b}");
        for text in ["{e.g. this}", "{x + y}", "{set of (two)}", "{a.b\n+ c}"] {
            assert_eq!(rewrite(text, &mut marks), text);
        }
    }

    #[test]
    fn removes_attributes_roles_and_comments() {
        let cases = [
            ("the [late ferry]{.smallcaps} here", "the late ferry here"),
            ("Fares {#tbl-1 .wide width=50%}\n", "Fares \n"),
            ("a {term}`bollard` and {doc}`the quay <quay>` {ref}`fig`.", "a bollard and the quay ."),
            ("It is so. %%ask Bo%%", "It is so. "),
            ("{a, b} and [1] {c} at 5%", "{a, b} and [1] {c} at 5%"),
        ];
        for (source, expected) in cases {
            assert_eq!(rewrite(source, &mut Marks::default()), expected);
        }
    }

    #[test]
    fn keeps_code_and_marks_without_an_end() {
        assert_eq!(
            rewrite("the [[quay|old quay]] and [[1]](#a)", &mut Marks::default()),
            "the old quay and [[1]](#a)"
        );
        for source in ["`{{ x }}` and {x} and x^[2 and {-- y", "Stop! {>> a\n\nb <<}", "``a ` {++b++}``"] {
            assert_eq!(rewrite(source, &mut Marks::default()), source);
        }
    }
}
