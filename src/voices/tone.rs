//! The test backend: a tone of exact length instead of speech. It needs no program.
//!
//! A clip is 100 ms of silence, 60 ms of a sine at half scale for each character, and 100 ms of silence.

use std::f64::consts::TAU;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

use super::backend::{Backend, Capabilities, Spoken, Utterance, VoiceError};
use super::config::Test;
use aloud_audio::{Clip, Spec};

pub(super) struct ToneVoice {
    settings: Test,
}

impl ToneVoice {
    pub(super) fn new(settings: Test) -> Self {
        Self { settings }
    }
}

impl Backend for ToneVoice {
    fn capabilities(&self) -> Capabilities {
        Capabilities { longest_text: 10_000, deterministic: true, ..Capabilities::PLAIN }
    }

    fn identity(&self, _utterance: &Utterance) -> Result<Vec<u8>, VoiceError> {
        Ok(format!("test 1 {} {}", self.settings.frequency, self.settings.rate).into_bytes())
    }

    fn speak(&self, utterance: &Utterance, _cancel: &AtomicBool) -> Result<Spoken, VoiceError> {
        thread::sleep(Duration::from_millis(self.settings.delay_ms));
        if self.settings.fail_on.as_ref().is_some_and(|word| utterance.spoken.contains(word)) {
            return Err(VoiceError::failed(
                "its `fail_on` is in this text",
                "remove `fail_on` from voice.toml",
            ));
        }
        let rate = self.settings.rate as usize;
        let silence = vec![0.0; rate / 10];
        let step = TAU * self.settings.frequency / rate as f64;
        let length = rate * 6 / 100 * utterance.spoken.chars().count();
        let tone = (0..length).map(|n| (0.5 * libm::sin(step * n as f64)) as f32);
        let samples = silence.iter().copied().chain(tone).chain(silence.iter().copied()).collect();
        Ok(Clip { spec: Spec { sample_rate: self.settings.rate, channels: 1 }, samples }.into())
    }
}
