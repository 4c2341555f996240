//! English.

mod bylines;
mod links;
mod page;
mod shares;

use super::Phrases;

pub(super) const EN: Phrases = Phrases {
    furniture: page::FURNITURE,
    link_heads: links::LINK_HEADS,
    link_labels: links::LINK_LABELS,
    weak_link_labels: links::WEAK_LINK_LABELS,
    link_lines: links::LINK_LINES,
    notices: page::NOTICES,
    caption_labels: page::CAPTION_LABELS,
    caption_openings: page::CAPTION_OPENINGS,
    credit_openings: page::CREDIT_OPENINGS,
    share_lines: shares::SHARE_LINES,
    share_openings: shares::SHARE_OPENINGS,
    share_titles: shares::SHARE_TITLES,
    share_phrases: shares::SHARE_PHRASES,
    promotion_ends: shares::PROMOTION_ENDS,
    contact_heads: shares::CONTACT_HEADS,
    share_targets: shares::SHARE_TARGETS,
    by: bylines::BY,
    author_labels: bylines::AUTHOR_LABELS,
    byline_openings: bylines::BYLINE_OPENINGS,
    trades: bylines::TRADES,
    is_a: bylines::IS_A,
    time_labels: bylines::TIME_LABELS,
    date_words: bylines::DATE_WORDS,
};
