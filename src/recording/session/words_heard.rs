//! Lets the recogniser of `[verify]` listen to the readings of a session, and refuses those with other words.
//!
//! A recogniser mishears words in half of all good readings, so a difference alone proves nothing. It names the two texts that are
//! possible, though. The reference voice speaks the words that were heard as well, and the reading has other words only if it is
//! nearer to them than to those of its line. A misheard name sounds like the name, so both are about equally near.

use std::sync::atomic::AtomicBool;

use super::cut::cut;
use super::find::{LineReading, Session};
use super::references::References;
use crate::base::diagnostic::Diagnostic;
use crate::build::{Listener, describe_difference};
use crate::project::Project;
use crate::speech::Difference;
use aloud_audio::Clip;
use aloud_audio::align::{Features, Step, align_path};

/// The reading must be nearer to the words that were heard by this share of the distance of one step.
const NEARER: f32 = 0.5;

/// Listens to the readings that a session would use, and refuses those with other words. An earlier reading of the line is then used
/// instead. Returns a warning if the recogniser failed.
///
/// # Errors
/// If the recogniser cannot run, or if the session cannot be read again.
pub fn listen_to_readings(
    project: &Project,
    references: &References,
    session: &mut Session,
    cancel: &AtomicBool,
) -> Result<Option<Diagnostic>, Diagnostic> {
    let Some(listener) = Listener::of(project)? else { return Ok(None) };
    listener.ready()?;
    let restricted = references.without_bands(&session.empty_bands);
    let references = restricted.as_ref().unwrap_or(references);
    loop {
        let unheard: Vec<usize> = (0..session.readings.len())
            .filter(|at| session.readings[*at].chosen && !session.readings[*at].heard)
            .collect();
        if unheard.is_empty() {
            return Ok(listener.failed());
        }
        let readings: Vec<LineReading> = unheard.iter().map(|at| session.readings[*at].clone()).collect();
        // Each reading is heard when it is cut, because the sound of a long session does not fit into memory.
        let (shared, mut differences) = (&*session, Vec::new());
        cut(shared, &readings, |at, piece| {
            let reading = &readings[at];
            let found = wrong_words(&listener, references, &shared.features, reading, &piece.clip, cancel);
            differences.push((unheard[at], found));
            Ok::<(), Diagnostic>(())
        })?;
        for (at, difference) in differences {
            session.readings[at].heard = true;
            if difference.is_some() {
                session.readings[at].difference = difference;
                session.readings[at].mismatched = true;
                session.readings[at].chosen = false;
                session.choose_another(at);
            }
        }
    }
}

/// Returns how the words of a reading differ from those of its line, in words. `clip` is the sound of the reading.
pub(super) fn wrong_words(
    listener: &Listener,
    references: &References,
    features: &Features,
    reading: &LineReading,
    clip: &Clip,
    cancel: &AtomicBool,
) -> Option<String> {
    let spoken = references.lines[reading.line].text();
    let heard = listener.listen(clip, cancel)?;
    let (found, gross) = listener.compare(&spoken, &heard);
    if gross.is_some() {
        return gross;
    }
    let steps = &features.steps[reading.steps.clone()];
    let expected = align_path(steps, &references.features[reading.line].steps)?.cost;
    let is_nearer = |difference: &&Difference| {
        let other = with_difference(&spoken, difference);
        let cost = cost_of(references, &other, steps, cancel);
        cost.is_some_and(|cost| cost + NEARER < expected)
    };
    let difference = found.differences.iter().find(is_nearer)?;
    Some(describe_difference(difference))
}

/// Returns a text with the words that were heard at one place.
fn with_difference(spoken: &str, difference: &Difference) -> String {
    let (before, after) = (spoken.get(..difference.place.start), spoken.get(difference.place.end..));
    let [before, after] = [before, after].map(Option::unwrap_or_default);
    if difference.wanted.is_empty() {
        format!("{before}{} {after}", difference.heard)
    } else {
        format!("{before}{}{after}", difference.heard)
    }
}

/// Returns the cost of a reading as other words.
fn cost_of(references: &References, text: &str, steps: &[Step], cancel: &AtomicBool) -> Option<f32> {
    let reference = references.speak_other(text, cancel)?;
    Some(align_path(steps, &reference.steps)?.cost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::compare_heard;

    #[test]
    fn other_words_take_the_place_of_those_of_the_line() {
        let spoken = "The harbour master closed the gate.";
        for heard in [
            "the harbour keeper closed the gate",
            "the harbour closed the gate",
            "the old harbour master closed the gate",
            "the harbour master closed the gate today",
        ] {
            let found = compare_heard(spoken, heard, None);
            let other = with_difference(spoken, &found.differences[0]);
            assert!(compare_heard(&other, heard, None).differences.is_empty(), "{other} / {heard}");
        }
    }
}
