//! Addresses of the net, taken apart: each language says the parts in its own words.

use super::tokens::{Kind, Tokens};

/// The most tokens of an address that is read as one.
const LONGEST: usize = 120;
/// A path of more bytes is not read out: nobody remembers it.
const LONGEST_PATH: usize = 24;

/// An address, and what there is in it to say.
pub(super) enum Address<'a> {
    /// `@name`, without its mark.
    Name(&'a str),
    /// `#tag`, without its mark.
    Tag(&'a str),
    /// E-mail: who, and where.
    Mail(&'a str, &'a str),
    /// A link: its host, and the path with its slash; no scheme, and nothing behind the path.
    Link(&'a str, &'a str),
}

/// The run without spaces at `i` up to the marks that close it, and its tokens; none when it is too long or
/// holds nothing that makes an address.
pub(super) fn chunk(t: &Tokens, i: usize) -> Option<(String, usize)> {
    let mut len = (0..=LONGEST).find(|len| t.is_space(i + len) || t.at(i + len).kind == Kind::Said)?;
    while len > 0 && t.at(i + len - 1).kind == Kind::Sign && !t.is(i + len - 1, "/") {
        len -= 1;
    }
    let telling = (i..i + len).any(|k| matches!(t.text(k), "@" | "." | "#"));
    (len > 1 && telling).then(|| ((i..i + len).map(|k| t.text(k)).collect(), len))
}

/// Takes a chunk apart, if it is an address. `domains` are the ends of host names that tell one without "www".
pub(super) fn address<'a>(chunk: &'a str, domains: &[&str]) -> Option<Address<'a>> {
    match chunk.split_at_checked(1)? {
        ("@", name) if name.starts_with(char::is_alphabetic) => Some(Address::Name(name)),
        ("#", tag) if tag.starts_with(char::is_alphabetic) => Some(Address::Tag(tag)),
        _ => mail(chunk).or_else(|| link(chunk, domains)),
    }
}

fn mail(chunk: &str) -> Option<Address<'_>> {
    let (user, host) = chunk.split_once('@')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let fits = !user.is_empty() && user.chars().all(plain) && host.chars().all(plain) && host.contains('.');
    fits.then_some(Address::Mail(user, host))
}

/// "https://www.example.org/…", "example.co.uk/news".
fn link<'a>(chunk: &'a str, domains: &[&str]) -> Option<Address<'a>> {
    let (rest, schemed) = match chunk.split_once("://") {
        Some((scheme, rest)) if scheme.bytes().all(|b| b.is_ascii_alphabetic()) => (rest, true),
        _ => (chunk, false),
    };
    let (rest, www) = rest.strip_prefix("www.").map_or((rest, false), |rest| (rest, true));
    let (host, path) = rest.split_at(rest.find(['/', '?', '#', ':']).unwrap_or(rest.len()));
    let (name, domain) = host.rsplit_once('.')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let known = domains.contains(&domain) && name.chars().all(plain) && name.contains(char::is_alphanumeric);
    (schemed || www || known).then(|| Address::Link(host, path.trim_end_matches('/')))
}

/// A path that a person could remember: some words.
pub(super) fn is_spoken(path: &str) -> bool {
    path.len() > 1
        && path.len() <= LONGEST_PATH
        && path.chars().all(|c| c.is_alphabetic() || matches!(c, '/' | '-'))
}

/// The labels of a host, with the language's word for a dot between.
pub(super) fn host(host: &str, dot: &str, piece: fn(&Tokens, usize) -> String) -> String {
    let labels = host.split('.').filter(|label| !label.is_empty());
    labels.map(|label| name(label, piece)).collect::<Vec<_>>().join(dot)
}

/// A name: what `piece` says of each of its tokens.
pub(super) fn name(name: &str, piece: fn(&Tokens, usize) -> String) -> String {
    let mut tokens = Tokens::default();
    tokens.push_written(name);
    let said = (0..tokens.len()).map(|k| piece(&tokens, k)).filter(|word| !word.is_empty());
    said.collect::<Vec<_>>().join(" ")
}

/// The words of a tag, read like any text: "MeToo2020" is "Me Too 2020".
pub(super) fn tag(tag: &str, read: impl FnOnce(&Tokens) -> String) -> String {
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
