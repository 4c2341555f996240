//! `aloud voices`: lists voices and tries them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use aloud::audio::wav;
use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::base::files::FileError;
use aloud::base::trust::Trust;
use aloud::project::{self, series::folder_of};
use aloud::script::NARRATOR;
use aloud::speech;
use aloud::voices::backend::{Unit, Utterance, VoiceError};
use aloud::voices::{Voice, Voices};
use serde_json::{Value, json};

use super::args::{self, Global, VoicesCommand};
use super::build;
use super::common;
use super::install;
use super::output_file;

pub fn run(args: &args::Voices, global: &Global) -> Result<(), Error> {
    match &args.command {
        Some(VoicesCommand::Say { name, text, output, overwrite }) => {
            let path = output.clone().unwrap_or_else(|| PathBuf::from(format!("{name}.wav")));
            say(name, text, &path, overwrite.force, global)
        }
        Some(VoicesCommand::Add { list: true, .. }) => install::list(global),
        Some(VoicesCommand::Add { name, from, .. }) => {
            install::add(name.as_deref().unwrap_or_default(), from, global)
        }
        Some(VoicesCommand::Remove { name }) => install::remove(name, global),
        None => list(global),
    }
}

/// Speaks a text with the project's lexicon, as in an episode.
fn say(name: &str, text: &str, path: &Path, force: bool, global: &Global) -> Result<(), Error> {
    let (voices, problems) = load(global);
    let Some(voice) = voices.get(name) else {
        if problems.iter().any(Diagnostic::is_error) {
            return Err(Error::Problems(problems));
        }
        return Err(common::voice_missing(name, &voices).into());
    };
    let lexicon = project::read_lexicon(&global.project).map_err(Error::Problems)?;
    // A folder of voices may have no script.toml. The language is English then.
    let language = project::read_manifest(&global.project).ok().and_then(|manifest| manifest.script.language);
    speech::check_say(text).map_err(|what| Diagnostic::error("phonemes-invalid", what))?;
    let backend = voice.open(&common::trust(global))?;
    let capabilities = backend.capabilities();
    let reader = speech::Reader {
        language: language.as_deref(),
        lexicon: &lexicon,
        speaker: NARRATOR,
        voice: name,
        respelled: capabilities.respelled,
    };
    let form = reader.spoken_form_with_phonemes(text, true);
    let mut utterance = Utterance::new(form.text);
    utterance.text = text.to_string();
    if capabilities.phonemes {
        utterance.phonemes = form.phonemes;
    }
    backend.ready().map_err(|error| voice_failed(name, error))?;
    let cancel = build::cancel_on_ctrl_c()?;
    let speech = backend.speak(&utterance, cancel).map_err(|error| {
        // Ctrl-C makes a voice fail too, which is not an error.
        if cancel.load(Ordering::Relaxed) { Error::Cancelled } else { voice_failed(name, error).into() }
    })?;
    let clip = speech.clip;
    let sound = wav::encode_16(clip.spec, clip.samples.iter().copied());
    let mut file = output_file::create(path, &[], force)?;
    file.write_all(&sound).map_err(|error| FileError::new("write", path, error))?;
    output_file::commit_wav(file, path, clip.frames() as u64)?;
    let seconds = clip.frames() as f64 / f64::from(clip.spec.sample_rate);
    errln!("{}: {seconds:.1} s, {} Hz", path.display(), clip.spec.sample_rate);
    Ok(())
}

fn voice_failed(name: &str, error: VoiceError) -> Diagnostic {
    Diagnostic::error(error.code(), format!("voice `{name}`: {error}")).hint(error.hint())
}

fn load(global: &Global) -> (Voices, Vec<Diagnostic>) {
    let (voices, problems) = Voices::load_in_series(&global.project, folder_of(&global.project).as_deref());
    (voices, problems.into_iter().map(|(_, problem)| problem).collect())
}

fn list(global: &Global) -> Result<(), Error> {
    let (voices, problems) = load(global);
    let listed: Vec<_> = voices.names().filter_map(|name| voices.get(name)).collect();
    let trust = common::trust(global);
    if global.json {
        common::print_json(&listed.iter().map(|voice| voice_json(voice, &trust)).collect::<Vec<_>>());
    } else {
        for voice in &listed {
            let state = if needs_installation(voice, &trust) { " (not installed)" } else { "" };
            outln!("{:16} {:10} {}{state}", voice.name, voice.kind(), voice.description);
        }
    }
    if problems.iter().any(Diagnostic::is_error) {
        return Err(Error::Problems(problems));
    }
    common::print_problems(&problems, global);
    Ok(())
}

/// Returns true for a natural voice without an installed model.
fn needs_installation(voice: &Voice, trust: &Trust) -> bool {
    voice.kind() == "neural" && voice.open(trust).is_ok_and(|backend| backend.ready().is_err())
}

fn voice_json(voice: &Voice, trust: &Trust) -> Value {
    let capabilities = voice.open(trust).map(|backend| backend.capabilities()).ok();
    json!({
        "name": voice.name, "backend": voice.kind(), "description": voice.description,
        "capabilities": capabilities.map(|capabilities| json!({
            "unit": if capabilities.unit == Unit::Sentence { "sentence" } else { "segment" },
            "longest_text": (capabilities.longest_text < usize::MAX).then_some(capabilities.longest_text),
            "parallel": (capabilities.parallel < usize::MAX).then_some(capabilities.parallel),
            "context": capabilities.context, "word_times": capabilities.word_times,
            "respelled": capabilities.respelled, "phonemes": capabilities.phonemes, "seed": capabilities.seed,
            "formats": capabilities.formats, "languages": capabilities.languages,
        })),
    })
}
