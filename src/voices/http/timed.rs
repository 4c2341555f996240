//! Answers that tell when each word is heard: JSON with the sound as base64 beside the times.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::answer::{self, Wanted};
use super::{Answer, Spoken, VoiceError};
use crate::audio::Word;
use crate::base::http::beginning;

/// Kokoro-FastAPI's `/dev/captioned_speech`.
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

/// ElevenLabs' `/with-timestamps`: a time for each character.
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

pub(super) fn captioned(answer: &Answer, wanted: Wanted) -> Result<Spoken, VoiceError> {
    let parsed: Captioned = parsed(answer)?;
    let word = |t: Timestamp| Word { text: t.word, start: t.start_time, end: t.end_time };
    spoken(answer, &parsed.audio, parsed.timestamps.into_iter().map(word).collect(), wanted)
}

pub(super) fn aligned(answer: &Answer, wanted: Wanted) -> Result<Spoken, VoiceError> {
    let parsed: Aligned = parsed(answer)?;
    let words = parsed.alignment.map(|alignment| words(&alignment)).unwrap_or_default();
    spoken(answer, &parsed.audio_base64, words, wanted)
}

fn parsed<'a, T: Deserialize<'a>>(answer: &'a Answer) -> Result<T, VoiceError> {
    serde_json::from_slice(&answer.body).map_err(|error| {
        let what = format!("the answer has no words' times ({error}): {}", beginning(&answer.body));
        VoiceError::failed(what, "take `word_times` out of voice.toml if the server does not tell them")
    })
}

fn spoken(answer: &Answer, sound: &str, words: Vec<Word>, wanted: Wanted) -> Result<Spoken, VoiceError> {
    let sound = STANDARD.decode(sound).map_err(|error| {
        VoiceError::failed(format!("the answer's sound is not base64: {error}"), "is `base_url` right?")
    })?;
    let clip = answer::decode(&answer.with_body(sound), wanted)?;
    let length = clip.frames() as f64 / f64::from(clip.spec.sample_rate);
    let words = if plausible(&words, length) { words } else { Vec::new() };
    Ok(Spoken { clip, words })
}

/// Times that go back, or beyond the end by more than a server's rounding, are no times.
fn plausible(words: &[Word], length: f64) -> bool {
    const ROUNDING: f64 = 0.1;
    let ordered = words.windows(2).all(|pair| pair[0].start <= pair[1].start);
    ordered
        && words
            .iter()
            .all(|word| 0.0 <= word.start && word.start <= word.end && word.end <= length + ROUNDING)
}

/// Characters between white space are a word.
fn words(alignment: &Alignment) -> Vec<Word> {
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
