//! What an MP3 says of itself: ID3 2.3, with its addendum for chapters (ID3v2 Chapter Frame Addendum 1.0, 2005), which more
//! players know than 2.4.

use ::id3::frame::{self, Comment, PictureType, TableOfContents};
use ::id3::{Encoder, Frame, Tag, TagLike, Version};

use super::{Chapter, EncoderError, Picture, Tags};
use crate::language;

/// How many a table of contents can count.
const MOST: usize = 255;
/// A place is told in milliseconds, not in bytes.
const NO_OFFSET: u32 = u32::MAX;

/// The whole tag.
pub(super) fn tag(tags: &Tags, cover: Option<&Picture>) -> Result<Vec<u8>, EncoderError> {
    let three = language::three_letters(&tags.language);
    let mut tag = Tag::new();
    for (id, value) in [
        ("TIT2", tags.title.as_str()),
        ("TPE1", &tags.artist),
        ("TALB", &tags.album),
        ("TLAN", three.unwrap_or_default()),
        ("TSSE", &tags.software),
    ] {
        if !value.is_empty() {
            tag.add_frame(text(id, value));
        }
    }
    if !tags.comment.is_empty() {
        let lang = three.unwrap_or("XXX").to_string();
        tag.add_frame(Comment { lang, description: String::new(), text: plain(&tags.comment) });
    }
    for contents in contents(tags.chapters.len()) {
        tag.add_frame(contents);
    }
    for (nth, chapter) in tags.chapters.iter().enumerate() {
        tag.add_frame(named(nth, chapter));
    }
    if let Some(cover) = cover {
        tag.add_frame(picture(cover));
    }
    let mut bytes = Vec::new();
    let written = Encoder::new().version(Version::Id3v23).encode(&tag, &mut bytes);
    written.map_err(|error| EncoderError::Failed(error.to_string()))?;
    Ok(bytes)
}

fn named(nth: usize, chapter: &Chapter) -> frame::Chapter {
    let ms = |time: u64| u32::try_from(time).unwrap_or(u32::MAX);
    frame::Chapter {
        element_id: id(nth),
        start_time: ms(chapter.start),
        end_time: ms(chapter.end),
        start_offset: NO_OFFSET,
        end_offset: NO_OFFSET,
        frames: vec![text("TIT2", &chapter.title)],
    }
}

/// One table of all chapters, or where they are too many for one a table of tables.
fn contents(chapters: usize) -> Vec<TableOfContents> {
    let all: Vec<String> = (0..chapters).map(id).collect();
    let table = |element_id: String, top_level: bool, elements: Vec<String>| TableOfContents {
        element_id,
        top_level,
        ordered: true,
        elements,
        frames: Vec::new(),
    };
    if all.len() <= MOST {
        return if all.is_empty() { Vec::new() } else { vec![table("toc".into(), true, all)] };
    }
    let parts = all.chunks(MOST).enumerate();
    let parts: Vec<_> = parts.map(|(nth, part)| table(format!("toc{nth}"), false, part.to_vec())).collect();
    let names = parts.iter().map(|part| part.element_id.clone()).collect();
    [table("toc".into(), true, names)].into_iter().chain(parts).collect()
}

fn id(nth: usize) -> String {
    format!("ch{nth}")
}

fn picture(cover: &Picture) -> frame::Picture {
    frame::Picture {
        mime_type: cover.kind.media_type().into(),
        picture_type: PictureType::CoverFront,
        description: "Cover".into(),
        data: cover.bytes.clone(),
    }
}

fn text(id: &str, value: &str) -> Frame {
    Frame::text(id, plain(value))
}

/// A NUL would end it.
fn plain(text: &str) -> String {
    text.replace('\0', "")
}
