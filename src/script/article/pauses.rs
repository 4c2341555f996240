//! Finds the places of a longer pause: scene breaks such as `* * *`, and the marks `[pause]` and `[pause 2s]` of an author.

use super::block::{Article, Block, Reason, Role};

/// The text of a scene break in a source that has only a rule there: `---` in Markdown, `<hr>` in HTML.
pub(super) const SCENE_BREAK: &str = "* * *";
/// Seconds of the pause at a scene break, or at a mark without a time.
const SECONDS: f64 = 2.0;
/// The longest pause that a mark can ask for, in seconds.
const MAX_SECONDS: f64 = 60.0;
/// Ornaments that are scene breaks on their own.
const ORNAMENTS: [char; 7] = ['⁂', '❦', '☙', '❧', '✻', '⁎', '§'];

/// Returns the seconds of the pause that an omitted block asks for; `None` for any other text.
pub(crate) fn seconds(text: &str) -> Option<f64> {
    if is_scene_break(text) {
        return Some(SECONDS);
    }
    mark(text).filter(|(length, _)| *length == text.len()).map(|(_, seconds)| seconds)
}

/// Makes blocks of their own of the marks inside of blocks. They are omitted.
pub(super) fn split_blocks(article: &mut Article) {
    let Article { text, blocks, .. } = article;
    if !text.contains("[pause") && !text.contains("[Pause") {
        return;
    }
    *blocks = std::mem::take(blocks).into_iter().flat_map(|block| split(text, block)).collect();
}

fn split(text: &str, block: Block) -> Vec<Block> {
    if !block.role.is_read() {
        return vec![block];
    }
    let mut parts = Vec::new();
    let mut start = block.span.start;
    let mut push = |role, start: usize, end: usize| {
        let part = &text[start..end];
        let start = start + part.len() - part.trim_start().len();
        if !part.trim().is_empty() {
            parts.push(Block { role, span: start..start + part.trim().len() });
        }
    };
    let marks = text[block.span.clone()].match_indices('[').map(|(at, _)| block.span.start + at);
    for (at, (length, _)) in marks.filter_map(|at| Some((at, mark(&text[at..block.span.end])?))) {
        push(block.role, start, at);
        push(Role::Omitted(Reason::NotProse), at, at + length);
        start = at + length;
    }
    push(block.role, start, block.span.end);
    parts
}

/// Returns the length and the seconds of the mark at the front of a text.
fn mark(text: &str) -> Option<(usize, f64)> {
    let rest = text.strip_prefix("[pause").or_else(|| text.strip_prefix("[Pause"))?;
    let inside = &rest[..rest.bytes().take(16).position(|byte| byte == b']')?];
    let value =
        inside.trim_start_matches([':', ' ']).trim_end_matches("seconds").trim_end_matches(['s', ' ']);
    let milliseconds = value.strip_suffix('m').and_then(|value| value.trim().parse::<f64>().ok());
    let seconds = match value {
        "" => SECONDS,
        _ => milliseconds.map(|value| value / 1000.0).or_else(|| value.parse().ok())?,
    };
    let is_mark = inside.is_empty() || inside.starts_with([' ', ':']);
    (is_mark && (0.0..=MAX_SECONDS).contains(&seconds))
        .then_some((text.len() - rest.len() + inside.len() + 1, seconds))
}

/// True for `***`, `* * *`, `---`, `~ ~ ~`, `###` or an ornament.
fn is_scene_break(text: &str) -> bool {
    let mut marks = text.chars().filter(|c| !c.is_whitespace());
    let Some(first) = marks.next() else { return false };
    let (same, count) = marks.fold((true, 1), |(same, count), c| (same && c == first, count + 1));
    same && (ORNAMENTS.contains(&first) || (count >= 3 && "*-–—_~#=•·".contains(first)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::article::{Format, parse};

    #[test]
    fn finds_scene_breaks_and_marks() {
        for (text, expected) in [
            ("* * *", Some(2.0)),
            ("---", Some(2.0)),
            ("⁂", Some(2.0)),
            ("[pause]", Some(2.0)),
            ("[pause 2.5s]", Some(2.5)),
            ("[pause: 1 s]", Some(1.0)),
            ("[pause 800ms]", Some(0.8)),
            ("--", None),
            ("* - *", None),
            ("[pause 900]", None),
            ("[paused]", None),
            ("[pause] She", None),
            ("", None),
        ] {
            assert_eq!(seconds(text), expected, "`{text}`");
        }
    }

    #[test]
    fn splits_a_block_at_a_mark() {
        for format in [Format::Text, Format::Markdown] {
            let article = parse("The lamp went out. [pause 3s] Then it shone again.", format).expect("text");
            let blocks: Vec<_> =
                article.blocks.iter().map(|b| (b.role.is_read(), b.text(&article.text))).collect();
            let expected =
                [(true, "The lamp went out."), (false, "[pause 3s]"), (true, "Then it shone again.")];
            assert_eq!(blocks, expected);
        }
    }
}
