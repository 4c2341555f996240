//! Reads Ogg files: Opus, Vorbis and FLAC. Verifies the checksum of each page, and that no page and no end is missing.

mod codec;
mod opus;
mod page;
mod reader;

pub(super) use opus::OpusDecoder;
pub use page::checksum;
pub(super) use reader::OggReader;

#[cfg(test)]
mod tests;
