//! Assigns built-in voices to speakers who have no voice in `[cast]`. The assignment is stable.

use std::collections::{BTreeMap, BTreeSet};

use super::builtin::{self, Family};
use crate::script::{Gender, NARRATOR};

/// Returns the complete cast: `cast` itself, and a built-in voice for each other speaker. Voices are not shared until all
/// that fit are in use.
///
/// Each pair of a speaker and a voice has a score. Pairs whose gender the article confirms (`genders`) come first, then the
/// order follows a hash of both names. The pair with the highest score is assigned first (rendezvous hashing). Thus a speaker
/// keeps the voice when others are added or removed, unless a new speaker has a higher score for it.
///
/// The voices are of the narrator's family: natural ones if `[cast]` gives the narrator a natural built-in voice.
///
/// A voice never contradicts a known gender: if all women's voices are in use, the next woman shares one.
pub(crate) fn assign<'a>(
    speakers: impl IntoIterator<Item = &'a str>,
    cast: &BTreeMap<String, String>,
    genders: &BTreeMap<String, Gender>,
) -> BTreeMap<String, String> {
    let mut whole = cast.clone();
    let mut waiting: BTreeSet<&str> = speakers.into_iter().filter(|name| !cast.contains_key(*name)).collect();
    if waiting.remove(NARRATOR) {
        whole.insert(NARRATOR.into(), builtin::NARRATOR.into());
    }
    let cast_voices: BTreeSet<&str> = cast.values().map(String::as_str).collect();
    let voices = Family::of_narrator(cast.get(NARRATOR)).assignable();
    let mut candidates: Vec<Candidates<'_>> =
        voices.iter().map(|voice| Candidates::rank(*voice, &waiting, genders)).collect();
    let unused = |candidates: &&mut Candidates<'_>| !cast_voices.contains(candidates.voice);
    round(candidates.iter_mut().filter(unused).collect(), &mut waiting, &mut whole);
    while !waiting.is_empty() {
        round(candidates.iter_mut().collect(), &mut waiting, &mut whole);
    }
    whole
}

/// The speakers that a voice fits, ranked once: ranking them in each round would take quadratic time.
struct Candidates<'a> {
    voice: &'static str,
    /// With their scores, the highest one last.
    speakers: Vec<(Score, &'a str)>,
}

/// Whether the article confirms the gender, and the hash of both names.
type Score = (bool, [u8; 8]);

impl<'a> Candidates<'a> {
    fn rank(
        (voice, gender): (&'static str, Gender),
        speakers: &BTreeSet<&'a str>,
        genders: &BTreeMap<String, Gender>,
    ) -> Self {
        let scored = speakers.iter().filter_map(|speaker| {
            let known = genders.get(*speaker);
            let fits = known.is_none_or(|known| *known == gender);
            fits.then(|| ((known.is_some(), score(speaker, voice)), *speaker))
        });
        let mut speakers: Vec<(Score, &str)> = scored.collect();
        speakers.sort_unstable();
        Self { voice, speakers }
    }

    /// Returns the waiting speaker with the highest score, with the voice: the pairs of all voices have one order.
    fn best(&mut self, waiting: &BTreeSet<&str>) -> Option<(Score, &'a str, &'static str)> {
        while self.speakers.pop_if(|(_, speaker)| !waiting.contains(speaker)).is_some() {}
        self.speakers.last().map(|(score, speaker)| (*score, *speaker, self.voice))
    }
}

/// Assigns each voice to at most one speaker, the highest scores first.
fn round<'a>(
    mut free: Vec<&mut Candidates<'a>>,
    waiting: &mut BTreeSet<&'a str>,
    whole: &mut BTreeMap<String, String>,
) {
    while let Some((_, speaker, voice)) = free.iter_mut().filter_map(|voice| voice.best(waiting)).max() {
        waiting.remove(speaker);
        whole.insert(speaker.into(), voice.into());
        free.retain(|candidates| candidates.voice != voice);
    }
}

fn score(speaker: &str, voice: &str) -> [u8; 8] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(speaker.len() as u64).to_le_bytes()).update(speaker.as_bytes()).update(voice.as_bytes());
    let mut score = [0; 8];
    hasher.finalize_xof().fill(&mut score);
    score
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::testing::seeded;

    fn alone(speakers: &[&str]) -> BTreeMap<String, String> {
        assign(speakers.iter().copied(), &BTreeMap::new(), &BTreeMap::new())
    }

    #[test]
    fn keeps_the_cast_and_does_not_assign_its_voices_again() {
        let cast = BTreeMap::from([("Ann".to_string(), "birch".to_string())]);
        let whole =
            assign(["narrator", "Ann", "Bo", "Cy", "Di", "Ed", "Fay", "Gus"], &cast, &BTreeMap::new());
        assert_eq!(whole["Ann"], "birch");
        assert_eq!(whole["narrator"], builtin::NARRATOR);
        assert_eq!(
            whole.values().collect::<BTreeSet<_>>().len(),
            8,
            "eight voices for eight people: {whole:?}"
        );
    }

    #[test]
    fn assigns_voices_of_the_known_gender() {
        let genders = BTreeMap::from([("Ann".to_string(), Gender::She), ("Bo".to_string(), Gender::He)]);
        let whole = assign(["Ann", "Bo"], &BTreeMap::new(), &genders);
        for (speaker, gender) in &genders {
            let voice = Family::Embedded.assignable().into_iter().find(|(name, _)| *name == whole[speaker]);
            assert_eq!(voice.map(|(_, of)| of), Some(*gender), "{whole:?}");
        }
    }

    #[test]
    fn a_natural_narrator_has_natural_speakers() {
        let cast = BTreeMap::from([("narrator".to_string(), "heart".to_string())]);
        let whole = assign(["narrator", "Ann", "Bo"], &cast, &BTreeMap::new());
        let natural = Family::Neural.assignable();
        for speaker in ["Ann", "Bo"] {
            assert!(natural.iter().any(|(voice, _)| *voice == whole[speaker]), "{whole:?}");
        }
    }

    #[test]
    fn women_share_a_womans_voice_before_they_get_a_mans() {
        let names: Vec<String> = (0..9).map(|n| format!("woman {n}")).collect();
        let strangers = ["a", "b", "c", "d"];
        let genders = names.iter().map(|name| (name.clone(), Gender::She)).collect();
        let speakers = names.iter().map(String::as_str).chain(strangers);
        let whole = assign(speakers, &BTreeMap::new(), &genders);
        assert_eq!(whole.len(), 13);
        for name in &names {
            let voice = Family::Embedded.assignable().into_iter().find(|(voice, _)| *voice == whole[name]);
            assert_eq!(voice.map(|(_, of)| of), Some(Gender::She), "{name}: {whole:?}");
        }
        let men: BTreeSet<&String> = strangers.iter().map(|name| &whole[*name]).collect();
        assert!(men.len() > 2, "speakers of unknown gender get the other voices: {whole:?}");
    }

    #[test]
    fn more_speakers_than_voices_share_evenly() {
        let names: Vec<String> = (0..21).map(|n| format!("speaker {n}")).collect();
        let whole = assign(names.iter().map(String::as_str), &BTreeMap::new(), &BTreeMap::new());
        let mut counts = BTreeMap::new();
        whole.values().for_each(|voice| *counts.entry(voice).or_insert(0) += 1);
        assert!(counts.values().all(|count| *count == 3), "{counts:?}");
    }

    proptest! {
        #![proptest_config(seeded(256))]

        #[test]
        fn a_new_speaker_only_displaces_speakers_with_a_lower_score(
            names in proptest::collection::btree_set("[A-Z][a-z]{2,6}", 1..6), newcomer in "[A-Z][a-z]{7,9}",
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let before = alone(&names);
            let with = [names.as_slice(), &[newcomer.as_str()]].concat();
            let after = alone(&with);
            let voices: BTreeSet<&String> = after.values().collect();
            prop_assert_eq!(voices.len(), with.len(), "all distinct");
            // A speaker only changes if one with a higher score took the voice.
            for name in &names {
                if before[*name] != after[*name] {
                    let taker = with.iter().find(|other| after[**other] == before[*name]).unwrap();
                    prop_assert!(score(taker, &before[*name]) > score(name, &before[*name]));
                }
            }
        }
    }
}
