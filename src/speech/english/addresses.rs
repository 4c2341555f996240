//! Addresses of the net: links, e-mail, @names, #tags.

use super::capitals::SPELLED;
use super::words::DOMAINS;
use super::{DateOrder, Reading, letters, numbers, read};
use crate::speech::addresses::{self, Address};
use crate::speech::tokens::{Kind, Tokens};

/// Marks that an address may stand behind.
const OPENING: [&str; 7] = ["(", "[", "<", "\"", "'", "\u{201c}", "\u{2018}"];
/// The longest code of a shortened link that is spelled.
const LONGEST_CODE: usize = 8;

/// A link, an e-mail address, a name or a tag that starts at `i`.
pub(super) fn address(t: &Tokens, i: usize) -> Option<Reading> {
    let before = t.back(i, 1);
    let opened = before.text.is_empty() || before.kind == Kind::Space || OPENING.contains(&before.text);
    if t.is_space(i) || !(opened || (before.kind == Kind::Sign && matches!(t.text(i), "@" | "#"))) {
        return None;
    }
    let (chunk, len) = addresses::chunk(t, i)?;
    let said = match addresses::address(&chunk, DOMAINS)? {
        Address::Name(name) => format!("at {}", addresses::name(name, piece)),
        Address::Tag(tag) => format!("hashtag {}", addresses::tag(tag, |t| read(t, DateOrder::DayFirst))),
        Address::Mail(user, host) => format!("{} at {}", host_words(user), host_words(host)),
        Address::Link(host, path) => format!("{}{}", host_words(host), path_words(path)),
    };
    Some((said, len))
}

fn path_words(path: &str) -> String {
    if addresses::is_spoken(path) { path.replace('/', " slash ").replace('-', " ") } else { short_path(path) }
}

/// The letters and digits of a shortened link, one by one; nothing for any other path.
fn short_path(path: &str) -> String {
    let code = path.trim_start_matches('/');
    if code.is_empty() || code.len() > LONGEST_CODE || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return String::new();
    }
    let said: Vec<String> = code
        .split_inclusive(|_| true)
        .map(|c| {
            if c.starts_with(|c: char| c.is_ascii_digit()) {
                numbers::one_by_one(c)
            } else {
                c.to_uppercase()
            }
        })
        .collect();
    format!(" slash {}", said.join(" "))
}

fn host_words(host: &str) -> String {
    addresses::host(host, " dot ", piece)
}

/// A piece of a label: letters as words or spelled, its numbers, its marks.
fn piece(t: &Tokens, k: usize) -> String {
    let token = t.at(k);
    let vowel = |c: char| "aeiouyAEIOUY".contains(c);
    match token.kind {
        Kind::Digits => numbers::cardinal(token.text),
        Kind::Letters if SPELLED.contains(&token.text.to_uppercase().as_str()) => {
            letters::initials(&token.text.to_uppercase())
        }
        Kind::Letters if token.text.is_ascii() && !token.text.contains(vowel) => {
            letters::initials(token.text)
        }
        Kind::Sign if token.text == "_" => "underscore".to_string(),
        Kind::Sign if token.text == "-" => "dash".to_string(),
        Kind::Sign if token.text == "+" => "plus".to_string(),
        Kind::Sign => String::new(),
        _ => token.text.to_string(),
    }
}
