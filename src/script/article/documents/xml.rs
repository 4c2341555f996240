//! Reads XML into a tree.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Deeper elements are left out, with their content: the tree is walked by recursion.
const MAX_DEPTH: usize = 200;
/// At most this many elements are read.
const MAX_ELEMENTS: usize = 3_000_000;

/// An element with its content.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// With its prefix: `w:p`.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Child>,
}

#[derive(Debug)]
pub(super) enum Child {
    Element(Element),
    Text(String),
}

impl Element {
    /// Parses a document. Broken markup at its end is left out. Returns `None` if there is no element.
    pub(super) fn parse(source: &str) -> Option<Self> {
        let mut reader = Reader::from_str(source);
        reader.config_mut().check_end_names = false;
        let mut open: Vec<Self> = vec![Self::default()];
        // Elements that are open below the deepest.
        let (mut below, mut count) = (0_usize, 0_usize);
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) if open.len() <= MAX_DEPTH => open.push(Self::new(&tag)),
                Ok(Event::Start(_)) => below += 1,
                Ok(Event::Empty(tag)) if open.len() <= MAX_DEPTH => {
                    push(&mut open, Child::Element(Self::new(&tag)))
                }
                Ok(Event::End(_)) if below > 0 => below -= 1,
                Ok(Event::End(_)) if open.len() > 1 => close(&mut open),
                Ok(Event::Text(text)) if below == 0 => {
                    push(&mut open, Child::Text(text.decode().unwrap_or_default().into_owned()));
                }
                Ok(Event::CData(text)) if below == 0 => {
                    push(&mut open, Child::Text(text.decode().unwrap_or_default().into_owned()));
                }
                Ok(Event::GeneralRef(reference)) if below == 0 => {
                    let name = reference.decode().unwrap_or_default().into_owned();
                    let character = reference.resolve_char_ref().ok().flatten().or_else(|| entity(&name));
                    push(&mut open, Child::Text(character.map(String::from).unwrap_or_default()));
                }
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
            count += 1;
            if count > MAX_ELEMENTS {
                break;
            }
        }
        while open.len() > 1 {
            close(&mut open);
        }
        let root = open.pop()?;
        root.children.into_iter().find_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    fn new(tag: &BytesStart) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut all = tag.attributes();
        let attributes = all.with_checks(false).flatten().map(|attribute| {
            let raw = text(&attribute.value);
            let value = quick_xml::escape::unescape(&raw).map_or(raw.clone(), |value| value.into_owned());
            (text(attribute.key.as_ref()), value)
        });
        Self { name: text(tag.name().as_ref()), attributes: attributes.collect(), children: Vec::new() }
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Returns the elements in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// Returns the first element of this name in it.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// Returns the first element of this name at any depth.
    pub(super) fn descendant(&self, name: &str) -> Option<&Self> {
        self.elements()
            .find_map(|element| if element.name == name { Some(element) } else { element.descendant(name) })
    }

    /// Calls `each` with every element at any depth, in order.
    pub(super) fn each<'e>(&'e self, each: &mut dyn FnMut(&'e Self)) {
        for element in self.elements() {
            each(element);
            element.each(each);
        }
    }

    /// Returns all text in it.
    pub(super) fn text(&self) -> String {
        let parts = self.children.iter().map(|child| match child {
            Child::Element(element) => element.text(),
            Child::Text(text) => text.clone(),
        });
        parts.collect()
    }
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => None,
    }
}

fn push(open: &mut [Element], child: Child) {
    if let Some(last) = open.last_mut() {
        last.children.push(child);
    }
}

fn close(open: &mut Vec<Element>) {
    if let Some(element) = open.pop() {
        push(open, Child::Element(element));
    }
}
