//! Adds elements inside a line to the block that the walk over a page builds: numbers above the line, pictures, times, signatures.

use scraper::ElementRef;

use super::super::block::{Reason, Role, append_words};
use super::super::pauses::SCENE_BREAK;
use super::super::superscripts::{to_subscript, to_superscript};
use super::page_blocks::{NoteMark, PageBlock};
use super::walk::{Context, Walker, empty_block};

/// At most this many pieces of a formula are listed as omitted.
const MAX_FORMULA_TEXTS: usize = 500;
/// A longer superscript or subscript, in bytes, is text.
const MAX_SCRIPT_BYTES: usize = 8;

impl Walker {
    /// Adds a rule between two blocks.
    pub(super) fn scene_break(&mut self, context: Context) {
        self.flush(context);
        let role = Role::Omitted(Reason::NotProse);
        self.push(PageBlock { role, words: SCENE_BREAK.into(), ..empty_block(context) });
    }

    /// Omits the words of an element inside a line.
    pub(super) fn set_aside(&mut self, element: ElementRef, context: Context, reason: Reason) {
        let (words, _) = self.collect_words(element, context);
        self.open.asides.push((reason, words));
    }

    /// Remembers the mark of a note that follows a word.
    pub(super) fn note_mark(&mut self, mark: ElementRef) {
        let text: String = mark.text().take(4).collect();
        let number = text.trim_matches(|c: char| !c.is_ascii_digit()).parse();
        let words = &self.open.words;
        // `It is so. ³`: a space may come between a sentence and the mark.
        let follows = words.ends_with(|c: char| !c.is_whitespace())
            || words.trim_end().ends_with(['.', '!', '?', '”', '"']);
        if let Some(number) = number.ok().filter(|_| follows) {
            self.page.marks.push(NoteMark { number, block: self.page.blocks.len() });
        }
    }

    /// Adds a number above or below the line as superscript or subscript characters. Anything else is added unchanged.
    pub(super) fn script(&mut self, element: ElementRef, context: Context, outer: Context) {
        let text: String = element.text().take(4).collect();
        if element.value().name() == "sup" && is_note_letter(&self.open.words, text.trim()) {
            return;
        }
        if element.value().name() == "sup" {
            self.note_mark(element);
        }
        let converted =
            if element.value().name() == "sup" { to_superscript(&text) } else { to_subscript(&text) };
        match converted.filter(|_| text.len() <= MAX_SCRIPT_BYTES) {
            Some(number) => self.open.words.push_str(&number),
            None => self.inline(element, context, outer),
        }
    }

    /// Notes where a picture is, for the caption beside it.
    pub(super) fn picture(&mut self, context: Context) {
        // A picture often has a container of its own.
        for at in [context.container, self.page.containers[context.container].outer] {
            self.page.containers[at].pictures += 1;
        }
        self.open.add_picture();
    }

    /// Sets aside the text alternative of a picture or a formula.
    pub(super) fn text_alternative(&mut self, element: ElementRef) {
        let value = element.value();
        let (reason, attributes) = match value.name() {
            "math" => (Reason::Formula, ["alttext", ""]),
            _ => (Reason::ImageDescription, ["alt", "title"]),
        };
        let mut texts: Vec<&str> = attributes.iter().filter_map(|name| value.attr(name)).collect();
        texts.dedup();
        let formula: String = element.text().take(MAX_FORMULA_TEXTS).collect();
        if value.name() == "math" && texts.iter().all(|text| text.trim().is_empty()) {
            texts = vec![&formula];
        }
        self.open.asides.extend(texts.into_iter().map(|text| {
            let mut words = String::new();
            append_words(&mut words, text);
            (reason, words)
        }));
    }

    /// Adds a time and counts its bytes: a paragraph that is only a time is a date line.
    pub(super) fn time(&mut self, element: ElementRef, context: Context, outer: Context) {
        let before = self.open.words.len();
        self.inline(element, context, outer);
        self.open.timed += self.open.words.len().saturating_sub(before);
    }

    /// Adds the signature of a block quotation as a block of its own, with the dash that print uses:
    /// `<cite>Bill Gray, resident</cite>` becomes `— Bill Gray, resident`.
    pub(super) fn signature(&mut self, element: ElementRef, mut context: Context, outer: Context) {
        let words: String = element.text().collect();
        self.flush(outer);
        (context.role, context.is_signature) = (Role::Paragraph, true);
        if words.trim_start().starts_with(char::is_alphabetic) {
            self.open.words.push_str("— ");
        }
        self.children(element, context);
        self.flush(context);
    }
}

/// True for the mark of a note after a word: `a hole<sup>a</sup>`. A letter after one or two is a power: `x<sup>n</sup>`.
fn is_note_letter(words: &str, text: &str) -> bool {
    let letters = words.chars().rev().take_while(|c| c.is_alphabetic()).take(3).count();
    text.len() == 1 && text.starts_with(|c: char| c.is_ascii_lowercase()) && letters == 3
}
