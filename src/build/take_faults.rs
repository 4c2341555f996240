//! Finds takes that an engine got wrong: a word said twice, a sentence cut off, noise, a whisper.
//!
//! Some faults show in the take alone. Others show in comparison with the other takes of the voice: its own median pace and
//! level are the measure, because a slow or a soft voice is not wrong.

use std::fmt;

use crate::speech;
use crate::takes::{Analysis, Take};
use aloud_audio::measure::Measures;
use aloud_audio::speech_shape::SpeechShape;
use aloud_audio::timbre::Timbre;

/// A fault of a take. Seconds and factors are those that were measured.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fault {
    /// Too few seconds for its words. The factor of the usual pace.
    Short(f64),
    Long(f64),
    /// Much softer or louder than the voice's other takes, in dB.
    Soft(f64),
    Loud(f64),
    /// Hardly any voiced sound, although the voice's other takes have it.
    Whispered,
    Silence(f64),
    Noise(f64),
    Cut,
    Repeated(f64),
    /// A recogniser heard other words: what it heard of them.
    Words(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short(factor) => write!(f, "it is {factor:.1} times as long as its words usually take"),
            Self::Long(factor) => write!(f, "it is {factor:.1} times as long as its words usually take"),
            Self::Soft(db) => write!(f, "it is {:.0} dB softer than the voice usually is", -db),
            Self::Loud(db) => write!(f, "it is {db:.0} dB louder than the voice usually is"),
            Self::Whispered => f.write_str("it is whispered"),
            Self::Silence(seconds) => write!(f, "it has a silence of {seconds:.1} s within"),
            Self::Noise(seconds) => write!(f, "it has {seconds:.1} s of noise"),
            Self::Cut => f.write_str("its end is cut off"),
            Self::Repeated(seconds) => write!(f, "it says {seconds:.1} s twice"),
            Self::Words(heard) => write!(f, "its words are wrong: {heard}"),
        }
    }
}

/// Longest silence within a sentence, in seconds. Voices pause for up to a second at a full stop.
const LONGEST_SILENCE: f32 = 2.0;
/// Shortest noise, in seconds. Held vowels and long fricatives have up to half a second.
const SHORTEST_NOISE: f32 = 1.2;
/// Largest share of the sound that is noise. More is no speech at all, e.g. a tone in a test.
const MOST_NOISE: f32 = 0.9;
/// Difference of the level to the median in dB. Takes of one voice differ by 3 dB.
const LEVEL_DB: f64 = 12.0;
/// Lowest level of any take in LUFS.
const LOWEST_LEVEL: f64 = -50.0;
/// Lowest and highest pace relative to the median. Of 400 good takes of four engines, all have 0.78 to 1.3.
const PACE: (f64, f64) = (0.68, 1.5);
/// The same for texts of a few syllables, in which pauses count for more.
const SHORT_PACE: (f64, f64) = (0.4, 2.5);
/// Syllables of a short text.
const SHORT_TEXT: usize = 7;
/// Lowest and highest seconds a syllable of any voice. Newsreaders have 0.18.
const ANY_PACE: (f64, f64) = (0.06, 0.55);
/// Seconds that a short text may take beyond its pace.
const GRACE: f64 = 1.5;
/// Lowest share of voiced sound relative to the median.
const VOICED: f64 = 0.25;
/// Takes of a voice from which its median is known.
const FEWEST_TAKES: usize = 5;

/// The usual pace and level of a voice.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Usual {
    /// Seconds a syllable; `None` if there are too few takes.
    pace: Option<f64>,
    /// Mean level in LUFS.
    level: Option<f64>,
    /// Share of voiced sound.
    voiced: Option<f64>,
}

/// A take with its words.
#[derive(Clone, Copy)]
pub(super) struct Spoken<'a> {
    words: &'a str,
    measures: &'a Measures,
    timbre: Option<&'a Timbre>,
    shape: Option<SpeechShape>,
}

impl<'a> Spoken<'a> {
    pub(super) fn analysed(words: &'a str, analysis: &'a Analysis) -> Self {
        let Analysis { measures, timbre, shape, heard: _ } = analysis;
        Self { words, measures, timbre: Some(timbre), shape: Some(*shape) }
    }

    pub(super) fn stored(words: &'a str, take: &'a Take) -> Self {
        Self { words, measures: &take.measures, timbre: take.timbre.as_ref(), shape: take.shape }
    }

    fn seconds(&self) -> f64 {
        let Measures { sound, sample_rate, .. } = self.measures;
        (sound.end - sound.start) as f64 / f64::from((*sample_rate).max(1))
    }

    /// Returns the seconds per syllable. One syllable is added for the silence at both ends of the sound.
    fn pace(&self) -> f64 {
        self.seconds() / (speech::syllables(self.words) + 1) as f64
    }

    fn level(&self) -> Option<f64> {
        let blocks = &self.measures.blocks;
        let power = blocks.iter().map(|block| f64::from(*block)).sum::<f64>() / blocks.len().max(1) as f64;
        // ITU-R BS.1770-5, annex 1: the offset of K-weighted loudness.
        (power > 0.0).then(|| 10.0 * libm::log10(power) - 0.691)
    }

    fn voiced(&self) -> Option<f64> {
        self.timbre.map(|timbre| f64::from(timbre.voiced) / self.seconds().max(0.01))
    }
}

impl Usual {
    /// Returns the medians of some takes of a voice.
    pub(super) fn of(takes: &[Spoken<'_>]) -> Self {
        let long = takes.iter().filter(|take| speech::syllables(take.words) > SHORT_TEXT / 2);
        Self {
            pace: median(long.map(Spoken::pace).collect()),
            level: median(takes.iter().filter_map(Spoken::level).collect()),
            voiced: median(takes.iter().filter_map(Spoken::voiced).collect()),
        }
    }

    /// Returns the faults of a take.
    pub(super) fn faults(&self, take: &Spoken<'_>) -> Vec<Fault> {
        let mut faults: Vec<Fault> = self.wrong_pace(take).into_iter().collect();
        faults.extend(self.wrong_level(take));
        let (voiced, usual) = (take.voiced(), self.voiced);
        let long = speech::syllables(take.words) > SHORT_TEXT;
        if long && voiced.zip(usual).is_some_and(|(voiced, usual)| voiced < usual * VOICED) {
            faults.push(Fault::Whispered);
        }
        faults.extend(take.shape.into_iter().flat_map(|shape| wrong_shape(&shape, take)));
        faults
    }

    fn wrong_pace(&self, take: &Spoken<'_>) -> Option<Fault> {
        let syllables = speech::syllables(take.words);
        if syllables == 0 {
            return None;
        }
        let pace = take.pace();
        let (usual, (low, high)) = match self.pace {
            Some(usual) => (usual, if syllables > SHORT_TEXT { PACE } else { SHORT_PACE }),
            None => (1.0, ANY_PACE),
        };
        let grace = if self.pace.is_none() { GRACE / (syllables + 1) as f64 } else { 0.0 };
        let factor = |limit: f64| pace / self.pace.unwrap_or(limit);
        if pace < low * usual {
            Some(Fault::Short(factor(low)))
        } else if pace > high * usual + grace {
            Some(Fault::Long(factor(high)))
        } else {
            None
        }
    }

    fn wrong_level(&self, take: &Spoken<'_>) -> Option<Fault> {
        let level = take.level()?;
        let difference = level - self.level.unwrap_or(level);
        if difference < -LEVEL_DB || level < LOWEST_LEVEL {
            Some(Fault::Soft(difference.min(-LEVEL_DB)))
        } else if difference > LEVEL_DB {
            Some(Fault::Loud(difference))
        } else {
            None
        }
    }
}

fn wrong_shape(shape: &SpeechShape, take: &Spoken<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    if shape.silence > LONGEST_SILENCE {
        faults.push(Fault::Silence(f64::from(shape.silence)));
    }
    if shape.steady > SHORTEST_NOISE && f64::from(shape.steady) < take.seconds() * f64::from(MOST_NOISE) {
        faults.push(Fault::Noise(f64::from(shape.steady)));
    }
    if shape.cut && shape.steady < SHORTEST_NOISE {
        faults.push(Fault::Cut);
    }
    if shape.repeated > 0.0 && !speech::has_repeated_words(take.words) {
        faults.push(Fault::Repeated(f64::from(shape.repeated)));
    }
    faults
}

/// Returns the median of enough values.
fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().filter(|_| values.len() >= FEWEST_TAKES)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::base::trust::Trust;
    use crate::voices::Voices;
    use crate::voices::backend::Utterance;
    use aloud_audio::Clip;

    const SENTENCES: [&str; 16] = [
        "The harbour master closed the gate before the storm arrived.",
        "No.",
        "Seven boats were still outside, and two of them had lost their lights.",
        "She waited at the window until the first of them came home.",
        "Never, never again would he sail in November.",
        "The council will vote on the new sea wall in March.",
        "It costs forty million pounds, which the town does not have.",
        "Why?",
        "Engineers have measured the height of every wave for ten years.",
        "Their report says that the old wall is weak, and that the old stones are loose.",
        "He read the letter twice and put it back in its envelope.",
        "Nobody knows who left the door of the lighthouse open that night.",
        "The B B C sent a team of three.",
        "Prices rose by four per cent, wages by two.",
        "If you live near the beach, record the level of the water in your cellar each morning.",
        "Thank you.",
    ];

    /// The sentences as a built-in voice speaks them.
    fn takes() -> Vec<(&'static str, Clip)> {
        let folder = tempfile::tempdir().unwrap();
        let (voices, _) = Voices::load(folder.path());
        let voice = voices.get("alder").unwrap().open(&Trust::everything()).unwrap();
        let speak = |words| voice.speak(&Utterance::new(words), &AtomicBool::new(false)).unwrap().clip;
        SENTENCES.iter().map(|&words| (words, speak(words))).collect()
    }

    fn usual(takes: &[(&str, Clip)]) -> Usual {
        let analysed: Vec<(&str, Analysis)> =
            takes.iter().map(|(words, clip)| (*words, Analysis::of(clip))).collect();
        let spoken: Vec<Spoken<'_>> =
            analysed.iter().map(|(words, analysis)| Spoken::analysed(words, analysis)).collect();
        Usual::of(&spoken)
    }

    fn faults(usual: &Usual, words: &str, clip: &Clip) -> Vec<Fault> {
        usual.faults(&Spoken::analysed(words, &Analysis::of(clip)))
    }

    #[test]
    fn good_takes_have_no_faults() {
        let takes = takes();
        for usual in [usual(&takes), Usual::default()] {
            for (words, clip) in &takes {
                assert_eq!(faults(&usual, words, clip), [], "{words}");
            }
        }
    }

    fn changed(clip: &Clip, change: impl FnOnce(Vec<f32>, usize) -> Vec<f32>) -> Clip {
        let rate = clip.spec.sample_rate as usize;
        Clip { spec: clip.spec, samples: change(clip.samples.clone(), rate) }
    }

    fn noise(count: usize, level: f32) -> Vec<f32> {
        let mut x = 1_u32;
        let next = (0..count).map(|_| {
            x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((x >> 8) as f32 / 8_388_608.0 - 1.0) * level
        });
        next.collect()
    }

    /// The same levels, but noise instead of a voice.
    fn whispered(samples: &[f32], rate: usize) -> Vec<f32> {
        let hops = samples.chunks(rate / 100);
        let noise = noise(samples.len(), 1.0);
        let whispered = hops.zip(noise.chunks(rate / 100).map(<[f32]>::to_vec)).map(|(hop, noise)| {
            let level = (hop.iter().map(|x| x * x).sum::<f32>() / hop.len() as f32).sqrt();
            noise.into_iter().map(|x| x * level * 1.7).collect::<Vec<_>>()
        });
        whispered.collect::<Vec<_>>().concat()
    }

    #[test]
    fn every_kind_of_fault_is_found() {
        let takes = takes();
        let usual = usual(&takes);
        let long = takes.iter().filter(|(words, _)| speech::syllables(words) > SHORT_TEXT);
        let mut missed = Vec::new();
        for (words, clip) in long {
            let sound = Analysis::of(clip).measures.sound;
            let (start, end) = (sound.start as usize, sound.end as usize);
            let middle = start + (end - start) / 2;
            let faulty = [
                ("said twice", changed(clip, |samples, _| [samples.clone(), samples].concat())),
                ("cut", changed(clip, |samples, _| samples[..start + (end - start) * 55 / 100].to_vec())),
                (
                    "a hole",
                    changed(clip, |samples, rate| {
                        [&samples[..middle], &vec![0.0; 6 * rate], &samples[middle..]].concat()
                    }),
                ),
                ("noise", changed(clip, |samples, rate| [samples, noise(6 * rate, 0.05)].concat())),
                ("soft", changed(clip, |samples, _| samples.iter().map(|x| x * 0.018).collect())),
                ("slow", changed(clip, |samples, _| samples.iter().flat_map(|&x| [x; 6]).collect())),
                ("whispered", changed(clip, |samples, rate| whispered(&samples, rate))),
            ];
            let unseen = faulty.iter().filter(|(_, clip)| faults(&usual, words, clip).is_empty());
            missed.extend(unseen.map(|(name, _)| (*name, *words)));
        }
        // A sentence that is spoken slowly is as long as others usually are even without its second half.
        assert!(missed.iter().all(|(name, _)| *name == "cut") && missed.len() <= 2, "{missed:?}");
    }

    #[test]
    fn gross_faults_are_found_without_other_takes() {
        let takes = takes();
        let (words, clip) = &takes[2];
        let none = Usual::default();
        let slow = changed(clip, |samples, _| samples.iter().flat_map(|&x| [x; 6]).collect());
        assert!(matches!(faults(&none, words, &slow)[..], [Fault::Long(_), ..]));
        let copied = changed(clip, |samples, rate| {
            let (from, to) = (samples.len() / 3, samples.len() / 3 + rate / 2);
            [&samples[..to], &samples[from..to], &samples[to..]].concat()
        });
        assert!(faults(&none, words, &copied).iter().any(|fault| matches!(fault, Fault::Repeated(_))));
    }
}
