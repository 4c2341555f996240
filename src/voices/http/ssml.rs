//! Text as SSML, the XML of speech services, with the phonemes that people gave.

use crate::voices::backend::Utterance;

/// Returns the spoken text as the content of an element. Words with phonemes are in `<phoneme>` elements (SSML 1.1, section
/// 3.1.10).
pub(super) fn content(utterance: &Utterance) -> String {
    let spoken = utterance.spoken.as_str();
    let mut content = String::new();
    let mut plain_from = 0;
    for given in &utterance.phonemes {
        let (Some(plain), Some(word)) =
            (spoken.get(plain_from..given.range.start), spoken.get(given.range.clone()))
        else {
            continue;
        };
        let (word, ipa) = (escaped(word), escaped(&given.ipa));
        content += &format!("{}<phoneme alphabet=\"ipa\" ph=\"{ipa}\">{word}</phoneme>", escaped(plain));
        plain_from = given.range.end;
    }
    content + &escaped(spoken.get(plain_from..).unwrap_or_default())
}

/// Returns the spoken text as a whole document.
pub(super) fn document(utterance: &Utterance) -> String {
    format!("<speak>{}</speak>", content(utterance))
}

/// Escapes text and attributes of XML. Characters that XML 1.0 does not allow become spaces.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::phonemes::GivenPhonemes;

    #[test]
    fn words_with_phonemes_are_elements() {
        let mut utterance = Utterance::new("Siobhan & Aoife.");
        let given = |range, ipa: &str| GivenPhonemes { range, ipa: ipa.into() };
        utterance.phonemes = vec![given(0..7, "ʃɪˈvɔːn"), given(10..15, "ˈiːfə")];
        let expected = "<speak><phoneme alphabet=\"ipa\" ph=\"ʃɪˈvɔːn\">Siobhan</phoneme> &amp; \
                        <phoneme alphabet=\"ipa\" ph=\"ˈiːfə\">Aoife</phoneme>.</speak>";
        assert_eq!(document(&utterance), expected);
    }
}
