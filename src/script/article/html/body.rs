//! Which of a page's blocks are the article's: the extractor finds it, the page's own elements tell how far it goes.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::{Reason, Role, shape};
use super::piece::{Piece, is_long_prose};
use super::walk::Walk;

/// Runs of this many words are compared with the extractor's.
const RUN: usize = 4;

/// The page's blocks as they are told.
pub(super) struct Body {
    /// What each piece is.
    pub(super) kept: Vec<Role>,
    /// The pieces in the article's element, in one that is marked as such from its beginning.
    pub(super) first: Option<usize>,
    pub(super) end: usize,
}

/// Judges all pieces by the runs of words that the extractor found; none when it found nothing.
pub(super) fn choose(walk: &Walk, found: &BTreeSet<u64>, title: Option<&str>) -> Body {
    let judged =
        |runs: &BTreeSet<u64>| walk.pieces.iter().map(|p| judge(p, walk, runs)).collect::<Vec<Role>>();
    let mut kept = judged(found);
    if !kept.iter().any(is_spoken) {
        // The extractor chose what the page does not show, or what it is not about.
        kept = judged(&BTreeSet::new());
    }
    let (mut first, mut end) = (None, 0);
    if let Some(holder) = holder(walk, |i| is_body(&kept[i])) {
        let own = landmark(walk, holder);
        let inside = walk.within(own.unwrap_or(holder));
        let core = own.and_then(|_| holder_of_prose(walk, &kept, &inside)).unwrap_or(holder);
        rescue(walk, &mut kept);
        presume(walk, &mut kept, walk.within(core), title);
        take_long_prose(walk, &mut kept, &inside);
        let is_in = |piece: &Piece| inside.contains(&piece.parent);
        first = own.and_then(|_| walk.pieces.iter().position(is_in));
        end = walk.pieces.iter().rposition(is_in).map_or(0, |last| last + 1);
    }
    sign(&walk.pieces, &mut kept);
    Body { kept, first, end }
}

/// Who signs a block quotation shares its fate: a name is too short for the extractor's runs of words. Words that were struck
/// out, or a picture's, may stand between the two.
fn sign(pieces: &[Piece], kept: &mut [Role]) {
    for index in (1..pieces.len()).filter(|index| pieces[*index].signature) {
        let quotation = (0..index).rev().find(|above| is_spoken(&pieces[*above].role));
        let above = kept[quotation.unwrap_or(index - 1)];
        kept[index] = if matches!(above, Role::Omitted(_)) { above } else { pieces[index].role };
    }
}

/// The hashes of all runs of [`RUN`] words, or of all words where there are fewer.
pub(super) fn runs(text: &str) -> Vec<u64> {
    let words: Vec<String> = shape::words(text).collect();
    words.windows(RUN.min(words.len().max(1))).map(|run| shape::hash(&run.join(" "))).collect()
}

fn is_spoken(role: &Role) -> bool {
    !matches!(role, Role::Omitted(_))
}

fn is_body(role: &Role) -> bool {
    is_spoken(role) && !matches!(role, Role::Heading(_))
}

/// What a block is: the extractor decides, the markup may overrule it.
fn judge(piece: &Piece, walk: &Walk, found: &BTreeSet<u64>) -> Role {
    if matches!(piece.role, Role::Omitted(_)) {
        return piece.role;
    }
    if let Some(reason) = walk.furniture(piece) {
        return Role::Omitted(reason);
    }
    if is_link(piece) {
        return Role::Omitted(Reason::LinkList);
    }
    let runs = runs(&piece.words);
    let known = runs.iter().filter(|run| found.contains(run)).count();
    if !found.is_empty() && known * 2 < runs.len().max(1) {
        return Role::Omitted(Reason::Furniture);
    }
    piece.role
}

/// A block that is one link, and no sentence, leads elsewhere.
fn is_link(piece: &Piece) -> bool {
    let body = matches!(piece.role, Role::Paragraph | Role::Item | Role::Row);
    body && piece.linked >= piece.words.len()
        && shape::count(&piece.words) >= 3
        && !shape::is_prose(&piece.words)
}

/// The innermost wrapper that holds three quarters of the words that count.
fn holder(walk: &Walk, counts: impl Fn(usize) -> bool) -> Option<usize> {
    let mut words = vec![0; walk.elements.len()];
    for index in (0..walk.pieces.len()).filter(|index| counts(*index)) {
        let piece = &walk.pieces[index];
        words[piece.parent] += piece.words.len();
    }
    // Elements are numbered as they begin: those inside come later.
    for element in (1..words.len()).rev() {
        words[walk.elements[element].outer] += words[element];
    }
    let all = words.first().copied().filter(|all| *all > 0)?;
    let most = |&element: &usize| walk.elements[element].wraps && words[element] * 4 >= all * 3;
    (0..words.len()).rev().find(most)
}

/// Where the prose inside an article's element is, whether the extractor found it or not.
fn holder_of_prose(walk: &Walk, kept: &[Role], inside: &Range<usize>) -> Option<usize> {
    let counts = |index: usize| {
        let piece = &walk.pieces[index];
        let prose =
            piece.role == Role::Paragraph && shape::is_prose(&piece.words) && may_be_content(walk, piece);
        inside.contains(&piece.parent) && (prose || is_body(&kept[index]))
    };
    holder(walk, counts)
}

/// The innermost `<article>` around an element, or else the innermost `<main>`.
fn landmark(walk: &Walk, element: usize) -> Option<usize> {
    let is = |landmark| walk.around(element).find(|&at| walk.elements[at].landmark == landmark);
    is(2).or_else(|| is(1))
}

/// Neither the markup nor its links speak against it.
fn may_be_content(walk: &Walk, piece: &Piece) -> bool {
    is_spoken(&piece.role) && walk.furniture(piece).is_none() && !piece.is_mostly_links()
}

/// Takes back what the extractor lost: prose and subheads beside blocks it found.
fn rescue(walk: &Walk, kept: &mut [Role]) {
    let home: BTreeSet<usize> = walk
        .pieces
        .iter()
        .zip(kept.iter())
        .filter(|(p, role)| **role == Role::Paragraph && shape::is_prose(&p.words))
        .map(|(p, _)| p.parent)
        .collect();
    for (piece, role) in walk.pieces.iter().zip(kept) {
        let fit = match piece.role {
            Role::Paragraph | Role::Item | Role::Row => shape::is_prose(&piece.words),
            Role::Heading(level) => level > 1,
            _ => false,
        };
        if is_lost(role) && fit && home.contains(&piece.parent) && may_be_content(walk, piece) {
            *role = piece.role;
        }
    }
}

fn is_lost(role: &Role) -> bool {
    *role == Role::Omitted(Reason::Furniture)
}

/// What stands in the element that holds the article is the article's: between its paragraphs all that is not recognisably
/// the page's, before and behind them what has the shape of content.
fn presume(walk: &Walk, kept: &mut [Role], core: Range<usize>, title: Option<&str>) {
    let in_core = |index: &usize| core.contains(&walk.pieces[*index].parent);
    let body = || (0..kept.len()).filter(in_core).filter(|&index| is_body(&kept[index]));
    let (Some(first), Some(last)) = (body().next(), body().next_back()) else { return };
    let begin = super::headline(&walk.pieces, first, title).map_or(0, |index| index + 1);
    for index in (begin..kept.len()).filter(in_core) {
        let piece = &walk.pieces[index];
        let fit = (first..last).contains(&index)
            || match piece.role {
                Role::Paragraph => is_sentence(&piece.words),
                Role::Heading(level) => level > 1,
                _ => true,
            };
        if fit && is_lost(&kept[index]) && may_be_content(walk, piece) {
            kept[index] = piece.role;
        }
    }
}

/// Says something, however short it is.
fn is_sentence(words: &str) -> bool {
    shape::is_prose(words) || (shape::count(words) > 1 && shape::ends_sentence(words))
}

/// A long paragraph inside the article's element is no menu and no notice, wherever it stands.
fn take_long_prose(walk: &Walk, kept: &mut [Role], inside: &Range<usize>) {
    for (piece, role) in walk.pieces.iter().zip(kept) {
        let is_long = piece.role == Role::Paragraph && is_long_prose(&piece.words, piece.linked);
        if is_long && is_lost(role) && inside.contains(&piece.parent) && may_be_content(walk, piece) {
            *role = piece.role;
        }
    }
}
