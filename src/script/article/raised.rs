//! Figures set above and below the line: `mc<sup>2</sup>` is mc², `H~2~O` is H₂O.

const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
const LOWERED: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];

/// A number in characters that stand above the line; `None` for anything else.
pub(super) fn raise(text: &str) -> Option<String> {
    moved(text, &RAISED, ('⁺', '⁻'))
}

/// A number in characters that stand below the line; `None` for anything else.
pub(super) fn lower(text: &str) -> Option<String> {
    moved(text, &LOWERED, ('₊', '₋'))
}

fn moved(text: &str, digits: &[char; 10], (plus, minus): (char, char)) -> Option<String> {
    let text = text.trim();
    let one = |c: char| match c {
        '+' => Some(plus),
        '-' | '−' => Some(minus),
        _ => c.to_digit(10).and_then(|digit| digits.get(digit as usize).copied()),
    };
    text.contains(|c: char| c.is_ascii_digit()).then(|| text.chars().map(one).collect())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_move_and_words_do_not() {
        assert_eq!([raise("2"), raise("-10"), lower("12")], ["²", "⁻¹⁰", "₁₂"].map(|s| Some(s.to_string())));
        assert_eq!([raise("st"), raise("2a"), raise("-"), lower("")], [const { None::<String> }; 4]);
    }
}
