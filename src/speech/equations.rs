//! Arithmetic in any language: "9 - 4 = 5", "1-2=-1", "3 + 2 − 1".
//!
//! Only here is a hyphen between two numbers a minus. Elsewhere it joins a range or a score.

use super::rules::Reading;
use super::tokens::{Kind, Tokens};

/// The most numbers of an equation.
const MOST_TERMS: usize = 12;

/// How a language speaks arithmetic.
pub(super) struct Arithmetic<'a> {
    /// Reads a number, an amount or a fraction without a sign.
    pub(super) term: &'a dyn Fn(&Tokens, usize) -> Option<Reading>,
    pub(super) plus: &'a str,
    pub(super) minus: &'a str,
    pub(super) times: &'a str,
    pub(super) divided: &'a str,
    pub(super) equals: &'a str,
}

/// Reads numbers that are joined by arithmetic signs. An equals sign, or a minus next to another sign, shows that they are
/// arithmetic.
pub(super) fn equation(t: &Tokens, i: usize, arithmetic: &Arithmetic) -> Option<Reading> {
    if matches!(t.back(i, 1).kind, Kind::Letters | Kind::Digits) || sign_follows(t, i).is_none() {
        return None;
    }
    let (mut words, mut end) = term(t, i, arithmetic)?;
    let (mut equals, mut minus, mut other) = (false, false, false);
    for _ in 0..MOST_TERMS {
        let Some((sign, at)) = sign_at(t, end, arithmetic) else { break };
        let Some((second, next)) = term(t, at, arithmetic) else { break };
        equals |= sign == arithmetic.equals;
        minus |= sign == arithmetic.minus;
        other |= sign != arithmetic.minus;
        words = format!("{words} {sign} {second}");
        end = next;
    }
    (equals || minus && other).then(|| (words, end - i))
}

/// Returns the place of an arithmetic sign near a number. Most numbers have none, so the search ends early.
fn sign_follows(t: &Tokens, i: usize) -> Option<usize> {
    const NEAR: usize = 12;
    let number = t.digits(i).is_some() || t.digits(i + 1).is_some();
    (i + 1..i + NEAR).find(|&k| number && matches!(t.text(k), "=" | "+" | "\u{d7}" | "\u{f7}" | "*"))
}

/// Returns a number with its sign in words, and the index after it.
fn term(t: &Tokens, i: usize, arithmetic: &Arithmetic) -> Option<(String, usize)> {
    let minus = usize::from(is_minus(t.text(i)));
    let (words, len) = (arithmetic.term)(t, i + minus)?;
    let sign = if minus == 1 { format!("{} ", arithmetic.minus) } else { String::new() };
    Some((format!("{sign}{words}"), i + minus + len))
}

/// Returns the sign at `i` in words, and the index of the number after it.
fn sign_at<'a>(t: &Tokens, i: usize, arithmetic: &Arithmetic<'a>) -> Option<(&'a str, usize)> {
    let at = t.past_space(i);
    let words = match t.text(at) {
        "+" => arithmetic.plus,
        sign if is_minus(sign) => arithmetic.minus,
        "\u{d7}" | "*" => arithmetic.times,
        "x" if t.is_space(i) => arithmetic.times,
        "\u{f7}" => arithmetic.divided,
        "/" | ":" if t.is_space(i) => arithmetic.divided,
        "=" => arithmetic.equals,
        _ => return None,
    };
    Some((words, t.past_space(at + 1)))
}

fn is_minus(text: &str) -> bool {
    matches!(text, "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{2212}")
}
