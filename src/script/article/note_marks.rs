//! Marks the numbers of notes that are stuck to a quotation: "“It holds,”3 he said".
//!
//! Plain text loses their superscript. After the quotation is cut from the sentence, nothing would show that "3 he said" begins
//! with a note, so the digits become superscripts again. Text normalisation does not speak those.

use std::borrow::Cow;

/// The most digits of the number of a note.
const LONGEST_NOTE: usize = 3;

/// Returns the text with superscript digits for such numbers.
pub(super) fn restore(text: &str) -> Cow<'_, str> {
    let mut result = String::new();
    let mut copied = 0;
    for (at, quote) in text.match_indices(['\u{201d}', '\u{201c}', '"', '\u{bb}']) {
        let from = at + quote.len();
        let digits = text[from..].bytes().take_while(u8::is_ascii_digit).count();
        let stopped = text[..at].ends_with(['.', ',', '!', '?']);
        let alone = text[from + digits..].chars().next().is_none_or(char::is_whitespace);
        if stopped && alone && (1..=LONGEST_NOTE).contains(&digits) && !text[from..].starts_with('0') {
            result.push_str(&text[copied..from]);
            result.extend(text[from..from + digits].chars().map(superscript));
            copied = from + digits;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    result.push_str(&text[copied..]);
    Cow::Owned(result)
}

fn superscript(digit: char) -> char {
    match digit {
        '1' => '\u{b9}',
        '2' => '\u{b2}',
        '3' => '\u{b3}',
        '0' => '\u{2070}',
        digit => digit.to_digit(10).and_then(|digit| char::from_u32(0x2070 + digit)).unwrap_or(digit),
    }
}

#[cfg(test)]
mod tests {
    use super::restore;

    #[test]
    fn marks_only_numbers_that_touch_the_end_of_a_quotation() {
        assert_eq!(restore("“It holds,”3 he said. “No.”12"), "“It holds,”³ he said. “No.”¹²");
        for text in ["“It holds,” 3 men said.", "the “big”3 of them", "“Yes,”30th said", "He was 5'3\" tall."]
        {
            assert_eq!(restore(text), text);
        }
    }
}
