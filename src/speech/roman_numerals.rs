//! The value of a Roman numeral.

/// The most letters of a Roman numeral: "MMMDCCCLXXXVIII".
const LONGEST_NUMERAL: usize = 15;

/// A decimal place, and its Roman digits from 1 on.
type Place = (u64, &'static [&'static str]);

const PLACES: [Place; 4] = [
    (1000, &["M", "MM", "MMM"]),
    (100, &["C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"]),
    (10, &["X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"]),
    (1, &["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]),
];

/// Returns the value of a Roman numeral in its usual form, or `None` for any other word.
pub(super) fn roman_value(numeral: &str) -> Option<u64> {
    if numeral.len() > LONGEST_NUMERAL || !numeral.starts_with(['M', 'D', 'C', 'L', 'X', 'V', 'I']) {
        return None;
    }
    let (mut value, mut rest) = (0, numeral);
    for (place, digits) in PLACES {
        let matching = (1..).zip(digits).filter(|(_, written)| rest.starts_with(**written));
        if let Some((digit, written)) = matching.max_by_key(|(_, written)| written.len()) {
            value += digit * place;
            rest = &rest[written.len()..];
        }
    }
    rest.is_empty().then_some(value)
}
