//! What a line of the page makes of the lines after it: titles under "Read more", the caption under a
//! player's notice, the house under an author's name.

use std::collections::BTreeSet;

use super::super::{Block, Reason, Role, shape};
use super::HEAD;
use crate::language::boilerplate as phrases;

/// This many titles may follow a label such as "Read more:".
const LINKS: usize = 12;
/// A newsletter's advertisement has at most this many blocks.
const PROMOTION: usize = 6;

/// What the lines before a block make of it.
#[derive(Clone, Copy)]
enum After {
    /// Nothing.
    Body,
    /// So many more titles may follow the head of a list.
    Head(Reason, usize),
    /// A caption follows a player's notice, or the word that announces it.
    Caption,
    /// The author's name came; the house or the trade may follow.
    Author,
}

/// What a line makes of its neighbours: titles under "Read more", the caption under a player's notice. A list of titles ends
/// where what holds it does, before the blocks `ends`.
pub(super) fn mark(text: &str, blocks: &mut [Block], ends: &BTreeSet<usize>) {
    let mut after = After::Body;
    let mut last: Option<(usize, Role)> = None;
    for index in 0..blocks.len() {
        if matches!(after, After::Head(..)) && ends.contains(&index) {
            (after, last) = (After::Body, None);
        }
        let (role, line) = (blocks[index].role, &text[blocks[index].span.clone()]);
        if let Role::Omitted(reason) = role {
            after = announced(line, reason, after, index);
            last = None;
            if phrases::is_line(&shape::fold(line), |p| p.promotion_ends) {
                mark_promotion(&mut blocks[..index]);
            }
            continue;
        }
        match follower(line, role, after) {
            Some(reason) => {
                blocks[index].role = Role::Omitted(reason);
                last = matches!(after, After::Head(..)).then_some((index, role));
                after = next(line, after);
            }
            None => {
                spare_subhead(text, blocks, last);
                (after, last) = (After::Body, None);
            }
        }
    }
}

/// What follows a block that is omitted for its own words.
fn announced(line: &str, reason: Reason, before: After, index: usize) -> After {
    match reason {
        Reason::LinkList if opens_list(line) => After::Head(reason, LINKS),
        Reason::Furniture if is_head(line, |p| p.contact_heads) => After::Head(reason, 4),
        Reason::Notice if is_player_notice(line) => After::Caption,
        Reason::Caption if is_bare_label(line) => After::Caption,
        Reason::Byline if index < HEAD => After::Author,
        Reason::Notice | Reason::Caption | Reason::Byline => After::Body,
        _ => before,
    }
}

/// Why a block is omitted for what stands before it.
fn follower(line: &str, role: Role, after: After) -> Option<Reason> {
    let title = is_link_title(line) && !matches!(role, Role::Heading(_) | Role::Quote);
    match after {
        After::Head(reason, more) if title && more > 0 => Some(reason),
        After::Caption if is_time_code(line) => Some(Reason::Notice),
        After::Caption if title && shape::count(line) >= 3 => Some(Reason::Caption),
        After::Author if title && is_trade_line(line) => Some(Reason::Byline),
        _ => None,
    }
}

/// What may follow a follower.
fn next(line: &str, after: After) -> After {
    match after {
        After::Head(reason, more) => After::Head(reason, more.saturating_sub(1)),
        After::Caption if is_time_code(line) => After::Caption,
        _ => After::Body,
    }
}

/// `2:14`, as players show how long they play.
fn is_time_code(line: &str) -> bool {
    line.len() <= 8 && line.contains(':') && line.chars().all(|c| c.is_ascii_digit() || c == ':')
}

/// A house or a trade under a name: `Harbour News`, `International correspondent @jane`.
pub(super) fn is_trade(line: &str) -> bool {
    let trade = shape::words(line).any(|w| phrases::ALL.iter().any(|p| p.trades.contains(&w.as_str())));
    let house = line.ends_with(" News") || line.ends_with(" Service");
    trade || line.contains('@') || house
}

/// One in a line of its own.
pub(in crate::script::article) fn is_trade_line(line: &str) -> bool {
    is_link_title(line) && shape::count(line) <= 6 && is_trade(line)
}

/// `Image caption,` with the caption itself on the next line.
fn is_bare_label(line: &str) -> bool {
    let folded = shape::fold(line);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    phrases::is_line(bare, |p| p.caption_labels) || phrases::is_line(bare, |p| p.caption_openings)
}

/// Everything between a newsletter's first line and its end is the newsletter's.
fn mark_promotion(before: &mut [Block]) {
    let near = before.iter_mut().rev().take(PROMOTION).collect::<Vec<_>>();
    let is_share = |b: &&mut Block| b.role == Role::Omitted(Reason::ShareLine);
    let Some(start) = near.iter().rposition(is_share) else { return };
    for block in near.into_iter().take(start).filter(|b| !matches!(b.role, Role::Omitted(_))) {
        block.role = Role::Omitted(Reason::ShareLine);
    }
}

/// The last line before prose resumes may be a subhead: very short, and not the only title of its list.
fn spare_subhead(text: &str, blocks: &mut [Block], last: Option<(usize, Role)>) {
    let Some((index, role)) = last else { return };
    let Some(before) = index.checked_sub(1).and_then(|i| blocks.get(i)) else { return };
    let line = &text[blocks[index].span.clone()];
    let gap = &text[before.span.end..blocks[index].span.start];
    let second = !opens_list(&text[before.span.clone()]);
    if second && shape::count(line) <= 4 && gap.matches('\n').count() > 1 && role == Role::Paragraph {
        blocks[index].role = role;
    }
}

/// A line after which titles of other pages follow.
fn opens_list(line: &str) -> bool {
    is_head(line, |p| p.link_heads)
}

fn is_head(line: &str, list: fn(&phrases::Phrases) -> &'static [&'static str]) -> bool {
    let folded = shape::fold(line);
    phrases::is_line(folded.trim_matches(|c: char| !c.is_alphanumeric()), list)
}

fn is_player_notice(line: &str) -> bool {
    let folded = shape::fold(line);
    ["video", "player", "browser", "playback"].iter().any(|w| folded.contains(w))
}

/// A title of another page: not a sentence that ends in a full stop, not long, nobody speaking.
pub(super) fn is_link_title(line: &str) -> bool {
    (1..=25).contains(&shape::count(line))
        && !shape::ends_with_stop(line)
        && (shape::begins_high(line) || shape::count(line) <= 2)
        && !line.ends_with([':', ','])
}
