//! The article marked up to be read: headings, paragraphs, lists, who speaks, and every sentence by itself. Fit for HTML
//! and for XHTML.

use std::collections::BTreeMap;
use std::mem;

use super::lists::List;
use super::words::Words;
use super::{DISCLOSURE, Edition, Sentence, escape, flat};
use crate::mixer::timeline::Span;
use crate::script::article::Reason;
use crate::script::{Kind, Omission, Segment};

/// Speakers are told apart by so many colours and lines, and then begin again.
const STYLES: usize = 6;

/// No space stands before these.
const CLOSING: [char; 9] = [',', '.', ';', ':', '!', '?', ')', '\u{2019}', '\u{201d}'];

/// By the script that a tag names, or else the one that its language is mostly written in.
pub(super) fn direction(language: &str) -> &'static str {
    let mut parts = language.split('-').map(str::to_ascii_lowercase);
    let primary = parts.next().unwrap_or_default();
    let script = parts.find(|part| part.len() == 4 && part.chars().all(|c| c.is_ascii_alphabetic()));
    let right_to_left = match script {
        Some(script) => {
            ["arab", "hebr", "syrc", "thaa", "nkoo", "rohg", "adlm", "samr"].contains(&script.as_str())
        }
        None => {
            ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].contains(&primary.as_str())
        }
    };
    if right_to_left { "rtl" } else { "ltr" }
}

/// A part of the article, marked up.
#[derive(Default)]
pub(super) struct Part {
    pub(super) html: String,
    /// Where its sentences are heard, in their order.
    pub(super) heard: Vec<Span>,
}

/// What the mark-up says of what is heard, in attributes.
#[derive(Clone, Copy)]
pub(super) struct Marks {
    /// Of a sentence; it is told how many stand before it.
    pub(super) sentence: fn(&Edition<'_>, &Span, usize) -> String,
    /// Of a word whose own time is known; `None` where words are not marked.
    pub(super) word: Option<fn(&Edition<'_>, &Span) -> String>,
}

/// The article in parts: `cuts` is asked before each block but the first whether a part begins there.
pub(super) fn article<'a>(
    edition: &'a Edition<'a>,
    words: &'a Words,
    marks: Marks,
    cuts: impl Fn(&Part, &Segment) -> bool,
) -> Vec<Part> {
    Writer::new(edition, words, marks).article(cuts)
}

struct Writer<'a> {
    edition: &'a Edition<'a>,
    words: &'a Words,
    sentences: BTreeMap<usize, Vec<Sentence<'a>>>,
    /// Speaker → number of their colour and line.
    styles: BTreeMap<&'a str, usize>,
    marks: Marks,
    /// How many sentences stand in all parts.
    count: usize,
    done: Vec<Part>,
    part: Part,
    /// The end of the element that is open.
    open: Option<&'static str>,
    /// The list that is open.
    list: Option<List>,
    /// Level of the heading before, as shown.
    level: u8,
    /// Whose name stands in this paragraph, the last of them.
    named: Option<&'a str>,
}

impl<'a> Writer<'a> {
    fn new(edition: &'a Edition<'a>, words: &'a Words, marks: Marks) -> Self {
        let mut sentences: BTreeMap<usize, Vec<Sentence<'a>>> = BTreeMap::new();
        for sentence in edition.sentences() {
            sentences.entry(sentence.index).or_default().push(sentence);
        }
        let mut styles = BTreeMap::new();
        for segment in edition.script.segments.iter().filter(|segment| !segment.is_narrator()) {
            let next = styles.len() % STYLES + 1;
            styles.entry(segment.speaker.as_str()).or_insert(next);
        }
        Self {
            edition,
            words,
            sentences,
            styles,
            marks,
            count: 0,
            done: Vec::new(),
            part: Part::default(),
            open: None,
            list: None,
            level: 0,
            named: None,
        }
    }

    fn article(mut self, cuts: impl Fn(&Part, &Segment) -> bool) -> Vec<Part> {
        let segments = &self.edition.script.segments;
        let last = segments.len().wrapping_sub(1);
        let said = segments.last().filter(|segment| segment.id.as_deref() == Some(DISCLOSURE));
        if let Some(segment) = said {
            self.segment(last, segment);
            self.close(None);
        }
        let headed = matches!(segments.first().map(|s| s.kind), Some(Kind::Heading(_)));
        if !headed {
            self.level = 1;
            self.part.html += &format!("<h1>{}</h1>\n", escape(&self.edition.title()));
        }
        let mut omitted = self.edition.script.omitted.iter().peekable();
        for (index, segment) in segments.iter().enumerate().take(segments.len() - usize::from(said.is_some()))
        {
            while let Some(omission) = omitted.next_if(|omission| omission.after <= index) {
                self.omission(omission);
            }
            if index > 0 && !segment.continues && cuts(&self.part, segment) {
                self.close(None);
                self.done.push(mem::take(&mut self.part));
            }
            self.segment(index, segment);
        }
        omitted.for_each(|omission| self.omission(omission));
        self.close(None);
        self.done.push(self.part);
        self.done
    }

    /// What is of the article and not heard is shown; links and buttons of the page are not.
    fn omission(&mut self, omission: &Omission) {
        if Reason::belongs_to_article(&omission.reason) {
            self.close(None);
            // Source code has lines.
            let lines: Vec<String> = omission.text.lines().map(|line| escape(&flat(line))).collect();
            let text = lines.join("<br/>");
            let not_read = self.words.not_read;
            let ui = self.words.language;
            self.part.html +=
                &format!("<p class=\"caption\"><span lang=\"{ui}\">{not_read}</span> {text}</p>\n");
        }
    }

    fn segment(&mut self, index: usize, segment: &'a Segment) {
        if !segment.continues || self.open.is_none() {
            self.begin(segment, &self.attributes(index, segment));
        } else if !segment.text.starts_with(CLOSING) {
            self.part.html.push(' ');
        }
        let spoken = self.sentences.remove(&index).unwrap_or_default();
        let speaker = segment.speaker.as_str();
        let style = self.styles.get(speaker).copied();
        if let Some(style) = style {
            self.part.html += &format!("<span class=\"q v{style}\">");
            if self.named.replace(speaker) != Some(speaker) {
                let name = super::speaker(segment, self.words);
                let own = if name == speaker {
                    String::new()
                } else {
                    format!(" lang=\"{}\"", self.words.language)
                };
                self.part.html += &format!("<b class=\"who\"{own}>{}:</b> ", escape(&flat(name)));
            }
        }
        self.sentences(&spoken, &segment.text);
        if style.is_some() {
            self.part.html += "</span>";
        }
    }

    /// Sentences with what is said of them, or the bare text of what is not heard.
    fn sentences(&mut self, spoken: &[Sentence<'_>], text: &str) {
        if spoken.is_empty() {
            self.part.html += &escape(&flat(text));
        }
        for (n, sentence) in spoken.iter().enumerate() {
            let space = if n > 0 { " " } else { "" };
            let attributes = (self.marks.sentence)(self.edition, &sentence.span, self.count);
            let text = self.timed(sentence);
            self.part.html += &format!("{space}<span {attributes}>{text}</span>");
            self.part.heard.push(sentence.span);
            self.count += 1;
        }
    }

    /// The words of a sentence, with their own times in milliseconds where the voice told them.
    fn timed(&self, sentence: &Sentence<'_>) -> String {
        let Some(mark) = self.marks.word.filter(|_| !sentence.timed.is_empty()) else {
            return escape(&flat(sentence.text));
        };
        let word = |word: &str| {
            let at = word.as_ptr() as usize - sentence.text.as_ptr() as usize;
            let text = escape(&flat(word));
            match sentence.timed.iter().find(|(range, _)| range.start == at) {
                Some((_, span)) => format!("<span {}>{text}</span>", mark(self.edition, span)),
                None => text,
            }
        };
        sentence.text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
    }

    /// A heading can be linked to; what Aloud says in a language of its own is marked as such.
    fn attributes(&self, index: usize, segment: &Segment) -> String {
        let ui = self.words.language;
        let foreign = !self.edition.language().to_ascii_lowercase().starts_with(ui);
        match segment.kind {
            Kind::Heading(_) => format!(" id=\"p{index}\""),
            _ if foreign && segment.text == self.edition.disclosure => {
                format!(" lang=\"{ui}\" dir=\"{}\"", direction(ui))
            }
            _ => String::new(),
        }
    }

    fn begin(&mut self, segment: &Segment, attributes: &str) {
        let list = List::of(segment.kind, &segment.text);
        self.close(list);
        let (begin, end) = match segment.kind {
            Kind::Heading(level) => self.heading(level),
            Kind::Paragraph => ("<p", "</p>\n"),
            Kind::Quote => ("<blockquote><p", "</p></blockquote>\n"),
            Kind::Item | Kind::Row => ("<li", "</li>\n"),
        };
        if let (None, Some(list)) = (self.list, list) {
            self.part.html += list.tags().0;
            self.list = Some(list);
        }
        self.part.html += &format!("{begin}{attributes}>");
        self.open = Some(end);
        self.named = None;
    }

    /// One first-level heading, and no level left out behind it.
    fn heading(&mut self, level: u8) -> (&'static str, &'static str) {
        const LEVELS: [(&str, &str); 6] = [
            ("<h1", "</h1>\n"),
            ("<h2", "</h2>\n"),
            ("<h3", "</h3>\n"),
            ("<h4", "</h4>\n"),
            ("<h5", "</h5>\n"),
            ("<h6", "</h6>\n"),
        ];
        let lowest = if self.level == 0 { 1 } else { 2 };
        self.level = level.clamp(lowest, (self.level + 1).min(6)).max(lowest);
        LEVELS[usize::from(self.level) - 1]
    }

    /// Ends the block that is open, and its list unless the next block is in one of that kind.
    fn close(&mut self, next: Option<List>) {
        if let Some(end) = self.open.take() {
            self.part.html += end;
        }
        if let Some(list) = self.list.take_if(|list| Some(*list) != next) {
            self.part.html += list.tags().1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::direction;

    #[test]
    fn a_script_that_is_named_decides_where_lines_begin() {
        for (tag, wanted) in [
            ("en", "ltr"),
            ("ar", "rtl"),
            ("he-IL", "rtl"),
            ("az-Arab", "rtl"),
            ("ar-Latn", "ltr"),
            ("ku-Latn-TR", "ltr"),
        ] {
            assert_eq!(direction(tag), wanted, "{tag}");
        }
    }
}
