//! Who wrote the article, where a line above it says so.

use super::{Article, Reason, Role, furniture, phrases, shape};

/// A byline stands this near to the top.
const HEAD: usize = 8;

/// The names in a byline above the body.
pub(super) fn author(article: &Article) -> Option<String> {
    let line = |span: &std::ops::Range<usize>| &article.text[span.clone()];
    let head = article.blocks.iter().take(HEAD).take_while(|block| !shape::is_prose(line(&block.span)));
    let may_name = |role: Role| matches!(role, Role::Paragraph | Role::Omitted(Reason::Byline));
    head.filter(|block| may_name(block.role)).find_map(|block| named(line(&block.span))).map(str::to_string)
}

/// `Von Jürgen Köhler`, `Written by Ada Venn and Bo Lind, correspondents`, `Text: Ada Venn`.
fn named(line: &str) -> Option<&str> {
    let line = line.lines().next().unwrap_or(line);
    let is_label = |label: &str| phrases::is_line(&shape::fold(label), |p| p.author_labels);
    let ends = line.char_indices().filter(|(_, c)| matches!(c, ' ' | ':')).map(|(at, _)| at).take(4);
    let label = ends.filter(|end| is_label(&line[..*end])).last()?;
    furniture::names(&line[label..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byline_names_the_author() {
        let cases = [
            ("By Jo Lindqvist", Some("Jo Lindqvist")),
            ("Von Jürgen Köhler, Berlin", Some("Jürgen Köhler")),
            ("Text: Ada Venn", Some("Ada Venn")),
            ("Written by Ada Venn and Bo Lind, maritime correspondents", Some("Ada Venn and Bo Lind")),
            ("By the sea", None),
            ("By Monday Morning, everything had changed.", None),
            ("Ada Venn", None),
        ];
        for (line, name) in cases {
            assert_eq!(named(line), name, "`{line}`");
        }
    }
}
