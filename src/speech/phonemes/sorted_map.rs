//! A sorted map of byte strings inside the table: searched where it is, without building anything.
//!
//! Layout, little-endian: the number of entries as u32; for each entry the end of its key and the end of its value as two
//! u32, counted from the start of the strings; the strings.

use std::ops::Range;

use super::table::TableError;

/// A map inside the bytes of a table. It holds only its place, so the bytes are passed to each call.
#[derive(Debug, Clone)]
pub(super) struct SortedMap {
    count: usize,
    index: Range<usize>,
    strings: Range<usize>,
}

/// Bytes of one entry of the index.
const INDEX_ENTRY: usize = 8;

impl SortedMap {
    /// Finds the parts of the map in `range` of the table.
    pub(super) fn open(table: &[u8], range: Range<usize>) -> Result<Self, TableError> {
        let bytes = table.get(range.clone()).ok_or(TableError::Damaged)?;
        let (count, rest) = bytes.split_first_chunk().ok_or(TableError::Damaged)?;
        let count = u32::from_le_bytes(*count) as usize;
        let length = count.checked_mul(INDEX_ENTRY).filter(|&length| length <= rest.len());
        let index_start = range.start + size_of::<u32>();
        let index_end = index_start + length.ok_or(TableError::Damaged)?;
        Ok(Self { count, index: index_start..index_end, strings: index_end..range.end })
    }

    /// Returns the value of a key.
    pub(super) fn get<'t>(&self, table: &'t [u8], key: &[u8]) -> Option<&'t [u8]> {
        let index = table.get(self.index.clone())?;
        let strings = table.get(self.strings.clone())?;
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low.midpoint(high);
            let (found, value) = entry(index, strings, middle)?;
            match found.cmp(key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(value),
            }
        }
        None
    }

    /// Writes the entries, which must be sorted by key.
    pub(super) fn write<'e>(entries: impl ExactSizeIterator<Item = (&'e [u8], &'e [u8])>) -> Vec<u8> {
        let mut index = (entries.len() as u32).to_le_bytes().to_vec();
        let mut strings: Vec<u8> = Vec::new();
        for (key, value) in entries {
            for part in [key, value] {
                strings.extend(part);
                index.extend((strings.len() as u32).to_le_bytes());
            }
        }
        index.extend(strings);
        index
    }
}

fn entry<'t>(index: &[u8], strings: &'t [u8], at: usize) -> Option<(&'t [u8], &'t [u8])> {
    let start = match at {
        0 => 0,
        _ => number(index, at * 2 - 1)?,
    };
    let (key_end, value_end) = (number(index, at * 2)?, number(index, at * 2 + 1)?);
    Some((strings.get(start..key_end)?, strings.get(key_end..value_end)?))
}

fn number(index: &[u8], at: usize) -> Option<usize> {
    let four = index.get(at * 4..)?.first_chunk()?;
    Some(u32::from_le_bytes(*four) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_key_and_no_other() {
        let entries: Vec<(String, String)> =
            (0..100).map(|n| (format!("key{n:03}"), "x".repeat(n % 7))).collect();
        let mut bytes = vec![9; 5];
        let map = SortedMap::write(entries.iter().map(|(k, v)| (k.as_bytes(), v.as_bytes())));
        bytes.extend(map);
        let map = SortedMap::open(&bytes, 5..bytes.len()).unwrap();
        for (key, value) in &entries {
            assert_eq!(map.get(&bytes, key.as_bytes()), Some(value.as_bytes()), "{key}");
        }
        for absent in ["", "key", "key0500", "key1000", "z"] {
            assert_eq!(map.get(&bytes, absent.as_bytes()), None, "{absent}");
        }
    }

    #[test]
    fn an_empty_map_has_no_keys() {
        let bytes = SortedMap::write([].into_iter());
        assert_eq!(SortedMap::open(&bytes, 0..bytes.len()).unwrap().get(&bytes, b"a"), None);
    }
}
