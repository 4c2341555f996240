//! English formulas of chemistry, mathematics and programming: "H2SO4", "10^6", "C#".

use super::capitals::{is_capitals, spelled};
use super::numbers::cardinal;
use crate::language::speech::english;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens};

/// The most tokens of a formula.
const LONGEST_FORMULA: usize = 16;
/// The most digits of an exponent.
const LONGEST_EXPONENT: usize = 4;

/// Rule for a formula, a power, or a name that ends with a sign.
pub(super) fn formula(t: &Tokens, i: usize) -> Option<Reading> {
    let inside = matches!(t.back(i, 1).kind, Kind::Letters | Kind::Digits) && !t.is(i + 1, "^");
    if inside {
        return None;
    }
    factor(t, i).or_else(|| power(t, i)).or_else(|| signed_name(t, i)).or_else(|| chemical(t, i))
}

/// The "3" of "3x^2".
fn factor(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|_| t.letters(i + 1).is_some() && t.is(i + 2, "^"))?;
    Some((cardinal(digits), 1))
}

/// "10^6", "x^2".
fn power(t: &Tokens, i: usize) -> Option<Reading> {
    if !t.is(i + 1, "^") {
        return None;
    }
    let base = match t.at(i).kind {
        Kind::Digits => cardinal(t.text(i)),
        Kind::Letters if t.text(i).len() > 1 && t.text(i).is_ascii() => spelled(t.text(i)),
        Kind::Letters => t.text(i).to_string(),
        _ => return None,
    };
    let minus = usize::from(matches!(t.text(i + 2), "-" | "\u{2212}"));
    let exponent = t.at(i + 2 + minus);
    let power = match (minus, exponent.kind, exponent.text) {
        (0, Kind::Digits, "2") => "squared".to_string(),
        (0, Kind::Digits, "3") => "cubed".to_string(),
        (_, Kind::Digits, digits) if digits.len() <= LONGEST_EXPONENT => {
            let minus = if minus == 1 { "minus " } else { "" };
            format!("to the power of {minus}{}", cardinal(digits))
        }
        (0, Kind::Letters, letter) if letter.len() == 1 => format!("to the power of {letter}"),
        _ => return None,
    };
    Some((format!("{base} {power}"), 3 + minus))
}

/// "C#", "F# minor", "C++". "A*" is a grade at school.
fn signed_name(t: &Tokens, i: usize) -> Option<Reading> {
    let name = t.letters(i)?;
    if t.is(i + 1, "++") {
        return Some((format!("{name} plus plus"), 2));
    }
    let alone = !matches!(t.at(i + 2).kind, Kind::Letters | Kind::Digits);
    if name == "A" && t.is(i + 1, "*") && !t.is(i.wrapping_sub(1), "*") {
        let many = t.is(i + 2, "s");
        let words = if many { "A stars" } else { "A star" };
        return (many || alone).then(|| (words.to_string(), 2 + usize::from(many)));
    }
    let note = name.len() == 1 && name.starts_with(|c| matches!(c, 'A'..='G' | 'J'));
    (note && t.is(i + 1, "#") && alone).then(|| (format!("{name} sharp"), 2))
}

/// "NO2", "Fe2O3", "H~2~O": symbols are spelled, numbers are cardinals. Capitals and one number alone may be a name ("MI5"),
/// so the formula needs a small letter, a subscript mark, or a listed oxide.
fn chemical(t: &Tokens, i: usize) -> Option<Reading> {
    let numbered = t.digits(i + 1).is_some() || t.is(i + 1, "~");
    t.letters(i).filter(|letters| numbered && letters.starts_with(|c: char| c.is_ascii_uppercase()))?;
    let (mut words, mut len) = (Vec::new(), 0);
    let (mut symbols, mut small, mut counted, mut subscript) = (0, false, false, false);
    while len < LONGEST_FORMULA {
        let at = i + len;
        let token = t.at(at);
        len += match token.kind {
            Kind::Letters => {
                symbols += count_elements(token.text)?;
                small |= !is_capitals(token.text);
                words.push(spelled(token.text));
                1
            }
            Kind::Digits if token.text.len() <= 2 => {
                counted = true;
                words.push(cardinal(token.text));
                1
            }
            Kind::Sign if token.text == "~" => {
                words.push(cardinal(t.digits(at + 1).filter(|_| t.is(at + 2, "~"))?));
                subscript = true;
                3
            }
            _ => break,
        };
    }
    let oxide = english().oxides.has(t.text(i)) && matches!(t.text(i + 1), "2" | "3" | "4") && len == 2;
    let sure = subscript || oxide || (counted && small && symbols > 1);
    sure.then(|| (words.join(" "), len))
}

/// Returns the number of element symbols in `letters`, or `None` if it contains anything else.
fn count_elements(letters: &str) -> Option<usize> {
    let mut rest = letters;
    let mut count = 0;
    while !rest.is_empty() {
        let len = 1 + rest.bytes().skip(1).take_while(u8::is_ascii_lowercase).count();
        let symbol = rest.get(..len).filter(|symbol| english().elements.has(symbol))?;
        rest = &rest[symbol.len()..];
        count += 1;
    }
    Some(count)
}
