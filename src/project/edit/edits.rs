//! The edits of script.toml that a person can make.

use std::ops::Range;

use serde::Deserialize;

use crate::script::{Omission, Script};

/// An edit of script.toml. Segments and omissions are counted from 0 in the script that the person saw.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "edit", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Edit {
    /// Changes the words.
    Text {
        /// Index of the segment.
        segment: usize,
        /// The new words.
        text: String,
    },
    /// Sets the speaker, and so answers the question who speaks.
    Speaker {
        /// Index of the segment.
        segment: usize,
        /// Name of the speaker.
        speaker: String,
    },
    /// Sets the words to speak instead.
    Say {
        /// Index of the segment.
        segment: usize,
        /// The words; `None` removes them.
        say: Option<String>,
    },
    /// Sets the voice of the segment.
    Voice {
        /// Index of the segment.
        segment: usize,
        /// Name of the voice; `None` uses the speaker's.
        voice: Option<String>,
    },
    /// Sets the pause before the segment.
    Pause {
        /// Index of the segment.
        segment: usize,
        /// The pause in seconds; `None` uses the usual one.
        pause: Option<f64>,
    },
    /// Locks the take of the segment, or unlocks it.
    Lock {
        /// Index of the segment.
        segment: usize,
        /// Whether it is locked from now on.
        lock: bool,
    },
    /// Starts a sting or a bed at the segment.
    Cue {
        /// Index of the segment.
        segment: usize,
        /// Name of the cue; `None` starts none.
        cue: Option<String>,
    },
    /// Ends a bed with the segment.
    CueEnd {
        /// Index of the segment.
        segment: usize,
        /// Name of the cue; `None` ends none.
        cue: Option<String>,
    },
    /// Splits the segment into two.
    Split {
        /// Index of the segment.
        segment: usize,
        /// The first character of the second part, counted from 0.
        at: usize,
    },
    /// Moves words between the segment and the next one.
    Border {
        /// Index of the segment.
        segment: usize,
        /// The first character of the next segment, counted from 0 in both texts with a space between them.
        at: usize,
    },
    /// Gives a part of the segment to a speaker, and splits the rest off.
    Assign {
        /// Index of the segment.
        segment: usize,
        /// The first character of the part, counted from 0.
        start: usize,
        /// The first character after the part.
        end: usize,
        /// Name of the speaker.
        speaker: String,
    },
    /// Joins the segment with the next one.
    Join {
        /// Index of the segment.
        segment: usize,
    },
    /// Moves the segment.
    Move {
        /// Index of the segment.
        segment: usize,
        /// The segment that it comes before; the number of segments for the end.
        before: usize,
    },
    /// Omits the segment from the episode.
    Omit {
        /// Index of the segment.
        segment: usize,
    },
    /// Brings an omission back as a segment.
    Restore {
        /// Index of the omission.
        omission: usize,
    },
    /// Gives a speaker a voice in `[cast]`.
    Cast {
        /// Name of the speaker.
        speaker: String,
        /// Name of the voice; `None` lets Aloud assign one.
        voice: Option<String>,
    },
    /// Turns a file of the edition on or off.
    Output {
        /// Its key in `[outputs]`.
        output: String,
        /// Whether it is made from now on.
        on: bool,
    },
    /// Chooses the loudness preset of the episode.
    Preset {
        /// Name of the preset.
        preset: String,
    },
    /// Adds a cue. Its `name` is the file name without extension.
    AddCue {
        /// The sound, relative to the project.
        file: String,
        /// `intro`, `outro`, `sting` or `bed`.
        role: String,
    },
    /// Removes a cue, and the places in segments that name it.
    RemoveCue {
        /// Name of the cue.
        cue: String,
    },
    /// Sets a number of a cue.
    CueSetting {
        /// Name of the cue.
        cue: String,
        /// Its key, such as `gain`, `gap` or `duck`.
        key: String,
        /// The number; `None` uses the default.
        value: Option<f64>,
    },
    /// Renames a speaker. If the new name is a speaker, both become one.
    Rename {
        /// Name of the speaker.
        speaker: String,
        /// The new name.
        to: String,
    },
}

impl Edit {
    /// Returns the segments that an edit of their order or number concerns. `find` returns where a segment is now.
    pub(super) fn window(
        &self,
        seen: &Script,
        now: &Script,
        find: impl Fn(usize) -> Option<usize>,
    ) -> Option<Range<usize>> {
        match self {
            Self::Split { segment, .. } | Self::Assign { segment, .. } | Self::Omit { segment } => {
                find(*segment).map(|segment| segment..segment + 1)
            }
            Self::Join { segment } | Self::Border { segment, .. } => {
                find(*segment).map(|segment| segment..segment + 2)
            }
            Self::Move { segment, before } => {
                let from = find(*segment)?;
                let last = now.segments.len().checked_sub(1)?;
                let to = if *before == seen.segments.len() { last } else { find(*before)? };
                Some(from.min(to)..from.max(to) + 1)
            }
            Self::Restore { omission } => {
                let omission = nearest_omission(seen, now, *omission)?.1;
                omission.after.checked_sub(1).map(|segment| segment..segment + 1)
            }
            _ => None,
        }
    }

    /// Returns the segment of an edit that concerns nothing else.
    pub(super) fn single_segment(&self) -> Option<usize> {
        match self {
            Self::Text { segment, .. }
            | Self::Speaker { segment, .. }
            | Self::Say { segment, .. }
            | Self::Voice { segment, .. }
            | Self::Pause { segment, .. }
            | Self::Lock { segment, .. }
            | Self::Cue { segment, .. }
            | Self::CueEnd { segment, .. } => Some(*segment),
            _ => None,
        }
    }

    /// Returns the table of an edit that concerns nothing else. Segments name cues, so an edit of a cue may concern them.
    pub(super) fn table(&self) -> Option<&'static str> {
        match self {
            Self::Cast { .. } => Some("cast"),
            Self::Output { .. } => Some("outputs"),
            Self::Preset { .. } => Some("mix"),
            _ => None,
        }
    }

    pub(super) fn changes_places(&self) -> bool {
        matches!(
            self,
            Self::Split { .. }
                | Self::Border { .. }
                | Self::Assign { .. }
                | Self::Join { .. }
                | Self::Move { .. }
                | Self::Omit { .. }
                | Self::Restore { .. }
        )
    }
}

/// Finds an omission that a person saw. The same words may be omitted several times, e.g. a caption. Each is as good as the other, so
/// the nearest is taken.
pub(super) fn nearest_omission<'a>(
    seen: &Script,
    now: &'a Script,
    omission: usize,
) -> Option<(usize, &'a Omission)> {
    let wanted = seen.omitted.get(omission)?;
    let same = now.omitted.iter().enumerate().filter(|(_, found)| found.text == wanted.text);
    same.min_by_key(|(at, _)| at.abs_diff(omission))
}
