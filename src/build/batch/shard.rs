//! Splits a manifest into shards by a hash of the ids. Workers agree on the shards without talking to each other.

use serde::Serialize;

/// One of several equal parts of a manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Shard {
    index: u32,
    count: u32,
}

impl Shard {
    /// The whole manifest.
    pub const WHOLE: Self = Self { index: 0, count: 1 };

    /// Returns shard `index` of `count`, counted from 0; `None` if there is no such shard.
    pub fn new(index: u32, count: u32) -> Option<Self> {
        (index < count).then_some(Self { index, count })
    }

    /// Returns the index, counted from 0.
    pub fn index(self) -> u32 {
        self.index
    }

    /// Returns the number of shards.
    pub fn count(self) -> u32 {
        self.count
    }

    /// Returns true if the article of this id is in the shard. Lines without a valid id are in the first shard.
    pub(super) fn contains(self, id: Option<&str>) -> bool {
        let hash = id.map_or(0, |id| {
            let mut bytes = [0; 8];
            blake3::Hasher::new().update(id.as_bytes()).finalize_xof().fill(&mut bytes);
            u64::from_le_bytes(bytes)
        });
        hash % u64::from(self.count) == u64::from(self.index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_id_is_in_exactly_one_shard_and_shards_are_about_equal() {
        let shards: Vec<Shard> = (0..4).map(|index| Shard::new(index, 4).unwrap()).collect();
        let mut sizes = [0; 4];
        for id in (0..1000).map(|n| format!("story-{n}")) {
            let of: Vec<usize> = (0..4).filter(|n| shards[*n].contains(Some(&id))).collect();
            assert_eq!(of.len(), 1, "{id}");
            sizes[of[0]] += 1;
        }
        // The deviation of a binomial distribution is 14 here.
        assert!(sizes.iter().all(|size| (190..=310).contains(size)), "{sizes:?}");
        assert_eq!(Shard::new(4, 4), None);
    }

    #[test]
    fn the_shard_of_an_id_never_changes() {
        // Workers of different versions may share one run. BLAKE3 of "story-1" begins with these bytes (b3sum 1.5).
        let hash = blake3::hash(b"story-1");
        let first = u64::from_le_bytes(hash.as_bytes()[..8].try_into().unwrap());
        let index = u32::try_from(first % 1000).unwrap();
        assert!(Shard::new(index, 1000).unwrap().contains(Some("story-1")));
        assert!(Shard::new(0, 1000).unwrap().contains(None));
    }
}
