//! Turns an English sentence into phonemes, for voices that are trained on Kokoro's alphabet.
//!
//! ```text
//! spoken form ──tokens──▶ words ──tagger──▶ parts of speech ──words, right to left──▶ phonemes
//! ```
//!
//! Words are read from right to left, because the sound of "the", "a" and "to" depends on the word after them. A word comes from
//! the dictionaries, by its endings if necessary; a name that no dictionary has comes from a small network over its letters. All
//! tables are part of the installed voice. [`compile`] makes one file of them that opens in milliseconds.

mod accent;
mod alphabet;
mod compile;
mod dictionary;
mod endings;
mod heteronyms;
mod ipa;
mod letters;
mod phonemizer;
mod sorted_map;
mod stress;
mod table;
mod tagger;
mod tokens;
mod unknown_words;
mod weights;
mod words;

pub use accent::Accent;
pub use alphabet::symbol_id;
pub use compile::{PackageFiles, compile};
pub use ipa::check_ipa;
pub(crate) use ipa::with_s;
pub use phonemizer::{GivenPhonemes, PhonemeWord, Phonemes, Phonemizer};
pub use table::TableError;
