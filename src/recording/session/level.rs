//! Matches a session to the earlier ones of its voice: its loudness, and its spectrum if that is wanted.

use super::cut::cut;
use super::find::{LineReading, Session};
use crate::base::diagnostic::Diagnostic;
use crate::base::files::ProjectPath;
use crate::voices::recording_notes::{Chosen, RecordingNotes};
use aloud_audio::Clip;
use aloud_audio::measure::{Measures, gated_loudness, measure};
use aloud_audio::spectrum::{BANDS, MatchingFilter, SpectrumMeter};

/// Largest gain in dB that brings a session to the level of earlier ones.
const MOST_GAIN: f64 = 20.0;

/// The sessions that the chosen recordings of a voice come from.
pub(super) struct Earlier {
    /// Median loudness in LUFS; `None` before the first session.
    loudness: Option<f64>,
    /// Median spectrum.
    spectrum: Option<[f64; BANDS]>,
}

impl Earlier {
    /// Reads it from the notes of all recordings, by name.
    pub(super) fn of(folder: &ProjectPath, stored: &[(String, RecordingNotes)]) -> Self {
        let chosen = Chosen::read(folder);
        let notes = || stored.iter().filter(|(name, _)| chosen.has(name)).map(|(_, notes)| notes);
        let spectra: Vec<[f64; BANDS]> = notes().filter_map(|notes| notes.spectrum).collect();
        let of_band = |band: usize| median(spectra.iter().map(|spectrum| spectrum[band]).collect());
        Self {
            loudness: median(notes().filter_map(|notes| notes.loudness).collect()),
            spectrum: (!spectra.is_empty())
                .then(|| std::array::from_fn(|band| of_band(band).unwrap_or_default())),
        }
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// The level of a session. All its recordings get one gain and one filter, so lines that were read softly stay soft.
pub(super) struct SessionLevel {
    pub(super) gain: f64,
    /// Loudness and spectrum after both.
    pub(super) loudness: Option<f64>,
    pub(super) spectrum: Option<[f64; BANDS]>,
    filter: Option<MatchingFilter>,
}

impl SessionLevel {
    /// Measures the readings of a session, and compares them with the earlier ones.
    pub(super) fn of(
        session: &Session,
        readings: &[LineReading],
        earlier: &Earlier,
        match_spectrum: bool,
    ) -> Result<Self, Diagnostic> {
        let rate = session.spec.sample_rate;
        let (mut own, spectrum) = measured(session, readings, None)?;
        let wanted = earlier.spectrum.filter(|_| match_spectrum);
        let filter = spectrum.zip(wanted).map(|(own, wanted)| MatchingFilter::new(rate, &own, &wanted));
        let mut spectrum = spectrum;
        if filter.is_some() {
            (own, spectrum) = measured(session, readings, filter.as_ref())?;
        }
        let gain = match (own, earlier.loudness) {
            (Some(own), Some(wanted)) => (wanted - own).clamp(-MOST_GAIN, MOST_GAIN),
            _ => 0.0,
        };
        let tenths = |value: f64| (value * 10.0).round() / 10.0;
        // Tenths, like all gains.
        let gain = tenths(gain);
        let spectrum = spectrum.map(|spectrum| spectrum.map(tenths));
        Ok(Self { gain, loudness: own.map(|own| own + gain), spectrum, filter })
    }

    pub(super) fn is_filtered(&self) -> bool {
        self.filter.is_some()
    }

    pub(super) fn apply(&self, clip: &mut Clip) {
        if let Some(filter) = &self.filter {
            filter.apply(clip);
        }
        if self.gain != 0.0 {
            let factor = libm::pow(10.0, self.gain / 20.0) as f32;
            clip.samples.iter_mut().for_each(|sample| *sample *= factor);
        }
    }
}

type Measured = (Option<f64>, Option<[f64; BANDS]>);

/// Returns the loudness and the spectrum of all readings together.
fn measured(
    session: &Session,
    readings: &[LineReading],
    filter: Option<&MatchingFilter>,
) -> Result<Measured, Diagnostic> {
    let mut measures: Vec<Measures> = Vec::new();
    let mut meter = SpectrumMeter::new(session.spec.sample_rate);
    cut(session, readings, |_, mut piece| {
        if let Some(filter) = filter {
            filter.apply(&mut piece.clip);
        }
        measures.push(measure(&piece.clip));
        meter.push(&piece.clip.mono());
        Ok::<(), Diagnostic>(())
    })?;
    Ok((gated_loudness(&measures), meter.finish()))
}
