//! The alphabet of Kokoro's networks: 178 numbers, of which 114 are symbols. Most are letters of the International Phonetic
//! Alphabet. Capitals are diphthongs: `A` is eɪ, `I` aɪ, `O` oʊ, `Q` əʊ, `W` aʊ, `Y` ɔɪ; `T` is the American flap.

/// Runs of symbols with consecutive numbers, each with the number of its first.
const RUNS: &[(u8, &str)] = &[
    (1, ";:,.!?"),
    (9, "—…\"()\u{201c}\u{201d} \u{303}ʣʥʦʨᵝꭧAI"),
    (31, "O"),
    (33, "Q"),
    (35, "ST"),
    (39, "W"),
    (41, "Yᵊabcdef"),
    (50, "hijklmnopqrstuvwxyzɑɐɒæ"),
    (75, "βɔɕç"),
    (80, "ɖðʤə"),
    (85, "ɚɛɜ"),
    (90, "ɟ"),
    (92, "ɡ"),
    (99, "ɥ"),
    (101, "ɨɪʝ"),
    (110, "ɯɰŋɳɲɴø"),
    (118, "ɸθœ"),
    (123, "ɹ"),
    (125, "ɾɻ"),
    (128, "ʁɽʂʃʈʧ"),
    (135, "ʊʋ"),
    (138, "ʌɣɤ"),
    (142, "χʎ"),
    (147, "ʒʔ"),
    (156, "ˈˌː"),
    (162, "ʰ"),
    (164, "ʲ"),
    (169, "↓"),
    (171, "→↗↘"),
    (177, "ᵻ"),
];

/// Returns the number of a symbol. Number 0 is the silence at both ends of a text.
pub fn symbol_id(symbol: char) -> Option<u8> {
    RUNS.iter().find_map(|(first, symbols)| {
        let at = symbols.chars().position(|known| known == symbol)?;
        Some(first + at as u8)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_have_the_numbers_of_the_networks() {
        // From vocab.json of the networks.
        for (symbol, id) in
            [(';', 1), (' ', 16), ('A', 24), ('I', 25), ('ə', 83), ('ˈ', 156), ('ː', 158), ('ᵻ', 177)]
        {
            assert_eq!(symbol_id(symbol), Some(id), "{symbol}");
        }
        assert_eq!(symbol_id('g'), None, "the letter of the alphabet is ɡ");
        assert_eq!(RUNS.iter().map(|(_, symbols)| symbols.chars().count()).sum::<usize>(), 114);
    }
}
