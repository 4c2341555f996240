//! Parses web addresses, e-mail addresses, @names and #tags. Each language speaks the parts in its own words.

use super::tokens::{Kind, Tokens};
use crate::language::speech::WordSet;

/// The most tokens of an address that is spoken as one.
const LONGEST_ADDRESS: usize = 120;
/// The longest path that is spoken, in bytes. A listener does not remember a longer one.
const LONGEST_PATH: usize = 24;

/// The parts of an address that are spoken.
pub(super) enum Address<'a> {
    /// `@name`, without its mark.
    Name(&'a str),
    /// `#tag`, without its mark.
    Tag(&'a str),
    /// E-mail: user and host.
    Mail(&'a str, &'a str),
    /// A link: its host and its path with the first slash, without scheme and query.
    Link(&'a str, &'a str),
}

/// Returns the run without spaces at `i`, without the marks that close it, and its number of tokens. `None` when the run
/// is too long or has no mark of an address.
pub(super) fn address_run(t: &Tokens, i: usize) -> Option<(String, usize)> {
    let mut len =
        (0..=LONGEST_ADDRESS).find(|len| t.is_space(i + len) || t.at(i + len).kind == Kind::Lexicon)?;
    while len > 0 && t.at(i + len - 1).kind == Kind::Sign && !t.is(i + len - 1, "/") {
        len -= 1;
    }
    let marked = (i..i + len).any(|k| matches!(t.text(k), "@" | "." | "#"));
    (len > 1 && marked).then(|| ((i..i + len).map(|k| t.text(k)).collect(), len))
}

/// Parses an address. `host_endings` are the last labels that make a host name of "example.org" without "www".
pub(super) fn parse_address<'a>(run: &'a str, host_endings: &WordSet) -> Option<Address<'a>> {
    match run.split_at_checked(1)? {
        ("@", name) if name.starts_with(char::is_alphabetic) => Some(Address::Name(name)),
        ("#", tag) if tag.starts_with(char::is_alphabetic) => Some(Address::Tag(tag)),
        _ => parse_mail(run).or_else(|| parse_link(run, host_endings)),
    }
}

fn parse_mail(run: &str) -> Option<Address<'_>> {
    let (user, host) = run.split_once('@')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let fits = !user.is_empty() && user.chars().all(plain) && host.chars().all(plain) && host.contains('.');
    fits.then_some(Address::Mail(user, host))
}

/// "https://www.example.org/…", "example.co.uk/news".
fn parse_link<'a>(run: &'a str, host_endings: &WordSet) -> Option<Address<'a>> {
    let (rest, schemed) = match run.split_once("://") {
        Some((scheme, rest)) if scheme.bytes().all(|b| b.is_ascii_alphabetic()) => (rest, true),
        _ => (run, false),
    };
    let (rest, www) = rest.strip_prefix("www.").map_or((rest, false), |rest| (rest, true));
    let (host, path) = rest.split_at(rest.find(['/', '?', '#', ':']).unwrap_or(rest.len()));
    let (name, ending) = host.rsplit_once('.')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let known = host_endings.has(ending) && name.chars().all(plain) && name.contains(char::is_alphanumeric);
    (schemed || www || known).then(|| Address::Link(host, path.trim_end_matches('/')))
}

/// True for a path that a listener can remember: a few words.
pub(super) fn is_speakable_path(path: &str) -> bool {
    path.len() > 1
        && path.len() <= LONGEST_PATH
        && path.chars().all(|c| c.is_alphabetic() || matches!(c, '/' | '-'))
}

/// Returns the spoken labels of a host, joined by the word for a dot.
pub(super) fn host_in_words(host: &str, dot: &str, speak_token: fn(&Tokens, usize) -> String) -> String {
    let labels = host.split('.').filter(|label| !label.is_empty());
    labels.map(|label| name_in_words(label, speak_token)).collect::<Vec<_>>().join(dot)
}

/// Returns the spoken tokens of a name.
pub(super) fn name_in_words(name: &str, speak_token: fn(&Tokens, usize) -> String) -> String {
    let mut tokens = Tokens::default();
    tokens.push_written(name);
    let spoken = (0..tokens.len()).map(|k| speak_token(&tokens, k)).filter(|word| !word.is_empty());
    spoken.collect::<Vec<_>>().join(" ")
}

/// Splits a tag into words and returns their spoken form: "MeToo2020" is "Me Too twenty twenty".
pub(super) fn tag_in_words(tag: &str, spoken_form: impl FnOnce(&Tokens) -> String) -> String {
    let mut words = String::with_capacity(tag.len() * 2);
    let mut before = ' ';
    for c in tag.chars() {
        let begins_word =
            (c.is_uppercase() && before.is_lowercase()) || (c.is_ascii_digit() != before.is_ascii_digit());
        if begins_word && !words.is_empty() {
            words.push(' ');
        }
        words.push(if c.is_alphanumeric() { c } else { ' ' });
        before = c;
    }
    let mut tokens = Tokens::default();
    tokens.push_written(&words);
    spoken_form(&tokens)
}
