//! Places on a disk: "/etc/passwd", "~/.ssh/config".

use super::{Reading, numbers};
use crate::speech::tokens::{Kind, Tokens};

/// The most tokens of a path that is read out.
const LONGEST: usize = 40;
/// What the marks of a path are called.
const MARKS: &[(&str, &str)] =
    &[("/", "slash"), (".", "dot"), ("..", "dot dot"), ("-", "dash"), ("_", "underscore"), ("~", "tilde")];

/// A path from the root or from home, mark by mark and word by word.
pub(super) fn path(t: &Tokens, i: usize) -> Option<Reading> {
    let home = usize::from(t.is(i, "~"));
    let rooted = t.is(i + home, "/") && matches!(t.at(i + home + 1).kind, Kind::Letters | Kind::Sign);
    let apart = t.is_space(i.wrapping_sub(1)) || matches!(t.back(i, 1).kind, Kind::Sign);
    if !rooted || !apart {
        return None;
    }
    let mut len = (0..LONGEST).find(|len| !is_part(t, i + len))?;
    while len > 0 && t.at(i + len - 1).kind == Kind::Sign && !t.is(i + len - 1, "/") {
        len -= 1;
    }
    let slashes = (i..i + len).filter(|&k| t.is(k, "/")).count();
    let said: Vec<String> = (i..i + len).filter_map(|k| part(t, k)).collect();
    (slashes + home > 1 && said.len() > slashes).then(|| (format!(" {}", said.join(" ")), len))
}

fn is_part(t: &Tokens, k: usize) -> bool {
    match t.at(k).kind {
        Kind::Letters => t.text(k).is_ascii(),
        Kind::Digits => true,
        Kind::Sign => mark(t.text(k)).is_some(),
        _ => false,
    }
}

fn part(t: &Tokens, k: usize) -> Option<String> {
    match t.at(k).kind {
        Kind::Digits => Some(numbers::cardinal(t.text(k))),
        Kind::Sign => mark(t.text(k)).map(str::to_string),
        _ => Some(t.text(k).to_string()),
    }
}

fn mark(text: &str) -> Option<&'static str> {
    MARKS.iter().find(|(written, _)| *written == text).map(|(_, said)| *said)
}
