//! Makes the files of an edition other than the WAV: captions, transcripts, chapters, page, book, feed, report.
//!
//! Each format is a pure function of the [`Edition`], or of the finished WAV and its description. The formats do not
//! know one another.

mod article_html;
mod audiobook;
pub(crate) mod book;
mod captions;
mod catalog;
mod chapters;
#[cfg(feature = "c2pa")]
pub mod credentials;
pub(crate) mod daisy;
pub mod description;
mod edition;
mod embed;
pub mod encoders;
pub(crate) mod epub;
pub mod feed;
pub(crate) mod json;
mod lists;
mod markup;
mod metadata;
mod page;
pub mod report;
mod transcript;
mod word_times;

pub(crate) use catalog::WAV_TYPE;
pub use catalog::{ALL, DESCRIPTION, Output, Role, WAV, media_type};
pub(crate) use catalog::{
    chapter_file, encoded, formats, is_file_name, names_that_need_ffmpeg, whole_formats,
};
pub(crate) use chapters::{Chapter, chapters, parts};
pub(crate) use edition::DISCLOSURE;
pub(crate) use edition::passages;
pub use edition::{Edition, EditionCue, EditionTake, VoiceReport};
pub(crate) use markup::{escape, single_line};

/// Returns the content of a text file, or `None` for sound and books, which need the finished WAV.
pub(crate) fn render_text(role: Role, edition: &Edition<'_>) -> Option<String> {
    match role {
        Role::Page => Some(page::render(edition)),
        Role::Captions => Some(captions::vtt(edition)),
        Role::Subtitles => Some(captions::srt(edition)),
        Role::Text => Some(transcript::text(edition)),
        Role::Transcript => Some(transcript::json(edition)),
        Role::Chapters => Some(chapters::json(edition)),
        Role::Manifest => Some(audiobook::render(edition)),
        Role::Player => Some(embed::player(edition)),
        Role::Passages => Some(embed::passages(edition)),
        Role::Snippet => Some(embed::snippet(edition)),
        Role::OEmbed => Some(embed::oembed(edition)),
        Role::Sound(_) | Role::Book | Role::Daisy => None,
    }
}

#[cfg(test)]
mod tests;
