//! Converts any text to a script and back from script.toml.
//!
//! Nothing may panic. Every word is in one segment or omission, in the order of the article, and the text around it comes last. Reading script.toml gives the
//! segments that were written. The first byte chooses the format.
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
    let mut found = String::new();
    let mut omitted = script.omitted.iter().peekable();
    for (index, segment) in script.segments.iter().enumerate() {
        while let Some(omission) = omitted.next_if(|omission| omission.after <= index) {
            found += &words(&omission.text);
        }
        assert_eq!(&article.text[segment.span.clone()], segment.text);
        found += &words(&segment.text);
    }
    omitted.for_each(|omission| found += &words(&omission.text));
    // The omissions at the end are the text around the article.
    let around: String = article.around.iter().map(|text| words(text)).collect();
    assert_eq!(found, words(&article.text) + &around);
    let text = render(&script, Path::new("a.md"), &BTreeMap::new());
    let read = file::parse(&text, Path::new("script.toml")).expect("a script that Aloud wrote").script;
    let segments = |script: &aloud::script::Script| -> Vec<(String, String)> {
        script.segments.iter().map(|s| (s.speaker.clone(), s.text.clone())).collect()
    };
    assert_eq!(segments(&read), segments(&script));
});
