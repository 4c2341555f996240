//! What stands inside a line of a page and is not said as it stands: figures above it, pictures, times, what is struck out.

use std::mem;

use scraper::ElementRef;

use super::super::builder::append;
use super::super::{Reason, raised};
use super::walk::{Context, Walk};

impl Walk {
    /// The words of an element that has no blocks, not added to those of the line, and how many bytes of them are links.
    pub(super) fn apart(&mut self, element: ElementRef, context: Context) -> (String, usize) {
        let (line, before) = (mem::take(&mut self.words), mem::take(&mut self.linked));
        self.children(element, context);
        let linked = mem::replace(&mut self.linked, before);
        (mem::replace(&mut self.words, line).trim().to_string(), linked)
    }

    /// A number above or below the line in characters that say so; anything else as it is.
    pub(super) fn figures(&mut self, element: ElementRef, context: Context, outer: Context) {
        let text: String = element.text().take(4).collect();
        let moved = if element.value().name() == "sup" { raised::raise(&text) } else { raised::lower(&text) };
        match moved.filter(|_| text.len() <= 8) {
            Some(figures) => self.words.push_str(&figures),
            None => self.inline(element, context, outer),
        }
    }

    /// What the page says instead of a picture or a formula.
    pub(super) fn described(&mut self, element: ElementRef) {
        let value = element.value();
        let (reason, names) = match value.name() {
            "math" => (Reason::Formula, ["alttext", ""]),
            _ => (Reason::Description, ["alt", "title"]),
        };
        let mut told: Vec<&str> = names.iter().filter_map(|name| value.attr(name)).collect();
        told.dedup();
        self.asides.extend(told.into_iter().map(|words| {
            let mut line = String::new();
            append(&mut line, words);
            (reason, line)
        }));
    }

    pub(super) fn time(&mut self, element: ElementRef, context: Context, outer: Context) {
        let before = self.words.len();
        self.inline(element, context, outer);
        self.timed += self.words.len().saturating_sub(before);
    }

    /// The number of an item, where its list has numbers.
    pub(super) fn number(&mut self, element: ElementRef) -> String {
        let Some(Some((next, step))) = self.lists.last_mut() else { return String::new() };
        let own = element.value().attr("value").and_then(|v| v.trim().parse().ok());
        let number: i64 = own.unwrap_or(*next);
        *next = number.saturating_add(*step);
        format!("{number}. ")
    }
}

/// The first number of a list and the step to the next; none where letters stand for numbers.
pub(super) fn numbers(list: ElementRef) -> Option<(i64, i64)> {
    let attr = |name| list.value().attr(name);
    if attr("type").is_some_and(|kind| kind != "1") {
        return None;
    }
    let back = attr("reversed").is_some();
    let count = || list.child_elements().filter(|item| item.value().name() == "li").count() as i64;
    let start = attr("start").and_then(|start| start.trim().parse().ok());
    Some((start.unwrap_or_else(|| if back { count() } else { 1 }), if back { -1 } else { 1 }))
}
