//! Repairs text that another program decoded as Windows-1252 although it was UTF-8: `donâ€™t` was `don’t`.

use encoding_rs::WINDOWS_1252;

/// Repairs a text. Returns how many places were wrong.
///
/// One place is not enough unless it is a quotation mark or a dash: `Ã©` may be two letters, if hardly ever.
pub(super) fn repair(text: String) -> (String, usize) {
    if !text.contains(['Ã', 'Â', 'â']) {
        return (text, 0);
    }
    let (mut repaired, mut copied, mut count, mut is_certain) = (String::new(), 0, 0, false);
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let length = rest.find(|c: char| c.is_ascii()).unwrap_or(rest.len());
        if length == 0 {
            at += rest.find(|c: char| !c.is_ascii()).unwrap_or(rest.len());
            continue;
        }
        if let Some(run) = decoded_twice(&rest[..length]) {
            is_certain |= rest.starts_with("â€");
            count += 1;
            repaired.push_str(&text[copied..at]);
            repaired.push_str(&run);
            copied = at + length;
        }
        at += length;
    }
    if count < 2 && !is_certain {
        return (text, 0);
    }
    repaired.push_str(&text[copied..]);
    (repaired, count)
}

/// Returns the text that a run of letters was before it was decoded as Windows-1252.
fn decoded_twice(run: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = run.chars().map(to_windows_1252).collect();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok())
}

fn to_windows_1252(c: char) -> Option<u8> {
    // The five bytes without a character are control characters of the same number (WHATWG Encoding, "index windows-1252").
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    let mut buffer = [0; 4];
    let (bytes, _, is_lossy) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    bytes.first().copied().filter(|_| !is_lossy && bytes.len() == 1)
}

#[cfg(test)]
mod tests {
    use super::repair;

    #[test]
    fn repairs_letters_and_quotation_marks() {
        let source = "â€œI donâ€™t,â€\u{9d} said ZoÃ« â€“ twice.";
        assert_eq!(repair(source.into()), ("“I don’t,” said Zoë – twice.".into(), 5));
        assert_eq!(repair("ZoÃ« and RenÃ©".into()).0, "Zoë and René");
    }

    #[test]
    fn keeps_letters_that_are_right() {
        for source in ["Zoë “so” Ángel", "SÃO PAULO", "ÂNGELA, São João, crâne", "Ã©"] {
            assert_eq!(repair(source.into()), (source.into(), 0));
        }
    }
}
