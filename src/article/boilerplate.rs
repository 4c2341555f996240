//! The narration filter: which blocks are of the page and not of the article.
//!
//! It is conservative: a block in the shape of prose stays unless its wording is unmistakable.
//! What pages say is data ([`super::phrases`]); here are only the shapes it comes in.
//!
//! Where nothing around it tells that it is a page, text is what a person chose to have read. There a sentence
//! with a credit behind it and the names of those who wrote it are read: to lose the article's words is worse
//! than to hear a caption. A page, as HTML or pasted as text with its buttons and times, brings both by the
//! dozen, and there they are set aside.

use super::phrases::{self, AGENCIES, PICTURE_DESKS};
use super::{Article, Block, Format, Reason, Role, followers, repeats, shape};

/// A label may announce this many words and still be a link or a caption.
const LABELLED_WORDS: usize = 45;
/// A request to share, a notice or a credited caption is at most this long.
const FURNITURE_WORDS: usize = 60;
/// So many lines of the page around it tell that a text is a whole page; one may stray into any article.
const PAGE_LINES: usize = 2;
/// Bylines and dates stand within the first blocks of a page.
pub(super) const HEAD: usize = 14;

/// Marks what is not to be read; blocks that are omitted already stay so.
pub(super) fn mark(article: &mut Article, format: Format) {
    let Article { text, title, blocks, .. } = article;
    let text: &str = text;
    let page = format == Format::Html || is_pasted_page(text, blocks);
    if page {
        mark_named_trades(text, blocks);
    }
    mark_lines(text, blocks, page);
    followers::mark(text, blocks);
    if page {
        mark_authors(text, blocks);
    }
    mark_second_titles(text, title.as_deref(), blocks);
    for index in repeats::pull_quotes(text, blocks, page) {
        blocks[index].role = Role::Omitted(Reason::PullQuote);
    }
}

/// Text that was copied with the page around it: buttons, notices, times, the labels of pictures.
fn is_pasted_page(text: &str, blocks: &[Block]) -> bool {
    let mut marked = blocks.to_vec();
    mark_lines(text, &mut marked, false);
    let around = [Reason::ShareLine, Reason::Notice, Reason::Caption, Reason::Byline].map(Role::Omitted);
    marked.iter().filter(|block| around.contains(&block.role)).count() >= PAGE_LINES
}

/// Where above the body a block stands.
#[derive(Clone, Copy)]
struct Head {
    first: bool,
    under_prose: bool,
}

/// What a block's own words tell, and whether it stands above the body.
fn mark_lines(text: &str, blocks: &mut [Block], page: bool) {
    // A standfirst may be prose and stand above the byline; the second prose block is the body.
    let mut prose = 0;
    for (index, block) in blocks.iter_mut().enumerate() {
        let line = &text[block.span.clone()];
        if matches!(block.role, Role::Omitted(_) | Role::Heading(1)) {
            continue;
        }
        let head = (prose < 2 && index < HEAD).then_some(Head { first: index == 0, under_prose: prose > 0 });
        match reason(line, head, page) {
            Some(reason) => block.role = Role::Omitted(reason),
            None => prose += usize::from(shape::is_prose(line)),
        }
    }
}

/// Why a line is not of the article, as far as the line alone can tell.
fn reason(line: &str, head: Option<Head>, page: bool) -> Option<Reason> {
    if !line.chars().any(char::is_alphanumeric) || is_address(line) {
        return Some(Reason::NotProse);
    }
    if is_footnote(line) {
        return Some(Reason::Footnote);
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
        .or_else(|| phrases::holds(&folded, |p| p.share_phrases).then_some(Reason::ShareLine))
        .or_else(|| (page && is_credited(line)).then_some(Reason::Caption))
        .or_else(|| is_length(bare).then_some(Reason::Furniture))
        .or_else(|| (page && is_source(line)).then_some(Reason::Byline))
        .or_else(|| (page && is_copyright(&folded)).then_some(Reason::Furniture))
        .or_else(|| is_request(&folded).then_some(Reason::ShareLine))
        .or_else(|| is_time_line(&folded, head).then_some(Reason::Byline))
        .or_else(|| (page && is_byline(line, &folded, head)).then_some(Reason::Byline))
}

/// `[12] Where it was said`, `Where it was said. ↩`: what a mark in the text points at.
fn is_footnote(line: &str) -> bool {
    let number = |rest: &str| {
        rest.split_once(']').is_some_and(|(mark, rest)| {
            let digits = !mark.is_empty() && mark.chars().all(|c| c.is_ascii_digit());
            digits && rest.starts_with(' ')
        })
    };
    line.strip_prefix('[').is_some_and(number)
        || line.starts_with('↑')
        || line.ends_with(['↩', '↑'])
        || line.ends_with("↩\u{fe0e}")
}

/// A line that is read but is no headline: who wrote the article, or a picture's caption with its credit.
pub(super) fn is_credit_line(line: &str) -> bool {
    // No headline is so long.
    let short = line.len() <= FURNITURE_WORDS * 12;
    let head = Some(Head { first: false, under_prose: false });
    short && (is_credited(line) || is_byline(line, &shape::fold(line), head))
}

/// Lines that are known whole: buttons, advertisement marks, the heads of link lists.
fn whole_line(bare: &str) -> Option<Reason> {
    let counted = bare.trim_end_matches(|c: char| !c.is_alphabetic());
    let is = |list| phrases::is_line(bare, list) || phrases::is_line(counted, list);
    if is(|p| p.furniture) || is(|p| p.contact_heads) || is(|p| p.promotion_ends) {
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
        return shape::count(before) <= LABELLED_WORDS && sentences(before) <= 2 && is_credit(before, inside);
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

/// What stands in the bracket at the end of a caption; an agency after a full stop may also have
/// written the paragraph, so a photographer or a picture desk must be named there.
fn is_credit(before: &str, inside: &str) -> bool {
    let folded = shape::fold(inside);
    if shape::count(inside) > 9 {
        return false;
    }
    let any = |list: &[&str]| folded.split(['/', '|', ',']).any(|part| list.contains(&part.trim()));
    let parts: Vec<&str> = inside.split('/').map(str::trim).collect();
    let photographer = parts.len() > 1
        && parts.iter().all(|p| shape::begins_high(p) && !p.contains(|c: char| c.is_ascii_digit()))
        && parts.iter().any(|p| p.contains(' '));
    let sole = parts.len() > 1
        && parts.iter().all(|p| shape::begins_high(p) && p.chars().all(|c| c.is_alphabetic() || c == ' '));
    let labelled = phrases::opening(&folded, |p| p.credit_openings)
        .is_some_and(|rest| !rest.is_empty() && shape::begins_high(inside));
    let open = !shape::ends_sentence(before);
    photographer || labelled || any(&PICTURE_DESKS) || (open && (any(&AGENCIES) || sole))
}

/// Asks the reader to follow, to subscribe, to write in.
fn is_request(folded: &str) -> bool {
    let quoted = folded.starts_with(['"', '“', '„', '‘', '\'', '»', '«']);
    !quoted
        && ((phrases::opening(folded, |p| p.share_openings).is_some()
            && phrases::holds(folded, |p| p.share_targets))
            || (phrases::opening(folded, |p| p.share_titles).is_some()
                && shape::count(folded) <= 8
                && !shape::ends_sentence(folded)))
}

/// `4-minute listen`, `4 min read`.
fn is_length(bare: &str) -> bool {
    let mut words = bare.split([' ', '-']).filter(|word| !word.is_empty());
    let number = words.next().is_some_and(|first| first.chars().all(|c| c.is_ascii_digit()));
    let unit = words.next().is_some_and(|unit| unit.starts_with("min"));
    let what = words.next().is_some_and(|what| ["read", "listen", "watch", "lesezeit"].contains(&what));
    number && unit && what && words.next().is_none()
}

/// `SOURCE Skarn Ferries plc`, below a press release.
fn is_source(line: &str) -> bool {
    let short = shape::count(line) <= 10 && !shape::ends_with_stop(line);
    short && line.strip_prefix("SOURCE ").is_some_and(shape::begins_high)
}

/// `© 2026 Harbour Post`, `Copyright …. All rights reserved.`, at the foot of a page.
fn is_copyright(folded: &str) -> bool {
    let opens = folded.starts_with('©') || folded.starts_with("copyright ");
    opens && (has_year(folded) || folded.contains("reserved"))
}

/// `Published 3 hours ago`, `Monday 20 March 2023`.
fn is_time_line(folded: &str, head: Option<Head>) -> bool {
    is_time_label(folded)
        || head.is_some_and(|head| is_dated(folded) && (!head.under_prose || has_year(folded)))
}

/// `By Jane Doe, political correspondent`, `Reporting by …`.
fn is_byline(line: &str, folded: &str, head: Option<Head>) -> bool {
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
        // `Reporting from the quay, she found …` is a sentence of the article.
        return shape::count(line) <= if shape::ends_sentence(line) { 12 } else { 25 };
    }
    head.is_some_and(|head| {
        is_author_line(line)
            || is_agency_line(line)
            || (!head.first && (is_handle(line) || is_placed_name(line)))
    })
}

/// `Updated: 12:30, 4 March`: a label, then little more than a time.
fn is_time_label(folded: &str) -> bool {
    phrases::opening(folded, |p| p.time_labels).is_some_and(|rest| {
        let rest = phrases::ALL
            .iter()
            .flat_map(|p| p.by)
            .find_map(|by| Some(rest.split_once(&format!(" {by} "))?.0))
            .unwrap_or(rest);
        let told = rest.contains(|c: char| c.is_ascii_digit()) || rest.contains(" ago");
        told && shape::count(rest) <= 10 && is_date_line(rest)
    })
}

/// A date line that names a day and not only an hour, as live reports do above each entry.
fn is_dated(folded: &str) -> bool {
    let named = |t: &str| t.chars().count() >= 3 && phrases::is_line(t, |p| p.date_words);
    is_date_line(folded) && (has_year(folded) || folded.split(|c: char| !c.is_alphabetic()).any(named))
}

fn has_year(folded: &str) -> bool {
    folded.split(|c: char| !c.is_ascii_digit()).any(|t| t.len() == 4)
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

/// `By Jane Doe`, `Von: Jana Muster, Berlin`, `By Jane Doe and John Roe, BBC News`.
fn is_author_line(line: &str) -> bool {
    let Some((by, rest)) = line.split_once([' ', ':']) else { return false };
    phrases::is_line(&shape::fold(by), |p| p.by) && shape::count(line) <= 16 && names(rest).is_some()
}

/// The names behind "By", up to what their bearers are called.
pub(super) fn names(rest: &str) -> Option<&str> {
    let name = rest.trim_start_matches([':', ' ']).split([',', '|', '(', '•', '·', ';', '\n', '@']).next()?;
    Some(name.trim()).filter(|name| shape::is_name(name) && !shape::ends_with_stop(rest))
}

/// `@janedoe`.
fn is_handle(line: &str) -> bool {
    line.starts_with('@') && !line.contains(char::is_whitespace)
}

/// `Jane Doe in Port Ellen`.
fn is_placed_name(line: &str) -> bool {
    line.split_once(" in ").is_some_and(|(name, place)| {
        shape::is_name(name)
            && shape::count(name) <= 3
            && shape::count(place) <= 3
            && !line.contains(['.', ':', '?', '!'])
            && place.split(' ').all(shape::begins_high)
    })
}

/// `Jane Doe, The Associated Press`.
fn is_agency_line(line: &str) -> bool {
    let Some((name, agency)) = line.split_once([',', '|', '/', '-', '–', '—']) else { return false };
    shape::is_name(name.trim()) && AGENCIES.contains(&shape::fold(agency).trim_end_matches('.'))
}

/// A line that is only an address on the web or of mail, or a telephone number.
fn is_address(line: &str) -> bool {
    let web = ["http://", "https://", "www."].iter().any(|start| line.starts_with(start));
    let mail = line.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let telephone = line.starts_with('+') && line.chars().all(|c| c.is_ascii_digit() || "+ ()-/".contains(c));
    (!line.contains(char::is_whitespace) && (web || mail)) || telephone
}

/// A name and, under it, what its bearer is called: two lines of a byline without "By".
fn mark_named_trades(text: &str, blocks: &mut [Block]) {
    for index in 2..blocks.len().min(HEAD) {
        let (name, trade) = (&text[blocks[index - 1].span.clone()], &text[blocks[index].span.clone()]);
        let both = [index - 1, index].iter().all(|&i| blocks[i].role == Role::Paragraph);
        if both
            && shape::is_name(name)
            && shape::count(trade) <= 5
            && followers::is_link_title(trade)
            && followers::is_trade(trade)
        {
            blocks[index - 1].role = Role::Omitted(Reason::Byline);
            blocks[index].role = Role::Omitted(Reason::Byline);
        }
    }
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
