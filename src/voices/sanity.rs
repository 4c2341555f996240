//! What every backend's sound must be before it becomes a take.

use super::backend::VoiceError;
use crate::audio::Clip;
use crate::audio::measure::measure;

/// Nobody speaks faster: three times the rate of the quickest auctioneer, seconds a character.
const SHORTEST: f64 = 0.008;
/// Nobody speaks slower: a tenth of a newsreader's rate, seconds a character.
const LONGEST: f64 = 0.7;
/// What silence and a slow start may add, in seconds.
const GRACE: f64 = 5.0;

/// Refuses a clip that is empty or silent.
///
/// # Errors
/// Says which.
pub(super) fn heard(clip: &Clip, whose: &str) -> Result<(), VoiceError> {
    let hint = "listen to it by hand; a voice or a language that does not exist often gives silence";
    if clip.frames() == 0 {
        return Err(VoiceError::failed(format!("{whose} is empty"), hint));
    }
    if measure(clip).sound.is_empty() {
        return Err(VoiceError::failed(format!("{whose} is silent"), hint));
    }
    Ok(())
}

/// Refuses a clip that cannot be these words: far too short or too long.
///
/// # Errors
/// Says by how much.
pub(super) fn fits(clip: &Clip, spoken: &str, whose: &str) -> Result<(), VoiceError> {
    let characters = spoken.chars().filter(|c| c.is_alphanumeric()).count() as f64;
    let seconds = clip.frames() as f64 / f64::from(clip.spec.sample_rate);
    let range = characters * SHORTEST..=characters * LONGEST + GRACE;
    if range.contains(&seconds) {
        return Ok(());
    }
    let what = format!("{whose} is {seconds:.2} s long, which cannot be {characters} letters");
    Err(VoiceError::failed(what, "try the voice by hand on these words; is the raw sound's `rate` right?"))
}
