//! Plans the utterances segment by segment: the voice, the cut into utterances, and the fallback for a missing recording.

use std::collections::{BTreeMap, BTreeSet};

use super::super::script_file::ScriptFile;
use super::segmentation::{context_of, contexts_of_cuts, parts, seam_before};
use super::types::{FailedVoices, Plan, PlannedUtterance, VoicePlan, WantedRecording, as_fallback_warning};
use super::unrecorded::{self, Unrecorded};
use super::{disclosure, warnings};
use crate::base::diagnostic::{Diagnostic, excerpt};
use crate::mixer::timeline::Seam;
use crate::project::Project;
use crate::script::Segment;
use crate::speech::{self, Reader, SpokenForm};
use crate::takes::{History, Key, KeyInputs, Store, Version, segment_key};
use crate::voices::backend::{Context, PreviousTake, Unit, Utterance, VoiceError};
use crate::voices::{Voices, assign};

/// A plan under construction.
pub(super) struct Planner<'a> {
    pub(super) project: &'a Project,
    pub(super) script: ScriptFile<'a>,
    pub(super) store: Store,
    pub(super) history: History,
    pub(super) plan: Plan,
    pub(super) voices: OpenVoices,
    failed: &'a FailedVoices,
    unrecorded: Vec<Unrecorded>,
}

impl<'a> Planner<'a> {
    /// Starts a plan: reads the history and completes the cast.
    pub(super) fn new(project: &'a Project, failed: &'a FailedVoices) -> Self {
        let manifest = &project.manifest;
        let speakers: BTreeSet<&str> = manifest.script.segments.iter().map(|s| s.speaker.as_str()).collect();
        let cast = assign(speakers.iter().copied(), &manifest.cast, &manifest.casting.people);
        let mut plan = Plan { warnings: warnings::of_project(project, &cast), cast, ..Plan::default() };
        let history = History::read(&project.history_path()).unwrap_or_else(|error| {
            plan.problems.push(error.into());
            History::default()
        });
        Self {
            project,
            script: ScriptFile::of(project),
            store: project.open_store(),
            history,
            plan,
            voices: OpenVoices::default(),
            failed,
            unrecorded: Vec::new(),
        }
    }

    /// Plans all segments and the disclosure.
    pub(super) fn plan(mut self) -> Plan {
        let mut before: Option<&Segment> = None;
        for (index, segment) in self.project.manifest.script.segments.iter().enumerate() {
            self.plan_segment(index, segment, before);
            before = Some(segment);
        }
        self.plan_disclosure();
        unrecorded::report(&self.script, self.unrecorded, &mut self.plan);
        self.plan.voices = self.voices.opened;
        self.plan
    }

    /// Plans only these segments, e.g. to hear one.
    pub(super) fn plan_only(mut self, segments: &[usize]) -> Plan {
        let all = &self.project.manifest.script.segments;
        for index in segments {
            let Some(segment) = all.get(*index) else { continue };
            self.plan_segment(*index, segment, index.checked_sub(1).and_then(|before| all.get(before)));
        }
        self.plan.voices = self.voices.opened;
        self.plan
    }

    /// Plans the disclosure of synthetic speech. It is spoken first, but is not a segment of script.toml: its index is the
    /// one after the last segment.
    fn plan_disclosure(&mut self) {
        self.plan.synthetic = disclosure::share(&self.plan.utterances, &self.voices.opened);
        let line = disclosure::segment(self.script.manifest, &self.plan, &self.voices.opened);
        let Some((segment, voice)) = line else { return };
        let index = self.script.manifest.script.segments.len();
        let before = self.plan.utterances.len();
        if let Err(problem) = self.plan_with(&voice, index, &segment, Seam::Paragraph) {
            self.plan.problems.push(problem);
        }
        let length = self.plan.utterances.len() - before;
        self.plan.utterances.rotate_right(length);
        self.plan.disclosure = Some(segment);
    }

    fn plan_segment(&mut self, index: usize, segment: &Segment, before: Option<&Segment>) {
        if let Err(what) = segment.decided.say.as_deref().map_or(Ok(()), speech::check_say) {
            let hint = "write phonemes as in `[Siobhan](/ʃɪˈvɔːn/)`, with letters of the International Phonetic Alphabet";
            let problem = Diagnostic::error("phonemes-invalid", what).hint(hint);
            self.plan.problems.push(self.script.at_segment(index, problem));
        }
        let own = segment.decided.voice.clone();
        let Some(voice) = own.or_else(|| self.plan.cast.get(&segment.speaker).cloned()) else { return };
        let seam = seam_before(segment, before);
        let planned = match self.pinned_version(index, segment) {
            Ok(Some(version)) => self.plan_pinned(&version, &voice, index, segment, seam),
            Ok(None) => self.plan_with(&voice, index, segment, seam),
            Err(problem) => Err(problem),
        };
        if let Err(problem) = planned {
            self.plan.problems.push(problem);
        }
    }

    /// Plans a segment with a voice. If the voice failed before, or lacks the recording, its fallback is next.
    fn plan_with(
        &mut self,
        name: &str,
        index: usize,
        segment: &Segment,
        seam: Seam,
    ) -> Result<(), Diagnostic> {
        let mut name = name.to_string();
        // Fallbacks may form a circle.
        let mut tried = BTreeSet::new();
        loop {
            let fallback = self.project.voices.get(&name).and_then(|voice| voice.fallback.clone());
            if self.failed.contains(&(index, name.clone())) {
                tried.insert(name.clone());
                name = fallback
                    .filter(|next| !tried.contains(next))
                    .ok_or_else(|| self.no_voice_left(index, segment))?;
                continue;
            }
            let Some(voice) = self.voices.open(self.project, &self.script, &name, index)? else {
                return Ok(());
            };
            let error = match self.utterances(index, segment, voice, seam) {
                Ok(utterances) => {
                    self.plan.utterances.extend(utterances);
                    return Ok(());
                }
                Err(error) => error,
            };
            let problem = self.cannot_speak(index, segment, &name, &error);
            tried.insert(name.clone());
            let wants_recording = error.wants_recording();
            let is_missing = matches!(error, VoiceError::RecordingMissing { .. });
            if wants_recording {
                let stale_text = match error {
                    VoiceError::RecordingStale { old, .. } => Some(old),
                    _ => None,
                };
                let wanted = WantedRecording { segment: index, stale_text };
                self.voices.opened[voice].wanted.push(wanted);
            }
            let fallback = fallback.filter(|next| wants_recording && !tried.contains(next));
            if is_missing {
                let (voice, fallback) = (name.clone(), fallback.clone());
                self.unrecorded.push(Unrecorded { segment: index, voice, fallback, problem });
            } else if let Some(next) = &fallback {
                self.plan.warnings.push(as_fallback_warning(problem, next));
            } else {
                return Err(problem);
            }
            match fallback {
                Some(next) => name = next,
                None => return Ok(()),
            }
        }
    }

    fn no_voice_left(&self, index: usize, segment: &Segment) -> Diagnostic {
        let what = format!("no voice is left for \u{201c}{}\u{201d}", excerpt(&segment.text));
        self.script
            .at_segment(index, Diagnostic::error("fallback-exhausted", what))
            .hint("fix one of the voices that failed, or give the last of them another `fallback`")
    }

    fn cannot_speak(&self, index: usize, segment: &Segment, voice: &str, error: &VoiceError) -> Diagnostic {
        let text = excerpt(&segment.text);
        let what = format!("voice `{voice}` cannot speak \u{201c}{text}\u{201d}: {error}");
        self.script.at_segment(index, Diagnostic::error(error.code(), what)).hint(error.hint())
    }

    /// Cuts a segment into the utterances that a voice can speak, and looks each up in the store.
    fn utterances(
        &self,
        index: usize,
        segment: &Segment,
        voice: usize,
        seam: Seam,
    ) -> Result<Vec<PlannedUtterance>, VoiceError> {
        let name = &self.voices.opened[voice].name;
        let backend = &self.voices.opened[voice].backend;
        let capabilities = backend.capabilities();
        let longest_text = self.voices.opened[voice].longest_text;
        let previous = match capabilities.unit {
            Unit::Segment => self.previous_take(segment, name),
            Unit::Sentence => None,
        };
        let mut utterances = Vec::new();
        let parts = parts(segment, capabilities.unit, self.language());
        let reader = self.reader(segment, name, capabilities.respelled);
        // Only words that a person wrote to be spoken may have markup. An article may contain the same characters.
        let markup = segment.decided.say.is_some();
        let mut spoken: Vec<SpokenForm> =
            parts.iter().map(|part| reader.spoken_form_with_phonemes(part.say, markup)).collect();
        if !capabilities.phonemes {
            // They do not change the sound of this voice, so they must not change the keys of its takes.
            spoken.iter_mut().for_each(|form| form.phonemes.clear());
        }
        for (at, part) in parts.iter().enumerate() {
            let context = if capabilities.context { context_of(&spoken, at) } else { Context::default() };
            let cuts = spoken[at].split_to_length(longest_text, self.language());
            let contexts = contexts_of_cuts(&cuts, context, capabilities.context);
            for (nth, (cut, context)) in cuts.into_iter().zip(contexts).enumerate() {
                let is_first = nth == 0;
                let seam = match (utterances.is_empty(), is_first) {
                    (true, _) => seam,
                    (false, true) => part.seam,
                    _ => Seam::Clause,
                };
                // Once for all cuts: a sentence may have millions of letters.
                let text = if is_first { part.text } else { "" };
                let utterance = Utterance {
                    spoken: cut.text,
                    text: text.to_string(),
                    segment_id: segment.id.clone(),
                    context,
                    previous: previous.clone(),
                    phonemes: cut.phonemes,
                    attempt: 0,
                };
                let mut identity = backend.identity(&utterance)?;
                identity.extend(phoneme_identity(&utterance));
                let key = KeyInputs { identity: &identity, spoken: &utterance.spoken }.key();
                utterances.push(PlannedUtterance {
                    segment: index,
                    text: text.to_string(),
                    utterance,
                    voice,
                    key,
                    stored: self.store.lookup(&key),
                    seam,
                });
            }
        }
        Ok(utterances)
    }

    /// Returns the take that this voice last spoke the segment with, if it was a single one.
    fn previous_take(&self, segment: &Segment, voice: &str) -> Option<PreviousTake> {
        let segment = segment_key(segment.id.as_deref(), &segment.text);
        let version = self.history.versions_of(&segment).rfind(|version| version.voice == voice)?;
        let Version { text, takes, .. } = version;
        let [take] = takes.as_slice() else { return None };
        let (key, spoken) = (Key::from_hex(&take.key)?, take.spoken.clone());
        let made_from = move |identity: &[u8]| KeyInputs { identity, spoken: &spoken }.key() == key;
        Some(PreviousTake::new(text.clone(), made_from))
    }

    pub(super) fn language(&self) -> Option<&str> {
        self.script.manifest.script.language.as_deref()
    }

    fn reader<'r>(&'r self, segment: &'r Segment, voice: &'r str, respelled: bool) -> Reader<'r> {
        let (language, lexicon) = (self.language(), &self.project.lexicon);
        Reader { language, lexicon, speaker: &segment.speaker, voice, respelled }
    }
}

/// Returns the given phonemes as a part of the identity of a take: empty without phonemes, which keeps the keys of all other takes.
fn phoneme_identity(utterance: &Utterance) -> Vec<u8> {
    let mut identity = Vec::new();
    for given in &utterance.phonemes {
        for number in [given.range.start, given.range.end, given.ipa.len()] {
            identity.extend((number as u64).to_le_bytes());
        }
        identity.extend(given.ipa.as_bytes());
    }
    identity
}

/// The voices that a plan has opened so far.
#[derive(Default)]
pub(super) struct OpenVoices {
    pub(super) opened: Vec<VoicePlan>,
    /// Name → index into `opened`; `None` if the voice cannot be opened.
    indices: BTreeMap<String, Option<usize>>,
}

impl OpenVoices {
    /// Opens the voice `name` for the segment `segment`, and returns its index. Returns `None` if it failed to open
    /// before: the error is reported once.
    pub(super) fn open(
        &mut self,
        project: &Project,
        script: &ScriptFile<'_>,
        name: &str,
        segment: usize,
    ) -> Result<Option<usize>, Diagnostic> {
        if let Some(known) = self.indices.get(name) {
            return Ok(*known);
        }
        self.indices.insert(name.to_string(), None);
        let voice =
            project.voices.get(name).ok_or_else(|| missing_voice(&project.voices, script, name, segment))?;
        let backend = voice.open(&project.trust)?;
        let longest_text = backend.capabilities().longest_text.min(voice.longest_text.unwrap_or(usize::MAX));
        let next = self.opened.len();
        self.opened.push(VoicePlan {
            name: name.to_string(),
            kind: voice.kind(),
            backend,
            synthetic: voice.is_synthetic(),
            origin: voice.origin.clone(),
            price: voice.price,
            fallback: voice.fallback.clone(),
            retries: voice.retries,
            longest_text,
            room_tone: voice.room_tone(),
            wanted: Vec::new(),
        });
        self.indices.insert(name.to_string(), Some(next));
        Ok(Some(next))
    }
}

fn missing_voice(voices: &Voices, script: &ScriptFile<'_>, name: &str, segment: usize) -> Diagnostic {
    let names: Vec<&str> = voices.names().collect();
    let meant = voices.nearest(name).map_or(String::new(), |meant| format!("did you mean `{meant}`? or "));
    at_name(script, name, segment)
        .why(format!("the voices are {}", names.join(", ")))
        .hint(format!("{meant}name one of them in `[cast]`, or create `voices/{name}/voice.toml`"))
}

/// Puts the error at the line of `[cast]` that names the voice, or else at the segment.
fn at_name(script: &ScriptFile<'_>, name: &str, segment: usize) -> Diagnostic {
    let manifest = script.manifest;
    let speaker = manifest.script.segments.get(segment).map(|segment| &segment.speaker);
    let in_cast = speaker.filter(|speaker| manifest.cast.get(*speaker).is_some_and(|voice| voice == name));
    match in_cast {
        Some(speaker) => {
            let what = format!("there is no voice `{name}`, which `[cast]` gives to {speaker}");
            script.at_speaker(speaker, Diagnostic::error("voice-missing", what))
        }
        None => {
            let what = format!("there is no voice `{name}`");
            script.at_segment(segment, Diagnostic::error("voice-missing", what))
        }
    }
}
