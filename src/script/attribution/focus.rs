//! Of whom the text is speaking: everybody whom it mentions gains salience, the subject of a sentence most, and loses it from
//! sentence to sentence.

/// Salience that a mention gives: as the subject of a sentence or of a verb of saying, by a pronoun in that place, elsewhere.
pub(super) const SUBJECT: i32 = 3_000;
pub(super) const AGAIN: i32 = 2_000;
pub(super) const ASIDE: i32 = 800;
/// Who was just quoted is likely to be quoted again.
pub(super) const HEARD: i32 = 3_000;
/// So many are remembered.
const MOST: usize = 16;
/// After so many sentences nothing is left.
const FORGOTTEN: usize = 40;

/// Who is in mind, and how much.
#[derive(Debug, Default)]
pub(super) struct Focus {
    sentence: usize,
    /// Person, salience, and the sentence in which that was so.
    held: Vec<(usize, i32, usize)>,
    /// Subject of the latest sentence of the narrator's that has a person as its subject.
    pub(super) subject: Option<usize>,
}

impl Focus {
    /// Another sentence begins.
    pub(super) fn next_sentence(&mut self) {
        self.sentence += 1;
    }

    /// Somebody is mentioned.
    pub(super) fn mention(&mut self, person: usize, weight: i32) {
        let now = self.salience(person).max(0) / 2 + weight;
        self.held.retain(|(known, ..)| *known != person);
        self.held.insert(0, (person, now, self.sentence));
        self.held.truncate(MOST);
    }

    /// A quarter is lost with each sentence.
    pub(super) fn salience(&self, person: usize) -> i32 {
        let Some((_, weight, then)) = self.held.iter().find(|(known, ..)| *known == person) else { return 0 };
        let age = self.sentence - then;
        if age > FORGOTTEN { 0 } else { (0..age).fold(*weight, |left, _| left - left / 4) }
    }

    /// Those in mind, by their latest mention, the latest first.
    pub(super) fn recent(&self) -> Vec<usize> {
        self.held.iter().map(|(person, ..)| *person).collect()
    }

    /// Those in mind who fit, with what speaks for each, the most salient first; of equals the latest.
    pub(super) fn ranked(&self, fits: impl Fn(usize) -> Option<i32>) -> Vec<(usize, i32)> {
        let mut ranked: Vec<(usize, i32)> = self
            .recent()
            .into_iter()
            .filter_map(|person| Some((person, self.salience(person) * fits(person)? / 100)))
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
    fn the_subject_outweighs_those_who_are_only_mentioned() {
        let mut focus = Focus::default();
        focus.mention(0, SUBJECT);
        focus.next_sentence();
        focus.mention(1, ASIDE);
        focus.mention(2, ASIDE);
        assert_eq!(focus.ranked(|_| Some(100))[0].0, 0);
        assert_eq!(focus.recent(), [2, 1, 0]);
    }

    #[test]
    fn what_was_long_ago_is_forgotten() {
        let mut focus = Focus::default();
        focus.mention(0, SUBJECT);
        (0..50).for_each(|_| focus.next_sentence());
        assert!(focus.ranked(|_| Some(100)).is_empty());
    }
}
