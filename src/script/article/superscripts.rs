//! Converts numbers above and below the line to characters: `mc<sup>2</sup>` is mc², `H~2~O` is H₂O.

const SUPERSCRIPT_DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
const SUBSCRIPT_DIGITS: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];

/// Returns a number in superscript characters, or `None` for anything else. Words such as the "st" of "1st" stay letters.
pub(super) fn to_superscript(text: &str) -> Option<String> {
    convert(text, &SUPERSCRIPT_DIGITS, ('⁺', '⁻'))
}

/// Returns a number in subscript characters, or `None` for anything else.
pub(super) fn to_subscript(text: &str) -> Option<String> {
    convert(text, &SUBSCRIPT_DIGITS, ('₊', '₋'))
}

fn convert(text: &str, digits: &[char; 10], (plus, minus): (char, char)) -> Option<String> {
    let text = text.trim();
    let character = |c: char| match c {
        '+' => Some(plus),
        '-' | '−' => Some(minus),
        _ => c.to_digit(10).and_then(|digit| digits.get(digit as usize).copied()),
    };
    text.contains(|c: char| c.is_ascii_digit()).then(|| text.chars().map(character).collect())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_numbers_and_leaves_words() {
        assert_eq!(
            [to_superscript("2"), to_superscript("-10"), to_subscript("12")],
            ["²", "⁻¹⁰", "₁₂"].map(|s| Some(s.to_string()))
        );
        assert_eq!(
            [to_superscript("st"), to_superscript("2a"), to_superscript("-"), to_subscript("")],
            [const { None::<String> }; 4]
        );
    }
}
