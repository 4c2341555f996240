//! The compiled pronunciation table: one file with dictionaries, tagger and network, which loads in milliseconds.
//!
//! Layout, little-endian: the magic number; for each section its start and its end as u64; the sections; the BLAKE3 hash of
//! everything before it. The hash is compared when the table is opened, so a damaged file is an error and never a wrong word.

use std::fmt;
use std::ops::Range;

use super::accent::Accent;

/// Starts every table. The last digit is the version of the layout.
const MAGIC: &[u8; 8] = b"aloudph1";
const HASH: usize = 32;

/// The sections, in the order of the file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Section {
    /// One byte: the accent.
    Accent,
    /// The dictionary that people corrected.
    Gold,
    /// The dictionary made by a program.
    Silver,
    /// Names of the part-of-speech tags, one a line.
    TagNames,
    /// Words with one dominant tag.
    TagOfWord,
    /// Words that the tagger knows.
    TaggerWords,
    /// Weights of the tagger's features.
    TagWeights,
    /// The network for unknown words.
    Network,
}

const SECTIONS: usize = 8;

/// Why a table cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableError {
    /// It is not a table, or one of another version of Aloud.
    Version,
    /// Bytes are missing or have changed.
    Damaged,
    /// A file that it is compiled from is not as expected.
    Source {
        /// Which file.
        file: String,
        /// Its problem.
        what: String,
    },
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version => f.write_str("the pronunciation table was made by another version of Aloud"),
            Self::Damaged => f.write_str("the pronunciation table is damaged"),
            Self::Source { file, what } => {
                write!(f, "cannot compile the pronunciation table: `{file}`: {what}")
            }
        }
    }
}

impl std::error::Error for TableError {}

/// The bytes of a table with the right checksum.
pub(super) struct Table {
    bytes: Vec<u8>,
    sections: [Range<usize>; SECTIONS],
}

impl Table {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, TableError> {
        let body = bytes.strip_prefix(MAGIC).ok_or(TableError::Version)?;
        let body_length = body.len().checked_sub(HASH).ok_or(TableError::Damaged)?;
        let (covered, hash) = bytes.split_at(MAGIC.len() + body_length);
        if blake3::hash(covered).as_bytes() != hash {
            return Err(TableError::Damaged);
        }
        let mut sections = std::array::from_fn(|_| 0..0);
        for (at, section) in sections.iter_mut().enumerate() {
            let (start, end) = (number(covered, at * 2)?, number(covered, at * 2 + 1)?);
            if start > end || end > covered.len() {
                return Err(TableError::Damaged);
            }
            *section = start..end;
        }
        Ok(Self { bytes, sections })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the place of a section.
    pub(super) fn range(&self, section: Section) -> Range<usize> {
        self.sections[section as usize].clone()
    }

    /// Returns the bytes of a section.
    pub(super) fn section(&self, section: Section) -> &[u8] {
        &self.bytes[self.range(section)]
    }

    pub(super) fn accent(&self) -> Result<Accent, TableError> {
        match self.section(Section::Accent) {
            [0] => Ok(Accent::Us),
            [1] => Ok(Accent::Gb),
            _ => Err(TableError::Damaged),
        }
    }

    /// Writes a table.
    pub(super) fn write(sections: &[Vec<u8>; SECTIONS]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let mut start = MAGIC.len() + SECTIONS * 16;
        for section in sections {
            let end = start + section.len();
            bytes.extend((start as u64).to_le_bytes());
            bytes.extend((end as u64).to_le_bytes());
            start = end;
        }
        bytes.extend(sections.iter().flatten());
        let hash = blake3::hash(&bytes);
        bytes.extend(hash.as_bytes());
        bytes
    }
}

fn number(bytes: &[u8], at: usize) -> Result<usize, TableError> {
    let eight = bytes.get(MAGIC.len() + at * 8..).and_then(<[u8]>::first_chunk).ok_or(TableError::Damaged)?;
    usize::try_from(u64::from_le_bytes(*eight)).map_err(|_| TableError::Damaged)
}
