//! Finds the items of lists in plain text, and how much of each is its marker.

use super::line::Line;
use crate::script::article::shape;

/// Bullets that are nothing else.
const BULLETS: [char; 6] = ['•', '▪', '‣', '◦', '●', '■'];
/// A longer number before a dot begins a sentence: `1914. War came.`
const MAX_NUMBER_DIGITS: usize = 2;

/// The marker of a list item.
#[derive(Clone)]
pub(super) struct ListMarker {
    /// Bytes at the front of the line that are not read.
    pub(super) dropped: usize,
    /// Columns before the words of the item.
    pub(super) hang: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum MarkerKind {
    Bullet,
    /// A dash or a star: also the front of a turn of a dialogue, or of an ornament.
    Dash,
    Number(u32),
    /// `a)`
    Letter(u32),
}

/// Returns the marker of each line that is a list item.
///
/// A bullet makes an item. A dash or a number makes one only in a list of two or more: a single `3. Mai` is a date, and a line with a
/// dash may be a turn of a dialogue.
pub(super) fn markers(lines: &[Line]) -> Vec<Option<ListMarker>> {
    let found: Vec<Option<(MarkerKind, usize)>> = lines.iter().map(|line| marker(line.text)).collect();
    let mut markers: Vec<Option<ListMarker>> = vec![None; lines.len()];
    let mut is_in_run = vec![false; lines.len()];
    for index in 0..lines.len() {
        let Some((kind, _)) = found[index].filter(|_| !is_in_run[index]) else { continue };
        let run = run(lines, &found, index);
        run.iter().for_each(|item| is_in_run[*item] = true);
        let is_list = match kind {
            MarkerKind::Bullet => true,
            MarkerKind::Number(_) | MarkerKind::Letter(_) => run.len() > 1,
            MarkerKind::Dash => run.len() > 1 && !is_dialogue(lines, &run),
        };
        // The numbers of paragraphs are part of the text: readers refer to them.
        let is_tight = run.windows(2).all(|pair| !lines[pair[1]].after_empty);
        let keeps_marker = matches!(kind, MarkerKind::Number(_)) && !is_tight;
        for &item in run.iter().filter(|_| is_list) {
            let length = found[item].map_or(0, |(_, length)| length);
            let hang = lines[item].indent + lines[item].text[..length].chars().count();
            markers[item] = Some(ListMarker { dropped: if keeps_marker { 0 } else { length }, hang });
        }
    }
    markers
}

/// Returns the marker at the front of a line, with the space after it.
fn marker(text: &str) -> Option<(MarkerKind, usize)> {
    let length =
        |front: &str| front.len() + text[front.len()..].len() - text[front.len()..].trim_start().len();
    if let Some(bullet) = text.chars().next().filter(|c| BULLETS.contains(c)) {
        return Some((MarkerKind::Bullet, length(&text[..bullet.len_utf8()])));
    }
    if let Some(rest) = text.strip_prefix(['-', '*', '+']).filter(|rest| rest.starts_with([' ', '\t'])) {
        let kind = if text.starts_with('*') { MarkerKind::Bullet } else { MarkerKind::Dash };
        // `* * *` is a line of stars.
        return rest.contains(char::is_alphanumeric).then(|| (kind, length(&text[..1])));
    }
    if let [letter @ b'a'..=b'z', b')', b' ', ..] = text.as_bytes() {
        return Some((MarkerKind::Letter(u32::from(*letter)), length(&text[..2])));
    }
    let open = usize::from(text.starts_with('('));
    let digits = text[open..].bytes().take_while(u8::is_ascii_digit).count();
    let close = if open == 1 {
        text[open + digits..].starts_with(')')
    } else {
        text[digits..].starts_with(['.', ')'])
    };
    let end = open + digits + 1;
    let is_number =
        (1..=MAX_NUMBER_DIGITS).contains(&digits) && close && text[end..].starts_with([' ', '\t']);
    let number = is_number.then(|| text[open..open + digits].parse().ok()).flatten()?;
    Some((MarkerKind::Number(number), length(&text[..end])))
}

/// Returns the lines of the list that begins with a line: equal markers at one depth, numbers in order. Only lines that belong to an
/// item come between them.
fn run(lines: &[Line], found: &[Option<(MarkerKind, usize)>], first: usize) -> Vec<usize> {
    let mut run = vec![first];
    let mut last = found[first].map(|(kind, _)| kind);
    for index in first + 1..lines.len() {
        let (line, kind) = (&lines[index], found[index].map(|(kind, _)| kind));
        let follows = match (last, kind) {
            (Some(MarkerKind::Number(before)), Some(MarkerKind::Number(number)))
            | (Some(MarkerKind::Letter(before)), Some(MarkerKind::Letter(number))) => number == before + 1,
            (before, kind) => kind.is_some() && before == kind,
        };
        if follows && line.indent.abs_diff(lines[first].indent) < 2 {
            run.push(index);
            last = kind;
        } else if kind.is_some() && line.indent < lines[first].indent + 2
            || line.after_empty && line.indent <= lines[first].indent
        {
            break;
        }
    }
    run
}

/// True if lines with dashes are the turns of a dialogue: sentences with a capital, and no label such as `Bring:` before them.
fn is_dialogue(lines: &[Line], run: &[usize]) -> bool {
    let announced = run[0].checked_sub(1).is_some_and(|before| lines[before].text.ends_with(':'));
    let turns = run.iter().filter(|&&item| {
        let words = lines[item].text[1..].trim_start();
        words.starts_with(char::is_uppercase) && (shape::ends_sentence(words) || words.ends_with(','))
    });
    !announced && turns.count() * 2 > run.len()
}
