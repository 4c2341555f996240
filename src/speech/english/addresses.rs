//! English web addresses and file paths: links, e-mail addresses, @names, #tags, "/etc/passwd".

use super::capitals::spelled;
use super::numbers::{cardinal, digit_by_digit};
use crate::language::speech::english;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens};
use crate::speech::web_addresses::{
    Address, address_run, host_in_words, is_speakable_path, name_in_words, parse_address, tag_in_words,
};

/// Marks that an address may follow without a space.
const OPENING: [&str; 7] = ["(", "[", "<", "\"", "'", "\u{201c}", "\u{2018}"];
/// The longest code of a shortened link that is spelled.
const LONGEST_CODE: usize = 8;
/// The most tokens of a file path.
const LONGEST_PATH: usize = 40;

/// Rule for an address that starts at `i`. `spoken_form` reads the words of a tag like any text.
pub(super) fn address(t: &Tokens, i: usize, spoken_form: impl FnOnce(&Tokens) -> String) -> Option<Reading> {
    let before = t.back(i, 1);
    let opened = before.text.is_empty() || before.kind == Kind::Space || OPENING.contains(&before.text);
    if t.is_space(i) || !(opened || (before.kind == Kind::Sign && matches!(t.text(i), "@" | "#"))) {
        return None;
    }
    let (run, len) = address_run(t, i)?;
    let words = match parse_address(&run, &english().host_endings)? {
        Address::Name(name) => format!("at {}", name_in_words(name, token_in_words)),
        Address::Tag(tag) => format!("hashtag {}", tag_in_words(tag, spoken_form)),
        Address::Mail(user, host) => format!("{} at {}", labels_in_words(user), labels_in_words(host)),
        Address::Link(host, path) => format!("{}{}", labels_in_words(host), link_path_in_words(path)),
    };
    Some((words, len))
}

fn labels_in_words(host: &str) -> String {
    host_in_words(host, " dot ", token_in_words)
}

fn link_path_in_words(path: &str) -> String {
    if is_speakable_path(path) {
        path.replace('/', " slash ").replace('-', " ")
    } else {
        link_code_in_words(path)
    }
}

/// Returns the letters and digits of a shortened link, one by one: "t.co/abc123". Any other path is not spoken.
fn link_code_in_words(path: &str) -> String {
    let code = path.trim_start_matches('/');
    if code.is_empty() || code.len() > LONGEST_CODE || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return String::new();
    }
    let words: Vec<String> =
        code.split_inclusive(|_| true)
            .map(|c| {
                if c.starts_with(|c: char| c.is_ascii_digit()) { digit_by_digit(c) } else { c.to_uppercase() }
            })
            .collect();
    format!(" slash {}", words.join(" "))
}

/// Speaks a token of a label: letters as a word or spelled, numbers in words, marks by their names.
fn token_in_words(t: &Tokens, k: usize) -> String {
    let token = t.at(k);
    match token.kind {
        Kind::Digits => cardinal(token.text),
        // "milden.co.uk", "example.me"
        Kind::Letters if matches!(token.text, "co" | "me") => token.text.to_string(),
        Kind::Letters if english().spelled_acronyms.has(&token.text.to_uppercase()) => {
            spelled(&token.text.to_uppercase())
        }
        Kind::Letters if token.text.is_ascii() && !token.text.contains(is_vowel) => spelled(token.text),
        Kind::Sign if token.text == "_" => "underscore".to_string(),
        Kind::Sign if token.text == "-" => "dash".to_string(),
        Kind::Sign if token.text == "+" => "plus".to_string(),
        Kind::Sign => String::new(),
        _ => token.text.to_string(),
    }
}

fn is_vowel(c: char) -> bool {
    "aeiouyAEIOUY".contains(c)
}

/// Rule for a file path from the root or from the home folder: "/etc/passwd", "~/.ssh/config". One slash is not enough:
/// "and/or".
pub(super) fn path(t: &Tokens, i: usize) -> Option<Reading> {
    let home = usize::from(t.is(i, "~"));
    let rooted = t.is(i + home, "/") && matches!(t.at(i + home + 1).kind, Kind::Letters | Kind::Sign);
    let separate = t.is_space(i.wrapping_sub(1)) || matches!(t.back(i, 1).kind, Kind::Sign);
    if !rooted || !separate {
        return None;
    }
    let mut len = (0..LONGEST_PATH).find(|len| path_token(t, i + len).is_none())?;
    while len > 0 && t.at(i + len - 1).kind == Kind::Sign && !t.is(i + len - 1, "/") {
        len -= 1;
    }
    let slashes = (i..i + len).filter(|&k| t.is(k, "/")).count();
    let words: Vec<String> = (i..i + len).filter_map(|k| path_token(t, k)).collect();
    (slashes + home > 1 && words.len() > slashes).then(|| (format!(" {}", words.join(" ")), len))
}

/// Returns the spoken form of a token in a path, or `None` at its end.
fn path_token(t: &Tokens, k: usize) -> Option<String> {
    match t.at(k).kind {
        Kind::Letters => Some(t.text(k)).filter(|text| text.is_ascii()).map(str::to_string),
        Kind::Digits => Some(cardinal(t.text(k))),
        Kind::Sign => english().path_marks.get(t.text(k)).cloned(),
        _ => None,
    }
}
