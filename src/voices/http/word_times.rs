//! Decodes answers with word times: JSON with the sound as base64, and the time of each word or character.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::decode::Expected;
use crate::base::http::{Answer, excerpt};
use crate::voices::backend::{Spoken, VoiceError};
use aloud_audio::Word;

/// The answer of Kokoro-FastAPI's `/dev/captioned_speech`.
#[derive(Deserialize)]
struct Captioned {
    audio: String,
    timestamps: Vec<Timestamp>,
}

#[derive(Deserialize)]
struct Timestamp {
    word: String,
    start_time: f64,
    end_time: f64,
}

/// The answer of ElevenLabs' `/with-timestamps`, with a time for each character.
#[derive(Deserialize)]
struct Aligned {
    audio_base64: String,
    alignment: Option<Alignment>,
}

#[derive(Deserialize)]
struct Alignment {
    characters: Vec<String>,
    character_start_times_seconds: Vec<f64>,
    character_end_times_seconds: Vec<f64>,
}

/// Decodes an answer of Kokoro-FastAPI.
pub(super) fn decode_captioned(answer: &Answer, expected: Expected) -> Result<Spoken, VoiceError> {
    let parsed: Captioned = parse(answer)?;
    let words = parsed.timestamps.into_iter();
    let words = words.map(|t| Word { text: t.word, start: t.start_time, end: t.end_time }).collect();
    decode(answer, &parsed.audio, words, expected)
}

/// Decodes an answer of ElevenLabs.
pub(super) fn decode_aligned(answer: &Answer, expected: Expected) -> Result<Spoken, VoiceError> {
    let parsed: Aligned = parse(answer)?;
    let words = parsed.alignment.map(|alignment| words_of(&alignment)).unwrap_or_default();
    decode(answer, &parsed.audio_base64, words, expected)
}

fn parse<'a, T: Deserialize<'a>>(answer: &'a Answer) -> Result<T, VoiceError> {
    serde_json::from_slice(&answer.body).map_err(|error| {
        let what = format!("the answer has no word times ({error}): {}", excerpt(&answer.body));
        let hint = "remove `word_times` from voice.toml if the server does not support it";
        VoiceError::with_code("answer-invalid", what, hint)
    })
}

fn decode(answer: &Answer, sound: &str, words: Vec<Word>, expected: Expected) -> Result<Spoken, VoiceError> {
    let sound = STANDARD.decode(sound).map_err(|error| {
        let what = format!("the sound in the answer is not base64: {error}");
        VoiceError::with_code("answer-invalid", what, "check `base_url`")
    })?;
    let clip = super::decode::decode(&answer.with_body(sound), expected)?;
    let length = clip.frames() as f64 / f64::from(clip.spec.sample_rate);
    // Without word times the captions are timed by sentences.
    let words = if are_plausible(&words, length) { words } else { Vec::new() };
    Ok(Spoken { clip, words })
}

/// Returns true if the times are in order and end within the sound, apart from the server's rounding.
fn are_plausible(words: &[Word], length: f64) -> bool {
    const ROUNDING: f64 = 0.1;
    let ordered = words.windows(2).all(|pair| pair[0].start <= pair[1].start);
    ordered
        && words
            .iter()
            .all(|word| 0.0 <= word.start && word.start <= word.end && word.end <= length + ROUNDING)
}

/// Joins characters to words, which white space separates.
fn words_of(alignment: &Alignment) -> Vec<Word> {
    let times = alignment.character_start_times_seconds.iter().zip(&alignment.character_end_times_seconds);
    let mut words: Vec<Word> = Vec::new();
    let mut inside = false;
    for (character, (start, end)) in alignment.characters.iter().zip(times) {
        let space = character.trim().is_empty();
        match words.last_mut().filter(|_| inside && !space) {
            Some(word) => {
                word.text.push_str(character);
                word.end = *end;
            }
            None if !space => words.push(Word { text: character.clone(), start: *start, end: *end }),
            None => {}
        }
        inside = !space;
    }
    words
}
