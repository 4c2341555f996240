//! Turns the layout of a printed page into paragraphs.
//!
//! `pdftotext -layout` keeps the place of each line on the page. So two columns are side by side, and a paragraph begins with an
//! indent:
//!
//! ```text
//!    The ferry was           so they waited.
//! late again, and              By noon the wind
//! no one knew why,        had dropped.
//! ```

/// A page with fewer lines in both columns has one column. A table may be as short.
const MIN_LINES: usize = 6;
/// Fewer than one line in this many may cross the space between two columns, such as a headline over both.
const CROSSING_SHARE: usize = 5;
/// A first line is indented by at least this many characters.
const MIN_INDENT: usize = 2;
/// A deeper indent is that of a quotation or a centred line.
const MAX_INDENT: usize = 12;

/// Returns the text with one column after the other, and with empty lines between paragraphs. Form feeds stay.
pub(super) fn unfold(text: &str) -> String {
    text.split('\u{c}').map(unfold_page).collect::<Vec<_>>().join("\u{c}")
}

/// Lines at the top and at the foot of a page with empty lines around them are kept as they are: a running head, a page number.
const MAX_EDGE_LINES: usize = 2;

fn unfold_page(page: &str) -> String {
    let lines: Vec<&str> = page.lines().map(str::trim_end).collect();
    let head = edge(lines.iter());
    let foot = lines.len() - edge(lines[head..].iter().rev());
    let body: Vec<Vec<char>> = lines[head..foot].iter().map(|line| line.chars().collect()).collect();
    let edge_text = |edge: &[&str]| edge.iter().map(|line| format!("{line}\n")).collect::<String>();
    format!("{}{}\n{}", edge_text(&lines[..head]), unfold_body(&body), edge_text(&lines[foot..]))
}

/// Returns how many lines from the edge of a page are its running head, with the empty lines around it. 0 if it has none.
fn edge<'a>(lines: impl Iterator<Item = &'a &'a str>) -> usize {
    let (mut count, mut words) = (0, 0);
    for line in lines {
        match (line.is_empty(), words) {
            (true, 1..) => return count + 1,
            (true, 0) => {}
            (false, MAX_EDGE_LINES..) => return 0,
            (false, _) => words += 1,
        }
        count += 1;
    }
    0
}

fn unfold_body(lines: &[Vec<char>]) -> String {
    let Some(gutter) = gutter(lines) else { return paragraphs(lines) };
    let mut text = String::new();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for line in lines {
        if crosses(line, gutter) {
            flush_columns(&mut text, &mut left, &mut right);
            text += &paragraphs(std::slice::from_ref(line));
        } else {
            left.push(line[..gutter.min(line.len())].to_vec());
            right.push(line.get(gutter..).map(<[char]>::to_vec).unwrap_or_default());
        }
    }
    flush_columns(&mut text, &mut left, &mut right);
    text
}

/// Adds the lines of both columns, the left one first.
fn flush_columns(text: &mut String, left: &mut Vec<Vec<char>>, right: &mut Vec<Vec<char>>) {
    for column in [left, right] {
        let has_words = |line: &Vec<char>| line.iter().any(|c| !c.is_whitespace());
        let end = column.iter().rposition(has_words).map_or(0, |last| last + 1);
        let start = column.iter().position(has_words).unwrap_or(0);
        *text += &paragraphs(&column[start.min(end)..end]);
        column.clear();
    }
}

/// Returns where the right column begins, if the page has two.
fn gutter(lines: &[Vec<char>]) -> Option<usize> {
    let width = lines.iter().map(Vec::len).max().unwrap_or(0);
    let count = lines.iter().filter(|line| !line.is_empty()).count();
    let places = (width / 4..width * 3 / 4).filter(|&at| at >= 2);
    let fits = places.filter_map(|at| {
        let crossing = lines.iter().filter(|line| crosses(line, at)).count();
        let both = lines.iter().filter(|line| has_both(line, at)).count();
        let is_gutter = crossing * CROSSING_SHARE < count && both >= MIN_LINES && both * 3 > count;
        is_gutter.then_some((crossing, std::cmp::Reverse(at)))
    });
    // Of several places between the columns, the last one is where the lines of the right column begin.
    fits.min().map(|(_, at)| at.0)
}

/// True for a line with words across a place. Columns have at least two spaces between them.
fn crosses(line: &[char], at: usize) -> bool {
    let is_word = |at: usize| line.get(at).is_some_and(|c| !c.is_whitespace());
    is_word(at - 1) || (is_word(at - 2) && is_word(at))
}

fn has_both(line: &[char], at: usize) -> bool {
    at < line.len() && !crosses(line, at) && line[..at].iter().any(|c| !c.is_whitespace())
}

/// Returns lines as text, with an empty line before each indented one and with single spaces.
fn paragraphs(lines: &[Vec<char>]) -> String {
    let indent = |line: &Vec<char>| line.iter().take_while(|c| c.is_whitespace()).count();
    let words = lines.iter().filter(|line| indent(line) < line.len());
    let margin = words.clone().map(indent).min().unwrap_or(0);
    // If most lines are indented, the indent is a margin.
    let is_indented = |line: &Vec<char>| (margin + MIN_INDENT..margin + MAX_INDENT).contains(&indent(line));
    let uses_indents = words.clone().filter(|line| is_indented(line)).count() * 2 <= words.count();
    let mut text = String::new();
    for line in lines {
        let string: String = line.iter().collect();
        if uses_indents && is_indented(line) {
            text.push('\n');
        }
        text += &string.split_whitespace().collect::<Vec<_>>().join(" ");
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "          The Gazette

The ferry is late

   The ferry was        shutters were
late again, and         closed by noon.
no one knew why,           By noon the
said Ada Venn of        wind dropped and
the post office,        the boats went
where there was no      out again, with
answer. The             a warning.
";

    #[test]
    fn reads_one_column_after_the_other_and_keeps_the_edges() {
        let expected = "          The Gazette\n\nThe ferry is late\n\n\nThe ferry was\nlate again, and\nno one knew why,\nsaid Ada Venn of\n\
                        the post office,\nwhere there was no\nanswer. The\nshutters were\nclosed by noon.\n\nBy noon the\nwind dropped and\n\
                        the boats went\nout again, with\na warning.\n\n\n                  1\n";
        assert_eq!(unfold(&format!("{PAGE}\n                  1\n")), expected);
    }

    #[test]
    fn keeps_one_column_and_short_tables() {
        let column = "The ferry was late again on Monday,\nand no one knew why it had been.\n";
        assert_eq!(unfold(column).trim_end(), column.trim_end());
        let table = "Ship      Year\nSula      1901\nGull      1902\nTern      1903\n";
        assert_eq!(unfold(table).trim_end(), "Ship Year\nSula 1901\nGull 1902\nTern 1903");
    }

    #[test]
    fn separates_indented_paragraphs() {
        let text = "   The ferry was late\nagain on Monday.\n   No one knew why\nit had been.\n";
        let expected = "The ferry was late\nagain on Monday.\n\nNo one knew why\nit had been.";
        assert_eq!(unfold(text).trim(), expected);
    }
}
