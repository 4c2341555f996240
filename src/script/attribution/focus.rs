//! Salience: how strongly the text is about each entity at the current sentence.
//!
//! A mention raises an entity's salience, most as the subject of a sentence. Each sentence lowers it. A pronoun refers to
//! the most salient entity that fits.

/// Salience of a mention as the subject of a sentence or of a reporting verb.
pub(super) const SUBJECT: i32 = 3_000;
/// Salience of a pronoun or a description in that place. It is less, since it may be resolved to the wrong entity.
pub(super) const REPEATED_SUBJECT: i32 = 2_000;
/// Salience of a mention elsewhere.
pub(super) const OTHER_MENTION: i32 = 800;
/// Salience of the speaker of a quote, who is likely to be quoted again.
pub(super) const SPEAKER: i32 = 3_000;
/// Maximum number of entities with salience.
const MAX_ENTITIES: usize = 16;
/// Number of sentences after which the salience is zero.
const MAX_AGE: usize = 40;

/// The salient entities.
#[derive(Debug, Default)]
pub(super) struct Focus {
    sentence: usize,
    /// The latest mention first.
    salient: Vec<Salient>,
    /// Subject of the latest sentence of narration that has a person as its subject.
    pub(super) subject: Option<usize>,
}

#[derive(Debug)]
struct Salient {
    entity: usize,
    /// Salience at the last mention.
    weight: i32,
    /// Sentence of the last mention.
    sentence: usize,
}

impl Focus {
    pub(super) fn next_sentence(&mut self) {
        self.sentence += 1;
    }

    /// Adds a mention. Half of the salience from earlier mentions is kept.
    pub(super) fn mention(&mut self, entity: usize, weight: i32) {
        let weight = self.salience(entity).max(0) / 2 + weight;
        self.salient.retain(|known| known.entity != entity);
        self.salient.insert(0, Salient { entity, weight, sentence: self.sentence });
        self.salient.truncate(MAX_ENTITIES);
    }

    /// Returns the current salience. It falls by a quarter with each sentence.
    pub(super) fn salience(&self, entity: usize) -> i32 {
        let Some(known) = self.salient.iter().find(|known| known.entity == entity) else { return 0 };
        let age = self.sentence - known.sentence;
        if age > MAX_AGE { 0 } else { (0..age).fold(known.weight, |weight, _| weight - weight / 4) }
    }

    /// Returns the salient entities, the latest mention first.
    pub(super) fn recent(&self) -> Vec<usize> {
        self.salient.iter().map(|known| known.entity).collect()
    }

    /// Ranks the salient entities by salience times fit, the highest first. `fit` is in percent, `None` excludes an entity.
    /// Of equals the latest mention comes first.
    pub(super) fn ranked(&self, fit: impl Fn(usize) -> Option<i32>) -> Vec<(usize, i32)> {
        let mut ranked: Vec<(usize, i32)> = self
            .recent()
            .into_iter()
            .filter_map(|entity| Some((entity, self.salience(entity) * fit(entity)? / 100)))
            .filter(|(_, salience)| *salience > 0)
            .collect();
        ranked.sort_by_key(|(_, salience)| -salience);
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_outranks_other_mentions() {
        let mut focus = Focus::default();
        focus.mention(0, SUBJECT);
        focus.next_sentence();
        focus.mention(1, OTHER_MENTION);
        focus.mention(2, OTHER_MENTION);
        assert_eq!(focus.ranked(|_| Some(100))[0].0, 0);
        assert_eq!(focus.recent(), [2, 1, 0]);
    }

    #[test]
    fn an_old_mention_has_no_salience() {
        let mut focus = Focus::default();
        focus.mention(0, SUBJECT);
        (0..50).for_each(|_| focus.next_sentence());
        assert!(focus.ranked(|_| Some(100)).is_empty());
    }
}
