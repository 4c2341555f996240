//! Take keys: hashes of everything that changes the sound of a take, and of nothing else.

use std::fmt;

/// BLAKE3 derivation context. Change it when takes of earlier versions must not be reused.
const CONTEXT: &str = "aloud take v1";

/// Identity of a take. It is the same on every machine and in every run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key([u8; 32]);

/// Everything that changes the sound of a take.
///
/// Position in the script, the speaker's name and file paths are absent on purpose: after a move of a sentence or a rename of
/// its speaker or project, its take is still found.
#[derive(Debug, Clone, Copy)]
pub struct KeyInputs<'a> {
    /// Kind, version, settings and reference audio of the backend.
    pub identity: &'a [u8],
    /// The spoken form, after lexicon and text normalisation.
    pub spoken: &'a str,
}

impl KeyInputs<'_> {
    /// Returns BLAKE3 in key derivation mode over the fields. The length before each field keeps two different inputs from
    /// giving the same bytes.
    pub fn key(&self) -> Key {
        let mut hasher = blake3::Hasher::new_derive_key(CONTEXT);
        for field in [self.identity, self.spoken.as_bytes()] {
            hasher.update(&(field.len() as u64).to_le_bytes());
            hasher.update(field);
        }
        Key(*hasher.finalize().as_bytes())
    }
}

impl Key {
    /// Parses 64 hex digits.
    pub(crate) fn from_hex(hex: &str) -> Option<Self> {
        blake3::Hash::from_hex(hex).ok().map(|hash| Self(*hash.as_bytes()))
    }

    /// Returns the first eight bytes as a number. It seeds noise that must differ between takes but not between runs.
    pub fn seed(&self) -> u64 {
        self.0.iter().take(8).fold(0, |seed, &byte| seed << 8 | u64::from(byte))
    }
}

/// 64 hex digits.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: KeyInputs = KeyInputs { identity: b"test 440", spoken: "Good evening." };

    #[test]
    fn equal_inputs_give_equal_keys() {
        assert_eq!(BASE.key(), BASE.key());
        assert_eq!(BASE.key().to_string().len(), 64);
    }

    #[test]
    fn the_spoken_text_invalidates() {
        assert_ne!(BASE.key(), KeyInputs { spoken: "Good evening", ..BASE }.key());
    }

    #[test]
    fn the_identity_invalidates() {
        assert_ne!(BASE.key(), KeyInputs { identity: b"test 441", ..BASE }.key());
    }

    #[test]
    fn a_character_moved_to_the_next_field_invalidates() {
        let left = KeyInputs { identity: b"ab", spoken: "c" };
        let right = KeyInputs { identity: b"a", spoken: "bc" };
        assert_ne!(left.key(), right.key());
    }
}
