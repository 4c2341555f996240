//! The narration filter: which blocks are of the page and not of the article.
//!
//! It is conservative: a block in the shape of prose stays unless its wording is unmistakable.
//! What pages say is data ([`super::phrases`]); here are only the shapes it comes in.

use super::phrases::{self, AGENCIES};
use super::{Article, Block, Reason, Role, repeats, shape};

/// A label may announce this many words and still be a link or a caption.
const LABELLED_WORDS: usize = 45;
/// A request to share, a notice or a credited caption is at most this long.
const FURNITURE_WORDS: usize = 60;
/// This many titles may follow a label such as "Read more:".
const LINKS: usize = 12;

/// Marks what is not to be read; blocks that are omitted already stay so.
pub(super) fn mark(article: &mut Article) {
    let Article { text, title, blocks, .. } = article;
    let text: &str = text;
    mark_lines(text, blocks);
    mark_followers(text, blocks);
    mark_authors(text, blocks);
    mark_second_titles(text, title.as_deref(), blocks);
    for index in repeats::pull_quotes(text, blocks) {
        blocks[index].role = Role::Omitted(Reason::PullQuote);
    }
}

/// What a block's own words tell, whatever stands around it.
fn mark_lines(text: &str, blocks: &mut [Block]) {
    let mut before_prose = true;
    for (index, block) in blocks.iter_mut().enumerate() {
        if matches!(block.role, Role::Omitted(_)) {
            continue;
        }
        let line = &text[block.span.clone()];
        let headline = block.role == Role::Heading(1);
        match reason(line, before_prose).filter(|_| !headline) {
            Some(reason) => block.role = Role::Omitted(reason),
            None => before_prose &= index < 12 && !shape::is_prose(line),
        }
    }
}

/// Why a line is not of the article, as far as the line alone can tell.
fn reason(line: &str, before_prose: bool) -> Option<Reason> {
    if !line.chars().any(char::is_alphanumeric) || is_address(line) {
        return Some(Reason::NotProse);
    }
    // A long paragraph is never furniture; folding it would cost time for nothing.
    if line.len() > FURNITURE_WORDS * 12 || shape::count(line) > FURNITURE_WORDS {
        return None;
    }
    let folded = shape::fold(line);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    whole_line(bare)
        .filter(|reason| *reason != Reason::ShareLine || !line.ends_with('.'))
        .or_else(|| labelled(line, &folded))
        .or_else(|| phrases::holds(&folded, |p| p.notices).then_some(Reason::Notice))
        .or_else(|| is_credited(line).then_some(Reason::Caption))
        .or_else(|| is_request(&folded).then_some(Reason::ShareLine))
        .or_else(|| is_byline(line, &folded, before_prose).then_some(Reason::Byline))
}

/// Lines that are known whole: buttons, advertisement marks, the heads of link lists.
fn whole_line(bare: &str) -> Option<Reason> {
    let counted = bare.trim_end_matches(|c: char| !c.is_alphabetic());
    let is = |list| phrases::is_line(bare, list) || phrases::is_line(counted, list);
    if is(|p| p.furniture) {
        Some(Reason::Furniture)
    } else if is(|p| p.link_heads) || is(|p| p.link_lines) {
        Some(Reason::LinkList)
    } else if is(|p| p.share_lines) {
        Some(Reason::ShareLine)
    } else {
        None
    }
}

/// `READ MORE: …`, `WATCH | …`, `Image: …`, `Watch (2007): …`.
fn labelled(line: &str, folded: &str) -> Option<Reason> {
    if phrases::opening(folded, |p| p.caption_openings).is_some() {
        return Some(Reason::Caption);
    }
    let (label, rest) = split_label(folded)?;
    if shape::count(rest) > LABELLED_WORDS {
        return None;
    }
    let sentence = shape::is_prose(line) && shape::ends_with_stop(line);
    if phrases::is_line(label, |p| p.link_labels) || phrases::is_line(label, |p| p.link_heads) {
        Some(Reason::LinkList)
    } else if phrases::is_line(label, |p| p.caption_labels) {
        Some(Reason::Caption)
    } else if !sentence && phrases::is_line(label, |p| p.weak_link_labels) {
        Some(Reason::LinkList)
    } else if !sentence && phrases::is_line(label, |p| p.share_lines) {
        Some(Reason::ShareLine)
    } else {
        None
    }
}

/// The label of a line and what it announces; a bracket between them belongs to neither.
fn split_label(folded: &str) -> Option<(&str, &str)> {
    let (label, rest) = folded.split_once([':', '|', '»', '>', '→', '›'])?;
    let label = label.split('(').next().unwrap_or(label).trim_matches(|c: char| !c.is_alphanumeric());
    (!label.is_empty() && label.len() <= 40).then_some((label, rest))
}

/// Ends in a credit: `… at dawn. (Jane Doe/Reuters)`, `… Photograph: Jane Doe/The Paper`.
fn is_credited(line: &str) -> bool {
    let line = line.trim_end_matches(['.', ' ']);
    let bracketed = line.strip_suffix([')', ']']).and_then(|l| l.rsplit_once(['(', '[']));
    if let Some((before, inside)) = bracketed {
        return shape::count(before) <= LABELLED_WORDS && sentences(before) <= 2 && is_credit(inside);
    }
    let tail = line.rfind([':', '©']).map(|at| line.split_at(at));
    tail.is_some_and(|(before, after)| {
        let after = after.trim_start_matches([':', '©', ' ']);
        let label = before.rsplit(['.', '|', ',', ' ']).next().unwrap_or(before);
        let label = shape::fold(label);
        let named =
            phrases::is_line(&label, |p| p.caption_labels) || (label.is_empty() && line.contains('©'));
        named
            && shape::count(after) <= 6
            && !shape::ends_sentence(after)
            && shape::count(before) <= LABELLED_WORDS
    })
}

/// How many sentences end inside a text, roughly.
fn sentences(text: &str) -> usize {
    text.split(". ").filter(|s| shape::count(s) > 3).count()
}

/// What stands in the bracket at the end of a caption.
fn is_credit(inside: &str) -> bool {
    let folded = shape::fold(inside);
    if shape::count(inside) > 9 {
        return false;
    }
    let parts = || folded.split(['/', '|', ',']).map(str::trim);
    let begins_high = shape::begins_high(inside);
    parts().any(|p| AGENCIES.contains(&p))
        || phrases::opening(&folded, |p| p.credit_openings)
            .is_some_and(|rest| begins_high && !rest.is_empty())
        || (folded.contains('/')
            && begins_high
            && inside
                .split('/')
                .all(|p| shape::begins_high(p.trim()) && !p.contains(|c: char| c.is_ascii_digit())))
}

/// Asks the reader to follow, to subscribe, to write in.
fn is_request(folded: &str) -> bool {
    let quoted = folded.starts_with(['"', '“', '„', '‘', '\'', '»', '«']);
    !quoted
        && shape::count(folded) <= LABELLED_WORDS
        && phrases::opening(folded, |p| p.share_openings).is_some()
        && phrases::holds(folded, |p| p.share_targets)
}

/// `By Jane Doe, political correspondent`, `Published 3 hours ago`, `Reporting by …`.
fn is_byline(line: &str, folded: &str, before_prose: bool) -> bool {
    let bare = folded.trim_start_matches(['(', '[', '—', '–', '-', ' ']);
    let names_after = |rest: &str| {
        let first = rest.trim_start_matches([':', ' ']);
        let at = folded.len() - first.len();
        // Folding keeps ASCII lengths only; a name is looked for in the line itself.
        line.get(at.min(line.len())..).is_some_and(shape::begins_high) || !line.is_ascii()
    };
    if phrases::opening(bare, |p| p.byline_openings)
        .is_some_and(|rest| !rest.trim().is_empty() && names_after(rest))
    {
        return shape::count(line) <= 25;
    }
    if is_time_label(folded) {
        return true;
    }
    before_prose && (is_date_line(folded) || is_author_line(line) || is_agency_line(line))
}

/// `Updated: 12:30, 4 March`: a label, then little more than a time.
fn is_time_label(folded: &str) -> bool {
    phrases::opening(folded, |p| p.time_labels).is_some_and(|rest| {
        let told = rest.contains(|c: char| c.is_ascii_digit()) || rest.contains(" ago");
        told && shape::count(rest) <= 10 && is_date_line(rest)
    })
}

/// Nothing but the words and figures of a date or a time.
fn is_date_line(folded: &str) -> bool {
    let mut figures = false;
    let mut all = shape::count(folded) <= 14;
    for token in folded.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()) {
        let letters = token.trim_start_matches(|c: char| c.is_ascii_digit());
        figures |= letters.len() < token.len();
        all &= letters.is_empty() || phrases::is_line(letters, |p| p.date_words);
    }
    all && figures && folded.contains(char::is_alphabetic)
        || (all && figures && folded.contains([':', '.', '/']) && folded.len() >= 8)
}

/// `By Jane Doe`, `Von Jana Muster, Berlin`, `By Jane Doe and John Roe, BBC News`.
fn is_author_line(line: &str) -> bool {
    let by = phrases::ALL.iter().flat_map(|p| p.by).find_map(|by| {
        let head = line.get(..by.len())?;
        (shape::fold(head) == by.trim()).then(|| &line[by.len()..])
    });
    by.is_some_and(|rest| {
        let name = rest.split([',', '|', '(', '•', '·', ';', '\n']).next().unwrap_or(rest);
        shape::is_name(name.trim()) && shape::count(line) <= 16 && !shape::ends_with_stop(rest)
    })
}

/// `Jane Doe, The Associated Press`.
fn is_agency_line(line: &str) -> bool {
    let Some((name, agency)) = line.split_once([',', '|', '/', '-', '–', '—']) else { return false };
    shape::is_name(name.trim()) && AGENCIES.contains(&shape::fold(agency).trim_end_matches('.'))
}

/// A line that is only an address on the web.
fn is_address(line: &str) -> bool {
    !line.contains(char::is_whitespace)
        && (line.starts_with("http://") || line.starts_with("https://") || line.starts_with("www."))
}

/// What a line makes of its neighbours: titles under "Read more", the caption under a player's notice.
fn mark_followers(text: &str, blocks: &mut [Block]) {
    let mut links = 0;
    let mut caption = false;
    let mut last: Option<(usize, Role)> = None;
    for index in 0..blocks.len() {
        let line = &text[blocks[index].span.clone()];
        match blocks[index].role {
            Role::Omitted(Reason::LinkList) => {
                links = if opens_list(line) { LINKS } else { links };
                (caption, last) = (false, None);
            }
            Role::Omitted(Reason::Notice) => (caption, links) = (is_player_notice(line), 0),
            Role::Omitted(_) => {}
            role => {
                let title = is_link_title(line) && !matches!(role, Role::Heading(_) | Role::Quote);
                if title && links > 0 {
                    blocks[index].role = Role::Omitted(Reason::LinkList);
                    last = Some((index, role));
                    links -= 1;
                    continue;
                }
                if title && caption && shape::count(line) >= 3 {
                    blocks[index].role = Role::Omitted(Reason::Caption);
                } else {
                    spare_subhead(text, blocks, last);
                }
                (links, caption, last) = (0, false, None);
            }
        }
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
    let folded = shape::fold(line);
    phrases::is_line(folded.trim_matches(|c: char| !c.is_alphanumeric()), |p| p.link_heads)
}

fn is_player_notice(line: &str) -> bool {
    let folded = shape::fold(line);
    ["video", "player", "browser", "playback"].iter().any(|w| folded.contains(w))
}

/// A title of another page: not a sentence that ends in a full stop, not long, nobody speaking.
fn is_link_title(line: &str) -> bool {
    (1..=25).contains(&shape::count(line))
        && !shape::ends_with_stop(line)
        && shape::begins_high(line)
        && !line.ends_with([':', ','])
}

/// "Jane Doe is a reporter with …": who wrote it, at the foot of the page.
fn mark_authors(text: &str, blocks: &mut [Block]) {
    let spoken = |b: &&mut Block| !matches!(b.role, Role::Omitted(_));
    for block in blocks.iter_mut().skip(1).rev().filter(spoken).take(2) {
        if is_author_note(&text[block.span.clone()]) {
            block.role = Role::Omitted(Reason::Byline);
        }
    }
}

fn is_author_note(line: &str) -> bool {
    if shape::count(line) > 35 || line.contains(['"', '“', '„', '«', '»']) {
        return false;
    }
    let sides = phrases::ALL.iter().flat_map(|p| p.is_a).find_map(|is| line.split_once(is));
    sides.is_some_and(|(name, rest)| {
        let trade =
            shape::words(rest).take(6).any(|w| phrases::ALL.iter().any(|p| p.trades.contains(&w.as_str())));
        let house = [
            " for ",
            " at ",
            " with ",
            " of ",
            " based ",
            " covering ",
            " für ",
            " bei ",
            " der ",
            " im ",
            " in ",
        ];
        shape::is_name(name) && trade && (house.iter().any(|h| rest.contains(h)) || shape::count(rest) <= 6)
    })
}

/// The title once more, as pages set it above their article.
fn mark_second_titles(text: &str, title: Option<&str>, blocks: &mut [Block]) {
    let Some(title) = title.map(shape::fold) else { return };
    let mut seen = false;
    for block in blocks.iter_mut().filter(|b| !matches!(b.role, Role::Omitted(_))) {
        let line = &text[block.span.clone()];
        if line.len() > 2 * title.len() + 16 || shape::fold(line) != title {
            continue;
        }
        if seen {
            block.role = Role::Omitted(Reason::Furniture);
        }
        seen = true;
    }
}
