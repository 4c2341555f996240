//! Trims the ends of a recording, and shows its waveform. The trimmed sound is a new recording of the line: the old one stays.

use std::io::Cursor;
use std::ops::Range;
use std::path::PathBuf;

use super::checks::{Finding, Sound, check, pace};
use super::choice::{cast_of, recordings_of, voice_of};
use super::import::import_submission;
use super::session::fade;
use super::sheet::text_to_read;
use super::submission::{MOST_BYTES, Submission, examine_bytes, recordings_folder};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::ProjectPath;
use crate::project::{Project, Wait};
use crate::script::Segment;
use crate::voices::recording_notes::RecordingNotes;
use aloud_audio::decode::{self, Decoder, SharedBytes, read_blocks};
use aloud_audio::wav::WavError;
use aloud_audio::{Clip, Word, mix_down, wav};

/// Columns of a waveform.
const COLUMNS: u64 = 600;
/// Shortest recording that trimming may leave, in seconds.
const SHORTEST: f64 = 0.1;
/// Seconds of the fades at both ends.
const FADE: f64 = 0.005;

/// A recording as it is shown for trimming.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RecordingView {
    /// Length in seconds.
    pub seconds: f64,
    /// Where speech starts and ends, in seconds.
    pub speech: Range<f64>,
    /// The lowest and the highest sample of each column.
    pub wave: Vec<[f32; 2]>,
    /// What the checks find in it.
    pub findings: Vec<Finding>,
}

/// Returns the waveform of a recording and what the checks find in it.
///
/// # Errors
/// If there is no such recording, or if it cannot be played.
pub fn view_recording(project: &Project, index: usize, name: &str) -> Result<RecordingView, Diagnostic> {
    let line = Line::find(project, index, name)?;
    let bytes = line.bytes()?;
    let open = || Decoder::of_bytes(bytes.clone());
    let unreadable = |error: WavError| line.unreadable(&error);
    let sound = Sound::of(open).map_err(unreadable)?;
    let findings = check(&sound, text_to_read(line.segment), pace(&line.folder));
    let (rate, measures) = (f64::from(sound.spec.sample_rate), &sound.measures);
    Ok(RecordingView {
        seconds: measures.frames as f64 / rate,
        speech: measures.sound.start as f64 / rate..measures.sound.end as f64 / rate,
        wave: open().and_then(|decoder| wave(decoder, measures.frames)).map_err(unreadable)?,
        findings,
    })
}

fn wave(decoder: Decoder, frames: u64) -> Result<Vec<[f32; 2]>, WavError> {
    let (channels, width) = (decoder.spec().channels, frames.div_ceil(COLUMNS).max(1));
    let (mut wave, mut mono, mut at) = (Vec::new(), Vec::new(), 0_u64);
    read_blocks(decoder, |block| {
        mix_down(block, channels, &mut mono);
        for sample in &mono {
            if at.is_multiple_of(width) {
                wave.push([0.0_f32; 2]);
            }
            at += 1;
            if let Some([low, high]) = wave.last_mut() {
                (*low, *high) = (low.min(*sample), high.max(*sample));
            }
        }
    })?;
    Ok(wave)
}

/// Returns a recording as a WAV with 16 bits, which all browsers play.
///
/// # Errors
/// If there is no such recording, or if it cannot be played.
pub fn recording_sound(project: &Project, index: usize, name: &str) -> Result<Vec<u8>, Diagnostic> {
    let clip = Line::find(project, index, name)?.clip()?;
    Ok(wav::encode_16(clip.spec, clip.samples.iter().copied()))
}

/// Stores the part of a recording from `range.start` to `range.end`, in seconds, as a new recording of the line, which uses it from
/// now on.
///
/// # Errors
/// If there is no such recording, if nothing is left, or if a file cannot be written.
pub fn trim_recording(
    project: &Project,
    index: usize,
    name: &str,
    range: Range<f64>,
    wait: &mut Wait<'_>,
) -> Result<PathBuf, Error> {
    let line = Line::find(project, index, name)?;
    line.check_words()?;
    let (clip, start) = cut_clip(line.clip()?, &range)?;
    let submission = line.submission(project, index, &clip)?;
    let path = import_submission(project, &line.voice, &submission, wait)?;
    if let (Some(notes), Some(file)) = (RecordingNotes::of(&line.path), path.file_name()) {
        let length = clip.frames() as f64 / f64::from(clip.spec.sample_rate);
        trimmed_notes(notes, start, length).write(&line.folder.join(file))?;
    }
    Ok(path)
}

/// A recording of a segment.
struct Line<'a> {
    segment: &'a Segment,
    voice: String,
    folder: ProjectPath,
    path: ProjectPath,
}

impl<'a> Line<'a> {
    fn find(project: &'a Project, index: usize, name: &str) -> Result<Self, Diagnostic> {
        let unknown = || {
            let what = format!("segment {} has no recording `{name}`", index + 1);
            let problem = Diagnostic::error("take-unknown", what).at(project.script_path());
            problem.hint("`aloud takes` lists the recordings of a segment")
        };
        let segment = project.manifest.script.segments.get(index).ok_or_else(unknown)?;
        let recording = recordings_of(project, index).into_iter().find(|recording| recording.name == name);
        let recording = recording.ok_or_else(unknown)?;
        let voice = voice_of(&cast_of(project), segment).unwrap_or_default().to_string();
        let folder = recordings_folder(project, &voice)?;
        let path = folder.join(recording.path.file_name().ok_or_else(unknown)?);
        Ok(Self { segment, voice, folder, path })
    }

    /// Refuses a stale recording: the trimmed one would be filed under the words that the line has now.
    fn check_words(&self) -> Result<(), Diagnostic> {
        let words = self.path.with_extension("txt").read_text();
        if words.is_ok_and(|words| words.trim() != self.segment.text.trim()) {
            let problem =
                Diagnostic::error("recording-trim", "this recording has other words than the line has now");
            return Err(problem.at(&self.path).hint("record the line again"));
        }
        Ok(())
    }

    fn clip(&self) -> Result<Clip, Diagnostic> {
        decode::read_bytes(self.bytes()?.as_ref()).map_err(|error| self.unreadable(&error))
    }

    fn bytes(&self) -> Result<SharedBytes, Diagnostic> {
        let bytes = self.path.read_at_most(MOST_BYTES).map_err(|error| self.unreadable(&error))?;
        Ok(bytes.into())
    }

    fn unreadable(&self, error: &dyn std::fmt::Display) -> Diagnostic {
        Diagnostic::error("recording-unreadable", format!("the recording cannot be played: {error}"))
            .at(&self.path)
            .hint("record the line again")
    }

    /// Returns a clip as if the reader had submitted it.
    fn submission(&self, project: &Project, index: usize, clip: &Clip) -> Result<Submission, Diagnostic> {
        let mut bytes = Cursor::new(Vec::new());
        // Writing to memory cannot fail.
        let _ = wav::write_float(&mut bytes, clip);
        examine_bytes(&project.manifest.script, index, bytes.into_inner(), pace(&self.folder))
    }
}

/// Cuts a clip and fades its ends. Returns it with its start in seconds.
fn cut_clip(clip: Clip, range: &Range<f64>) -> Result<(Clip, f64), Diagnostic> {
    let (rate, frames) = (f64::from(clip.spec.sample_rate), clip.frames());
    // A cast of a float saturates, and turns NaN into 0.
    let frame = |seconds: f64| ((seconds.max(0.0) * rate).round() as usize).min(frames);
    let (from, to) = (frame(range.start), frame(range.end));
    if (to as f64 - from as f64) < SHORTEST * rate {
        let what = format!("less than {SHORTEST} s of the recording would be left");
        return Err(Diagnostic::error("recording-trim", what).hint("keep all words of the line"));
    }
    let channels = usize::from(clip.spec.channels.max(1));
    let mut samples = clip.samples.get(from * channels..to * channels).unwrap_or_default().to_vec();
    fade(&mut samples, channels, (FADE * rate) as usize);
    Ok((Clip { spec: clip.spec, samples }, from as f64 / rate))
}

/// Moves the times of the words, and drops the words that were cut off.
fn trimmed_notes(mut notes: RecordingNotes, start: f64, length: f64) -> RecordingNotes {
    notes.words.retain(|word| word.end > start && word.start < start + length);
    for Word { start: from, end: to, .. } in &mut notes.words {
        (*from, *to) = ((*from - start).clamp(0.0, length), (*to - start).clamp(0.0, length));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use aloud_audio::Spec;

    #[test]
    fn a_clip_is_cut_to_the_frame_and_faded() {
        let clip = Clip { spec: Spec { sample_rate: 1_000, channels: 2 }, samples: vec![0.5; 2_000] };
        let (cut, start) = cut_clip(clip.clone(), &(0.25..0.5)).unwrap();
        assert_eq!((cut.frames(), start), (250, 0.25));
        assert_eq!((cut.samples[0], cut.samples[250], cut.samples[499]), (0.0, 0.5, 0.0));
        assert_eq!(cut_clip(clip.clone(), &(-1.0..9.0)).unwrap().0.frames(), 1_000);
        for range in [0.5..0.5, 0.6..0.2, f64::NAN..0.05, 2.0..3.0] {
            assert_eq!(cut_clip(clip.clone(), &range).unwrap_err().code, "recording-trim", "{range:?}");
        }
    }

    #[test]
    fn the_words_of_a_trimmed_recording_move_with_it() {
        let word = |text: &str, start: f64, end: f64| Word { text: text.into(), start, end };
        let words = vec![word("one", 0.0, 0.4), word("two", 0.5, 1.0), word("three", 1.25, 1.5)];
        let notes = trimmed_notes(RecordingNotes { words, ..RecordingNotes::default() }, 0.5, 0.6);
        assert_eq!(notes.words, [word("two", 0.0, 0.5)]);
    }
}
