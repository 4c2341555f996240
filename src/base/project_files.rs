//! Names of the files and folders of a project, relative to its root.

/// The script: the file that people edit.
pub const SCRIPT: &str = "script.toml";
/// Settings that all episodes in the same folder share.
pub const SERIES: &str = "series.toml";
/// Written form → spoken form, for the whole project.
pub const LEXICON: &str = "lexicon.toml";
/// The published episode.
pub const OUT: &str = "out";
/// A finished episode that is not published yet.
pub const DRAFT: &str = "draft";
/// What Aloud keeps for itself: takes, and what the last build was made of.
pub const STATE: &str = ".aloud";
