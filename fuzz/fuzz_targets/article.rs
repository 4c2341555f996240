//! No text may bring the reader, the splitter or script.toml down. Every word stands in one segment or omission, in its
//! order, and script.toml says after reading what it said when it was written. The first byte chooses the format.
#![no_main]

use std::collections::BTreeMap;
use std::path::Path;

use aloud::script::article::{Format, parse};
use aloud::script::file::{self, identify, render};
use aloud::script::script_from_article as split;
use libfuzzer_sys::fuzz_target;

fn words(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Ok(source) = std::str::from_utf8(rest) else { return };
    let format = [Format::Text, Format::Markdown, Format::Html][usize::from(first % 3)];
    let Ok(article) = parse(source, format) else { return };
    let mut script = split(&article);
    identify(&mut script);
    let mut told = String::new();
    let mut omitted = script.omitted.iter().peekable();
    for (index, segment) in script.segments.iter().enumerate() {
        while let Some(omission) = omitted.next_if(|omission| omission.after <= index) {
            told += &words(&omission.text);
        }
        assert_eq!(&article.text[segment.span.clone()], segment.text);
        told += &words(&segment.text);
    }
    omitted.for_each(|omission| told += &words(&omission.text));
    assert_eq!(told, words(&article.text));
    let text = render(&script, Path::new("a.md"), &BTreeMap::new());
    let read = file::parse(&text, Path::new("script.toml")).expect("it was written by Aloud").script;
    let said = |script: &aloud::script::Script| -> Vec<(String, String)> {
        script.segments.iter().map(|s| (s.speaker.clone(), s.text.clone())).collect()
    };
    assert_eq!(said(&read), said(&script));
});
