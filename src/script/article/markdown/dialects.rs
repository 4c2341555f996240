//! Rewrites as CommonMark what dialects of Markdown add to it: MDX, admonitions, shortcodes, abbreviations.
//!
//! Tags and comments, which no reader sees, are dropped. Programs and definitions become code, so they are listed as omitted.

use std::borrow::Cow;

use super::inline_dialects::{self, Marks};
use super::programs;

/// A tag or a comment that goes on over more lines than this is no such thing.
const MAX_LINES: usize = 60;

/// Rewrites a source. Code blocks and front matter stay as they are.
pub(super) fn to_commonmark(source: &str) -> Cow<'_, str> {
    if !source.contains(['{', '!', ':', '?', '<', '*', '%', '[', '\\']) {
        return Cow::Borrowed(source);
    }
    let mut rewriter = Rewriter::default();
    let lines: Vec<&str> = source.lines().collect();
    let mut at = rewriter.copy_front_matter(&lines);
    while at < lines.len() {
        at += rewriter.rewrite(&lines[at..]);
    }
    rewriter.finish()
}

#[derive(Default)]
struct Rewriter {
    out: String,
    /// Text outside of code since the last code block. Marks inside the line are rewritten over line ends.
    pending: String,
    /// Footnotes inside the line and expressions without a value follow the text.
    marks: Marks,
}

impl Rewriter {
    fn copy_front_matter(&mut self, lines: &[&str]) -> usize {
        let Some(fence) = lines.first().filter(|line| matches!(line.trim_end(), "---" | "+++")) else {
            return 0;
        };
        let end = lines.iter().skip(1).position(|line| line.trim_end() == fence.trim_end());
        let count = end.map_or(0, |end| end + 2);
        lines[..count].iter().for_each(|line| self.copy(line));
        count
    }

    fn copy(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn flush(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        self.out.push_str(&inline_dialects::rewrite(&pending, &mut self.marks));
    }

    fn text(&mut self, line: &str) {
        self.pending.push_str(line);
        self.pending.push('\n');
    }

    /// Adds a paragraph, or only its end if it is empty.
    fn paragraph(&mut self, words: &str) {
        self.pending.push('\n');
        if !words.is_empty() {
            self.text(words);
            self.pending.push('\n');
        }
    }

    /// Adds lines as code.
    fn code(&mut self, lines: &[&str]) {
        self.flush();
        self.copy("\n~~~~~");
        lines.iter().for_each(|line| self.copy(line));
        self.copy("~~~~~\n");
    }

    /// Rewrites the first of these lines, with all lines that belong to it. Returns their number.
    fn rewrite(&mut self, lines: &[&str]) -> usize {
        let line = lines[0];
        let bare = line.trim();
        if let Some((title, content, count)) = directive(lines) {
            self.paragraph(title);
            content.iter().for_each(|line| self.text(line));
            self.paragraph("");
            return count;
        }
        if let Some(count) = code_lines(lines) {
            self.flush();
            lines[..count].iter().for_each(|line| self.copy(line));
            return count;
        }
        if let Some(title) = admonition_title(bare).filter(|_| !line.starts_with("    ")) {
            self.paragraph(title);
            return 1 + self.indented(&lines[1..]);
        }
        if let Some((marks, title)) = callout(line) {
            self.text(&format!("{marks}{title}"));
            self.text(marks);
            return 1;
        }
        if let Some(title) = container_title(bare) {
            self.paragraph(title);
            return 1;
        }
        if let Some(caption) = figure_caption(bare) {
            self.paragraph(&format!("<figure><figcaption>{caption}</figcaption></figure>"));
            return 1;
        }
        if let Some(count) = programs::program_lines(lines) {
            self.marks.values.extend(programs::values(&lines[..count]));
            self.code(&lines[..count]);
            return count;
        }
        if let Some(count) = programs::expression_lines(lines) {
            self.code(&lines[..count]);
            return count;
        }
        if let Some(count) = component_lines(lines).or_else(|| comment_lines(lines)) {
            self.paragraph("");
            return count;
        }
        if is_definition(bare) {
            self.code(&[bare]);
        } else if is_directive(bare) {
            self.paragraph("");
        } else {
            self.text(line);
        }
        1
    }

    /// Adds the indented lines of an admonition without their indent. Returns their number.
    fn indented(&mut self, lines: &[&str]) -> usize {
        let belongs =
            |line: &&&str| line.trim().is_empty() || line.starts_with("    ") || line.starts_with('\t');
        let count = lines.iter().take_while(belongs).count();
        for line in &lines[..count] {
            self.text(line.strip_prefix("    ").or_else(|| line.strip_prefix('\t')).unwrap_or_default());
        }
        self.paragraph("");
        count
    }

    fn finish<'s>(mut self) -> Cow<'s, str> {
        self.flush();
        let expressions = std::mem::take(&mut self.marks.expressions);
        if !expressions.is_empty() {
            self.code(&expressions.iter().map(String::as_str).collect::<Vec<_>>());
        }
        for (number, note) in self.marks.notes.iter().enumerate() {
            let label = inline_dialects::note_label(number);
            self.out.push_str(&format!("\n[^{label}]: {note}\n"));
        }
        Cow::Owned(self.out)
    }
}

/// Returns the number of lines in a fenced code block.
fn code_lines(lines: &[&str]) -> Option<usize> {
    let first = lines[0].trim_start();
    let fence = ['`', '~'].into_iter().find(|c| first.starts_with(&c.to_string().repeat(3)))?;
    let width = first.chars().take_while(|c| *c == fence).count();
    if fence == '`' && first[width..].contains('`') {
        return None;
    }
    let is_end = |line: &&str| {
        let line = line.trim();
        line.len() >= width && line.chars().all(|c| c == fence)
    };
    Some(lines.iter().skip(1).position(is_end).map_or(lines.len(), |end| end + 2))
}

/// Names of the directives of MyST with text to read. Others hold pictures or code.
const TEXT_DIRECTIVES: [&str; 14] = [
    "admonition",
    "attention",
    "caution",
    "danger",
    "dropdown",
    "error",
    "hint",
    "important",
    "margin",
    "note",
    "seealso",
    "sidebar",
    "tip",
    "warning",
];

/// Returns the title and the lines of a directive with text, and the number of all its lines: ```` ```{tip} Before you go ````.
fn directive<'s>(lines: &[&'s str]) -> Option<(&'s str, Vec<&'s str>, usize)> {
    let (name, title) = lines[0].trim().trim_start_matches(['`', '~']).strip_prefix('{')?.split_once('}')?;
    let count = code_lines(lines).filter(|_| TEXT_DIRECTIVES.contains(&name))?;
    let inside = &lines[1..count - usize::from(count > 1)];
    let options = inside.iter().take_while(|line| line.starts_with(':')).count();
    Some((title.trim(), inside[options..].to_vec(), count))
}

/// Returns the title of `!!! tip "Before you go"` or `??? note`, which is empty if it has none.
fn admonition_title(bare: &str) -> Option<&str> {
    let rest = ["!!!", "???+", "???"].iter().find_map(|mark| bare.strip_prefix(mark))?;
    let rest = rest.strip_prefix(' ').filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    match rest.split_once('"') {
        Some((_, title)) => Some(title.trim_end_matches('"')),
        None => rest.split_whitespace().all(is_identifier).then_some(""),
    }
}

fn is_identifier(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
}

/// Splits `> [!NOTE] Title` into the marks of the quotation and the title.
fn callout(line: &str) -> Option<(&str, &str)> {
    let marks = line.len() - line.trim_start_matches(['>', ' ', '\t']).len();
    let (quote, rest) = line.split_at(marks);
    let (kind, title) = rest.strip_prefix("[!")?.split_once(']')?;
    (quote.contains('>') && kind.split(['|', ' ']).next().is_some_and(is_identifier))
        .then(|| (quote, title.trim_start_matches(['+', '-']).trim()))
}

/// Returns the title of `:::note[Before you go]` or `::: warning Before you go`, which is empty if it has none.
fn container_title(bare: &str) -> Option<&str> {
    let rest = bare.strip_prefix(":::")?.trim_start_matches(':').trim();
    let (rest, attributes) = rest.split_once('{').unwrap_or((rest, ""));
    let rest = rest.trim();
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)).unwrap_or(rest.len());
    let title = rest[end..].trim().trim_start_matches('[').trim_end_matches(']').trim_end_matches(':').trim();
    Some(if title.is_empty() { attribute(attributes, "title").unwrap_or_default() } else { title })
}

/// Returns the value of `name="value"` among attributes.
fn attribute<'s>(attributes: &'s str, name: &str) -> Option<&'s str> {
    let at = attributes
        .match_indices(name)
        .find(|(at, _)| *at == 0 || attributes[..*at].ends_with(char::is_whitespace))?
        .0;
    let value = attributes[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split_once(quote).map(|(value, _)| value.trim())
}

/// Returns the caption of `{{< figure src="pier.jpg" caption="The pier" >}}`, a shortcode of Hugo.
fn figure_caption(bare: &str) -> Option<&str> {
    let inside = bare.strip_prefix("{{<")?.strip_suffix(">}}")?.trim();
    attribute(inside.strip_prefix("figure ")?, "caption").filter(|caption| !caption.is_empty())
}

/// Returns the number of lines of a component's tag that is alone on its lines: `<Chart data={years} />`, `<Callout>`, `</Callout>`.
fn component_lines(lines: &[&str]) -> Option<usize> {
    let first = lines[0].trim().strip_prefix('<')?;
    let name = first.strip_prefix('/').unwrap_or(first);
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let name_end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(name.len());
    if !name[name_end..].is_empty() && !name[name_end..].starts_with([' ', '/', '>']) {
        return None;
    }
    let end = lines.iter().take(MAX_LINES).position(|line| line.trim_end().ends_with('>'))?;
    // Words after the tag on its line are text.
    let is_tag = end > 0 || first.matches('>').count() == first.matches("=>").count() + 1;
    is_tag.then_some(end + 1)
}

/// Returns the number of lines of a comment that is alone on its lines: `{/* … */}` or `%% … %%`.
fn comment_lines(lines: &[&str]) -> Option<usize> {
    let first = lines[0].trim();
    let close = [("{/*", "*/}"), ("%%", "%%")]
        .iter()
        .find_map(|(open, close)| Some((first.strip_prefix(open)?, close)))?;
    if close.0.trim_end().ends_with(close.1) {
        return Some(1);
    }
    let end = lines.iter().take(MAX_LINES).skip(1).position(|line| line.trim_end().ends_with(close.1))?;
    Some(end + 2)
}

/// True for the definition of an abbreviation: `*[TEU]: twenty-foot equivalent unit`.
fn is_definition(bare: &str) -> bool {
    bare.strip_prefix("*[").and_then(|rest| rest.split_once("]:")).is_some_and(|(name, _)| !name.is_empty())
}

/// True for a line that only directs the program that makes a page: `[TOC]`, `\newpage`, `{: .wide}`.
fn is_directive(bare: &str) -> bool {
    let directives = ["[toc]", "[[toc]]", "[[_toc_]]", "\\newpage", "\\pagebreak", "\\clearpage"];
    directives.contains(&bare.to_ascii_lowercase().as_str())
        || bare.starts_with("--8<--")
        || (bare.starts_with("{:") && bare.ends_with('}'))
}

#[cfg(test)]
mod tests {
    use super::to_commonmark;

    /// Returns the lines with words.
    fn lines(source: &str) -> Vec<String> {
        to_commonmark(source).lines().filter(|line| !line.trim().is_empty()).map(str::to_string).collect()
    }

    #[test]
    fn drops_the_tags_of_components_and_shows_programs_as_code() {
        let source = "---\ntitle: x\n---\nimport Map from './map'\nexport const meta = {\n  a: 1,\n}\n\n<Map\n  zoom={3}\n/>\n\n<Note kind=\"x\">\nThe lock is shut.\n</Note>\n{/* ask\nIda */}\n";
        let expected = [
            "---",
            "title: x",
            "---",
            "~~~~~",
            "import Map from './map'",
            "~~~~~",
            "~~~~~",
            "export const meta = {",
            "  a: 1,",
            "}",
            "~~~~~",
            "The lock is shut.",
        ];
        assert_eq!(lines(source), expected);
    }

    #[test]
    fn removes_the_marks_of_admonitions_and_keeps_titles_and_text() {
        for (source, expected) in [
            (
                "!!! tip \"Before you go\"\n    Bring a rope.\n\nSo.",
                ["Before you go", "Bring a rope.", "So."],
            ),
            (":::note[Before you go]\nBring a rope.\n:::\nSo.", ["Before you go", "Bring a rope.", "So."]),
            (
                ":::note{#a title=\"Before you go\"}\nBring a rope.\n:::\nSo.",
                ["Before you go", "Bring a rope.", "So."],
            ),
            ("::: warning Before you go\nBring a rope.\n:::\nSo.", ["Before you go", "Bring a rope.", "So."]),
        ] {
            assert_eq!(lines(source), expected);
        }
        assert_eq!(
            lines("> [!NOTE] Before you go\n> Bring a rope."),
            ["> Before you go", "> ", "> Bring a rope."]
        );
        assert_eq!(lines("> [!NOTE]\n> Bring a rope.")[2], "> Bring a rope.");
    }

    #[test]
    fn reads_the_text_of_directives_and_the_values_of_programs() {
        let source = "```{tip} Before you go\n:class: wide\nBring a rope.\n```\n```{plot} x\ncode\n```\n";
        assert_eq!(lines(source), ["Before you go", "Bring a rope.", "```{plot} x", "code", "```"]);
        let source =
            "export const meta = { year: 2026 }\n\nIt is {meta.year}.\n\n{rows.map(r => <b>{r}</b>)}\n";
        let expected = ["It is 2026.", "~~~~~", "{rows.map(r => <b>{r}</b>)}", "~~~~~"];
        assert_eq!(lines(source)[3..], expected);
    }

    #[test]
    fn keeps_the_caption_of_a_figure() {
        let source = "{{< figure src=\"a.jpg\" caption=\"The old pier\" >}}\n";
        assert_eq!(lines(source), ["<figure><figcaption>The old pier</figcaption></figure>"]);
        assert!(lines("{{< figure src=\"a.jpg\" >}}\n").is_empty());
    }

    #[test]
    fn keeps_text_and_code_that_only_resemble_a_dialect() {
        for source in [
            "import duties rose.\n",
            "```\n{{< map >}}\n!!! tip\n```\n",
            "Wow!!! tip him.\n",
            "    !!! tip\n",
            "<div>\nText.\n</div>\n",
            "5 < 6 and 7 > 6: so.\n",
            "He wrote `{{ x }}` and {x}.\n",
        ] {
            assert_eq!(to_commonmark(source), source);
        }
    }
}
