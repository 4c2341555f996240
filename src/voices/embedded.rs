//! The embedded backend: diphone synthesis by `flite-rs`. Several speakers are made of one recorded man.
//!
//! In a vocal tract that is smaller by a factor, all formants are higher by that factor. Playing a recording faster has the
//! same effect, so the clip is labelled with a higher sample rate. Pitch and tempo are set to compensate for it.

use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use any_ascii::any_ascii_char;
use flite_rs::Engine;

use super::backend::{Backend, Capabilities, Spoken, Utterance, VoiceError};
use super::checks;
use super::config::Embedded;
use aloud_audio::{Clip, Spec};

/// Part of the identity: engine, its voice and transliteration. Change it if the same settings sound different.
const VERSION: &str = "flite-rs 0.2.0 kal16, any_ascii 0.3";
const VOICE: &str = "kal16";
/// Longest utterance in characters. The engine is slow on longer ones, and a listener needs a pause anyway.
const LONGEST_TEXT: usize = 600;

pub(super) struct EmbeddedVoice {
    speaker: Embedded,
    engine: OnceLock<Result<Engine, String>>,
}

impl EmbeddedVoice {
    pub(super) fn new(speaker: Embedded) -> Self {
        Self { speaker, engine: OnceLock::new() }
    }

    /// Returns the engine. It is loaded at the first utterance, because a build from stored takes does not need it.
    fn engine(&self) -> Result<&Engine, VoiceError> {
        let engine = self.engine.get_or_init(|| engine(self.speaker));
        engine.as_ref().map_err(|why| VoiceError::failed(why, "this is a bug in Aloud; please report it"))
    }
}

fn engine(speaker: Embedded) -> Result<Engine, String> {
    let mut engine =
        Engine::try_new().map_err(|error| format!("the embedded voice cannot be loaded: {error}"))?;
    if !engine.select_voice(VOICE) {
        return Err(format!("the embedded voice `{VOICE}` is missing"));
    }
    let params = engine.params_mut();
    params.int_f0_target_mean = speaker.pitch / speaker.tract;
    params.int_f0_target_stddev = speaker.spread / speaker.tract;
    engine.set_duration_stretch(speaker.tract / speaker.tempo);
    Ok(engine)
}

impl Backend for EmbeddedVoice {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            longest_text: LONGEST_TEXT,
            deterministic: true,
            languages: &["en"],
            respelled: true,
            ..Capabilities::PLAIN
        }
    }

    fn identity(&self, _utterance: &Utterance) -> Result<Vec<u8>, VoiceError> {
        let Embedded { pitch, spread, tract, tempo } = self.speaker;
        Ok(format!("embedded {VERSION} {pitch} {spread} {tract} {tempo}").into_bytes())
    }

    fn speak(&self, utterance: &Utterance, _cancel: &AtomicBool) -> Result<Spoken, VoiceError> {
        let audio = self.engine()?.synthesize(&to_ascii(&utterance.spoken));
        // A multiple of 100 has a large common divisor with the usual rates, which makes resampling cheap.
        let rate = (audio.sample_rate as f32 * self.speaker.tract / 100.0).round() as u32 * 100;
        let samples = audio.samples.iter().map(|sample| f32::from(*sample) / 32_768.0).collect();
        let clip = Clip { spec: Spec { sample_rate: rate, channels: 1 }, samples };
        checks::check_not_silent(&clip, "the sound of the embedded voice")?;
        Ok(clip.into())
    }
}

/// Transliterates to ASCII. The engine drops all other letters, which would split words: "Łódź" → "d".
/// German umlauts become two letters, which sound closer than the bare vowel: "Müller" → "Mueller".
fn to_ascii(spoken: &str) -> String {
    let mut ascii = String::with_capacity(spoken.len());
    for letter in spoken.chars() {
        match letter {
            'ä' | 'æ' => ascii.push_str("ae"),
            'ö' | 'œ' | 'ø' => ascii.push_str("oe"),
            'ü' => ascii.push_str("ue"),
            'Ä' | 'Æ' => ascii.push_str("Ae"),
            'Ö' | 'Œ' | 'Ø' => ascii.push_str("Oe"),
            'Ü' => ascii.push_str("Ue"),
            c if c.is_ascii_control() => ascii.push(' '),
            c if c.is_ascii() => ascii.push(c),
            c => ascii.push_str(any_ascii_char(c)),
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::voices::builtin;
    use aloud_audio::measure::measure;

    fn say(speaker: Embedded, text: &str) -> Clip {
        let cancel = AtomicBool::new(false);
        EmbeddedVoice::new(speaker).speak(&Utterance::new(text), &cancel).unwrap().clip
    }

    /// Returns the median pitch in Hz of the voiced 40 ms frames, by the highest normalised autocorrelation.
    fn pitch(clip: &Clip) -> f64 {
        let rate = clip.spec.sample_rate as usize;
        let frame = rate / 25;
        let mut found: Vec<f64> = clip
            .samples
            .chunks_exact(frame * 2)
            .filter_map(|window| {
                let energy: f32 = window[..frame].iter().map(|s| s * s).sum();
                let at = |lag: usize| -> f32 {
                    let shifted = &window[lag..lag + frame];
                    let product: f32 = window[..frame].iter().zip(shifted).map(|(a, b)| a * b).sum();
                    product / (energy * shifted.iter().map(|s| s * s).sum::<f32>()).sqrt().max(1e-9)
                };
                let best =
                    (rate / 350..rate / 55).map(|lag| (at(lag), lag)).max_by(|a, b| a.0.total_cmp(&b.0))?;
                (energy > 0.05 && best.0 > 0.8).then(|| rate as f64 / best.1 as f64)
            })
            .collect();
        found.sort_by(f64::total_cmp);
        found[found.len() / 2]
    }

    const SENTENCE: &str = "We were away a year ago, and nobody knew where our own mayor was all along.";

    #[test]
    fn built_in_speakers_have_the_pitch_of_their_settings() {
        for (name, _, speaker) in builtin::embedded() {
            let measured = pitch(&say(speaker, SENTENCE));
            let ratio = measured / f64::from(speaker.pitch);
            assert!((0.88..1.12).contains(&ratio), "{name}: {measured} Hz for {}", speaker.pitch);
        }
    }

    #[test]
    fn built_in_speakers_differ_clearly_from_each_other() {
        let speakers: Vec<Embedded> = builtin::embedded().map(|(_, _, speaker)| speaker).collect();
        for (n, a) in speakers.iter().enumerate() {
            for b in &speakers[n + 1..] {
                let (pitch, tract) = ((a.pitch / b.pitch).ln().abs(), (a.tract / b.tract).ln().abs());
                assert!(pitch > 0.113 || tract > 0.058, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn tempo_changes_the_length_and_tract_does_not() {
        let seconds = |speaker: Embedded| {
            let clip = say(speaker, SENTENCE);
            let sound = measure(&clip).sound;
            (sound.end - sound.start) as f64 / f64::from(clip.spec.sample_rate)
        };
        let plain = seconds(Embedded::default());
        let fast = seconds(Embedded { tempo: 1.5, ..Embedded::default() });
        let small = seconds(Embedded { tract: 1.2, ..Embedded::default() });
        assert!((plain / fast / 1.5 - 1.0).abs() < 0.1, "{plain} {fast}");
        assert!((plain / small - 1.0).abs() < 0.1, "a smaller tract is not faster: {plain} {small}");
    }

    #[test]
    fn transliterates_letters_that_the_engine_does_not_know() {
        assert_eq!(
            to_ascii("Müller, Łódź, Ørsted, São Tomé, naïve"),
            "Mueller, Lodz, Oersted, Sao Tome, naive"
        );
    }

    #[test]
    fn is_deterministic() {
        assert_eq!(say(Embedded::default(), "Good evening."), say(Embedded::default(), "Good evening."));
    }
}
