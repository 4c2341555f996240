//! MP4 and QuickTime files: AAC, ALAC, MP3, Opus, FLAC and PCM.

mod boxes;
mod reader;

pub(super) use boxes::is_mp4;
pub(super) use reader::Mp4Reader;
