//! Marks up the article for the page and the book, with one element for each sentence. The result is valid in HTML and
//! XHTML.

use std::collections::BTreeMap;
use std::mem;

use super::Edition;
use super::edition::{DISCLOSURE, Sentence, speaker_label};
use super::lists::List;
use super::markup::{escape, single_line};
use super::metadata::text_direction;
use crate::language::ui_texts::UiTexts;
use crate::mixer::timeline::Span;
use crate::script::article::Reason;
use crate::script::{Kind, Omission, Segment};

/// Number of speaker styles (colour and underline); further speakers reuse them.
const SPEAKER_STYLES: usize = 6;

/// Segments that begin with one of these follow the text before without a space.
const CLOSING_PUNCTUATION: [char; 9] = [',', '.', ';', ':', '!', '?', ')', '\u{2019}', '\u{201d}'];

/// A part of the article as HTML.
#[derive(Default)]
pub(super) struct ArticlePart {
    pub(super) html: String,
    /// The times of its sentences in order.
    pub(super) sentences: Vec<Span>,
}

/// Makes the attributes of spoken text.
#[derive(Clone, Copy)]
pub(super) struct Attributes {
    /// Attributes of a sentence; the last argument is the number of sentences before it.
    pub(super) sentence: fn(&Edition<'_>, &Span, usize) -> String,
    /// Attributes of a word with a known time; `None` if words get no element.
    pub(super) word: Option<fn(&Edition<'_>, &Span) -> String>,
}

/// Returns the article in parts. `starts_part` decides for each block but the first whether a new part begins there.
pub(super) fn article_html<'a>(
    edition: &'a Edition<'a>,
    attributes: Attributes,
    starts_part: impl Fn(&ArticlePart, &Segment) -> bool,
) -> Vec<ArticlePart> {
    Writer::new(edition, attributes).write(starts_part)
}

struct Writer<'a> {
    edition: &'a Edition<'a>,
    ui: &'a UiTexts,
    /// The sentences of each segment.
    sentences: BTreeMap<usize, Vec<Sentence<'a>>>,
    /// The style number of each speaker.
    styles: BTreeMap<&'a str, usize>,
    attributes: Attributes,
    /// Number of sentences in all parts so far.
    sentence_count: usize,
    finished: Vec<ArticlePart>,
    part: ArticlePart,
    /// End tag of the open block.
    open_block: Option<&'static str>,
    open_list: Option<List>,
    /// Level of the last heading as written.
    heading_level: u8,
    /// The last speaker with a name in this paragraph.
    named_speaker: Option<&'a str>,
}

impl<'a> Writer<'a> {
    fn new(edition: &'a Edition<'a>, attributes: Attributes) -> Self {
        let mut sentences: BTreeMap<usize, Vec<Sentence<'a>>> = BTreeMap::new();
        for sentence in edition.sentences() {
            sentences.entry(sentence.index).or_default().push(sentence);
        }
        let mut styles = BTreeMap::new();
        for segment in edition.script.segments.iter().filter(|segment| !segment.is_narrator()) {
            let next = styles.len() % SPEAKER_STYLES + 1;
            styles.entry(segment.speaker.as_str()).or_insert(next);
        }
        Self {
            edition,
            ui: edition.ui(),
            sentences,
            styles,
            attributes,
            sentence_count: 0,
            finished: Vec::new(),
            part: ArticlePart::default(),
            open_block: None,
            open_list: None,
            heading_level: 0,
            named_speaker: None,
        }
    }

    fn write(mut self, starts_part: impl Fn(&ArticlePart, &Segment) -> bool) -> Vec<ArticlePart> {
        let mut segments = self.edition.script.segments.as_slice();
        // The spoken disclosure is the last segment, but the first to be heard.
        if let Some((segment, others)) = segments.split_last()
            && segment.id.as_deref() == Some(DISCLOSURE)
        {
            self.segment(others.len(), segment);
            self.close_block(None);
            segments = others;
        }
        let starts_with_heading =
            matches!(self.edition.script.segments.first().map(|first| first.kind), Some(Kind::Heading(_)));
        if !starts_with_heading {
            self.heading_level = 1;
            self.part.html += &format!("<h1>{}</h1>\n", escape(&self.edition.title()));
        }
        let mut omissions = self.edition.script.omitted.iter().peekable();
        for (index, segment) in segments.iter().enumerate() {
            while let Some(omission) = omissions.next_if(|omission| omission.after <= index) {
                self.omission(omission);
            }
            if index > 0 && !segment.continues && starts_part(&self.part, segment) {
                self.close_block(None);
                self.finished.push(mem::take(&mut self.part));
            }
            self.segment(index, segment);
        }
        omissions.for_each(|omission| self.omission(omission));
        self.close_block(None);
        self.finished.push(self.part);
        self.finished
    }

    /// Shows an omission that is part of the article, e.g. a caption; leaves out links and buttons of the web page.
    fn omission(&mut self, omission: &Omission) {
        if Reason::belongs_to_article(&omission.reason) {
            self.close_block(None);
            // Source code keeps its lines.
            let lines: Vec<String> = omission.text.lines().map(|line| escape(&single_line(line))).collect();
            self.part.html += &format!(
                "<p class=\"caption\"><span lang=\"{}\">{}</span> {}</p>\n",
                self.ui.language,
                self.ui.not_read,
                lines.join("<br/>")
            );
        }
    }

    fn segment(&mut self, index: usize, segment: &'a Segment) {
        if !segment.continues || self.open_block.is_none() {
            self.begin_block(segment, &self.block_attributes(index, segment));
        } else if !segment.text.starts_with(CLOSING_PUNCTUATION) {
            self.part.html.push(' ');
        }
        let sentences = self.sentences.remove(&index).unwrap_or_default();
        let speaker = segment.speaker.as_str();
        let style = self.styles.get(speaker).copied();
        if let Some(style) = style {
            self.part.html += &format!("<span class=\"q v{style}\">");
            if self.named_speaker.replace(speaker) != Some(speaker) {
                self.speaker_name(segment);
            }
        }
        self.sentences(&sentences, &segment.text);
        if style.is_some() {
            self.part.html += "</span>";
        }
    }

    /// Writes the speaker's name; a label such as "Unknown speaker" gets the language of the interface.
    fn speaker_name(&mut self, segment: &Segment) {
        let name = speaker_label(segment, self.ui);
        let language =
            if name == segment.speaker { String::new() } else { format!(" lang=\"{}\"", self.ui.language) };
        self.part.html += &format!("<b class=\"who\"{language}>{}:</b> ", escape(&single_line(name)));
    }

    /// Writes the sentences of a segment, or its plain text if it is not spoken.
    fn sentences(&mut self, sentences: &[Sentence<'_>], text: &str) {
        if sentences.is_empty() {
            self.part.html += &escape(&single_line(text));
        }
        for (n, sentence) in sentences.iter().enumerate() {
            let space = if n > 0 { " " } else { "" };
            let attributes = (self.attributes.sentence)(self.edition, &sentence.span, self.sentence_count);
            self.part.html += &format!("{space}<span {attributes}>{}</span>", self.sentence_html(sentence));
            self.part.sentences.push(sentence.span);
            self.sentence_count += 1;
        }
    }

    /// Returns the text of a sentence, with an element for each word with a known time if words are wanted.
    fn sentence_html(&self, sentence: &Sentence<'_>) -> String {
        let Some(word_attributes) = self.attributes.word.filter(|_| !sentence.timed.is_empty()) else {
            return escape(&single_line(sentence.text));
        };
        let words = sentence.text.split_whitespace().map(|word| {
            let offset = word.as_ptr() as usize - sentence.text.as_ptr() as usize;
            let text = escape(&single_line(word));
            match sentence.timed.iter().find(|(range, _)| range.start == offset) {
                Some((_, span)) => format!("<span {}>{text}</span>", word_attributes(self.edition, span)),
                None => text,
            }
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// Gives headings an id for links, and marks the language of a disclosure that is not in the article's language.
    fn block_attributes(&self, index: usize, segment: &Segment) -> String {
        let ui = &self.ui.language;
        let is_foreign = !self.edition.language().to_ascii_lowercase().starts_with(ui);
        match segment.kind {
            Kind::Heading(_) => format!(" id=\"p{index}\""),
            _ if is_foreign && segment.text == self.edition.disclosure => {
                format!(" lang=\"{ui}\" dir=\"{}\"", text_direction(ui))
            }
            _ => String::new(),
        }
    }

    fn begin_block(&mut self, segment: &Segment, attributes: &str) {
        let list = List::of_block(segment.kind, &segment.text);
        self.close_block(list);
        let (begin, end) = match segment.kind {
            Kind::Heading(level) => self.heading_tags(level),
            Kind::Paragraph => ("<p", "</p>\n"),
            Kind::Quote => ("<blockquote><p", "</p></blockquote>\n"),
            Kind::Item | Kind::Row => ("<li", "</li>\n"),
        };
        if let (None, Some(list)) = (self.open_list, list) {
            self.part.html += list.tags().0;
            self.open_list = Some(list);
        }
        self.part.html += &format!("{begin}{attributes}>");
        self.open_block = Some(end);
        self.named_speaker = None;
    }

    /// Chooses the level of a heading: only the first is `h1`, and no level is skipped. Screen readers navigate by
    /// levels (WCAG 2.2, technique G141).
    fn heading_tags(&mut self, level: u8) -> (&'static str, &'static str) {
        const TAGS: [(&str, &str); 6] = [
            ("<h1", "</h1>\n"),
            ("<h2", "</h2>\n"),
            ("<h3", "</h3>\n"),
            ("<h4", "</h4>\n"),
            ("<h5", "</h5>\n"),
            ("<h6", "</h6>\n"),
        ];
        let lowest = if self.heading_level == 0 { 1 } else { 2 };
        self.heading_level = level.clamp(lowest, (self.heading_level + 1).min(6)).max(lowest);
        TAGS[usize::from(self.heading_level) - 1]
    }

    /// Ends the open block, and the open list unless `next` continues it.
    fn close_block(&mut self, next: Option<List>) {
        if let Some(end) = self.open_block.take() {
            self.part.html += end;
        }
        if let Some(list) = self.open_list.take_if(|list| Some(*list) != next) {
            self.part.html += list.tags().1;
        }
    }
}
