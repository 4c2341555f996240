//! Who wrote the article, where a line above it says so.

use super::{Article, Format, Reason, Role, boilerplate, shape};
use crate::language::boilerplate as phrases;

/// A byline stands this near to the top.
const HEAD: usize = 8;
/// Behind the names a byline has at most so many words: a trade, a house, a place.
const MOST_BEHIND: usize = 6;

/// Sets aside a byline right under the headline, or under the standfirst there, and gives the names in it. One that stands
/// elsewhere in a text is the text's own.
pub(super) fn mark(article: &mut Article, format: Format) -> Option<String> {
    let Article { text, blocks, .. } = article;
    let read: Vec<usize> =
        (0..blocks.len()).filter(|&at| !matches!(blocks[at].role, Role::Omitted(_))).take(4).collect();
    if !matches!(blocks[*read.first()?].role, Role::Heading(_)) {
        return None;
    }
    let line = |at: usize| &text[blocks[at].span.clone()];
    // In text a heading is a guess at a short line.
    let is_plain = |at: usize| match blocks[at].role {
        Role::Heading(_) => format == Format::Text,
        role => role == Role::Paragraph,
    };
    let place =
        (1..read.len().min(3)).find(|&place| is_plain(read[place]) && is_byline(line(read[place])))?;
    let author = named(line(read[place])).map(str::to_string);
    let trade =
        read.get(place + 1).copied().filter(|&at| is_plain(at) && boilerplate::is_trade_line(line(at)));
    for at in [Some(read[place]), trade].into_iter().flatten() {
        blocks[at].role = Role::Omitted(Reason::Byline);
    }
    author
}

/// Nothing but who wrote it, and perhaps when.
fn is_byline(block: &str) -> bool {
    let mut lines = block.lines();
    let first = lines.next().unwrap_or_default();
    let ends = |name: &str| {
        let behind = first.split_once(name).map_or(first, |(_, behind)| behind);
        shape::count(behind) <= MOST_BEHIND
    };
    named(first).is_some_and(ends)
        && lines.all(|line| boilerplate::is_time(line) || boilerplate::is_trade_line(line))
}

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
    // `Von der Nordsee` is no name.
    let capitals =
        |name: &&str| name.split(' ').filter(|part| part.starts_with(char::is_uppercase)).count() > 1;
    boilerplate::names(&line[label..]).filter(capitals)
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
            ("Von der Nordsee", None),
            ("By Monday Morning, everything had changed.", None),
            ("Ada Venn", None),
        ];
        for (line, name) in cases {
            assert_eq!(named(line), name, "`{line}`");
        }
    }
}
