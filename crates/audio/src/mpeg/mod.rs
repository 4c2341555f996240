//! Reads MPEG audio: MP1, MP2, MP3, and AAC in ADTS. Finds the frames itself, because a decoder skips over damage silently.

mod codec;
mod header;
mod info_tag;
mod reader;
mod tags;

pub(super) use reader::{MpegReader, find_start};

#[cfg(test)]
mod tests;
