//! Addresses of the net: links, e-mail, @names, #tags.

use super::{Reading, numbers, read};
use crate::speech::addresses::{self, Address};
use crate::speech::tokens::{Kind, Tokens};

/// Ends of host names that tell a host without "www".
const DOMAINS: [&str; 20] = [
    "app", "at", "berlin", "ch", "com", "de", "dev", "edu", "eu", "gov", "info", "io", "koeln", "li", "net",
    "news", "org", "tv", "uk", "wien",
];

/// A link, an e-mail address, a name or a tag that starts at `i`.
pub(super) fn address(t: &Tokens, i: usize) -> Option<Reading> {
    let before = t.back(i, 1);
    let opened =
        before.kind == Kind::Space || before.text.ends_with(['(', '[', '<', '"', '„', '“', '‚', '»', '\'']);
    if t.is_space(i) || !opened {
        return None;
    }
    let (chunk, len) = addresses::chunk(t, i)?;
    let said = match addresses::address(&chunk, &DOMAINS)? {
        Address::Name(name) => format!("at {}", addresses::name(name, piece)),
        Address::Tag(tag) => format!("Hashtag {}", addresses::tag(tag, read)),
        Address::Mail(user, host) => format!("{} at {}", host_words(user), host_words(host)),
        Address::Link(host, path) => format!("{}{}", host_words(host), path_words(path)),
    };
    Some((said, len))
}

fn path_words(path: &str) -> String {
    let said = || path.replace('/', " Schrägstrich ").replace('-', " Bindestrich ");
    if addresses::is_spoken(path) { said() } else { String::new() }
}

fn host_words(host: &str) -> String {
    addresses::host(host, " Punkt ", piece)
}

/// A piece of a label: letters as words or spelled, its numbers, its marks.
fn piece(t: &Tokens, k: usize) -> String {
    let token = t.at(k);
    let vowel = |c: char| "aeiouyäöüAEIOUYÄÖÜ".contains(c);
    match token.kind {
        Kind::Digits => numbers::cardinal(token.text),
        // "Punkt D E": the ends of German hosts are spelled.
        Kind::Letters if token.text.len() == 2 || !token.text.contains(vowel) && token.text.is_ascii() => {
            token.text.to_uppercase().chars().map(String::from).collect::<Vec<_>>().join(" ")
        }
        Kind::Sign => match token.text {
            "_" => "Unterstrich".to_string(),
            "-" => "Bindestrich".to_string(),
            "+" => "plus".to_string(),
            _ => String::new(),
        },
        _ => token.text.to_string(),
    }
}
