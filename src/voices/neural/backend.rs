//! The neural backend: phonemes of the text, the network's spectra, and their sound.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use aloud_audio::{Clip, Spec, Word};
use aloud_neural::{Level, Network, Prediction, SAMPLE_RATE, Shape, synthesise};
use sha2::{Digest, Sha256};

use super::catalog::{self, Model};
use super::library::Library;
use super::shared::Shared;
use crate::base::files::{self, FileError, STATE_LIMIT};
use crate::base::hex::hex;
use crate::speech::phonemes::{Accent, Phonemes, Phonemizer, symbol_id};
use crate::voices::backend::{Backend, Capabilities, Spoken, Utterance, VoiceError};
use crate::voices::checks;
use crate::voices::config::{Neural, NeuralAccent};

/// Part of the identity: network, signal and pronunciation. Change it if the same words sound different.
const VERSION: &str = "1";
/// Longest utterance in characters, about 25 s. A listener needs a pause before that.
const LONGEST_TEXT: usize = 400;
/// Seconds of a frame of the network's durations.
const FRAME: f64 = 0.025;
/// The symbol before and after a sentence.
const SILENCE: usize = 0;

static NETWORKS: Shared<Network> = Shared::new();
static PRONUNCIATIONS: Shared<Phonemizer> = Shared::new();

/// A speaker of an installed model.
pub(in crate::voices) struct NeuralVoice {
    settings: Neural,
    model: &'static Model,
    accent: Accent,
    library: Option<Library>,
    loaded: OnceLock<Result<Loaded, VoiceError>>,
}

/// What it needs to speak.
#[derive(Clone)]
struct Loaded {
    network: Arc<Network>,
    phonemizer: Arc<Phonemizer>,
}

impl NeuralVoice {
    /// Creates a voice of an installed model. Returns `None` if there is no model of this name.
    pub(in crate::voices) fn new(settings: Neural, library: Option<Library>) -> Option<Self> {
        let model = catalog::model(&settings.model)?;
        let accent = match settings.accent {
            Some(NeuralAccent::Us) => Accent::Us,
            Some(NeuralAccent::Gb) => Accent::Gb,
            None => model.accent,
        };
        Some(Self { settings, model, accent, library, loaded: OnceLock::new() })
    }

    /// Returns the model and the pronunciation. They are loaded at the first utterance, because a build from stored takes
    /// needs neither.
    fn loaded(&self) -> Result<&Loaded, VoiceError> {
        self.loaded.get_or_init(|| self.load()).as_ref().map_err(Clone::clone)
    }

    fn load(&self) -> Result<Loaded, VoiceError> {
        let library = self.installed()?;
        let path = library.model_path(self.model);
        let network = NETWORKS.get(&path, || read_network(&path, self.model))?;
        let path = library.pronunciation_path(self.accent);
        let phonemizer = PRONUNCIATIONS.get(&path, || {
            let table = files::read(&path, STATE_LIMIT).map_err(|error| unreadable(&error, self.model))?;
            Phonemizer::open(table).map_err(|error| damaged(&path, &error.to_string(), self.model))
        })?;
        Ok(Loaded { network, phonemizer })
    }

    fn installed(&self) -> Result<&Library, VoiceError> {
        self.library.as_ref().filter(|library| library.has(self.model)).ok_or_else(|| {
            let name = self.model.name;
            let what = format!("voice `{name}` is not installed on this machine");
            VoiceError::with_code("voice-not-installed", what, format!("run `aloud voices add {name}`"))
        })
    }

    /// The bytes that the noise is chosen by: the same words of the same speaker always sound the same.
    fn seed(&self, utterance: &Utterance) -> Result<u64, VoiceError> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.identity(utterance)?).update(utterance.spoken.as_bytes());
        let mut seed = [0; 8];
        hasher.finalize_xof().fill(&mut seed);
        Ok(u64::from_le_bytes(seed))
    }
}

impl Backend for NeuralVoice {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            longest_text: LONGEST_TEXT,
            word_times: true,
            deterministic: true,
            phonemes: true,
            languages: &["en"],
            ..Capabilities::PLAIN
        }
    }

    fn identity(&self, _utterance: &Utterance) -> Result<Vec<u8>, VoiceError> {
        let Neural { pitch, tract, tempo, .. } = self.settings;
        let (model, accent) = (self.model.source.sha256, self.accent);
        let package = catalog::PACKAGE.sha256;
        Ok(format!("neural {VERSION} {model} {package} {accent:?} {pitch} {tract} {tempo}").into_bytes())
    }

    fn ready(&self) -> Result<(), VoiceError> {
        self.installed().map(|_| ())
    }

    fn speak(&self, utterance: &Utterance, _cancel: &AtomicBool) -> Result<Spoken, VoiceError> {
        let Loaded { network, phonemizer } = self.loaded()?;
        let phonemes = phonemizer.phonemes(&utterance.spoken, &utterance.phonemes);
        if phonemes.words.iter().all(|word| word.symbols.is_empty()) {
            let what = "there is no word that can be spoken in this text";
            return Err(VoiceError::with_code("sound-empty", what, "give the words to speak in `say`"));
        }
        let Neural { pitch, tract, tempo, .. } = self.settings;
        let prediction = network.speak(&symbols(&phonemes, network.phonemes()), tempo);
        let shape = Shape { pitch, tract };
        let samples = synthesise(Level::new(), &prediction, shape, self.seed(utterance)?);
        let clip = Clip { spec: Spec { sample_rate: SAMPLE_RATE, channels: 1 }, samples };
        checks::check_not_silent(&clip, "the sound of the neural voice")?;
        Ok(Spoken { clip, words: words(&utterance.spoken, &phonemes, &prediction) })
    }
}

fn read_network(path: &Path, model: &Model) -> Result<Network, VoiceError> {
    let bytes = files::read(path, STATE_LIMIT).map_err(|error| unreadable(&error, model))?;
    if hex(&Sha256::digest(&bytes)) != model.source.sha256 {
        return Err(damaged(path, "its checksum is wrong", model));
    }
    Network::read(&bytes, Level::new()).map_err(|error| damaged(path, &error.to_string(), model))
}

fn unreadable(error: &FileError, model: &Model) -> VoiceError {
    VoiceError::with_code("voice-damaged", error.to_string(), reinstall(model))
}

fn damaged(path: &Path, why: &str, model: &Model) -> VoiceError {
    VoiceError::with_code(
        "voice-damaged",
        format!("`{}` is damaged: {why}", path.display()),
        reinstall(model),
    )
}

fn reinstall(model: &Model) -> String {
    format!("install it again: `aloud voices add {}`", model.name)
}

/// Returns the symbols as the network counts them, with silence at both ends. There is one for each character, because word
/// times count characters.
fn symbols(phonemes: &Phonemes, known: usize) -> Vec<usize> {
    let space = symbol_id(' ').map_or(SILENCE, usize::from);
    let inside = phonemes.symbols.chars().map(|symbol| symbol_id(symbol).map_or(space, usize::from));
    let ends = std::iter::once(SILENCE);
    ends.clone()
        .chain(inside)
        .chain(ends)
        .map(|symbol| if symbol < known { symbol } else { SILENCE })
        .collect()
}

/// Returns the time of each word from the durations of its phonemes.
fn words(text: &str, phonemes: &Phonemes, prediction: &Prediction<'_>) -> Vec<Word> {
    let mut starts = vec![0];
    for frames in &prediction.durations {
        starts.push(starts.last().copied().unwrap_or_default() + frames);
    }
    // The silence before the sentence is a symbol of its own.
    let time = |symbol: usize| starts.get(symbol + 1).copied().unwrap_or_default() as f64 * FRAME;
    let spoken = phonemes.words.iter().filter(|word| !word.symbols.is_empty());
    spoken
        .map(|word| Word {
            text: text[word.text.clone()].to_string(),
            start: time(word.symbols.start),
            end: time(word.symbols.end),
        })
        .collect()
}
