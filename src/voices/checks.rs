//! Checks that every backend applies to its sound before it becomes a take.

use super::backend::VoiceError;
use aloud_audio::Clip;
use aloud_audio::measure::measure;

/// Shortest plausible speech, in seconds a character: three times the speed of a fast auctioneer.
const SHORTEST: f64 = 0.008;
/// Longest plausible speech, in seconds a character: a tenth of the speed of a newsreader.
const LONGEST: f64 = 0.7;
/// Seconds that silence and a slow start may add.
const GRACE: f64 = 5.0;

/// Rejects a clip that is empty or silent. `source` names the sound in the message.
///
/// # Errors
/// `sound-empty`.
pub(super) fn check_not_silent(clip: &Clip, source: &str) -> Result<(), VoiceError> {
    let hint = "try the voice by hand; a voice or language that does not exist often gives silence";
    if clip.frames() == 0 {
        return Err(VoiceError::with_code("sound-empty", format!("{source} is empty"), hint));
    }
    if measure(clip).sound.is_empty() {
        return Err(VoiceError::with_code("sound-empty", format!("{source} is silent"), hint));
    }
    Ok(())
}

/// Rejects a clip that is far too short or too long for its words, e.g. because a server cut it off.
///
/// # Errors
/// `sound-length`.
pub(super) fn check_length(clip: &Clip, spoken: &str, source: &str) -> Result<(), VoiceError> {
    let characters = spoken.chars().filter(|c| c.is_alphanumeric()).count() as f64;
    let seconds = clip.frames() as f64 / f64::from(clip.spec.sample_rate);
    let range = characters * SHORTEST..=characters * LONGEST + GRACE;
    if range.contains(&seconds) {
        return Ok(());
    }
    let what = format!("{source} is {seconds:.2} s long, which is not plausible for {characters} letters");
    let hint = "try the voice by hand with these words, and check the `rate` of raw sound";
    Err(VoiceError::with_code("sound-length", what, hint))
}
