//! The files of cues and room tones: read once to be measured, known again by their content.

use std::fs::File;
use std::path::PathBuf;

use super::super::messages::unplayable;
use super::super::{Plan, VoicePlan};
use crate::audio::measure::Measures;
use crate::audio::sound;
use crate::base::config::{Cue, Role};
use crate::base::diagnostic::Diagnostic;
use crate::base::files;
use crate::mixer;
use crate::project::{Project, STATE};
use crate::voices::Voice;

/// A sound that is no speech.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sound {
    pub(super) path: PathBuf,
    pub(super) measures: Measures,
    /// Of its content.
    pub(super) identity: [u8; 32],
}

/// A bed is repeated; one that is shorter than this is a buzz.
const SHORTEST_BED: f64 = 1.0;

/// What is louder, in dB of full scale, is no room in which nobody speaks.
const LOUDEST_ROOM: f32 = -30.0;

impl Sound {
    fn seconds(&self) -> f64 {
        self.measures.frames as f64 / f64::from(self.measures.sample_rate.max(1))
    }

    /// How many frames of the episode the cue plays of it.
    pub(super) fn played(&self, cue: &Cue, rate: u32) -> u64 {
        let Measures { frames, sample_rate, .. } = self.measures;
        let most = cue.length.map_or(frames, |seconds| (seconds * f64::from(sample_rate)) as u64);
        mixer::frames_at(frames.min(most), sample_rate, rate)
    }

    /// How many of its own frames fill so many of the episode.
    pub(super) fn frames_for(&self, frames: u64, rate: u32) -> u64 {
        let exact = u128::from(frames) * u128::from(self.measures.sample_rate) / u128::from(rate.max(1));
        self.measures.frames.min(u64::try_from(exact).unwrap_or(u64::MAX))
    }
}

/// All sounds of an episode that are no speech.
pub(in crate::build) struct Sounds {
    /// One for each cue.
    pub(super) cues: Vec<Sound>,
    /// By voice of the plan: its room tone.
    pub(super) rooms: Vec<Option<Sound>>,
}

/// The sounds of cues and rooms.
///
/// # Errors
/// With all that cannot be played.
pub(in crate::build) fn sounds(project: &Project, plan: &Plan) -> Result<Sounds, Vec<Diagnostic>> {
    let cue = |(nth, cue): (usize, &Cue)| of_cue(project, cue).map_err(|why| unplayable(project, nth, &why));
    let cues = all(project.manifest.cues.iter().enumerate().map(cue));
    let rooms = rooms(project, plan);
    match (cues, rooms) {
        (Ok(cues), Ok(rooms)) => Ok(Sounds { cues, rooms }),
        (cues, rooms) => Err(cues.err().into_iter().chain(rooms.err()).flatten().collect()),
    }
}

impl Sounds {
    /// Reads the room tones again, for a plan in which other voices speak.
    ///
    /// # Errors
    /// With all that cannot be played.
    pub(in crate::build) fn change_rooms(
        &mut self,
        project: &Project,
        plan: &Plan,
    ) -> Result<(), Vec<Diagnostic>> {
        self.rooms = rooms(project, plan)?;
        Ok(())
    }
}

/// The room tone of each voice of a plan.
fn rooms(project: &Project, plan: &Plan) -> Result<Vec<Option<Sound>>, Vec<Diagnostic>> {
    let room = |voice: &VoicePlan| {
        let path = project.voices.get(&voice.name).and_then(Voice::room);
        let of_voice = |path: PathBuf| {
            of_room(project, path.clone()).map_err(|why| {
                let what = format!("the room tone of voice `{}` cannot be used", voice.name);
                let hint = "record some seconds of the room, with nobody speaking, as the voice was recorded";
                Diagnostic::error("todo", what).at(path).why(why).hint(hint)
            })
        };
        path.map(of_voice).transpose()
    };
    all(plan.voices.iter().map(room))
}

fn all<T>(results: impl Iterator<Item = Result<T, Diagnostic>>) -> Result<Vec<T>, Vec<Diagnostic>> {
    let (mut good, mut problems) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(one) => good.push(one),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(good) } else { Err(problems) }
}

fn of_cue(project: &Project, cue: &Cue) -> Result<Sound, String> {
    let sound = read(project, project.root.join(&cue.file))?;
    if sound.measures.sound.is_empty() {
        return Err("it is silent".into());
    }
    let seconds = cue.length.map_or(sound.seconds(), |length| length.min(sound.seconds()));
    if cue.role == Role::Bed && seconds < SHORTEST_BED {
        return Err(format!("a bed is repeated, and this is only {seconds:.2} s long"));
    }
    Ok(sound)
}

fn of_room(project: &Project, path: PathBuf) -> Result<Sound, String> {
    let sound = read(project, path)?;
    let peak = 20.0 * libm::log10f(sound.measures.peak.max(f32::MIN_POSITIVE));
    if peak > LOUDEST_ROOM {
        return Err(format!(
            "its peak is {peak:.0} dB of full scale: somebody speaks, or something is knocked over"
        ));
    }
    let seconds = sound.seconds();
    if seconds < SHORTEST_BED {
        return Err(format!("it is repeated, and this is only {seconds:.2} s long"));
    }
    Ok(sound)
}

fn read(project: &Project, path: PathBuf) -> Result<Sound, String> {
    let mut hasher = blake3::Hasher::new();
    let read = File::open(&path).and_then(|file| hasher.update_reader(file).map(|_| ()));
    read.map_err(|error| error.to_string())?;
    let content = hasher.finalize();
    let kept = project.root.join(STATE).join("sounds").join(format!("{}.json", &content.to_hex()[..32]));
    let measures = match files::read_checksummed::<Measures>(&kept) {
        Some(known) => known,
        None => {
            let measures = sound::measure(&path, &mut Vec::new()).map_err(|error| error.to_string())?;
            // What cannot be kept is measured again the next time.
            let _ = files::write_checksummed(&kept, &measures);
            measures
        }
    };
    Ok(Sound { path, measures, identity: *content.as_bytes() })
}
