//! What chemists, mathematicians and programmers write: "H2SO4", "10^6", "C#".

use super::elements::{ELEMENTS, OXIDES};
use super::letters::{initials, is_capitals};
use super::{Reading, numbers};
use crate::speech::tokens::{Kind, Tokens};

/// The most tokens of a formula.
const LONGEST: usize = 16;
/// The most digits of an exponent that is said.
const LONGEST_EXPONENT: usize = 4;

/// A formula, a power, or a language whose name ends in a sign.
pub(super) fn formula(t: &Tokens, i: usize) -> Option<Reading> {
    let inside = matches!(t.back(i, 1).kind, Kind::Letters | Kind::Digits) && !t.is(i + 1, "^");
    if inside {
        None
    } else {
        factor(t, i).or_else(|| power(t, i)).or_else(|| signed(t, i)).or_else(|| chemical(t, i))
    }
}

/// The "3" of "3x^2".
fn factor(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|_| t.letters(i + 1).is_some() && t.is(i + 2, "^"))?;
    Some((numbers::cardinal(digits), 1))
}

/// "10^6", "x^2".
fn power(t: &Tokens, i: usize) -> Option<Reading> {
    if !t.is(i + 1, "^") {
        return None;
    }
    let base = match t.at(i).kind {
        Kind::Digits => numbers::cardinal(t.text(i)),
        Kind::Letters if t.text(i).len() > 1 && t.text(i).is_ascii() => initials(t.text(i)),
        Kind::Letters => t.text(i).to_string(),
        _ => return None,
    };
    let minus = usize::from(matches!(t.text(i + 2), "-" | "\u{2212}"));
    let exponent = t.at(i + 2 + minus);
    let said = match (minus, exponent.kind, exponent.text) {
        (0, Kind::Digits, "2") => "squared".to_string(),
        (0, Kind::Digits, "3") => "cubed".to_string(),
        (_, Kind::Digits, digits) if digits.len() <= LONGEST_EXPONENT => {
            let minus = if minus == 1 { "minus " } else { "" };
            format!("to the power of {minus}{}", numbers::cardinal(digits))
        }
        (0, Kind::Letters, letter) if letter.len() == 1 => format!("to the power of {letter}"),
        _ => return None,
    };
    Some((format!("{base} {said}"), 3 + minus))
}

/// "C#", "F# minor", "C++"; "A*" is a mark at school.
fn signed(t: &Tokens, i: usize) -> Option<Reading> {
    let name = t.letters(i)?;
    if t.is(i + 1, "++") {
        return Some((format!("{name} plus plus"), 2));
    }
    if name == "A" && t.is(i + 1, "*") && !t.is(i.wrapping_sub(1), "*") {
        let many = t.is(i + 2, "s");
        let alone = !matches!(t.at(i + 2).kind, Kind::Letters | Kind::Digits);
        return (many || alone)
            .then(|| (if many { "A stars" } else { "A star" }.to_string(), 2 + usize::from(many)));
    }
    let note = name.len() == 1 && name.starts_with(|c| matches!(c, 'A'..='G' | 'J'));
    let sharp = note && t.is(i + 1, "#") && !matches!(t.at(i + 2).kind, Kind::Letters | Kind::Digits);
    sharp.then(|| (format!("{name} sharp"), 2))
}

/// "NO2", "Fe2O3", "H~2~O": symbols by their letters, numbers as numbers.
fn chemical(t: &Tokens, i: usize) -> Option<Reading> {
    let counts = t.digits(i + 1).is_some() || t.is(i + 1, "~");
    t.letters(i).filter(|letters| counts && letters.starts_with(|c: char| c.is_ascii_uppercase()))?;
    let (mut said, mut len) = (Vec::new(), 0);
    let (mut symbols, mut small, mut counted, mut lowered) = (0, false, false, false);
    while len < LONGEST {
        let at = i + len;
        let token = t.at(at);
        len += match token.kind {
            Kind::Letters => {
                symbols += count_symbols(token.text)?;
                small |= !is_capitals(token.text);
                said.push(initials(token.text));
                1
            }
            Kind::Digits if token.text.len() <= 2 => {
                counted = true;
                said.push(numbers::cardinal(token.text));
                1
            }
            Kind::Sign if token.text == "~" => {
                said.push(numbers::cardinal(t.digits(at + 1).filter(|_| t.is(at + 2, "~"))?));
                lowered = true;
                3
            }
            _ => break,
        };
    }
    let oxide = OXIDES.contains(&t.text(i)) && matches!(t.text(i + 1), "2" | "3" | "4") && len == 2;
    let telling = lowered || oxide || (counted && small && symbols > 1);
    telling.then(|| (said.join(" "), len))
}

/// How many symbols of elements stand in `letters`; none when anything else does.
fn count_symbols(letters: &str) -> Option<usize> {
    let mut rest = letters;
    let mut count = 0;
    while !rest.is_empty() {
        let len = 1 + rest.bytes().skip(1).take_while(u8::is_ascii_lowercase).count();
        let symbol = rest.get(..len).filter(|symbol| ELEMENTS.contains(symbol))?;
        rest = &rest[symbol.len()..];
        count += 1;
    }
    Some(count)
}
