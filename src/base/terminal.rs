//! Makes text safe to print: escapes characters that control a terminal or reorder what it shows.
//!
//! Articles, script.toml, file names and servers' answers may hold such characters. Printed as they are, `ESC ]` could set the
//! clipboard, a carriage return could overwrite an error, and U+202E could show a command backwards. Files that Aloud writes
//! keep the text unchanged.

use std::borrow::Cow;
use std::fmt::Write;

/// Returns a text for one line of output. Line breaks are escaped too, so a text cannot fake a line of its own.
pub fn escape(text: &str) -> Cow<'_, str> {
    escape_with(text, |out, c| write!(out, "{}", c.escape_default()))
}

/// As [`escape`], but keeps line breaks and indents each further line.
pub(crate) fn escape_lines(text: &str) -> String {
    let lines: Vec<Cow<'_, str>> = text.trim_end().lines().map(escape).collect();
    lines.join("\n    | ")
}

/// Escapes the strings of a JSON text: JSON's own escapes keep its meaning.
///
/// Serializers escape only the characters below U+0020, but a terminal also obeys U+009B and reorders text after U+202E.
pub fn escape_json(json: &str) -> Cow<'_, str> {
    escape_with(json, |out, c| {
        c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))
    })
}

fn escape_with(text: &str, write_escaped: impl Fn(&mut String, char) -> std::fmt::Result) -> Cow<'_, str> {
    if !text.contains(controls_terminal) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if controls_terminal(c) {
            // Writing to a string never fails.
            let _ = write_escaped(&mut out, c);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Returns true for characters that change the state of a terminal, end a line, or change the order of the text around them.
///
/// These are the categories Cc, Zl and Zp, the characters with the property `Bidi_Control` (Unicode Standard Annex #9,
/// section 2), and the interlinear annotations, which hide text. Joiners stay, because Persian words and emoji need them.
fn controls_terminal(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{2028}' | '\u{2029}'
            | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_control_and_bidirectional_character_is_escaped() {
        let controls = (0..=0x1f).chain(0x7f..=0x9f).chain([0x2028, 0x2029, 0x61c, 0x200e, 0x200f]);
        let bidirectional = (0x202a..=0x202e).chain(0x2066..=0x2069).chain(0xfff9..=0xfffb);
        for code in controls.chain(bidirectional) {
            let c = char::from_u32(code).unwrap();
            let wanted = match c {
                '\n' => "a\\nb".to_string(),
                '\r' => "a\\rb".to_string(),
                '\t' => "a\\tb".to_string(),
                _ => format!("a\\u{{{code:x}}}b"),
            };
            assert_eq!(escape(&format!("a{c}b")), wanted);
            let json = escape_json(&serde_json::to_string(&c.to_string()).unwrap()).into_owned();
            assert!(json.is_ascii() && !json.contains(char::is_control), "{json}");
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), c.to_string());
        }
    }

    #[test]
    fn letters_marks_and_emoji_stay() {
        for text in
            ["“Zoë” – 3 °C", "שלום", "مرحبا", "می\u{200c}خواهم", "👩\u{200d}🚀", "a\u{301}", "\\u{1b}"]
        {
            assert_eq!(escape(text), text);
            assert_eq!(escape_json(text), text);
        }
    }

    #[test]
    fn further_lines_of_a_text_cannot_look_like_a_diagnostic() {
        assert_eq!(escape_lines("one\n  help: two\u{1b}[1A\n"), "one\n    |   help: two\\u{1b}[1A");
    }
}
