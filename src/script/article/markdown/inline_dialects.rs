//! Rewrites marks inside a line that dialects of Markdown add: CriticMarkup, shortcodes of site generators, notes in the line.

/// A mark that goes on over more bytes than this is no mark.
const MAX_BYTES: usize = 2_000;

/// The marks: the front, the end, and the text that stays.
const MARKS: [(&str, &str, Kept); 13] = [
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

/// Rewrites the marks in a text outside of code. Notes are added to `notes`, and references to them are left in the text.
pub(super) fn rewrite(text: &str, notes: &mut Vec<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '!', '^', '`', '[']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(length) = code_length(rest) {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        match mark(rest).or_else(|| literal(rest)).or_else(|| wiki_link(rest)) {
            Some((inside, length, kept)) => {
                push_kept(&mut out, inside, kept, notes);
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
    use super::rewrite;

    #[test]
    fn rewrites_corrections_and_drops_comments_and_shortcodes() {
        let mut notes = Vec::new();
        let source = "It {--was--}{++is++} {~~hot~>cold~~}{>>ask Ida<<} {{< map id=\"1\" >}}{% include x %}here^[So\nshe says].";
        assert_eq!(rewrite(source, &mut notes), "It <del>was</del>is <del>hot</del>cold here[^in-line-0].");
        assert_eq!(notes, ["So she says"]);
    }

    #[test]
    fn keeps_the_text_of_strings_in_expressions() {
        assert_eq!(rewrite("a{' '}b {\"five\"} {`six`}", &mut Vec::new()), "a b five six");
        assert_eq!(rewrite("{'a' + b} {x}", &mut Vec::new()), "{'a' + b} {x}");
    }

    #[test]
    fn keeps_code_and_marks_without_an_end() {
        assert_eq!(
            rewrite("the [[quay|old quay]] and [[1]](#a)", &mut Vec::new()),
            "the old quay and [[1]](#a)"
        );
        for source in ["`{{ x }}` and {x} and x^[2 and {-- y", "Stop! {>> a\n\nb <<}", "``a ` {++b++}``"] {
            assert_eq!(rewrite(source, &mut Vec::new()), source);
        }
    }
}
