//! Addresses of the net: links, e-mail, @names, #tags.

use super::{Reading, numbers, read};
use crate::speech::tokens::{Kind, Tokens};

/// The most tokens of an address that is read as one.
const LONGEST: usize = 120;
/// A path of more bytes is not read out: nobody remembers it.
const LONGEST_PATH: usize = 24;
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
    let (chunk, len) = chunk(t, i)?;
    let said = match chunk.split_at_checked(1)? {
        ("@", name) if name.starts_with(char::is_alphabetic) => format!("at {}", name_words(name)),
        ("#", tag) if tag.starts_with(char::is_alphabetic) && t.is(i, "#") => {
            format!("Hashtag {}", tag_words(tag))
        }
        _ => email(&chunk).or_else(|| link(&chunk))?,
    };
    Some((said, len))
}

/// The run without spaces at `i` up to the marks that close it, and its tokens; none when it is too long or
/// holds nothing that makes an address.
fn chunk(t: &Tokens, i: usize) -> Option<(String, usize)> {
    let mut len = (0..=LONGEST).find(|len| t.is_space(i + len) || t.at(i + len).kind == Kind::Said)?;
    while len > 0 && t.at(i + len - 1).kind == Kind::Sign && !t.is(i + len - 1, "/") {
        len -= 1;
    }
    let telling = (i..i + len).any(|k| matches!(t.text(k), "@" | "." | "#"));
    (len > 1 && telling).then(|| ((i..i + len).map(|k| t.text(k)).collect(), len))
}

fn email(chunk: &str) -> Option<String> {
    let (user, host) = chunk.split_once('@')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let fits = !user.is_empty() && user.chars().all(plain) && host.chars().all(plain) && host.contains('.');
    fits.then(|| format!("{} at {}", host_words(user), host_words(host)))
}

/// "https://www.example.org/…", "example.de/nachrichten".
fn link(chunk: &str) -> Option<String> {
    let (rest, schemed) = match chunk.split_once("://") {
        Some((scheme, rest)) if scheme.bytes().all(|b| b.is_ascii_alphabetic()) => (rest, true),
        _ => (chunk, false),
    };
    let (rest, www) = rest.strip_prefix("www.").map_or((rest, false), |rest| (rest, true));
    let host_len = rest.find(['/', '?', '#', ':']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(host_len);
    let (name, domain) = host.rsplit_once('.')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let known = DOMAINS.contains(&domain) && name.chars().all(plain) && name.contains(char::is_alphanumeric);
    if !(schemed || www || known) {
        return None;
    }
    let path = path.trim_end_matches('/');
    let spoken = path.len() > 1
        && path.len() <= LONGEST_PATH
        && path.chars().all(|c| c.is_alphabetic() || matches!(c, '/' | '-'));
    let path = if spoken {
        path.replace('/', " Schrägstrich ").replace('-', " Bindestrich ")
    } else {
        String::new()
    };
    Some(format!("{}{path}", host_words(host)))
}

/// Labels with "Punkt" between.
fn host_words(host: &str) -> String {
    let labels: Vec<String> = host.split('.').filter(|label| !label.is_empty()).map(name_words).collect();
    labels.join(" Punkt ")
}

/// A label: its letters as words or spelled, its numbers, its marks.
fn name_words(name: &str) -> String {
    let mut tokens = Tokens::default();
    tokens.push_written(name);
    let said: Vec<String> =
        (0..tokens.len()).map(|k| piece(&tokens, k)).filter(|word| !word.is_empty()).collect();
    said.join(" ")
}

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

/// The words of a tag: "#KlimaStreik2024" is "Klima Streik 2024", read like any text.
fn tag_words(tag: &str) -> String {
    let mut words = String::with_capacity(tag.len() * 2);
    let mut before = ' ';
    for c in tag.chars() {
        let new =
            (c.is_uppercase() && before.is_lowercase()) || (c.is_ascii_digit() != before.is_ascii_digit());
        if new && !words.is_empty() {
            words.push(' ');
        }
        words.push(if c.is_alphanumeric() { c } else { ' ' });
        before = c;
    }
    let mut tokens = Tokens::default();
    tokens.push_written(&words);
    read(&tokens)
}
