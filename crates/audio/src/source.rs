//! The bytes of an audio file: on disk or in memory, and a window that moves over them.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;

use symphonia::core::io::MediaSource;

/// The bytes of a file in memory. Several decoders read them without a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedBytes(Arc<Vec<u8>>);

impl From<Vec<u8>> for SharedBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new(bytes))
    }
}

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// The bytes of a file.
#[derive(Debug)]
pub(super) enum Source {
    File(BufReader<File>),
    Memory(Cursor<SharedBytes>),
}

impl Source {
    pub(super) fn file(file: File) -> Self {
        Self::File(BufReader::new(file))
    }

    pub(super) fn memory(bytes: impl Into<SharedBytes>) -> Self {
        Self::Memory(Cursor::new(bytes.into()))
    }

    /// Returns the number of bytes, and moves to the first.
    pub(super) fn length(&mut self) -> io::Result<u64> {
        let length = self.seek(SeekFrom::End(0))?;
        self.rewind()?;
        Ok(length)
    }

    /// Returns up to `count` bytes at a position.
    pub(super) fn peek(&mut self, position: u64, count: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.seek(SeekFrom::Start(position))?;
        self.take(count as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl Read for Source {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(into),
            Self::Memory(bytes) => bytes.read(into),
        }
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Memory(bytes) => bytes.seek(to),
        }
    }
}

impl MediaSource for Source {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        match self {
            Self::File(file) => file.get_ref().metadata().ok().map(|about| about.len()),
            Self::Memory(bytes) => Some(bytes.get_ref().as_ref().len() as u64),
        }
    }
}

/// Number of bytes to read at least.
const READ_BYTES: usize = 1 << 16;

/// A window that moves forward over a part of a source. It holds the bytes that a decoder looks at.
#[derive(Debug)]
pub(super) struct Window {
    source: Source,
    bytes: Vec<u8>,
    /// Index of the first byte of `bytes` that is not consumed.
    start: usize,
    /// Number of bytes of the part that are not read.
    unread: u64,
}

impl Window {
    /// Places a window at the start of a part.
    pub(super) fn new(mut source: Source, part: Range<u64>) -> io::Result<Self> {
        source.seek(SeekFrom::Start(part.start))?;
        Ok(Self { source, bytes: Vec::new(), start: 0, unread: part.end.saturating_sub(part.start) })
    }

    /// Returns the bytes of the window, at least `wanted` unless the part ends before that.
    pub(super) fn fill(&mut self, wanted: usize) -> io::Result<&[u8]> {
        if self.bytes.len() - self.start < wanted {
            self.bytes.drain(..self.start);
            self.start = 0;
            let missing = wanted.max(READ_BYTES) - self.bytes.len();
            let limit = (missing as u64).min(self.unread);
            let got = (&mut self.source).take(limit).read_to_end(&mut self.bytes)?;
            // A file that became shorter has no further bytes.
            self.unread = if (got as u64) < limit { 0 } else { self.unread - got as u64 };
        }
        Ok(&self.bytes[self.start..])
    }

    /// Returns the bytes that are in the window now.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    /// Moves forward. `count` is at most the number of bytes in the window.
    pub(super) fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.bytes.len());
    }

    /// Moves forward over bytes that need not be in the window.
    pub(super) fn skip(&mut self, count: u64) -> io::Result<()> {
        let inside = (self.bytes.len() - self.start) as u64;
        if count <= inside {
            self.start += count as usize;
            return Ok(());
        }
        self.start = self.bytes.len();
        let outside = (count - inside).min(self.unread);
        self.unread -= outside;
        self.source.seek_relative(i64::try_from(outside).unwrap_or(i64::MAX))
    }

    /// Returns the number of bytes from here to the end of the part.
    pub(super) fn left(&self) -> u64 {
        (self.bytes.len() - self.start) as u64 + self.unread
    }
}
